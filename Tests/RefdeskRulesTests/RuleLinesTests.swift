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
  private func many(_ count: Int) throws -> Desk {
    Desk(
      rules: try CompiledRules(Bytes(copying: image(ofMany: count))), language: BuiltIn.language)
  }

  private func image(ofMany count: Int) throws -> [UInt8] {
    let lines = (0..<count).map { n in
      let asks = [
        "how do i mend a thing\(n)x", "the thing\(n)x and its part\(n)y please",
        "part\(n)y broke what now", "where to bring a thing\(n)x with part\(n)y",
      ]
      let list = asks.map { "\"\($0)\"" }.joined(separator: ", ")
      return "{\"id\": \"r\(n)\", \"examples\": [\(list)]}"
    }
    let base = try read(lines.joined(separator: "\n")).usable()
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
    let desk = try many(300)
    #expect(desk.rules.model.isCounted)
    #expect(desk.respond(to: "my part7y of the thing7x fell off").answer?.rule == "r7")
    // The more a question says of a rule, the surer the answer.
    let (one, both) = (desk.respond(to: "thing7x"), desk.respond(to: "part7y of the thing7x"))
    #expect(one.answer?.rule == "r7" && both.answer?.rule == "r7")
    #expect(both.ranking.coverage >= one.ranking.coverage)
    #expect(desk.respond(to: "please bring how and where").outcome == .declined)
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
}
