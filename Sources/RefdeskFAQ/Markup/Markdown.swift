internal import RefdeskCore
internal import RefdeskPages

/// Text as Markdown (CommonMark), in which nothing that anybody typed is markup.
enum Markdown {
  /// A piece of text inside a line. Where a line may begin with it, see `line`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Cells.printable(text).unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A line that stays text even where its first sign would begin a heading, a list or a rule.
  static func line(_ text: String) -> String {
    guard let first = text.first else { return text }
    if "#+-=".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")" {
      return digits + "\\" + text.dropFirst(digits.count)
    }
    return text
  }

  /// One sentence a line, so that a change shows as the sentence that changed.
  static func sentences(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var lines: [String] = []
    var start = 0
    for index in scalars.indices where scalars[index] == " " {
      guard index + 1 < scalars.count, isBeginning(scalars[index + 1]),
        isEnd(scalars[start..<index])
      else { continue }
      lines.append(trimmed(scalars[start..<index]))
      start = index + 1
    }
    let last = trimmed(scalars[start...])
    if !last.isEmpty { lines.append(last) }
    return lines
  }

  private static func isBeginning(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "0"..."9", "\u{201C}", "\"", "(", "*": true
    default: !scalar.isASCII && scalar.properties.isUppercase
    }
  }

  /// Whether a line ends a sentence, and not an abbreviation such as "e.g." or an initial.
  private static func isEnd(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    var end = line.endIndex
    while end > line.startIndex, [")", "\u{201D}", "\"", "]", "*"].contains(line[end - 1]) {
      end -= 1
    }
    guard end > line.startIndex, [".", "!", "?"].contains(line[end - 1]) else { return false }
    if line[end - 1] != "." { return true }
    let start = line[..<(end - 1)].lastIndex { $0 == " " || $0 == "(" }.map { $0 + 1 }
    let word = line[(start ?? line.startIndex)..<(end - 1)]
    if word.contains(where: { ("0"..."9").contains($0) }) { return true }
    // An initial, "e.g." or "U.N.", but not "example.org".
    let isShort = word.split(separator: ".").allSatisfy { $0.count < 2 }
    return !isShort && !abbreviations.contains(trimmed(word))
  }

  private static let abbreviations: Set<String> = [
    "Dr", "Mr", "Mrs", "Ms", "St", "vs", "cf", "Prof",
  ]

  private static func trimmed(_ line: ArraySlice<Unicode.Scalar>) -> String {
    var line = line
    while line.first == " " { line.removeFirst() }
    while line.last == " " { line.removeLast() }
    return String(String.UnicodeScalarView(line))
  }
}

/// Writes the questions and answers as Markdown, in which every anchor is written out: it does not hang on how a site makes
/// ids of titles.
package struct MarkdownWriter: Sendable {
  package init() {}

  package func text(_ faq: FAQ) -> String {
    let linked = faq.ids
    var text = "# \(Markdown.escaped(faq.title))\n\n"
    if !faq.about.subject.isEmpty { text += "On \(Markdown.escaped(faq.about.subject)).\n" }
    text += paragraph([.text(faq.summary)]) + "\n\n## Contents\n\n"
    for section in faq.sections {
      if let topic = section.topic {
        text += "- [\(Markdown.escaped(topic.title))](#\(FragmentWriter.anchor(topic)))\n"
      }
      let indent = section.topic == nil ? "" : "  "
      for entry in section.entries {
        text +=
          "\(indent)- [\(Markdown.escaped(entry.answer.title))](#\(HTML.name(entry.anchor)))\n"
      }
    }
    for section in faq.sections {
      if let topic = section.topic {
        text += "\n<a id=\"\(FragmentWriter.anchor(topic))\"></a>\n\n"
        text += "## \(Markdown.escaped(topic.title))\n"
      }
      let mark = section.topic == nil ? "##" : "###"
      for entry in section.entries {
        let anchors = ([entry.anchor] + entry.formerAnchors).map {
          "<a id=\"\(HTML.name($0))\"></a>"
        }
        text += "\n\(anchors.joined())\n\n\(mark) \(Markdown.escaped(entry.answer.title))\n\n"
        text += answer(entry, faq, linked: linked)
      }
    }
    return text
  }

  /// Everything under a question.
  func answer(_ entry: Entry, _ faq: FAQ, linked: Set<String>) -> String {
    var pieces: [String] = []
    if let asked = entry.askedLine { pieces.append(paragraph(asked)) }
    for part in EntryPage(entry, faq.citations, linked: linked).parts {
      if let title = part.title { pieces.append("**\(title)**") }
      pieces.append(blocks(part.blocks))
    }
    let (rule, reviewed, warning) = entry.provenance(faq.staleAfter)
    let facts =
      ["Rule `\(rule.filter { $0 != "`" })`", reviewed.map { "reviewed \($0.inWords)" }].compactMap
    { $0 }
      + (warning.map { ["**\($0)**"] } ?? [])
    pieces.append(facts.joined(separator: ", ") + ".")
    return pieces.joined(separator: "\n\n") + "\n"
  }

  func blocks(_ blocks: [Block]) -> String {
    Outline(blocks).nodes.map { node in
      switch node {
      case .paragraph(let spans): paragraph(spans)
      case .heading(let title): "**\(Markdown.escaped(title))**"
      case .list(let isNumbered, let items): list(items, isNumbered: isNumbered)
      }
    }.joined(separator: "\n\n")
  }

  private func list(_ items: [Outline.Item], isNumbered: Bool) -> String {
    items.enumerated().map { index, item in
      let mark = isNumbered ? "\(index + 1). " : "- "
      let indent = String(repeating: " ", count: mark.count)
      let details = item.details.map {
        indent + "- " + paragraph($0, indent: indent + "  ")
      }
      return ([mark + paragraph(item.spans, indent: indent)] + details).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func paragraph(_ spans: [Span], indent: String = "") -> String {
    let text = spans.map(inline).joined()
    return Markdown.sentences(text).map(Markdown.line).joined(separator: "\n" + indent)
  }

  private func inline(_ span: Span) -> String {
    switch span {
    case .text(let text), .faint(let text): Markdown.escaped(text)
    case .strong(let text): "**\(Markdown.escaped(text))**"
    case .badge(let code, _): "**\(Markdown.escaped(code))**"
    case .link(let text, let address):
      if let destination = HTML.destination(address) {
        // A bracket ends the address of a link, a blank begins its title.
        "[\(Markdown.escaped(text))](\(destination.replacing("(", with: "%28").replacing(")", with: "%29")))"
      } else {
        Markdown.escaped(text)
      }
    case .references(let numbers):
      " \\[" + numbers.map(String.init).joined(separator: ", ") + "\\]"
    }
  }
}
