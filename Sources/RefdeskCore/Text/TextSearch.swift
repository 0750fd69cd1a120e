// Looking for one text in another, byte for byte. The standard library's ways of it bring its regular expressions
// along, 1.3 MB, so the build keeps them out (Package.swift).

extension StringProtocol {
  /// Where a text stands in this one for the first time.
  package func firstRange(of part: String) -> Range<Index>? {
    guard let first = part.utf8.first else { return startIndex..<startIndex }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: part.utf8) {
        return start..<utf8.index(start, offsetBy: part.utf8.count)
      }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// Whether a text stands in this one.
  package func contains(_ part: String) -> Bool { firstRange(of: part) != nil }
}

extension String {
  /// The text with every occurrence of another replaced.
  package func replacing(_ part: String, with other: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      result += rest[..<range.lowerBound] + other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
