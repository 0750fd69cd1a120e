import RefdeskRules
import RefdeskTestSupport
import Testing

@Suite struct `Reading rules` {
  private func findings(_ yaml: String) -> [String] {
    SmallDesk.read(yaml).findings.map(\.description)
  }

  @Test func `a sound rule base has no findings`() {
    #expect(findings(SmallDesk.bakery).isEmpty)
  }

  @Test func `an unknown key is named with its place and the key that was meant`() {
    let yaml = """
      - id: one
        question: What?
        asts: [how]
        steps: [{do: Go.}]
      """
    #expect(findings(yaml) == ["rules.yaml:3:3: error: unknown key 'asts'; did you mean 'asks'?"])
  }

  @Test func `a missing part is named`() {
    #expect(
      findings("- id: one\n  question: What?\n")
        == ["rules.yaml:1:3: error: rule 'one' has no 'steps'; add one"])
  }

  @Test func `an id used twice is named with its first place`() {
    let yaml = """
      - {id: one, question: What?, steps: [{do: Go.}]}
      - {id: one, question: Why?, steps: [{do: Go on.}]}
      """
    #expect(
      findings(yaml) == [
        "rules.yaml:2:3: error: id 'one' is taken at rules.yaml:1:3; choose another"
      ])
  }

  @Test func `a phrasing of two rules is settled by its author`() {
    let yaml = """
      - {id: one, question: What?, asks: [tell me], steps: [{do: Go.}]}
      - {id: two, question: Why?, asks: [Tell me!], steps: [{do: Stay.}]}
      """
    #expect(
      findings(yaml) == [
        "rules.yaml:2:36: error: 'Tell me!' asks for two here and for one at rules.yaml:1:37; keep one"
      ])
  }

  @Test func `an unknown passage, partner, target and rule are named with the nearest`() {
    let yaml = """
      - id: one
        question: What?
        from: [book.chapter-on]
        steps: [{do: Go., from: [book.chapter-one]}]
        partners: [{id: backers, from: [book.chapter-one]}]
        targets: [{code: "4.6", from: [book.chapter-one]}]
        see: [ones]
      """
    let holdings = """
      documents: [{id: book, title: A book}]
      passages: [{id: book.chapter-one, document: book, says: Go.}]
      partners: [{id: bakers, name: Bakers}]
      """
    let found = RuleBaseReader.read([
      ("rules.yaml", Array(yaml.utf8)), ("holdings.yaml", Array(holdings.utf8)),
    ]).findings.map(\.description)
    #expect(
      found == [
        "holdings.yaml:3:12: warning: this partner has no source; add `from:`",
        "rules.yaml:3:10: error: unknown passage 'book.chapter-on'; did you mean 'book.chapter-one'?",
        "rules.yaml:5:19: error: unknown partner 'backers'; did you mean 'bakers'?",
        "rules.yaml:6:20: error: no target '4.6' in goals; check the code",
        "rules.yaml:7:9: error: unknown rule 'ones'; did you mean 'one'?",
      ])
  }

  @Test(arguments: [
    "- id: [", "\u{0}\u{1}", "- id: 'open", "just text", "{", "- - - - x: [1, {", "&a [*a]",
  ])
  func `text that is no rule base ends in findings`(yaml: String) {
    #expect(!findings(yaml).isEmpty)
  }

  @Test func `an alias that would grow without end is refused`() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let refs = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(refs)]\n"
    }
    #expect(findings(yaml).contains { $0.contains("too deeply or too large") })
  }

  @Test func `an empty rule base says what a rule needs`() {
    #expect(
      findings("") == [
        "rules.yaml: error: there are no rules here; a rule needs `id:`, `question:` and one step"
      ])
  }

  @Test func `the nearest word is one that could have been meant`() {
    #expect(nearest("partnres", of: ["partners", "passages"]) == "partners")
    #expect(nearest("xyzzy", of: ["partners", "passages"]) == nil)
  }
}
