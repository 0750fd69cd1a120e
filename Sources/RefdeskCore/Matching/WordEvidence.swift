/// What one word adds to the scores of all classes.
struct WordEvidence {
  var stem: Key
  /// The feature that its stem is; -1 where no phrasing has it.
  var feature: Int
  /// How rare its stem is among phrasings.
  var rarity: Float
  /// Whether a rule's phrasing has it.
  var isHeard: Bool
  /// Function words have no part in relations and in what is known of a question.
  var isStopWord: Bool
  var hasRelations: Bool
  /// The features that its runs of letters are, and the sum of the squares of their values.
  var letters: UnsafeBufferPointer<Int32>
  var letterSquare: Float
  /// A row of scores for its letters, one for its relations, then its place among all words.
  var rows: UnsafeMutablePointer<SIMD8<Float>>
}

/// What words add to the scores, worked out when they are first met and kept.
///
/// A question's letters and relations are some two hundred features, and each speaks for many classes. But they are
/// sums over its words, and people use the same words again and again: with a row of scores a word, a question costs
/// a few rows added up.
final class EvidenceStore {
  typealias Row = UnsafeMutablePointer<SIMD8<Float>>

  private let model: Model
  private let language: Language
  private var index = KeyMap<UnsafeMutablePointer<WordEvidence>>(capacity: 256)
  private var all: [UnsafeMutablePointer<WordEvidence>] = []
  private let runs: UnsafeMutableBufferPointer<Int32>
  /// The length of a row of scores, and of a place among all words, in eights.
  let width: Int
  let depth: Int

  /// How much space rows may take, in bytes, before all are let go.
  private static let mostSpace = 32 << 20

  init(_ model: Model, _ language: Language) {
    self.model = model
    self.language = language
    width = (model.classCount + 7) / 8
    depth = model.relationCount > 0 ? (language.relationCount + 7) / 8 : 0
    runs = .allocate(capacity: 3 * QuestionReader.longest + 6)
  }

  deinit {
    removeAll()
    runs.deallocate()
  }

  private var rowCount: Int { 2 * width + depth }

  /// Lets all go where there is too much; only between questions.
  func tidy() {
    if all.count * rowCount * MemoryLayout<SIMD8<Float>>.stride > EvidenceStore.mostSpace {
      removeAll()
    }
  }

  private func removeAll() {
    for word in all {
      word.pointee.letters.deallocate()
      word.pointee.rows.deallocate()
      word.deallocate()
    }
    all.removeAll()
    index.removeAll()
  }

  /// A word's evidence; it lives until the store is tidied.
  @inline(__always)
  func evidence(
    of token: Token, stem: Key, in question: Utterance
  ) -> UnsafeMutablePointer<WordEvidence> {
    index[token.surface] ?? add(token, stem, question)
  }

  private func add(
    _ token: Token, _ stem: Key, _ question: Utterance
  ) -> UnsafeMutablePointer<WordEvidence> {
    let rows = Row.allocate(capacity: rowCount)
    rows.initialize(repeating: SIMD8(repeating: 0), count: rowCount)
    var square: Float = 0
    var count = 0
    question.forEachLetters(of: token) { key in
      guard let run = model.feature(key), run < model.featureCount, count < runs.count else {
        return
      }
      let rarity = model.rarity(run)
      square += rarity * rarity
      runs[count] = Int32(run)
      count += 1
      model.add(run, times: rarity, to: EvidenceStore.floats(rows))
    }
    let letters = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
    _ = letters.initialize(from: runs[..<count])

    let feature = model.feature(stem)
    let word = UnsafeMutablePointer<WordEvidence>.allocate(capacity: 1)
    word.initialize(
      to: WordEvidence(
        stem: stem, feature: feature ?? -1,
        rarity: feature.map(model.rarity) ?? model.rarityOfUnseen,
        isHeard: feature.map(model.isHeard) ?? false,
        isStopWord: language.isStopWord(token.surface), hasRelations: false,
        letters: UnsafeBufferPointer(letters), letterSquare: square, rows: rows))
    if depth > 0, !word.pointee.isStopWord, language.hasRelations(stem) {
      let place = UnsafeMutableBufferPointer(
        start: EvidenceStore.floats(rows + 2 * width), count: language.relationCount)
      language.addRelations(of: stem, weight: word.pointee.rarity, to: place)
      model.addRelations(place, to: EvidenceStore.floats(rows + width))
      word.pointee.hasRelations = true
    }
    all.append(word)
    index[token.surface] = word
    return word
  }

  @inline(__always)
  static func floats(_ row: Row) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(row).assumingMemoryBound(to: Float.self)
  }
}
