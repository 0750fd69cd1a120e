package import RefdeskCore
internal import RefdeskPages

/// Questions that found no answer: what to write rules from.
package struct Worklist: Sendable {
  package var items: [Item]
  /// How many questions more there were that are not kept.
  package var others: Int

  package struct Item: Sendable {
    package var variant: Variant
    /// Whether the desk could not choose between answers, rather than having none.
    package var isUnclear: Bool
    /// The rules that are near, or between which the desk could not choose.
    package var nearest: [Link]

    package init(_ variant: Variant, _ response: Response) {
      self.variant = variant
      isUnclear = response.outcome == .askedBack
      nearest =
        response.questionBack?.options.map { Link(rule: $0.rule, title: $0.label) }
        ?? response.nearest.map { Link(rule: $0.rule, title: $0.title) }
    }
  }

  /// A YAML list with the reasons in it, from which questions are moved into the rules.
  package var yaml: String {
    var text = """
      # Questions that found no answer, most asked first.
      # Move each where it belongs: under the `asks:` of the rule that should answer it (one of the nearest, perhaps), of a
      # new rule, or under `off-topic:` where the desk should go on declining it. Rules/README.md tells how.

      """
    if items.isEmpty { text += "[]\n" }
    for item in items {
      text += "- ask: \(quoted(item.variant.text))\n"
      text += "  asked: \(item.variant.count)\n"
      if !item.variant.ids.isEmpty {
        text += "  ids: [\(item.variant.ids.map(quoted).joined(separator: ", "))]\n"
      }
      text += "  outcome: \(item.isUnclear ? "unclear" : "declined")\n"
      if item.nearest.isEmpty { continue }
      text += item.isUnclear ? "  between:\n" : "  nearest:\n"
      for link in item.nearest {
        text += "    - {rule: \(quoted(link.rule)), question: \(quoted(link.title))}\n"
      }
    }
    if others > 0 { text += "# and \(others) questions more, each asked less often, not kept\n" }
    return text
  }

  /// A table for those who sort in a spreadsheet.
  package var csv: String {
    var table = CSVTable(["question", "asked", "outcome", "nearest", "ids"])
    for item in items {
      table.add([
        item.variant.text, "\(item.variant.count)", item.isUnclear ? "unclear" : "declined",
        item.nearest.map(\.rule).joined(separator: " "), item.variant.ids.joined(separator: " "),
      ])
    }
    return table.text
  }

  /// A text in double quotes, as YAML and JSON both read it.
  private func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.string(Cells.printable(text))
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
