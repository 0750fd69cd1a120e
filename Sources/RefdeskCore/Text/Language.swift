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

/// A set of words as 21-bit prints in open slots: a stranger passes for a member once in some hundred thousand.
struct WordSet: Sendable {
  private let bytes: Bytes
  private let mask: UInt64

  init(_ bytes: Bytes) {
    let slots = bytes.count / 3
    self.bytes = bytes
    self.mask = slots > 0 && slots & (slots - 1) == 0 ? UInt64(slots - 1) : 0
  }

  @inline(__always)
  func contains(_ key: Key) -> Bool {
    if bytes.count < 3 { return false }
    let print = WordSet.print(of: key)
    var slot = key.bits & mask
    for _ in 0...mask {
      let at = Int(slot) * 3
      let value = Int(bytes[at]) | Int(bytes[at + 1]) << 7 | Int(bytes[at + 2]) << 14
      if value == 0 { return false }
      if value == print { return true }
      slot = (slot + 1) & mask
    }
    return false
  }

  private static func print(of key: Key) -> Int { max(1, Int(key.bits >> 35)) }

  static func write(_ keys: [Key], to writer: inout SectionWriter) {
    var slots = 1
    while slots * 2 < keys.count * 3 + 3 { slots *= 2 }
    var table = [Int](repeating: 0, count: slots)
    for key in keys {
      var slot = Int(key.bits) & (slots - 1)
      while table[slot] != 0, table[slot] != print(of: key) { slot = (slot + 1) & (slots - 1) }
      table[slot] = print(of: key)
    }
    for print in table {
      writer.u14(print & 0x3FFF)
      writer.byte(UInt8(print >> 14))
    }
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
