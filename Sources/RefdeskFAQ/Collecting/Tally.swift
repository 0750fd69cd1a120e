internal import RefdeskPages

/// Counts how often each of many texts came, in bounded space: the most frequent ones are kept.
///
/// Texts that differ only in case, blanks and punctuation count as one, shown as it came first. When there are twice as
/// many as the limit, the less frequent half is dropped and only its sum remembered.
package struct Tally: Sendable {
  package let limit: Int
  /// How many came in all.
  package private(set) var count = 0
  private var entries: [String: Entry] = [:]
  private var arrivals = 0

  private struct Entry {
    var variant: Variant
    var arrival: Int
  }

  /// How many of the ids that questions have where they come from are kept.
  static let mostIDs = 10

  package init(limit: Int) { self.limit = limit }

  package mutating func add(_ question: AskedQuestion) {
    count += question.count
    arrivals += 1
    let key = Tally.key(question.text)
    var entry =
      entries[key]
      ?? Entry(
        variant: Variant(text: Tally.tidy(question.text), count: 0, ids: []), arrival: arrivals)
    entry.variant.count += question.count
    if !question.id.isEmpty, entry.variant.ids.count < Tally.mostIDs {
      entry.variant.ids.append(question.id)
    }
    entries[key] = entry
    if entries.count >= limit * 2 { prune() }
  }

  /// The most frequent, the first to come first among equals.
  package var mostFrequent: [Variant] { ranked.prefix(limit).map(\.value.variant) }

  private var ranked: [(key: String, value: Entry)] {
    entries.sorted {
      ($1.value.variant.count, $0.value.arrival) < ($0.value.variant.count, $1.value.arrival)
    }
  }

  private mutating func prune() {
    entries = Dictionary(uniqueKeysWithValues: ranked.prefix(limit).map { ($0.key, $0.value) })
  }

  /// The letters and digits of a text, in small letters.
  private static func key(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: bytes.append(byte)
      case 0x41...0x5A: bytes.append(byte | 0x20)
      case 0x80...: return key(beyondASCII: text)
      default: break
      }
    }
    return bytes.isEmpty ? text : String(decoding: bytes, as: UTF8.self)
  }

  private static func key(beyondASCII text: String) -> String {
    var key = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key.append(scalar)
    }
    return key.isEmpty ? text : String(key)
  }

  /// On one line, with nothing in it that commands a terminal, and no longer than anybody reads.
  private static func tidy(_ text: String) -> String {
    let line = Cells.printable(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    return line.count <= 300 ? line : line.prefix(299) + "\u{2026}"
  }
}
