/// The words that an answer has, re-flowed: each block is one line, and width plays no part.
package struct Answered: Sendable {
  package enum Token: Sendable, Equatable {
    case word(String)
    /// A gap between paragraphs.
    case gap
  }

  package private(set) var tokens: [Token] = []
  /// For each token, the block that it stands in, counted from 0.
  package private(set) var blocks: [Int] = []
  /// For each block, how deep its first line is indented after the speaker, and the mark of a list item.
  package private(set) var indents: [Int] = []

  /// - Parameter text: as the terminal writer writes it, unwrapped.
  package init(_ text: String) {
    var isGap = false
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var body = line
      if number == 0, body.hasPrefix("desk>") { body = body.dropFirst(5) }
      let words = body.split(whereSeparator: \.isWhitespace)
      if words.isEmpty {
        isGap = !tokens.isEmpty
        continue
      }
      if isGap {
        tokens.append(.gap)
        blocks.append(indents.count)
      }
      isGap = false
      let depth = body.prefix { $0 == " " }.count
      indents.append(max(0, number == 0 ? depth - 1 : depth - 6))
      for word in words {
        tokens.append(.word(String(word)))
        blocks.append(indents.count - 1)
      }
    }
  }
}
