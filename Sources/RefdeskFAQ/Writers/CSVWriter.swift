internal import RefdeskCore

/// A table of cells (RFC 4180), none of which a spreadsheet takes for a formula.
struct CSVTable {
  private(set) var text = ""

  /// - Parameter header: the names of the columns; none where an importer wants no header.
  init(_ header: [String] = []) { if !header.isEmpty { add(header) } }

  mutating func add(_ cells: [String]) {
    text += cells.map(CSVTable.cell).joined(separator: ",") + "\r\n"
  }

  /// Every cell in quotes. One that begins like a formula gets an apostrophe before it, which spreadsheets take for "text".
  static func cell(_ text: String) -> String {
    let inside = guarded(text).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(inside)\""
  }

  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r", "\n",
  ]

  private static func guarded(_ text: String) -> String {
    let text = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        }))
    let first = text.unicodeScalars.first { $0 != " " }
    return first.map { formulaSigns.contains($0) } ?? false ? "'" + text : text
  }
}

/// Writes the questions and answers as a table that content systems import without a mapping step.
package struct CSVWriter: Sendable {
  package enum Preset: String, Sendable, CaseIterable {
    /// Everything, for spreadsheets and for importers that ask which column is what.
    case plain
    /// The names that WordPress importers know.
    case wordpress
    /// The names of a node's fields, for Drupal's Feeds.
    case drupal
    /// phpMyFAQ's nine columns, which have no header. Categories are numbered in the order of the topics.
    case phpmyfaq
  }

  package var preset: Preset
  /// Begin with a byte order mark, without which Excel reads accents wrongly.
  package var hasMark: Bool

  package init(_ preset: Preset = .plain, hasMark: Bool = false) {
    self.preset = preset
    self.hasMark = hasMark
  }

  package func text(_ faq: FAQ) -> String {
    var table = CSVTable(header)
    let linked = faq.ids
    let topics = topicNumbers(faq)
    for entry in faq.entries {
      let html = FragmentWriter().answer(entry, faq, linked: linked)
      table.add(cells(entry, html, faq, topic: topics[entry.topic.id] ?? 1))
    }
    return (hasMark ? "\u{FEFF}" : "") + table.text
  }

  private var header: [String] {
    switch preset {
    case .plain:
      [
        "id", "question", "answer", "answer_text", "topic", "topic_title", "asked", "also_asked_as",
        "sources", "reviewed", "stale", "anchor",
      ]
    case .wordpress:
      [
        "post_title", "post_name", "post_content", "post_excerpt", "post_status", "post_type",
        "post_category", "tags_input",
      ]
    case .drupal: ["guid", "title", "body", "summary", "topic", "tags", "status", "langcode"]
    case .phpmyfaq: []
    }
  }

  private func cells(_ entry: Entry, _ html: String, _ faq: FAQ, topic: Int) -> [String] {
    let answer = entry.answer
    let tags = answer.targets.map { "SDG \($0.code)" }.joined(separator: ",")
    return switch preset {
    case .plain:
      [
        entry.id, answer.title, html, TextWriter().answer(entry, faq), entry.topic.id,
        entry.topic.title, entry.asked.map { "\($0.count)" } ?? "",
        entry.asked?.variants.map(\.text).joined(separator: "\n") ?? "",
        answer.sources.joined(separator: " "), answer.reviewed, entry.isStale ? "yes" : "no",
        HTML.name(entry.anchor),
      ]
    case .wordpress:
      [
        answer.title, slug(entry.anchor), html, answer.opening, "publish", "post",
        entry.topic.title, tags,
      ]
    case .drupal:
      [entry.id, answer.title, html, answer.opening, entry.topic.title, tags, "1", "en"]
    case .phpmyfaq:
      [
        "\(topic)", answer.title, html, tags, "en", "refdesk", "faq@example.org", "true", "false",
      ]
    }
  }

  /// An id as a part of an address: WordPress keeps letters, digits and hyphens.
  private func slug(_ id: String) -> String {
    String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private func topicNumbers(_ faq: FAQ) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for entry in faq.entries where numbers[entry.topic.id] == nil {
      numbers[entry.topic.id] = numbers.count + 1
    }
    return numbers
  }
}
