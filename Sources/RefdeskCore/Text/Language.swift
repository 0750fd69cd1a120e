/// What the desk knows of English: which words exist, which say little, and which are related.
///
/// A view of the image that the build makes of `Language/`.
package struct Language: Sendable {
  private let image: Image
  private let dictionary: WordSet
  private let stopWords: WordSet
  private let relationIndex: KeyTable
  private let relationRows: Bytes
  private let abbreviations: KeyTable
  private let abbreviationTexts: Bytes
  /// How many numbers tell a word's relations; 0 where there is no table.
  package let relationCount: Int

  package init(_ image: Image) {
    self.image = image
    dictionary = WordSet(image[.dictionary])
    stopWords = WordSet(image[.stopWords])
    relationIndex = KeyTable(image[.relationIndex])
    let rows = image[.relationRows]
    relationCount = rows.u14(at: 0)
    relationRows = rows.slice(2..<rows.count)
    let short = image[.abbreviations]
    let split = 4 + short.u28(at: 0)
    abbreviations = KeyTable(short.slice(4..<split))
    abbreviationTexts = short.slice(split..<short.count)
  }

  /// Whether a folded word is in the dictionary.
  @inline(__always)
  package func knows(_ surface: Key) -> Bool { dictionary.contains(surface) }

  /// Whether a folded word is a function word ("the", "how"), which says little of the subject.
  @inline(__always)
  package func isStopWord(_ surface: Key) -> Bool { stopWords.contains(surface) }

  /// What an abbreviation as people type it stands for ("u", "pls").
  func expansion(of surface: Key) -> String? {
    guard let at = abbreviations[surface] else { return nil }
    var cursor = Cursor(abbreviationTexts, at: at)
    return cursor.string()
  }

  /// Adds `weight` times the relations of a stem to `sum`; does nothing for a stem without an entry.
  ///
  /// An entry is a vector of length 1, made from WordNet by the method of `Language/README.md`.
  @inline(__always)
  package func addRelations(of stem: Key, weight: Float, to sum: UnsafeMutableBufferPointer<Float>)
  {
    guard relationCount > 0, let row = relationIndex[stem] else { return }
    let at = row * (relationCount + 4)
    guard at + relationCount + 4 <= relationRows.count else { return }
    let unit = relationRows.float(at: at) * weight
    let values = (relationRows.base + at + 4).assumingMemoryBound(to: UInt8.self)
    guard let sum = sum.baseAddress else { return }
    for index in 0..<relationCount { sum[index] += unit * Float(Int32(values[index]) &- 64) }
  }

  /// Whether a stem has an entry in the table of relations.
  package func hasRelations(_ stem: Key) -> Bool { relationIndex[stem] != nil }

  /// Sentences of general English, which no rule answers.
  package var background: [String] {
    var cursor = Cursor(image[.background])
    return cursor.list { $0.string() }
  }
}

/// A set of words as 21-bit prints in buckets: a stranger passes for a member once in some four hundred thousand.
///
///     words      3    how many
///     bits       1    how many lower bits of a key tell its bucket
///     starts     3    for each bucket, and for one more: the place of its first word
///     prints     3    for each word: the upper bits of its key
struct WordSet: Sendable {
  private let bytes: Bytes
  private let count: Int
  private let mask: UInt64
  /// Where the prints stand.
  private let prints: Int

  init(_ bytes: Bytes) {
    let bits = min(Int(bytes[3]), 30)
    let prints = 4 + (3 << bits) + 3
    let count = bytes.u21(at: 0)
    let isWhole = prints + count * 3 <= bytes.count
    self.bytes = bytes
    self.count = isWhole ? count : 0
    self.mask = isWhole ? (1 << UInt64(bits)) - 1 : 0
    self.prints = prints
  }

  @inline(__always)
  func contains(_ key: Key) -> Bool {
    if count == 0 { return false }
    let bucket = Int(key.bits & mask)
    var place = bytes.u21(at: 4 + bucket * 3)
    let end = min(bytes.u21(at: 7 + bucket * 3), count)
    let print = Int(key.bits >> 35)
    while place < end {
      if bytes.u21(at: prints + place * 3) == print { return true }
      place += 1
    }
    return false
  }

  static func write(_ keys: [Key], to writer: inout SectionWriter) {
    let buckets = Buckets(keys, mean: 5)
    writer.u21(keys.count)
    writer.byte(UInt8(buckets.bits))
    for start in buckets.starts { writer.u21(start) }
    for index in buckets.order { writer.u21(Int(keys[index].bits >> 35)) }
  }
}

/// The tables of a language before they are an image.
package struct LanguageTables: Sendable {
  package var words: [String] = []
  package var stopWords: [String] = []
  /// Stem, the size of one unit, and one number from -63 to 63 for each relation.
  package var relations: [(stem: String, unit: Float, values: [Int])] = []
  package var background: [String] = []
  package var abbreviations: [(short: String, full: String)] = []

  package init() {}

  package func image() -> [UInt8] {
    var image = ImageWriter()
    var section = SectionWriter()
    WordSet.write(words.map { Key($0, role: .surface) }, to: &section)
    image.add(.dictionary, section)

    section = SectionWriter()
    WordSet.write(stopWords.map { Key($0, role: .surface) }, to: &section)
    image.add(.stopWords, section)

    section = SectionWriter()
    KeyTable.write(
      relations.enumerated().map { (Key($1.stem, role: .word), $0) }, to: &section)
    image.add(.relationIndex, section)

    section = SectionWriter()
    section.u14(relations.first?.values.count ?? 0)
    for relation in relations {
      section.float(relation.unit)
      section.bytes += relation.values.map { UInt8($0 + 64) }
    }
    image.add(.relationRows, section)

    section = SectionWriter()
    section.list(background) { $0.string($1) }
    image.add(.background, section)

    var texts = SectionWriter()
    var index: [(Key, Int)] = []
    for (short, full) in abbreviations {
      index.append((Key(short, role: .surface), texts.bytes.count))
      texts.string(full)
    }
    var table = SectionWriter()
    KeyTable.write(index, to: &table)
    section = SectionWriter()
    section.u28(table.bytes.count)
    section.bytes += table.bytes + texts.bytes
    image.add(.abbreviations, section)
    return image.image(.language)
  }
}
