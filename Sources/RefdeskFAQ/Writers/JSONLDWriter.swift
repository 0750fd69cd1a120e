internal import RefdeskCore
internal import RefdeskPages

/// Writes the questions and answers as linked data (schema.org's `FAQPage`), for machines that read pages.
package struct JSONLDWriter: Sendable {
  package init() {}

  package func text(_ faq: FAQ) -> String { embedded(faq) + "\n" }

  /// As it may stand in a script element: no sign in it opens or closes a tag.
  func embedded(_ faq: FAQ) -> String {
    var head = JSONWriter()
    head.object { json in
      json.field("@context", "https://schema.org")
      json.field("@type", "FAQPage")
      json.field("name", faq.title)
      json.field("inLanguage", "en")
      if let day = faq.reviewed { json.field("dateModified", day.description) }
      json.key("mainEntity")
    }
    let opening = String(decoding: head.bytes.dropLast(), as: UTF8.self)
    let entries = faq.entries.map { String(decoding: question($0), as: UTF8.self) }
    return (opening + "[\n" + entries.joined(separator: ",\n") + "\n]}")
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
  }

  private func question(_ entry: Entry) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("@type", "Question")
      json.field("@id", "#" + HTML.name(entry.anchor))
      json.field("name", entry.answer.title)
      json.key("acceptedAnswer")
      json.object { json in
        json.field("@type", "Answer")
        let steps = entry.answer.steps.enumerated().map { "\($0 + 1). \($1.text)" }
        json.field(
          "text", ([entry.answer.opening] + steps).filter { !$0.isEmpty }.joined(separator: "\n"))
        if let day = Day(entry.answer.reviewed) { json.field("dateModified", day.description) }
      }
    }
    return json.bytes
  }
}
