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
    Desk(
      rules: try CompiledRules(Bytes(copying: image(ofMany: count, and: more))),
      language: BuiltIn.language)
  }

  private func image(ofMany count: Int, and more: [String] = []) throws -> [UInt8] {
    let lines = (0..<count).map { n in
      let asks = [
        "how do i mend a thing\(n)x", "the thing\(n)x and its part\(n)y please",
        "part\(n)y broke what now", "where to bring a thing\(n)x with part\(n)y",
      ]
      let list = asks.map { "\"\($0)\"" }.joined(separator: ", ")
      return "{\"id\": \"r\(n)\", \"examples\": [\(list)]}"
    }
    let base = try read((lines + more).joined(separator: "\n")).usable()
    return Compiler(base, language: BuiltIn.language).compile()
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

  private func choice(_ phrasings: (Int) -> [String], count: Int) throws -> ModelChoice? {
    let lines = (0..<count).map { n in
      let list = phrasings(n).map { "\"\($0)\"" }.joined(separator: ", ")
      return "{\"id\": \"r\(n)\", \"examples\": [\(list)]}"
    }
    let base = try read(lines.joined(separator: "\n")).usable()
    return Compiler(base, language: BuiltIn.language).compiled().choice
  }

  @Test func `have their weights counted where words of their own tell them apart`() throws {
    // Amid words that many rules have, but none of which all have.
    let lines = (0..<300).map { n in
      func some(_ place: Int) -> String { "word\((n * 7 + place * 13) % 60)w" }
      let asks = [
        "\(some(0)) thing\(n)x \(some(1)) side\(n)z", "part\(n)y \(some(2)) thing\(n)x",
        "\(some(3)) part\(n)y \(some(4)) side\(n)z \(some(5))",
        "thing\(n)x part\(n)y \(some(6))", "side\(n)z \(some(7)) \(some(8)) part\(n)y",
      ]
      let list = asks.map { "\"\($0)\"" }.joined(separator: ", ")
      return "{\"id\": \"r\(n)\", \"examples\": [\(list)]}"
    }
    let compiled = Compiler(
      try read(lines.joined(separator: "\n")).usable(), language: BuiltIn.language
    ).compiled()
    #expect(compiled.choice?.kind == .counted)
    let desk = Desk(
      rules: try CompiledRules(Bytes(copying: compiled.image)), language: BuiltIn.language)
    #expect(desk.rules.model.isCounted)
    #expect(desk.respond(to: "word3w part7y word5w of the thing7x").answer?.rule == "r7")
    // The more a question says of a rule, the surer the answer.
    let (one, both) = (desk.respond(to: "thing7x"), desk.respond(to: "part7y of the thing7x"))
    #expect(both.answer?.rule == "r7")
    #expect(both.ranking.coverage >= one.ranking.coverage)
    #expect(desk.respond(to: "word3w word4w word5w").outcome == .declined)
  }

  @Test func `keep learned weights where counted ones answer less`() throws {
    // What tells these apart is the order of the same few words.
    let words = ["red", "blue", "green", "white", "black", "brown", "grey"]
    let asks = ["what of X on Y", "X over Y please", "is X upon Y", "put X on Y", "X on Y"]
    let made = try choice(
      { n in
        let (x, y) = (words[n % 7], words[(n % 7 + 1 + n / 7) % 7])
        return (0..<24).map { m in
          asks[m % 5].replacing("X", with: x).replacing("Y", with: y) + (m > 4 ? " \(m / 5)" : "")
        }
      }, count: 42)
    let choice = try #require(made)
    #expect(choice.kind == .learned)
    #expect(choice.learned.bestServes > choice.counted.bestServes)
  }

  @Test func `have learned weights where there are too few phrasings to choose by`() throws {
    #expect(try !many(50).rules.model.isCounted)
  }

  @Test func `come to the same image each time`() throws {
    #expect(try image(ofMany: 260) == image(ofMany: 260))
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
