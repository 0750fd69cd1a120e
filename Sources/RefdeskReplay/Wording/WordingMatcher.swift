/// Compares the words of an answer with what a transcript has written down.
package struct WordingMatcher {
  private let entries: [Pattern.Entry]
  private let words: Answered

  package init(_ pattern: Pattern, _ words: Answered) {
    // What stands around `...` may be anything, gaps too.
    let all = pattern.entries
    entries = all.indices.filter { index in
      guard case .gap = all[index].item else { return true }
      let neighbours = [index - 1, index + 1].filter(all.indices.contains)
      return !neighbours.contains { all[$0].item == .anything }
    }.map { all[$0] }
    self.words = words
  }

  /// What the captures are afterwards; nil where the words differ.
  package func match(_ captures: Captures) -> Captures? { match(0, 0, captures) }

  private func match(_ entry: Int, _ token: Int, _ captures: Captures) -> Captures? {
    var (entry, token) = (entry, token)
    while entry < entries.count {
      switch entries[entry].item {
      case .word(let word):
        guard token < words.tokens.count, case .word(let said) = words.tokens[token] else {
          return nil
        }
        if word != said, word != Pattern.bare(said) {
          guard let last = lastPart(of: said, from: entry) else { return nil }
          entry = last
        }
      case .gap:
        guard token < words.tokens.count, words.tokens[token] == .gap else { return nil }
      case .anything:
        if entry + 1 == entries.count { return captures }
        for next in token...words.tokens.count {
          if let found = match(entry + 1, next, captures) { return found }
        }
        return nil
      case .loose(let pieces):
        for (count, found) in spans(pieces, token, captures) {
          if let found = match(entry + 1, token + count, found) { return found }
        }
        return nil
      }
      entry += 1
      token += 1
    }
    return token == words.tokens.count ? captures : nil
  }

  /// The last entry of a word that a narrow screen broke over several lines; nil where it is not that word.
  private func lastPart(of word: String, from first: Int) -> Int? {
    var joined = entries[first].source
    var last = first
    while word.hasPrefix(joined), last + 1 < entries.count,
      entries[last + 1].line > entries[last].line, case .word(let next) = entries[last + 1].item
    {
      joined += next
      last += 1
      if joined == word { return last }
    }
    return nil
  }

  /// How many words from a token a loose word may stand for, with what it captures then.
  private func spans(
    _ pieces: [Pattern.Piece], _ token: Int, _ captures: Captures
  ) -> [(count: Int, captures: Captures)] {
    let isOpen = pieces.contains { piece in
      switch piece {
      case .any: true
      case .placeholder(let placeholder): placeholder.kind == .any || placeholder.kind == nil
      case .text: false
      }
    }
    var found: [(Int, Captures)] = []
    var text: [UInt8] = []
    for count in 1...(isOpen ? 400 : 8) {
      let at = token + count - 1
      guard at < words.tokens.count, case .word(let word) = words.tokens[at] else { break }
      if count > 1 { text.append(0x20) }
      text += word.utf8
      if let captures = WordingMatcher.match(pieces[...], text[...], captures) {
        found.append((count, captures))
      }
    }
    return found
  }

  private static func match(
    _ pieces: ArraySlice<Pattern.Piece>, _ text: ArraySlice<UInt8>, _ captures: Captures
  ) -> Captures? {
    guard let piece = pieces.first else { return text.isEmpty ? captures : nil }
    let rest = pieces.dropFirst()
    switch piece {
    case .text(let wanted):
      guard text.starts(with: wanted) else { return nil }
      return match(rest, text.dropFirst(wanted.count), captures)
    case .any:
      if rest.isEmpty { return captures }
      for length in 0...text.count {
        if let found = match(rest, text.dropFirst(length), captures) { return found }
      }
      return nil
    case .placeholder(let placeholder):
      if let name = placeholder.name, let value = captures[name] {
        guard text.starts(with: value.utf8) else { return nil }
        return match(rest, text.dropFirst(value.utf8.count), captures)
      }
      guard let kind = placeholder.kind else { return nil }
      for length in kind.lengths(text) {
        var captures = captures
        if let name = placeholder.name {
          captures[name] = String(decoding: text.prefix(length), as: UTF8.self)
        }
        if let found = match(rest, text.dropFirst(length), captures) { return found }
      }
      return nil
    }
  }
}

