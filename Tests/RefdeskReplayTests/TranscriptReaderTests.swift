import RefdeskCore
import RefdeskReplay
import Testing

@Suite struct `Reading a transcript` {
  private func read(_ text: String) -> TranscriptReader.Result {
    TranscriptReader.read(Array(text.utf8), name: "t.md")
  }

  /// What is wrong, as "line:column problem".
  private func faults(_ bytes: [UInt8]) -> [String] {
    TranscriptReader.read(bytes, name: "t.md").faults.map { fault in
      String("\(fault)".split(separator: " error: ").joined(separator: " ").dropFirst(5))
    }
  }

  private func faults(_ text: String) -> [String] { faults(Array(text.utf8)) }

  @Test func `finds title, scenes, turns, checks, directions and prose`() throws {
    let transcript = try read(
      """
      # A cake
      [transcript 1, lang de, clock 2026-11-02T10:00Z, pace line]

      For bakers.

      ## At the counter
      [note] She is
        in a hurry.
      [quiz] What now?
      you> i need
        a cake
      desk> Gladly.

            ...
            = order-a-cake, read teh as the
            = not allergies

      [pause 5s] Wait.

      """
    ).usable()
    #expect(transcript.title == "A cake")
    #expect(transcript.header.language == "de")
    #expect(transcript.header.pace == .line)
    let turn = try #require(transcript.turns.first)
    #expect(turn.question == "i need a cake")
    #expect(turn.place.line == 10 && turn.place.column == 1)
    #expect(
      turn.checks.map(\.kind) == [
        .rule("order-a-cake"), .read(typed: "teh", as: "the"), .not("allergies"),
      ])
    let directions = transcript.items.compactMap {
      if case .direction(let direction) = $0 { direction } else { nil }
    }
    #expect(directions.map(\.kind) == [.note, .quiz, .pause(seconds: 5)])
    #expect(directions.map(\.text) == ["She is in a hurry.", "What now?", "Wait."])
  }

  @Test func `takes the screen of a chat as it is, banner and goodbye and all`() throws {
    let transcript = try read(
      """
      refdesk \u{2014} 110 answers on libraries, reviewed to 2026-11-22.
      Type a question in your own words, or /help. Ctrl-D leaves.
      For example:
      - Who would help us get more people reading?

      you> when are you open
      desk> Nearly always.

            1. Come between seven and six.

      you> /json
      {"schema":"refdesk.answer/1"}

      you> /quit
      bye
      you>

      """
    ).usable()
    #expect(transcript.turns.map(\.question) == ["when are you open", "/json", "/quit"])
    #expect(transcript.turns.allSatisfy { $0.answerLines != nil })
  }

  @Test func `takes files in which every line ends in CR LF`() throws {
    let transcript = try read("# A\r\n\r\nyou> b\r\ndesk> c\r\n").usable()
    #expect(transcript.turns.map(\.question) == ["b"])
    #expect(transcript.source.lineEnd == "\r\n")
  }

  @Test func `leaves links, footnotes and quotations of Markdown alone`() throws {
    let text = "[a link](x.md)\n[1] a note\n> quoted\n[ref]: x\n\nyou> a\n= none\n"
    #expect(read(text).faults.isEmpty)
  }

  @Test(arguments: [
    ("you> a\ndesk> b", "2:8 the last line has no end"),
    ("\u{FEFF}# A\nyou> a\n= none\n", "1:1 the file begins with a byte order mark"),
    ("# A\nyou> a\r\n= none\n", "2:7 this line ends otherwise than the first, which ends in LF"),
    ("you> a\n\tdesk> b\n", "2:1 a tab"),
    ("you> a\ndesk> \u{1B}[1mb\n", "2:7 an escape sequence"),
    ("# A\n[note Aim: all of it\nyou> a\n= none\n", "2:21 a bracket that is not closed"),
    ("you> a\ndesk> due {due}\n", "2:11 '{due}' is used before it is set"),
    ("you> a\ndesk> {dte:x}\n", "2:7 unknown placeholder '{dte:x}'; did you mean {date}?"),
    ("[nota] x\nyou> a\n= none\n", "1:1 unknown direction 'nota'; did you mean [note]?"),
    ("[pause soon]\nyou> a\n= none\n", "1:1 [pause soon] is no direction; write it as [pause 5s]"),
    ("you> a\n= nto order-a-cake\n", "2:3 unknown check 'nto'; did you mean 'not'?"),
    ("you> a\n= none, after\n", "2:9 'after' is no check; write it as `after RULE`"),
    ("you> a\n= none,, asks\n", "2:8 nothing to check here"),
    ("you> a\n= target x\n", "2:3 'target x' is no check; write it as `target 4.6`"),
    ("= none\n", "1:1 a check that follows no turn"),
    ("desk> b\n", "1:1 an answer that nothing was asked for"),
    ("you> a\ndesk> b\ndesk> c\n", "3:1 a second answer in one turn"),
    ("you> a\ndesk>\n", "2:1 an answer without words"),
    ("you> a\nand more\n", "2:1 this line follows the question without a gap"),
    ("dekc> a\n", "1:1 nobody here is called 'dekc>'"),
    ("# A\n# B\nyou> a\n= none\n", "2:1 a second title"),
    ("[hint] x\nyou> a\n= none\n", "1:1 a hint without a quiz"),
    ("you> a\n= none\n[quiz] and now?\n", "3:1 [quiz] has no turn after it"),
    ("you> a\n= none\n[transcript 1]\n", "3:1 [transcript] belongs above the first turn"),
    ("Only prose.\n", "1:1 there is no turn in it"),
  ])
  func `names what is wrong, with line and column`(text: String, wanted: String) {
    let found = faults(text)
    #expect(
      found.contains { $0.hasPrefix(wanted.replacing(" ", with: ": ", once: true)) }, "\(found)")
  }

  @Test func `names a character that was cut in the middle`() {
    let found = faults(Array("you> caf\u{E9}".utf8.dropLast()))
    #expect(found.contains { $0.hasPrefix("1:9: a byte that is no UTF-8 (0xc3)") }, "\(found)")
    #expect(found.contains { $0.hasPrefix("1:10: the last line has no end") }, "\(found)")
  }

  @Test func `never fails on anything that bytes can be`() {
    var state: UInt64 = 42
    let marks = Array("you> desk> = [note] {date:x} \\ ... [..] # ## \n\n\n  \r\u{E9}".utf8)
    for _ in 0..<2000 {
      let bytes = (0..<60).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let draw = UInt8(truncatingIfNeeded: state >> 33)
        return draw < 250 ? marks[Int(draw) % marks.count] : draw
      }
      let result = TranscriptReader.read(bytes, name: "t.md")
      for fault in result.faults { #expect(fault.place.line > 0 && fault.place.column > 0) }
    }
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String, once: Bool) -> String {
    guard let range = firstRange(of: part) else { return self }
    return replacingCharacters(range, other)
  }

  private func replacingCharacters(_ range: Range<Index>, _ other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
