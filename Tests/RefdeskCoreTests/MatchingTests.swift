import RefdeskCore
import RefdeskData
import RefdeskRules
import RefdeskTestSupport
import Testing

@Suite struct `Matching` {
  @Test func `an exact phrasing wins, with a confidence over 0.95`() {
    let desk = SmallDesk.builtIn()
    for phrasing in desk.rules.phrasings {
      guard let rule = phrasing.rule else { continue }
      let ranking = desk.rank(desk.read(phrasing.text))
      guard let best = ranking.candidates.first else {
        Issue.record("no candidate for \(phrasing.text)")
        continue
      }
      #expect(ranking.confidence > 0.95, "\(phrasing.text)")
      #expect(desk.rules.heading(ofRuleAt: best.rule).id == rule, "\(phrasing.text)")
    }
  }

  @Test func `the evidence adds up to the lead`() throws {
    let desk = SmallDesk.builtIn()
    for question in [
      "should we ask a footballer to speak for us", "what can libraries do for goal 13",
      "nobody answers our letters", "who cn help with target 4.6", "recipe for soup",
      "partners of partners: libraries, librarians and more libraries",
    ] {
      let utterance = desk.read(question)
      let ranking = desk.rank(utterance)
      let first = ranking.candidates[0]
      let second = ranking.candidates[1]
      let explanation = desk.matcher.explain(utterance, rule: first.rule, over: second.rule)
      #expect(abs(explanation.lead - (first.score - second.score)) < 0.01, "\(question)")
    }
  }

  @Test func `the same question gets the same answer, whatever was asked before`() {
    let desk = SmallDesk.builtIn()
    let question = "who would back a reading campaign in our town"
    let first = desk.respond(to: question)
    func verdict() -> Verdict {
      Array(question.utf8).withUnsafeBufferPointer { desk.verdict(on: $0) }
    }
    let firstVerdict = verdict()
    for other in ["goal 4", "", "hello", "my partner left me", "ünïcödé 日本"] {
      _ = desk.respond(to: other)
      #expect(desk.respond(to: question) == first)
      // A verdict is found anew each time.
      #expect(verdict() == firstVerdict)
    }
    #expect(SmallDesk.builtIn().respond(to: question) == first)
  }

  @Test func `a word with any one slip in it is taken for some word of the rules`() {
    let lexicon = SmallDesk.builtIn().rules.lexicon
    let speller = Speller(lexicon)
    for word in stride(from: 0, to: lexicon.vocabularyCount, by: 97) where lexicon.isHeard(word) {
      let text = Array(lexicon.text(ofWord: word).utf8)
      guard (5...30).contains(text.count) else { continue }
      for at in 0..<text.count {
        // A letter left out, wrong or added, and two swapped.
        var slips = Array(repeating: text, count: 4)
        slips[0].remove(at: at)
        slips[1][at] = UInt8(ascii: "q")
        slips[2].insert(UInt8(ascii: "q"), at: at)
        slips[3].swapAt(at, max(0, at - 1))
        for slip in slips where slip != text {
          #expect(
            speller.nearestWord(to: slip) != nil, "\(String(decoding: slip, as: UTF8.self))")
        }
      }
    }
  }

  @Test func `countries are found by names of several words and by their beginnings`() {
    let desk = SmallDesk.builtIn()
    func countries(_ text: String) -> [String?] {
      desk.read(text).countries.map { desk.rules.country(at: $0.country)?.id }
    }
    #expect(countries("when did Papua New Guinea report") == ["PNG"])
    #expect(countries("and Guinea-Bissau, or only Guinea?") == ["GNB", "GIN"])
    #expect(countries("a new papua library") == [])
  }

  @Test func `a rule base of another subject works as well`() throws {
    let desk = try SmallDesk.desk(SmallDesk.bakery)
    #expect(desk.rank(desk.read("are you open on saturdays")).candidates.first?.rule == 0)
    #expect(desk.rank(desk.read("birthday cake for my son")).candidates.first?.rule == 1)
    #expect(desk.rank(desk.read("nut alergy")).candidates.first?.rule == 2)
  }

  @Test func `a question of nothing but blanks, emoji or control bytes is declined`() {
    let desk = SmallDesk.builtIn()
    for question in ["", "   ", "🎉🎉🎉", "\u{1B}[2J\u{7}", "???", "\u{0}"] {
      let response = desk.respond(to: question)
      #expect(response.outcome == .declined)
      #expect(response.answer == nil)
    }
  }
}

@Suite struct `Compiling` {
  @Test func `makes the same bytes of the same rules`() throws {
    #expect(try SmallDesk.image(SmallDesk.bakery) == SmallDesk.image(SmallDesk.bakery))
  }

  @Test func `does not care in which order files are given`() throws {
    let parts = SmallDesk.bakery.split(separator: "- id: ").map { "- id: " + $0 }
    let files = parts.enumerated().map { (name: "\($0).yaml", bytes: Array($1.utf8)) }
    func answers(_ files: [(name: String, bytes: [UInt8])]) throws -> [String] {
      let base = try RuleBaseReader.read(files).usable()
      let image = Compiler(base, language: BuiltIn.language).compile()
      let desk = Desk(
        rules: try CompiledRules(Bytes(copying: image)), language: BuiltIn.language)
      return ["are you open", "cake for a wedding", "nuts in the bread", "hi there"].compactMap {
        desk.rank(desk.read($0)).candidates.first.map { desk.rules.heading(ofRuleAt: $0.rule).id }
      }
    }
    #expect(try answers(files) == answers(files.reversed()))
  }

  @Test func `an unrelated rule more changes no answer`() throws {
    let more =
      SmallDesk.bakery + """

        - id: parking
          question: Where can I park my car?
          asks: [is there a car park, parking nearby, where do i leave the car]
          steps:
            - do: Park behind the church.
        """
    let before = try SmallDesk.desk(SmallDesk.bakery)
    let after = try SmallDesk.desk(more)
    for question in ["are you open on sunday", "order a birthday cake", "allergic to gluten"] {
      #expect(
        before.rank(before.read(question)).candidates.first?.rule
          == after.rank(after.read(question)).candidates.first?.rule)
    }
  }
}
