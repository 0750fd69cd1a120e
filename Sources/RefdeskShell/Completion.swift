internal import CReadline

/// A whole line that could be meant.
package struct Completion: Sendable, Equatable {
  package var text: String
  /// What helps to choose, such as the topic; shown to the right.
  package var note: String

  package init(text: String, note: String = "") {
    self.text = text
    self.note = note
  }
}

extension [Completion] {
  /// What can replace the typed text without choosing: the longest common beginning if that says more than was typed,
  /// else what was typed. Completions found by words in their middle must not eat the typing.
  func commonBeginning(of typed: String) -> String {
    guard let first else { return typed }
    let common = dropFirst().reduce(Substring(first.text)) { beginning, other in
      let length = zip(beginning, other.text).prefix { $0 == $1 }.count
      return beginning.prefix(length)
    }
    return common.lowercased().hasPrefix(typed.lowercased()) ? String(common) : typed
  }

  /// The lines to list them in: texts in a column and notes in another, cut to the width of the terminal, and a count
  /// in place of those that would scroll the question away.
  func listing(columns: Int, rows: Int) -> [String] {
    let room = Swift.max(rows - 4, 1)
    let shown = count > room ? Array(prefix(Swift.max(room - 1, 1))) : self
    let width = columns - 1  // the last column is left alone: terminals differ in when they wrap
    let notes = Swift.min(shown.map { cells($0.note) }.max() ?? 0, width / 3)
    let textRoom = Swift.max(notes == 0 ? width : width - notes - 2, 1)
    let textWidth = Swift.min(shown.map { cells($0.text) }.max() ?? 0, textRoom)
    var lines = shown.map { completion in
      let text = cut(completion.text, to: textWidth)
      if completion.note.isEmpty { return text }
      let gap = String(repeating: " ", count: textWidth - cells(text) + 2)
      return text + gap + cut(completion.note, to: notes)
    }
    if count > shown.count { lines.append("(and \(count - shown.count) more)") }
    return lines
  }
}

/// The terminal cells a text fills.
private func cells(_ text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + Int(max(wcwidth(wchar_t($1.value)), 0)) }
}

private func cut(_ text: String, to width: Int) -> String {
  if cells(text) <= width { return text }
  var kept = ""
  var filled = 1  // the ellipsis
  for character in text {
    filled += cells(String(character))
    if filled > width { break }
    kept.append(character)
  }
  return kept + "…"
}
