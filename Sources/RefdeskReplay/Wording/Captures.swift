internal import RefdeskCore
internal import RefdeskRules

/// What placeholders with a name have stood for so far: `{date:due}` must agree with itself later on.
package struct Captures: Sendable, Hashable {
  private(set) var values: [String: String] = [:]

  package init() {}

  subscript(name: String) -> String? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// A question as it is put to the desk: with what was captured, and a sample where it has a placeholder.
  package func filled(_ question: String) -> String {
    var bytes = question
    guard bytes.withUTF8({ $0.contains { $0 == 0x7B || $0 == 0x5C } }) else { return question }
    return Pattern(text: question).entries.map { entry in
      switch entry.item {
      case .word(let word): word
      case .loose(let pieces): pieces.map(text).joined()
      case .gap, .anything: ""
      }
    }.joined(separator: " ")
  }

  private func text(_ piece: Pattern.Piece) -> String {
    switch piece {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .any: "[..]"
    case .placeholder(let placeholder):
      placeholder.name.flatMap { values[$0] } ?? placeholder.kind?.sample ?? ""
    }
  }
}

/// Finds captures that are used before they are set, and placeholders of no known kind.
enum CaptureCheck {
  static func check(_ transcript: Transcript, faults: inout [TranscriptFault]) {
    var names: Set<String> = []
    let source = transcript.source
    for turn in transcript.turns {
      for lines in [turn.questionLines, turn.answerLines].compactMap(\.self) {
        let hasBracket = lines.contains { source.bytes[source.lines[$0]].contains(0x7B) }
        if !hasBracket { continue }
        for entry in Pattern(lines, of: source).entries {
          guard case .loose(let pieces) = entry.item else { continue }
          for case .placeholder(let placeholder) in pieces {
            if let problem = problem(placeholder, names) {
              let word = "{\(placeholder.written)}"
              faults.append(
                TranscriptFault(problem, at: place(of: word, line: entry.line, source)))
            }
            if placeholder.kind != nil, let name = placeholder.name { names.insert(name) }
          }
        }
      }
    }
  }

  private static func problem(
    _ placeholder: Placeholder, _ names: Set<String>
  ) -> TranscriptFault.Problem? {
    if placeholder.kind != nil { return nil }
    let kinds = Placeholder.Kind.allCases.map(\.rawValue)
    if placeholder.isTyped {
      return .badPlaceholder(
        placeholder.written, nearest: nearest(placeholder.typed, of: kinds))
    }
    guard let name = placeholder.name, !names.contains(name) else { return nil }
    return .unsetCapture(name, nearest: nearest(name, of: kinds + names.sorted()))
  }

  private static func place(of word: String, line: Int, _ source: SourceText) -> Place {
    let range = source.lines[line]
    let wanted = Array(word.utf8)
    let at = range.first { source.bytes[$0..<range.upperBound].starts(with: wanted) }
    return source.place(line: line, at: at ?? range.lowerBound)
  }
}
