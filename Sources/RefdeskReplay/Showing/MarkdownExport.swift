package import RefdeskCore

/// Writes a transcript as a Markdown page to hand out: what was said, and what the desk says to it today.
package enum MarkdownExport {
  package static func write(_ transcript: Transcript, desk: Desk, notes: Bool) -> String {
    var player = Player(desk)
    var blocks = ["# " + escaped(transcript.title)]
    var isSkipped = false
    for item in transcript.items {
      switch item {
      case .scene(let title, _): blocks.append("## " + escaped(title))
      case .prose(let lines):
        let text = lines.map { transcript.source.text(ofLine: $0) }
        blocks.append(text.joined(separator: "\n").trimmed)
      case .direction(let direction):
        switch direction.kind {
        case .note: if notes { blocks.append("*Note: \(escaped(direction.text))*") }
        case .quiz:
          blocks.append("**Question: \(escaped(direction.quizText))**")
        case .hint: blocks.append("*Hint: \(escaped(direction.text))*")
        case .pause: if !direction.text.isEmpty { blocks.append("*\(escaped(direction.text))*") }
        case .reset: player.reset()
        case .skip: isSkipped = true
        case .set, .clock, .knownDrift: break
        }
      case .turn(let turn):
        if !isSkipped {
          let played = player.put(turn)
          blocks.append("**you:** " + escaped(played.question))
          blocks.append(quoted(AnswerPart.parts(player.text(of: played))))
        }
        isSkipped = false
      }
    }
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private static func quoted(_ parts: [AnswerPart]) -> String {
    let texts: [[String]] = parts.map { part in
      switch part {
      case .paragraph(let text): [escaped(text)]
      case .numbered(let items): items.enumerated().map { "\($0 + 1). \(escaped($1))" }
      case .bullets(let items):
        items.flatMap { ["- " + escaped($0.text)] + $0.details.map { "  - " + escaped($0) } }
      }
    }
    return texts.map { $0.map { "> " + $0 }.joined(separator: "\n") }.joined(separator: "\n>\n")
  }

  /// Text of which no sign is Markdown or HTML.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_<>[]#|".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

extension Direction {
  /// The question of a quiz.
  package var quizText: String { text.isEmpty ? "What will the desk say?" : text }
}
