internal import RefdeskCore
internal import RefdeskPages

/// Text for a manual page (mdoc), in which nothing that anybody typed is a request.
enum Manual {
  /// A line of text.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Cells.printable(text).unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "\u{2018}": result += "\\(oq"
      case "\u{2019}": result += "\\(cq"
      case "\u{201C}": result += "\\(lq"
      case "\u{201D}": result += "\\(rq"
      case "\u{2192}": result += "\\(->"
      case "\u{A0}": result += "\\ "
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
      }
    }
    return result
  }

  /// A line that stays text even where its first sign would begin a request.
  static func line(_ text: String) -> String {
    text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  /// An argument of a request: in quotes, so that no word in it is taken for a request itself.
  static func argument(_ text: String) -> String {
    "\""
      + escaped(text).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\(dq") + "\""
  }
}

/// Writes the questions and answers as a manual page, section 7.
package struct ManWriter: Sendable {
  package init() {}

  package func text(_ faq: FAQ) -> String {
    let linked: Set<String> = []
    let date = faq.day ?? faq.reviewed ?? Day(number: 0)
    let subject = faq.about.subject.isEmpty ? "what people ask" : faq.about.subject
    var text = """
      .Dd \(date.inManual)
      .Dt FAQ 7
      .Os
      .Sh NAME
      .Nm faq
      .Nd \(Manual.escaped("questions and answers on " + subject))
      .Sh DESCRIPTION
      \(lines(faq.summary))

      """
    for section in faq.sections {
      text += ".Sh \(Manual.argument((section.topic?.title ?? "Questions").uppercased()))\n"
      for entry in section.entries {
        text += ".Ss \(Manual.argument(entry.answer.title))\n"
        text += answer(entry, faq, linked: linked)
      }
    }
    return text
  }

  private func answer(_ entry: Entry, _ faq: FAQ, linked: Set<String>) -> String {
    var pieces: [String] = []
    if let asked = entry.askedLine { pieces.append(lines(asked)) }
    for part in EntryPage(entry, faq.citations, linked: linked).parts {
      if let title = part.title { pieces.append(".Em \(Manual.argument(title))") }
      pieces.append(blocks(part.blocks))
    }
    let (rule, reviewed, warning) = entry.provenance(faq.staleAfter)
    let facts = ["Rule \(rule)", reviewed.map { "reviewed \($0.inWords)" }, warning]
    pieces.append(lines(facts.compactMap { $0 }.joined(separator: ", ") + "."))
    // A list sets its own space above.
    var text = ""
    for (index, piece) in pieces.enumerated() {
      if index > 0, !piece.hasPrefix(".Bl") { text += ".Pp\n" }
      text += piece + "\n"
    }
    return text
  }

  private func blocks(_ blocks: [Block]) -> String {
    Outline(blocks).nodes.map { node in
      switch node {
      case .paragraph(let spans): lines(spans)
      case .heading(let title): ".Em \(Manual.argument(title))"
      case .list(let isNumbered, let items): list(items, isNumbered: isNumbered)
      }
    }.joined(separator: "\n.Pp\n")
  }

  private func list(_ items: [Outline.Item], isNumbered: Bool) -> String {
    var text = isNumbered ? ".Bl -enum -compact\n" : ".Bl -bullet -compact\n"
    for item in items {
      text += ".It\n" + lines(item.spans) + "\n"
      if item.details.isEmpty { continue }
      text += ".Bl -dash -compact\n"
      for detail in item.details { text += ".It\n" + lines(detail) + "\n" }
      text += ".El\n"
    }
    return text + ".El"
  }

  private func lines(_ spans: [Span]) -> String {
    lines(
      spans.map { span in
        switch span {
        case .text(let text), .strong(let text), .faint(let text), .badge(let text, _): text
        case .link(let text, let address): address.hasPrefix("#") ? text : "\(text) <\(address)>"
        case .references(let numbers):
          " [" + numbers.map(String.init).joined(separator: ", ") + "]"
        }
      }.joined())
  }

  /// One sentence a line, as manual pages are written.
  private func lines(_ text: String) -> String {
    Markdown.sentences(text).map { Manual.line(Manual.escaped($0)) }.joined(separator: "\n")
  }
}
