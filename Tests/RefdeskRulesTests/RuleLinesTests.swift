import RefdeskCore
import RefdeskData
import RefdeskRules
import Testing

@Suite struct `Rules as JSON lines` {
  private func read(_ text: String) -> RuleBaseReader.Result {
    RuleBaseReader.read([("rules.jsonl", Array(text.utf8))])
  }

  @Test func `have an id and ways of asking, the first of which is the question`() throws {
    let base = try read(
      #"{"id": "a", "examples": ["how do I pay", "where is the till"], "keys": [1]}"#
    ).usable()
    #expect(base.rules.map(\.id) == ["a"])
    #expect(base.rules[0].question == "how do I pay")
    #expect(base.phrasings.map(\.text) == ["where is the till"])
  }

  @Test func `are refused with the line where something is missing, double or no JSON`() {
    let findings = read(
      """
      {"id": "a", "examples": ["one"]}

      {"examples": ["two"]}
      {"id": "a", "examples": ["three"]}
      {"id": "b", "examples": [
      """
    ).findings
    #expect(findings.map(\.place.line) == [3, 4, 5])
  }

  /// Rules of four words of their own among words that all use.
  ///
  /// - Parameter more: further rules, as JSON.
  private func many(_ count: Int, and more: [String] = []) throws -> Desk {
    let lines = (0..<count).map { n in
      let asks = [
        "how do i mend a thing\(n)x", "the thing\(n)x and its part\(n)y please",
        "part\(n)y broke what now", "where to bring a thing\(n)x with part\(n)y",
      ]
      let list = asks.map { "\"\($0)\"" }.joined(separator: ", ")
      return "{\"id\": \"r\(n)\", \"examples\": [\(list)]}"
    }
    let base = try read((lines + more).joined(separator: "\n")).usable()
    let rules = try CompiledRules(
      Bytes(copying: Compiler(base, language: BuiltIn.language).compile()))
    return Desk(rules: rules, language: BuiltIn.language)
  }

  @Test func `find their rule where there are thousands, and decline what none is about`() throws {
    let desk = try many(1500)
    #expect(desk.rules.model.isCounted)
    for n in stride(from: 0, to: 1500, by: 97) {
      let response = desk.respond(to: "my part\(n)y of the thing\(n)x fell off")
      #expect(response.answer?.rule == "r\(n)")
    }
    #expect(desk.respond(to: "please bring how and where").outcome == .declined)
    #expect(desk.respond(to: "volcano weather tomorrow").outcome == .declined)
  }

  @Test func `have their evidence add up to the lead as well`() throws {
    let desk = try many(1200)
    let question = desk.read("a thing7x with part8y")
    let ranking = desk.rank(question)
    let (first, second) = (ranking.candidates[0], ranking.candidates[1])
    let explanation = desk.matcher.explain(question, rule: first.rule, over: second.rule)
    #expect(abs(explanation.lead - (first.score - second.score)) < 0.01)
  }

  @Test func `find the rule that has the words together in one way of asking`() throws {
    let desk = try many(
      1200,
      and: [
        #"{"id": "a", "examples": ["wombat teapot", "lantern bucket"]}"#,
        #"{"id": "b", "examples": ["wombat bucket", "lantern teapot"]}"#,
      ])
    for (question, rule) in [
      ("a teapot for the wombat", "a"), ("my bucket and the lantern", "a"),
      ("bucket of a wombat", "b"), ("is a teapot a lantern", "b"),
    ] {
      #expect(desk.respond(to: question).answer?.rule == rule, "\(question)")
    }
  }

  @Test func `find the rule of whose way of asking the question leaves least out`() throws {
    let desk = try many(
      1200,
      and: [
        #"{"id": "long", "examples": ["wombat teapot gravel bucket lantern", "loom", "kiln", "forge"]}"#,
        #"{"id": "short", "examples": ["wombat teapot", "anvil", "bellows", "chisel"]}"#,
      ])
    let first = try #require(desk.rank(desk.read("a teapot for my wombat")).candidates.first)
    #expect(desk.rules.rule(at: first.rule).id == "short")
  }

  @Test func `find a rule by words that hundreds of rules have, where only it has them together`()
    throws
  {
    let colours = ["crimson", "ochre", "teal", "mauve", "sepia", "ivory", "indigo", "russet"]
    let shapes = ["spiral", "lozenge", "crescent", "pyramid", "trapeze", "cylinder", "cube"]
    let more = (0..<1400).map { n in
      let phrasing = "\(colours[n % 8]) \(shapes[n / 8 % 7]) \(n / 56)w"
      return "{\"id\": \"p\(n)\", \"examples\": [\"\(phrasing)\"]}"
    }
    let desk = try many(10, and: more)
    for n in stride(from: 0, to: 1400, by: 111) {
      let question = "which \(shapes[n / 8 % 7]) is \(colours[n % 8]) like \(n / 56)w"
      let first = try #require(desk.rank(desk.read(question)).candidates.first)
      #expect(desk.rules.rule(at: first.rule).id == "p\(n)", "\(question)")
    }
  }
}
