/// The words of one rule base: its vocabulary, the terms of its thesaurus, the ways it numbers goals and targets.
package struct Lexicon: Sendable {
  private let vocabularyIndex: KeyTable
  private let vocabulary: Bytes
  private let vocabularyTexts: Bytes
  package let vocabularyCount: Int
  let phrases: KeyTable
  let countryNames: KeyTable
  let codes: Set<Code>
  private let goalWords: [[Key]]
  private let targetWords: [[Key]]
  private let otherNumbering: Set<Key>
  private let references: Set<Key>
  private let referenceBeginnings: Set<Key>

  static let longestPhrase = 5
  /// Stands in the table of phrases for words that begin a phrase and are none.
  static let phraseGoesOn = 1 << 27

  /// What a phrase stands for.
  enum Meaning {
    case concept(Int)
    case goal(Code)
    case both(Int, Code)

    init(packed: Int) {
      let concept = (packed & 0xFFFFF) - 1
      let goal = packed >> 20
      switch (concept, goal) {
      case (0..., 1...): self = .both(concept, Code(goal: goal))
      case (_, 1...): self = .goal(Code(goal: goal))
      default: self = .concept(max(0, concept))
      }
    }

    static func pack(concept: Int?, goal: Int?) -> Int {
      (concept.map { $0 + 1 } ?? 0) | (goal ?? 0) << 20
    }
  }

  /// Bytes of one word's record: the key of its stem (8), where its text starts (4), its length (1),
  /// whether a rule's phrasing has it (1), in how many phrasings it occurs (2).
  private static let recordCount = 16

  package init(_ image: Image) {
    vocabularyIndex = KeyTable(image[.vocabularyIndex])
    let section = image[.vocabulary]
    vocabularyCount = min(section.u28(at: 0), section.count / Lexicon.recordCount)
    let split = min(section.count, 4 + vocabularyCount * Lexicon.recordCount)
    vocabulary = section.slice(min(4, split)..<split)
    vocabularyTexts = section.slice(split..<section.count)
    phrases = KeyTable(image[.phrases])
    countryNames = KeyTable(image[.countryNames])

    var cursor = Cursor(image[.codeWords])
    codes = Set(cursor.list { Code(bits: $0.int()) })
    func keys(_ cursor: inout Cursor) -> [[Key]] {
      cursor.list { $0.list { Key(bits: UInt64($0.int()) | UInt64($0.int()) << 28) } }
    }
    goalWords = keys(&cursor)
    targetWords = keys(&cursor)
    otherNumbering = Set(keys(&cursor).compactMap(\.first))
    references = Set((goalWords + targetWords).compactMap { $0.count == 1 ? $0[0] : nil })
    referenceBeginnings = Set((goalWords + targetWords).compactMap(\.first))
  }

  /// Of a rule base that has no words.
  package static let empty = Lexicon(.empty)

  // MARK: Codes

  func isReference(_ stem: Key) -> Bool { references.contains(stem) }
  /// Whether a word may begin a reference to a goal or target.
  func beginsReference(_ stem: Key) -> Bool { referenceBeginnings.contains(stem) }
  func isOtherNumbering(_ stem: Key) -> Bool { otherNumbering.contains(stem) }

  /// The token after a reference ("goal", "sustainable development goal") that starts at `index`; nil where none does.
  func endOfReference(_ stem: Key, _ tokens: [Token], from index: Int) -> Int? {
    var best: Int?
    for words in [goalWords, targetWords] {
      for word in words where word.first == stem && index + word.count <= tokens.count {
        let matches = word.indices.allSatisfy { tokens[index + $0].stem == word[$0] }
        if matches { best = max(best ?? 0, index + word.count) }
      }
    }
    guard var end = best else { return nil }
    // "goal number 4", "target 4.6", "SDG target 4.6", "indicator no 4.6"
    while end < tokens.count, let next = tokens[end].stem, isReference(next) || isNumberWord(next) {
      end += 1
    }
    return end
  }

  private func isNumberWord(_ stem: Key) -> Bool { Lexicon.numberWords.contains(stem) }
  private static let numberWords: Set<Key> = Set(
    ["number", "no", "nr", "numero"].map { Key($0, role: .word) })

  // MARK: Vocabulary

  @inline(__always) func word(_ surface: Key) -> Int? { vocabularyIndex[surface] }

  package func stem(ofWord word: Int) -> Key { vocabulary.key(at: word * Lexicon.recordCount) }

  func bytes(ofWord word: Int) -> [UInt8] { Array(buffer(ofWord: word)) }

  /// A word's bytes as they lie in the image.
  func buffer(ofWord word: Int) -> UnsafeRawBufferPointer {
    let at = word * Lexicon.recordCount
    let start = vocabulary.u28(at: at + 8)
    return vocabularyTexts.slice(start..<start + Int(vocabulary[at + 12])).buffer
  }

  package func text(ofWord word: Int) -> String {
    String(decoding: bytes(ofWord: word), as: UTF8.self)
  }

  /// Whether a phrasing of some rule has the word, and not only a question that no rule answers.
  package func isHeard(_ word: Int) -> Bool { vocabulary[word * Lexicon.recordCount + 13] != 0 }

  func frequency(_ word: Int) -> Int { vocabulary.u14(at: word * Lexicon.recordCount + 14) }

  // MARK: Writing

  /// A word of the vocabulary, for writing.
  package struct Word {
    package var text: String
    package var stem: Key
    package var heard: Bool
    package var frequency: Int

    package init(text: String, stem: Key, heard: Bool, frequency: Int) {
      self.text = text
      self.stem = stem
      self.heard = heard
      self.frequency = frequency
    }
  }

  package static func write(vocabulary words: [Word], to image: inout ImageWriter) {
    var records = SectionWriter()
    var texts: [UInt8] = []
    records.u28(words.count)
    for word in words {
      records.key(word.stem)
      records.u28(texts.count)
      let utf8 = Array(word.text.utf8.prefix(127))
      records.byte(UInt8(utf8.count))
      records.byte(word.heard ? 1 : 0)
      records.u14(min(word.frequency, 16_383))
      texts += utf8
    }
    records.bytes += texts
    image.add(.vocabulary, records)
    var index = SectionWriter()
    KeyTable.write(
      words.enumerated().map { (Key($1.text, role: .surface), $0) }, to: &index)
    image.add(.vocabularyIndex, index)
  }

  package static func write(
    codes: [Code], words: CodeWords, to image: inout ImageWriter
  ) {
    let stemmer = Stemmer()
    func keys(_ text: String) -> [Key] {
      text.split(separator: " ").map { part in
        var word = String(part)
        return word.withUTF8 { stemmer.withStem(of: $0) { Key($0, role: .word) } }
      }
    }
    var section = SectionWriter()
    section.list(codes) { $0.int($1.packed) }
    for list in [words.goal, words.target, words.notWith] {
      section.list(list) { section, word in
        section.list(keys(word)) { $0.key($1) }
      }
    }
    image.add(.codeWords, section)
  }

  /// Writes the phrases that stand for terms and goals; the first of two that claim a phrase keeps it.
  package static func write(
    thesaurus: [Term], goals: [Goal], to image: inout ImageWriter
  ) {
    let stemmer = Stemmer()
    var beginnings: Set<Key> = []
    func key(_ phrase: String) -> Key? {
      var key: Key?
      let words = phrase.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }
      guard !words.isEmpty, words.count <= longestPhrase else { return nil }
      for part in words {
        var word = String(part)
        let stem = word.withUTF8 { stemmer.withStem(of: $0) { Key($0, role: .word) } }
        if let key { beginnings.insert(key) }
        key = key.map { $0.followed(by: stem) } ?? stem
      }
      return key
    }
    var meanings: [Key: (concept: Int?, goal: Int?)] = [:]
    var order: [Key] = []
    for (index, term) in thesaurus.enumerated() {
      for phrase in [term.name] + term.usedFor {
        guard let key = key(phrase), meanings[key] == nil else { continue }
        meanings[key] = (index, nil)
        order.append(key)
      }
    }
    for goal in goals {
      for name in [goal.title] + goal.names {
        guard let key = key(name) else { continue }
        if meanings[key] == nil { order.append(key) }
        if meanings[key]?.goal == nil {
          meanings[key] = (meanings[key]?.concept, goal.number)
        }
      }
    }
    var section = SectionWriter()
    KeyTable.write(
      order.map { ($0, Meaning.pack(concept: meanings[$0]!.concept, goal: meanings[$0]!.goal)) }
        + beginnings.filter { meanings[$0] == nil }.sorted { $0.bits < $1.bits }
        .map { ($0, phraseGoesOn) },
      to: &section)
    image.add(.phrases, section)
  }
}
