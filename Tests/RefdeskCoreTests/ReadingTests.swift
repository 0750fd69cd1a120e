import RefdeskCore
import RefdeskTestSupport
import Testing

@Suite struct `Reading a question` {
  let desk = SmallDesk.builtIn()

  private func words(_ question: String) -> [String] {
    let utterance = desk.read(question)
    return utterance.tokens.map { utterance.text(of: $0) }
  }

  @Test func `accents, capitals and full-width forms do not matter`() {
    #expect(words("ÉCOLE Größe ＡＢＣ") == ["ecole", "grosse", "abc"])
  }

  @Test func `contractions are written out`() {
    #expect(words("don't WHATS they're") == ["do", "not", "what", "is", "they", "are"])
  }

  @Test func `curly and straight apostrophes are one`() {
    #expect(words("isn’t") == words("isn't"))
  }

  @Test func `full stops join numbers and initials, and nothing else`() {
    #expect(words("4.6 u.n. end.start") == ["4.6", "u.n", "end", "start"])
  }

  @Test func `bytes that are no UTF-8 separate words and break nothing`() {
    var utterance = Utterance()
    let reader = QuestionReader(language: desk.language, lexicon: desk.rules.lexicon)
    let bytes: [UInt8] = Array("library ".utf8) + [0xFF, 0xC3, 0x28] + Array(" partner".utf8)
    bytes.withUnsafeBufferPointer { reader.read($0, into: &utterance) }
    #expect(utterance.tokens.map { utterance.text(of: $0) } == ["library", "partner"])
  }

  @Test func `a very long question is read as far as anyone would type`() {
    let long = String(repeating: "library ", count: 100_000)
    #expect(desk.read(long).tokens.count < 3000)
  }

  @Test(arguments: [
    ("SDG 4", "4"), ("sdg#4", "4"), ("goal sixteen", "16"), ("goal 13?", "13"),
    ("target 4.6", "4.6"), ("5b", "5.b"), ("5.B", "5.b"), ("#16.10", "16.10"),
    ("sustainable development goal 3", "3"), ("SDG target 17.8", "17.8"), ("goal number 2", "2"),
    ("the thirteenth goal", "13"), ("SDG4", "4"), ("sdg 4.6", "4.6"),
  ])
  func `goals and targets are read however they are typed`(typed: String, code: String) {
    #expect(desk.read(typed).codes.map(\.code.description) == [code])
  }

  @Test(arguments: [
    "strategy 1.1", "version 4.6", "goal 99", "target 4.99", "indicator 4.6.1", "12 x 37",
  ])
  func `other numbers are no targets`(typed: String) {
    #expect(desk.read(typed).codes.isEmpty)
  }

  @Test func `a slip of the pen is repaired and shown`() {
    let read = desk.read("who are our prtners").repairs
    #expect(read == [Repair(typed: "prtners", read: "partners")])
  }

  @Test func `a word of the dictionary is no slip`() {
    #expect(desk.read("the parrot").repairs.isEmpty)
  }

  @Test func `an abbreviation is read as what it means`() {
    #expect(desk.read("who cn help u").repairs.map(\.read) == ["can", "you"])
  }

  @Test func `terms of the thesaurus are found under the words used for them`() {
    let terms = desk.rules.terms
    let found = desk.read("should a footballer speak for us").concepts.map { terms[$0.concept] }
    #expect(found.contains("well-known person"))
  }
}

@Suite struct `Codes` {
  @Test func `read what people write and print one form`() {
    #expect(
      ["4", "4.6", "5b", "5.B", "16.10"].map { Code($0)?.description } == [
        "4", "4.6", "5.b", "5.b", "16.10",
      ])
  }

  @Test(arguments: ["", "x", "4.", "4.6.1", "b5", "123", "4.x", "0"])
  func `refuse what is none`(text: String) {
    #expect(Code(text) == nil)
  }

  @Test func `stand in the order of their numbers`() {
    #expect(
      ["16.10", "5.b", "16.6", "5", "5.1"].compactMap { Code($0) }.sorted().map(\.description) == [
        "5", "5.1", "5.b", "16.6", "16.10",
      ])
  }
}

@Suite struct `Picking by number` {
  @Test(arguments: [
    ("2", 1), ("2.", 1), ("#2", 1), ("option 2", 1), ("the second one", 1), ("second", 1),
    ("the last one please", 2),
    ("one", 0), ("number three", 2),
  ])
  func `understands how people pick`(typed: String, index: Int) {
    #expect(Pick.index(in: typed, among: 3) == index)
  }

  @Test(arguments: ["4", "0", "two partners", "goal 2", "", "who", "the first review"])
  func `takes nothing else for a pick`(typed: String) {
    #expect(Pick.index(in: typed, among: 3) == nil)
  }
}
