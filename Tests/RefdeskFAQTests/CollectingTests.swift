import RefdeskCore
import RefdeskFAQ
import RefdeskRules
import RefdeskTestSupport
import Testing

@Suite struct `Gathering questions under answers` {
  @Test func `questions that lead to the same answer merge, with counts`() throws {
    let faq = try bakery(
      asked("When are you open?", "what time do you close on saturday", "when are you OPEN")
        + [AskedQuestion(text: "order cake", count: 5, id: "q9")])
    #expect(faq.entries.map(\.id) == ["opening-hours", "order-a-cake"])
    let hours = try #require(faq.entries[0].asked)
    #expect(hours.count == 3)
    #expect(
      hours.variants == [
        Variant(text: "When are you open?", count: 2, ids: []),
        Variant(text: "what time do you close on saturday", count: 1, ids: []),
      ])
    #expect(faq.entries[1].asked?.variants == [Variant(text: "order cake", count: 5, ids: ["q9"])])
    #expect(faq.counts?.answered == 8)
  }

  @Test func `greetings need no page`() throws {
    let faq = try bakery(asked("hello", "order cake"))
    #expect(faq.entries.map(\.id) == ["order-a-cake"])
    #expect(faq.counts?.courtesies == 1)
  }

  @Test func `answers stand by topic, by count or as first asked`() throws {
    let questions = asked("allergy information", "order cake", "order cake", "opening times please")
    func ids(_ order: FAQ.Order) throws -> [String] {
      try bakery(questions, order: order).entries.map(\.id)
    }
    #expect(try ids(.topic) == ["opening-hours", "order-a-cake", "allergies"])
    #expect(try ids(.file) == ["allergies", "order-a-cake", "opening-hours"])
    #expect(try ids(.count) == ["order-a-cake", "allergies", "opening-hours"])
  }

  @Test func `what found no answer goes to the worklist, most asked first`() throws {
    var collector = FAQCollector(try SmallDesk.bakeryDesk())
    for question in asked("xylophone zebra", "quux \"corge\"", "quux corge?") {
      collector.add(question)
    }
    #expect(collector.faq(order: .topic, variants: 5).entries.isEmpty)
    let worklist = collector.worklist
    #expect(worklist.items.map(\.variant.text) == ["quux \"corge\"", "xylophone zebra"])
    #expect(worklist.yaml.contains(#"- ask: "quux \"corge\"""#))
    #expect(worklist.yaml.contains("  asked: 2\n"))
    // Where it is pasted into rules, it is read.
    let rules = SmallDesk.read(
      "off-topic:\n"
        + worklist.yaml.split(separator: "\n")
        .filter { $0.hasPrefix("- ask: ") }.map { "  - " + $0.dropFirst("- ask: ".count) + "\n" }
        .joined())
    #expect(rules.base.phrasings.map(\.text) == ["quux \"corge\"", "xylophone zebra"])
  }

  @Test func `what is kept is bounded, and the sum still right`() {
    var tally = Tally(limit: 10)
    for round in 0..<50 {
      for number in 0..<round { tally.add(AskedQuestion(text: "question \(number)")) }
    }
    for number in 0..<1_000 { tally.add(AskedQuestion(text: "rare \(number)")) }
    #expect(tally.mostFrequent.count == 10)
    #expect(tally.count == 49 * 50 / 2 + 1_000)
    #expect(tally.mostFrequent.first?.text == "question 0")
    #expect(tally.mostFrequent.first?.count == 49)
  }

  @Test func `a conversation is understood turn by turn`() throws {
    var collector = FAQCollector(SmallDesk.builtIn())
    let desk = SmallDesk.builtIn()
    var conversation = Conversation()
    collector.add(conversation: ["partners", "1"].map { desk.respond(to: $0, in: &conversation) })
    let picked = try #require(desk.respond(to: "partners").questionBack?.options.first)
    let faq = collector.faq(order: .topic, variants: 5)
    #expect(faq.entries.map(\.id) == [picked.rule])
    // "1" is no question to show.
    #expect(faq.entries[0].asked?.variants.map(\.text) == [picked.label])
  }

  @Test func `without questions, everything that the rules say is there`() throws {
    let desk = SmallDesk.builtIn()
    let faq = FAQCollector.allRules(desk)
    let ids = Set(faq.entries.map(\.id))
    #expect(ids.count == faq.entries.count)
    for rule in desk.rules.rules where rule.kind == .answer { #expect(ids.contains(rule.id)) }
    for goal in desk.rules.goals { #expect(ids.contains("goal-\(goal.number)")) }
    #expect(ids.contains("target-4.6"))
    #expect(!ids.contains("target-4.1"))
    #expect(faq.sections.map { $0.topic?.id }.first == "roles")
  }

  @Test func `answers not reviewed for long are marked`() throws {
    let day = try #require(Day("2026-11-22"))
    let faq = try Hostile.faq().markingStale(after: 365, on: day)
    #expect(faq.entries.filter(\.isStale).map(\.id) == ["second"])
    let next = try Hostile.faq().markingStale(after: 295, on: day)
    #expect(next.entries.filter(\.isStale).map(\.id) == ["second"])
    let after = try Hostile.faq().markingStale(after: 294, on: day)
    #expect(after.entries.filter(\.isStale).count == 2)
  }
}

@Suite struct `Former ids` {
  private func findings(_ yaml: String) -> [Finding.Problem] {
    SmallDesk.read(yaml).findings.map(\.problem)
  }

  @Test func `an answer is found under the id that it had`() throws {
    let desk = try Hostile.desk()
    #expect(desk.advisor.answer(withID: "whisper")?.rule == "shout")
    #expect(desk.advisor.answer(withID: "old.name")?.rule == "shout")
    #expect(desk.advisor.answer(withID: "murmur") == nil)
  }

  @Test func `a former id is nobody else's`() {
    let yaml = """
      - {id: one, question: One?, formerly: [two, zero], steps: [{do: Go.}]}
      - {id: two, question: Two?, formerly: [zero, "No Id"], steps: [{do: Go.}]}
      """
    let found = findings(yaml)
    #expect(
      found.contains(.formerIDInUse("two", at: Place(file: "rules.yaml", line: 2, column: 3))))
    #expect(
      found.contains(.formerIDInUse("zero", at: Place(file: "rules.yaml", line: 1, column: 45))))
    #expect(found.contains(.badID("No Id")))
  }

  @Test(arguments: [
    "javascript:alert(1)", "example.org", "https://", "https://a b", "https://a\"b",
  ])
  func `only an address of the web is a document's address`(_ url: String) {
    let quoted = url.replacing("\"", with: "\\\"")
    let found = findings("documents:\n  - {id: a, title: A, url: \"\(quoted)\"}\n")
    #expect(found.contains(.badAddress(url)))
  }
}
