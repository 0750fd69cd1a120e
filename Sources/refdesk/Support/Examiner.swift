import ArgumentParser
internal import RefdeskPages
internal import RefdeskReplay
internal import RefdeskShell

/// Asks the learner before the desk answers, and keeps the score.
final class Examiner {
  private(set) var score = Score()
  private let output: Output
  private let writer: TerminalWriter
  private let keys: KeyReader?
  private var editor: LineEditor?
  private var lines: Lines?

  /// - Parameter keys: who has the terminal between the questions; nil where answers come from a pipe.
  init(output: Output, style: TerminalStyle, keys: KeyReader?, isPlain: Bool) throws {
    self.output = output
    self.keys = keys
    writer = TerminalWriter(style)
    if isTerminal(0) {
      editor = LineEditor(name: "refdesk", history: nil, isPlain: isPlain) { _ in [] }
    } else {
      lines = try Lines("-")
    }
  }

  func ask(_ quiz: Quiz, turn: Int, said: String) throws {
    say([
      .paragraph([.strong("Question: "), .text(quiz.question)]),
      .options(quiz.options.map { [.text($0.text)] }),
    ])
    var hints = 0
    while true {
      guard let typed = try read(canHint: hints < quiz.hints.count) else {
        throw Performance.Quit()
      }
      let answer = typed.split(separator: " ").joined(separator: " ")
      if ["h", "hint", "?"].contains(answer.lowercased()) {
        if hints < quiz.hints.count {
          say([.paragraph([.strong("Hint: "), .text(quiz.hints[hints])])])
          hints += 1
        } else {
          say([.paragraph([.text("There is no other hint.")])])
        }
        continue
      }
      var chosen = Int(answer).map { $0 - 1 }
      if let number = chosen, !quiz.options.indices.contains(number) {
        say([.paragraph([.text("Type 1 to \(quiz.options.count), or a few words.")])])
        continue
      }
      if chosen == nil, !answer.isEmpty {
        chosen = quiz.option(meantBy: answer)
        say([
          .paragraph([
            .text(
              chosen.map { "I take that as \($0 + 1)." }
                ?? "Your words do not tell me which of these you mean.")
          ])
        ])
      }
      score.add(
        Score.Entry(
          turn: turn, said: said, quiz: quiz, typed: answer, chosen: chosen, hints: hints))
      say([.paragraph([.text(verdict(quiz, chosen))])])
      return
    }
  }

  private func verdict(_ quiz: Quiz, _ chosen: Int?) -> String {
    if chosen == quiz.right { return "Right." }
    return (chosen == nil ? "It is" : "Not quite: it is") + " \(quiz.right + 1)."
  }

  /// Nil where the learner has left.
  private func read(canHint: Bool) throws -> String? {
    let help = canHint ? "1 to 4, your own words, or h for a hint" : "1 to 4, or your own words"
    if lines != nil {
      output.write("(\(help))\n")
      return try lines?.next().map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    output.write("(\(help))\n")
    output.flush()
    keys?.free()
    defer { keys?.take() }
    switch editor?.read(prompt: "answer> ") {
    case .text(let text): return text
    case .endOfInput, nil: return nil
    case .interrupted: throw ExitCode(130)
    }
  }

  private func say(_ blocks: [Block]) {
    output.write(writer.text(blocks, speaker: "") + "\n")
    output.flush()
  }
}