// MARK: What differs

extension WordingMatcher {
  /// How the words of an answer lie against those written down.
  package enum Step: Sendable {
    /// An entry that stands for these tokens.
    case kept(Pattern.Entry, Range<Int>)
    case removed(Pattern.Entry)
    case added(Int)
  }

  /// Lays the two side by side so that as much as possible is kept: what a difference shows, and what blessing keeps.
  package func alignment(_ captures: Captures) -> [Step] {
    let table = costs(captures)
    var steps: [Step] = []
    var (entry, token) = (0, 0)
    while entry < entries.count || token < words.tokens.count {
      let here = table.cost(entry, token)
      if let count = moves(entry, token, captures).first(where: {
        $0.cost + table.cost(entry + 1, token + $0.count) == here
      })?.count {
        steps.append(.kept(entries[entry], token..<token + count))
        entry += 1
        token += count
      } else if entry < entries.count, table.cost(entry + 1, token) + removal(entry) == here {
        steps.append(.removed(entries[entry]))
        entry += 1
      } else {
        steps.append(.added(token))
        token += 1
      }
    }
    return steps
  }

  private struct Table {
    var values: [Int32]
    let width: Int
    func cost(_ entry: Int, _ token: Int) -> Int32 { values[entry * width + token] }
  }

  /// The least cost of laying out what remains from each entry and token on.
  private func costs(_ captures: Captures) -> Table {
    let width = words.tokens.count + 1
    var table = Table(
      values: [Int32](repeating: 0, count: (entries.count + 1) * width), width: width)
    for token in stride(from: width - 2, through: 0, by: -1) {
      table.values[entries.count * width + token] = Int32(width - 1 - token)
    }
    for entry in stride(from: entries.count - 1, through: 0, by: -1) {
      for token in stride(from: width - 1, through: 0, by: -1) {
        var least = table.cost(entry + 1, token) + removal(entry)
        if token < width - 1 {
          least = min(least, table.values[entry * width + token + 1] + 1)
        }
        for move in moves(entry, token, captures) {
          least = min(least, move.cost + table.cost(entry + 1, token + move.count))
        }
        table.values[entry * width + token] = least
      }
    }
    return table
  }

  /// A word written down weighs more than one that came, so that what is new counts as added.
  private func removal(_ entry: Int) -> Int32 { entries[entry].item == .gap ? 1 : 2 }

  /// The ways in which an entry may stand for tokens from one on.
  private func moves(
    _ entry: Int, _ token: Int, _ captures: Captures
  ) -> [(count: Int, cost: Int32)] {
    guard entry < entries.count else { return [] }
    let rest = words.tokens.count - token
    switch entries[entry].item {
    case .word(let word):
      guard rest > 0, case .word(let said) = words.tokens[token],
        word == said || word == Pattern.bare(said)
      else { return [] }
      return [(1, 0)]
    case .gap: return rest > 0 && words.tokens[token] == .gap ? [(1, 0)] : []
    case .anything:
      // Any lines: to begin or end within one is possible, and dear.
      let start: Int32 = isEdge(token) ? 0 : 3
      return (0...rest).map { ($0, $0 == 0 ? 0 : start + (isEdge(token + $0) ? 0 : 3)) }
    case .loose(let pieces): return spans(pieces, token, captures).map { ($0.count, 0) }
    }
  }

  private func isEdge(_ token: Int) -> Bool {
    token == 0 || token >= words.tokens.count || words.blocks[token] != words.blocks[token - 1]
      || words.tokens[token] == .gap || words.tokens[token - 1] == .gap
  }
}
