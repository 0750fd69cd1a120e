package import RefdeskCore

/// Reads the tables of `Language/` (their format: `Language/README.md`).
package enum LanguageReader {
  /// - Throws: `FileFailure` where a table is missing.
  package static func read(_ folder: String) throws(FileFailure) -> LanguageTables {
    var tables = LanguageTables()
    tables.words = frontCoded(try lines(of: folder + "/words.txt"))
    tables.stopWords = try lines(of: folder + "/stopwords.txt").map(String.init)
    tables.background = try lines(of: folder + "/background.txt").map(String.init)
    for line in try lines(of: folder + "/abbreviations.txt") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { tables.abbreviations.append((String(parts[0]), String(parts[1]))) }
    }
    for line in try lines(of: folder + "/relations.txt") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let values = parts[1].utf8.map { Int($0) - 79 }
      let square = values.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { continue }
      tables.relations.append(
        (String(parts[0]), 1 / Float(square).squareRoot(), values))
    }
    return tables
  }

  private static func lines(of path: String) throws(FileFailure) -> [Substring] {
    String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }
  }

  /// Undoes front coding: the first letter of a line says how many letters are shared with the word before.
  private static func frontCoded(_ lines: [Substring]) -> [String] {
    var words: [String] = []
    var previous: [UInt8] = []
    for line in lines {
      guard let first = line.utf8.first else { continue }
      previous = Array(previous.prefix(Int(first) - 0x61)) + line.utf8.dropFirst()
      words.append(String(decoding: previous, as: UTF8.self))
    }
    return words
  }
}
