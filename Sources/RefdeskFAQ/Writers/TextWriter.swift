internal import RefdeskCore
internal import RefdeskPages

/// Writes the questions and answers as plain text, for mail and for those who read with a voice.
package struct TextWriter: Sendable {
  private let terminal = TerminalWriter(TerminalStyle(width: 76, colour: .none))

  package init() {}

  package func text(_ faq: FAQ) -> String {
    var text = underlined(faq.title, "=")
    if !faq.about.subject.isEmpty { text += set([.paragraph([.text("On \(faq.about.subject).")])]) }
    text += "\n" + set([.paragraph([.text(faq.summary)])])
    for section in faq.sections {
      if let topic = section.topic { text += "\n\n" + underlined(topic.title, "=") }
      for entry in section.entries {
        text += "\n" + underlined(entry.answer.title, "-") + answer(entry, faq)
      }
    }
    return text
  }

  /// Everything under a question.
  func answer(_ entry: Entry, _ faq: FAQ) -> String {
    var blocks: [Block] = []
    if let asked = entry.askedLine { blocks.append(.paragraph(asked)) }
    for part in EntryPage(entry, faq.citations, linked: []).parts {
      if let title = part.title { blocks.append(.heading(title)) }
      blocks += part.blocks
    }
    let (rule, reviewed, warning) = entry.provenance(faq.staleAfter)
    let facts = ["Rule \(rule)", reviewed.map { "reviewed \($0.inWords)" }, warning]
    blocks.append(.paragraph([.text(facts.compactMap { $0 }.joined(separator: ", ") + ".")]))
    return set(blocks)
  }

  private func set(_ blocks: [Block]) -> String { terminal.text(blocks, speaker: "") }

  private func underlined(_ title: String, _ mark: Character) -> String {
    let lines = set([.paragraph([.text(title)])])
    let widest = lines.split(separator: "\n").map { Cells.count($0) }.max() ?? 0
    return lines + String(repeating: mark, count: widest) + "\n\n"
  }
}
