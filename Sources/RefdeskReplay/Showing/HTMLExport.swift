package import RefdeskCore

/// Writes a transcript as one self-contained page: what was said, and what the desk says to it today.
package enum HTMLExport {
  package static func write(_ transcript: Transcript, desk: Desk, notes: Bool) -> String {
    var player = Player(desk)
    var body: [String] = ["<h1>\(escaped(transcript.title))</h1>"]
    if let clock = transcript.header.clock {
      body.append(
        "<p class=\"when\"><time datetime=\"\(escaped(clock))\">\(escaped(clock))</time></p>")
    }
    var isSkipped = false
    for item in transcript.items {
      switch item {
      case .scene(let title, _): body.append("<h2>\(escaped(title))</h2>")
      case .prose(let lines): body += prose(lines.map { transcript.source.text(ofLine: $0) })
      case .direction(let direction):
        switch direction.kind {
        case .note: if notes { body.append(aside("note", "Note", direction.text)) }
        case .quiz: body.append(aside("quiz", "Question", direction.quizText))
        case .hint:
          body.append(
            "<details class=\"hint\"><summary>Hint</summary><p>\(escaped(direction.text))</p></details>"
          )
        case .pause:
          if !direction.text.isEmpty { body.append(aside("pause", "Pause", direction.text)) }
        case .reset: player.reset()
        case .skip: isSkipped = true
        case .set, .clock, .knownDrift: break
        }
      case .turn(let turn):
        if !isSkipped {
          let played = player.put(turn)
          body.append("<p class=\"you\"><b>you</b> \(escaped(played.question))</p>")
          body.append(
            "<div class=\"desk\"><b>desk</b>\n\(AnswerPart.parts(player.text(of: played)).map(html).joined(separator: "\n"))\n</div>"
          )
        }
        isSkipped = false
      }
    }
    return """
      <!DOCTYPE html>
      <html lang="\(escaped(transcript.header.language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(transcript.title))</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <main>
      \(body.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private static func prose(_ lines: [String]) -> [String] {
    lines.split { $0.trimmed.isEmpty }.map {
      "<p>\(escaped($0.map(\.trimmed).joined(separator: " ")))</p>"
    }
  }

  private static func aside(_ kind: String, _ label: String, _ text: String) -> String {
    "<p class=\"\(kind)\"><b>\(label):</b> \(escaped(text))</p>"
  }

  private static func html(_ part: AnswerPart) -> String {
    switch part {
    case .paragraph(let text): "<p>\(escaped(text))</p>"
    case .numbered(let items):
      "<ol>\(items.map { "<li>\(escaped($0))</li>" }.joined())</ol>"
    case .bullets(let items): "<ul>\(items.map(html).joined())</ul>"
    }
  }

  private static func html(_ item: AnswerPart.Item) -> String {
    let details = item.details.map { "<li>\(escaped($0))</li>" }.joined()
    return "<li>\(escaped(item.text))\(details.isEmpty ? "" : "<ul>\(details)</ul>")</li>"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  private static let style = """
    :root { color-scheme: light dark; --line: #6b7280; --soft: #f3f1ec; }
    @media (prefers-color-scheme: dark) { :root { --soft: #24272b; } }
    body { margin: 0; font: 1.05rem/1.55 system-ui, sans-serif; }
    main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { line-height: 1.2; }
    h2 { margin-top: 3rem; }
    .you { margin: 2rem 0 .75rem 15%; padding: .6rem 1rem; border-radius: .75rem; background: var(--soft); }
    .you b, .desk > b { display: block; font-size: .85rem; font-weight: 600; opacity: .75; }
    .desk { padding-left: 1rem; border-left: 3px solid var(--line); }
    .desk li { margin: .3rem 0; }
    .note, .pause { font-style: italic; }
    .quiz { padding: .6rem 1rem; border: 1px solid var(--line); border-radius: .75rem; }
    .when { opacity: .75; }
    @media print { .you, .desk, .quiz { break-inside: avoid; } }
    """
}
