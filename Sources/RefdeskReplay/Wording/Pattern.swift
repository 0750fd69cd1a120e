/// The words that an answer should have, as a transcript writes them down: re-flowed, with what may vary.
package struct Pattern: Sendable {
  package enum Item: Sendable, Equatable {
    case word(String)
    /// A word of which parts may vary, and which may therefore stand for several.
    case loose([Piece])
    /// A gap between paragraphs.
    case gap
    /// `...` on a line of its own: anything.
    case anything
  }

  package enum Piece: Sendable, Equatable {
    case text([UInt8])
    /// `[..]`: anything within the paragraph.
    case any
    case placeholder(Placeholder)
  }

  package struct Entry: Sendable {
    package var item: Item
    /// As written, escapes and all.
    package var source: String
    /// The number of its line in the file.
    package var line: Int
  }

  package private(set) var entries: [Entry] = []

  /// - Parameters:
  ///   - lines: numbers of the lines with `desk>` and what follows it.
  package init(_ lines: Range<Int>, of source: SourceText) {
    var isGap = false
    for line in lines {
      var range = trimmed(source.lines[line], source.bytes)
      if line == lines.lowerBound, source.bytes[range].starts(with: "desk>".utf8) {
        range = trimmed(range.lowerBound + 5..<range.upperBound, source.bytes)
      }
      if range.isEmpty {
        isGap = !entries.isEmpty
        continue
      }
      if isGap { entries.append(Entry(item: .gap, source: "", line: line)) }
      isGap = false
      add(source.text(range), line)
    }
  }

  /// A text of one line, as in tests and questions.
  package init(text: String) {
    add(text, 0)
  }

  private mutating func add(_ text: String, _ line: Int) {
    if text == "..." {
      entries.append(Entry(item: .anything, source: text, line: line))
      return
    }
    for word in text.split(whereSeparator: \.isWhitespace) {
      entries.append(Entry(item: item(word), source: String(word), line: line))
    }
  }

  /// A word's parts, with escapes undone.
  private func item(_ word: Substring) -> Item {
    let bytes = Array(word.utf8)
    guard bytes.contains(where: { $0 == 0x7B || $0 == 0x5B || $0 == 0x5C }) else {
      return .word(Pattern.bare(String(word)))
    }
    var pieces: [Piece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = []
    }
    var at = 0
    while at < bytes.count {
      let rest = bytes[at...]
      if bytes[at] == 0x5C, at + 1 < bytes.count, Pattern.escapable.contains(bytes[at + 1]) {
        text.append(bytes[at + 1])
        at += 2
      } else if rest.starts(with: "[..]".utf8) {
        flush()
        pieces.append(.any)
        at += 4
      } else if bytes[at] == 0x7B, let end = rest.firstIndex(of: 0x7D),
        let placeholder = Placeholder(String(decoding: bytes[at + 1..<end], as: UTF8.self))
      {
        flush()
        pieces.append(.placeholder(placeholder))
        at = end + 1
      } else {
        text.append(bytes[at])
        at += 1
      }
    }
    flush()
    if pieces.isEmpty { return .word("") }
    if pieces.count == 1, case .text(let text) = pieces[0] {
      return .word(Pattern.bare(String(decoding: text, as: UTF8.self)))
    }
    return .loose(pieces)
  }

  /// What `\` takes its meaning from.
  private static let escapable: Set<UInt8> = [0x7B, 0x5B, 0x5C, 0x2E, 0x3D]

  /// A word as it is compared: a code in brackets is the same as one on a coloured badge, which has none.
  static func bare(_ word: String) -> String {
    guard word.utf8.first == 0x5B, let end = word.utf8.lastIndex(of: 0x5D) else { return word }
    let inside = word.utf8[word.utf8.index(after: word.utf8.startIndex)..<end]
    guard let first = inside.first, (0x30...0x39).contains(first),
      inside.allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2C
      })
    else { return word }
    return String(Substring(inside)) + String(word[word.utf8.index(after: end)...])
  }

  /// A text written so that it stands for itself and nothing else.
  package static func escaped(_ word: String) -> String {
    if word == "..." || word == "=" { return "\\" + word }
    var result: [UInt8] = []
    let bytes = Array(word.utf8)
    for (at, byte) in bytes.enumerated() {
      let rest = bytes[at...]
      let isOpen =
        rest.starts(with: "[..]".utf8)
        || (byte == 0x7B
          && rest.firstIndex(of: 0x7D).map {
            Placeholder(String(decoding: bytes[at + 1..<$0], as: UTF8.self)) != nil
          } ?? false)
        || (byte == 0x5C && at + 1 < bytes.count && escapable.contains(bytes[at + 1]))
      if isOpen { result.append(0x5C) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
