internal import RefdeskCore
internal import RefdeskPages

/// The lines of an answer after blessing: those whose words did not change stay as they were written, with their
/// placeholders and gaps; the others are written anew.
struct AnswerLayout {
  private struct Word {
    var text: String
    /// The line that it was kept from.
    var line: Int?
    var block: Int
  }

  private enum Piece {
    case words([Word])
    /// So many empty lines.
    case gap(Int)
    /// `...` and its line.
    case anything(Int)
  }

  private let source: SourceText
  private let range: Range<Int>
  private let words: Answered
  /// How many words and other entries each line had.
  private var counts: [Int: Int] = [:]
  private var pieces: [Piece] = []

  init(
    _ source: SourceText, _ range: Range<Int>, _ steps: [WordingMatcher.Step], _ words: Answered
  ) {
    self.source = source
    self.range = range
    self.words = words
    for entry in Pattern(range, of: source).entries where entry.item != .gap {
      counts[entry.line, default: 0] += 1
    }
    steps.forEach { add($0) }
  }

  private mutating func add(_ step: WordingMatcher.Step) {
    switch step {
    case .removed: break
    case .kept(let entry, let tokens):
      switch entry.item {
      case .anything: pieces.append(.anything(entry.line))
      case .gap: pieces.append(.gap(emptyLines(above: entry.line)))
      case .word, .loose:
        add(Word(text: entry.source, line: entry.line, block: words.blocks[tokens.lowerBound]))
      }
    case .added(let token):
      switch words.tokens[token] {
      case .gap: pieces.append(.gap(1))
      case .word(let text):
        add(Word(text: Pattern.escaped(text), line: nil, block: words.blocks[token]))
      }
    }
  }

  private mutating func add(_ word: Word) {
    if case .words(var run)? = pieces.last, run.last?.block == word.block {
      run.append(word)
      pieces[pieces.count - 1] = .words(run)
    } else {
      pieces.append(.words([word]))
    }
  }

  private func emptyLines(above line: Int) -> Int {
    var count = 0
    while line - count - 1 > range.lowerBound, isEmpty(line - count - 1) { count += 1 }
    return count
  }

  private func emptyLines(below line: Int) -> Int {
    var count = 0
    while line + count + 1 < range.upperBound, isEmpty(line + count + 1) { count += 1 }
    return count
  }

  private func isEmpty(_ line: Int) -> Bool { trimmed(source.lines[line], source.bytes).isEmpty }

  // MARK: Lines

  var lines: [String] {
    var lines: [String] = []
    var empty = 0
    let prefix =
      source.bytes[source.lines[range.lowerBound]].starts(with: "desk>".utf8) ? "desk> " : ""
    for piece in pieces {
      switch piece {
      case .gap(let count): empty = max(empty, count)
      case .anything(let line):
        let above = max(empty, emptyLines(above: line))
        append(lines.isEmpty ? [prefix + "..."] : [source.text(ofLine: line)], after: above)
        empty = emptyLines(below: line)
      case .words(let words):
        append(
          verbatim(words, isFirst: lines.isEmpty) ?? written(words, lines.isEmpty ? prefix : nil),
          after: empty)
        empty = 0
      }
    }
    return lines.isEmpty ? [prefix + "..."] : lines

    func append(_ new: [String], after empty: Int) {
      if !lines.isEmpty { lines += Array(repeating: "", count: empty) }
      lines += new
    }
  }

  /// The lines as they were, where these are all their words and nothing else is.
  private func verbatim(_ words: [Word], isFirst: Bool) -> [String]? {
    var found: [Int: Int] = [:]
    for word in words {
      guard let line = word.line else { return nil }
      found[line, default: 0] += 1
    }
    let lines = found.keys.sorted()
    guard let first = lines.first, isFirst == (first == range.lowerBound),
      lines.allSatisfy({ found[$0] == counts[$0] })
    else { return nil }
    return lines.map { source.text(ofLine: $0) }
  }

  private func written(_ words: [Word], _ prefix: String?) -> [String] {
    AnswerLayout.wrapped(
      words.map(\.text), first: prefix ?? "      ", depth: self.words.indents[words[0].block])
  }

  /// Words in lines, hanging where they begin with the mark of a list item.
  static func wrapped(_ words: [String], first: String, depth: Int) -> [String] {
    let isItem =
      words.first.map { word in
        word == "-" || word == "\u{2192}"
          || (word.hasSuffix(".") && word.count < 4 && Int(word.dropLast()) != nil)
      } ?? false
    let indent = String(repeating: " ", count: depth)
    let rest =
      String(repeating: " ", count: first.isEmpty ? 0 : 6) + indent
      + String(repeating: " ", count: isItem ? words[0].count + 1 : 0)
    var lines: [String] = []
    var line = first + indent
    var used = 0
    for word in words {
      if used > 0, Cells.count(line) + 1 + Cells.count(word) > Blesser.width {
        lines.append(line)
        line = rest
        used = 0
      }
      line += (used > 0 ? " " : "") + word
      used += 1
    }
    return lines + [line]
  }
}
