/// A form in which questions and answers are published.
package enum FAQForm: String, Sendable, CaseIterable {
  case fragment, html, md, json, jsonl, csv, jsonld, txt, man

  /// The form that a file's name asks for; nil where it names none.
  package static func named(by file: String) -> FAQForm? {
    let name = file.split(separator: "/").last ?? ""
    if name.hasSuffix(".fragment.html") { return .fragment }
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
    return ending.flatMap { FAQForm(rawValue: String($0)) }.flatMap { $0 == .man ? nil : $0 }
  }

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
