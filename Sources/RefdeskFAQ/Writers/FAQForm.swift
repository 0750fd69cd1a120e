/// A form in which questions and answers are published.
package enum FAQForm: String, Sendable, CaseIterable {
  case fragment, html, md, json, jsonl, csv, jsonld, txt, man

  /// What the file is called in the folder of pages.
  package func fileName(_ preset: CSVWriter.Preset) -> String {
    switch self {
    case .fragment: "faq.fragment.html"
    case .csv: preset == .plain ? "faq.csv" : "faq.\(preset.rawValue).csv"
    case .man: "faq.7"
    default: "faq.\(rawValue)"
    }
  }
}

/// How the forms are written: what may be chosen in each.
package struct FAQWriter: Sendable {
  package var heading = 2
  package var layout = FragmentWriter.Layout.open
  package var csv = CSVWriter.Preset.plain
  package var hasMark = false

  package init() {}

  package func text(_ faq: FAQ, as form: FAQForm) -> String {
    switch form {
    case .fragment: FragmentWriter(heading: heading, layout: layout).text(faq)
    case .html: PageWriter(layout: layout).text(faq)
    case .md: MarkdownWriter().text(faq)
    case .json: RecordWriter().json(faq)
    case .jsonl: RecordWriter().jsonLines(faq)
    case .csv: CSVWriter(csv, hasMark: hasMark).text(faq)
    case .jsonld: JSONLDWriter().text(faq)
    case .txt: TextWriter().text(faq)
    case .man: ManWriter().text(faq)
    }
  }
}
