package import RefdeskCore

/// What keeps a transcript from being read, with the place to look.
package struct TranscriptFault: Error, Sendable, Equatable {
  package enum Problem: Sendable, Equatable {
    case byteOrderMark
    case mixedLineEnds(first: String)
    case tab
    case control(UInt8)
    case notUTF8(UInt8)
    case cutShort
    case secondTitle
    case unknownSpeaker(String)
    case lineWithoutIndent
    case textWithoutSpeaker
    case emptyAnswer
    case answerWithoutQuestion
    case secondAnswer
    case textAfterChecks
    case checkWithoutTurn
    case emptyCheck
    case unknownCheck(String, nearest: String?)
    case badCheck(String, form: String)
    case unclosedBracket
    case unknownDirection(String, nearest: String?)
    case badDirection(String, form: String)
    case noTurnAfter(String)
    case hintWithoutQuiz
    case lateHeader
    case unsetCapture(String, nearest: String?)
    case badPlaceholder(String, nearest: String?)
    case unknownRule(String, nearest: String?)
    case unknownPassage(String, nearest: String?)
    case unknownPartner(String, nearest: String?)
    case unknownTarget(String)
    case otherRuleBase(named: Int)
    case noTurns
  }

  package let problem: Problem
  package let place: Place

  package init(_ problem: Problem, at place: Place) {
    self.problem = problem
    self.place = place
  }
}

extension TranscriptFault: CustomStringConvertible {
  /// One line that editors and CI can jump to: `file:line:column: error: what is wrong; what to do`.
  package var description: String { "\(place): error: \(problem)" }
}

extension TranscriptFault.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .byteOrderMark: "the file begins with a byte order mark; save it as UTF-8 without one"
    case .mixedLineEnds(let first):
      "this line ends otherwise than the first, which ends in \(first); save the file with one kind of line end"
    case .tab: "a tab; put blanks in its place"
    case .control(let byte):
      byte == 0x1B
        ? "an escape sequence of a terminal; record with --color never, or take it out"
        : "a control character (code \(byte)); take it out"
    case .notUTF8(let byte):
      "a byte that is no UTF-8 (0x\(String(byte, radix: 16))); save the file as UTF-8, or see whether it is whole"
    case .cutShort:
      "the last line has no end, so the file may be cut short; if it is whole, end it with Enter"
    case .secondTitle: "a second title; begin a scene with `## `, or another file"
    case .unknownSpeaker(let word):
      "nobody here is called '\(word)'; a turn begins with `you>`, an answer with `desk>`"
    case .lineWithoutIndent:
      "this line follows the question without a gap; indent it if it belongs to it, or leave a blank line before it"
    case .textWithoutSpeaker: "nobody says this; begin it with `desk> `, or do not indent it"
    case .emptyAnswer: "an answer without words; write it, or `desk> ...`, or take the line out"
    case .answerWithoutQuestion: "an answer that nothing was asked for; begin the turn with `you> `"
    case .secondAnswer: "a second answer in one turn; begin another turn with `you> `"
    case .textAfterChecks: "text after the checks; move it above them, or do not indent it"
    case .checkWithoutTurn:
      "a check that follows no turn; put it right under the turn that it is for"
    case .emptyCheck: "nothing to check here; write `= RULE`, or take it out"
    case .unknownCheck(let word, let nearest):
      "unknown check '\(word)'; "
        + (nearest.map { "did you mean '\($0)'?" }
          ?? "a check is a rule's id or one of: \(CheckReader.words.joined(separator: ", "))")
    case .badCheck(let text, let form): "'\(text)' is no check; write it as `\(form)`"
    case .unclosedBracket: "a bracket that is not closed in this line; add `]`"
    case .unknownDirection(let word, let nearest):
      "unknown direction '\(word)'; "
        + (nearest.map { "did you mean [\($0)]?" }
          ?? "known: \(DirectionReader.words.joined(separator: ", "))")
    case .badDirection(let text, let form): "[\(text)] is no direction; write it as [\(form)]"
    case .noTurnAfter(let word): "[\(word)] has no turn after it; write one, or take it out"
    case .hintWithoutQuiz: "a hint without a quiz; put [quiz] before it"
    case .lateHeader: "[transcript] belongs above the first turn; move it under the title"
    case .unsetCapture(let name, let nearest):
      "'{\(name)}' is used before it is set; "
        + (nearest.map { "did you mean {\($0)}?" }
          ?? "set it above as {date:\(name)}, or write \\{ for a plain bracket")
    case .badPlaceholder(let text, let nearest):
      "unknown placeholder '{\(text)}'; "
        + (nearest.map { "did you mean {\($0)}?" }
          ?? "known: \(Placeholder.Kind.allCases.map { "{\($0)}" }.joined(separator: " "))")
    case .unknownRule(let id, let nearest): Self.unknown("rule", id, nearest)
    case .unknownPassage(let id, let nearest): Self.unknown("passage", id, nearest)
    case .unknownPartner(let id, let nearest): Self.unknown("partner", id, nearest)
    case .unknownTarget(let code): "there is no target '\(code)'; check the code"
    case .otherRuleBase(let named):
      "none of the \(named) rules named in this file is known here; if it belongs to another rule base, name that with --rules"
    case .noTurns: "there is no turn in it; write one as `you> your question`"
    }
  }

  private static func unknown(_ what: String, _ id: String, _ nearest: String?) -> String {
    "unknown \(what) '\(id)'; "
      + (nearest.map { "did you mean '\($0)'?" } ?? "refdesk list \(what)s shows them all")
  }
}

/// All that keeps some transcripts from being read.
package struct TranscriptFaults: Error, Sendable {
  package let all: [TranscriptFault]
  package init(_ all: [TranscriptFault]) { self.all = all }
}
