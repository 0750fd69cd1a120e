internal import RefdeskCore
internal import RefdeskPages
package import RefdeskShell

/// A turn of a conversation as a transcript writes it down: without personal data, and with the rule that answered.
package struct RecordedTurn: Sendable {
  /// With line ends, and an empty line after it.
  package let text: String

  /// Nil for what is no part of the conversation: empty lines, leaving, recording.
  ///
  /// - Parameter session: a conversation beside the real one, which hears what a replay will hear: each line without
  ///   personal data. So whatever leans on an earlier turn holds on replay.
  package init?(_ line: String, in session: inout Session) {
    switch ShellInput(line) {
    case .nothing, .command(.record, _), .command(.save, _), .command(.quit, _): return nil
    default: break
    }
    session.writer = TerminalWriter(TerminalStyle(width: Blesser.width))
    var check: String?
    let answer: String
    let question = Redaction.written(Cells.printable(line)).trimmed
    let hasPlaceholder = Redaction.finds(in: line)
    switch session.take(hasPlaceholder ? Captures().filled(question) : line) {
    case .response(let response):
      answer = session.text(of: response)
      check = Blesser.check(response, rule: response.rule(in: session.desk.rules))
    case .reply(let reply): answer = reply.text
    }
    let lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map {
      Redaction.written(String($0))
    }
    var text = "you> \(question)\n" + lines.joined(separator: "\n")
    if !text.hasSuffix("\n") { text += "\n" }
    if let check { text += "\n      = \(check)\n" }
    self.text = text + "\n"
  }

  /// What a recording begins with.
  ///
  /// - Parameter clock: the moment, as "2026-11-22T10:00Z".
  package static func heading(clock: String) -> String {
    "# A conversation with the desk\n\n[transcript 1, clock \(clock)]\n\n"
  }
}
