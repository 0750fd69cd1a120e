/// An answer's text, unwrapped, as paragraphs and lists: for pages that have their own form for each.
enum AnswerPart: Equatable {
  case paragraph(String)
  case numbered([String])
  /// Each with the lines that belong to it.
  case bullets([Item])

  struct Item: Equatable {
    var text: String
    var details: [String] = []
  }

  static func parts(_ text: String) -> [AnswerPart] {
    var parts: [AnswerPart] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let body = (number == 0 && line.hasPrefix("desk>") ? line.dropFirst(5) : line).trimmed
      if body.isEmpty { continue }
      if let item = body.after("- ") {
        if case .bullets(let items)? = parts.last {
          parts[parts.count - 1] = .bullets(items + [Item(text: item)])
        } else {
          parts.append(.bullets([Item(text: item)]))
        }
      } else if let detail = body.after("\u{2192} "), case .bullets(var items)? = parts.last {
        items[items.count - 1].details.append(detail)
        parts[parts.count - 1] = .bullets(items)
      } else if let item = numberedItem(body) {
        if case .numbered(let items)? = parts.last, item.number == items.count + 1 {
          parts[parts.count - 1] = .numbered(items + [item.text])
        } else if item.number == 1 {
          parts.append(.numbered([item.text]))
        } else {
          parts.append(.paragraph(body))
        }
      } else {
        parts.append(.paragraph(body))
      }
    }
    return parts
  }

  private static func numberedItem(_ line: String) -> (number: Int, text: String)? {
    guard let dot = line.firstIndex(of: "."), let number = Int(line[..<dot]),
      let text = String(line[dot...]).after(". ")
    else { return nil }
    return (number, text)
  }
}

extension String {
  fileprivate func after(_ mark: String) -> String? {
    hasPrefix(mark) ? String(dropFirst(mark.count)) : nil
  }
}
