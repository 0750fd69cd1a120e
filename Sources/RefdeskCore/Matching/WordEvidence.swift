/// What one word adds to the scores of all classes.
///
/// It and everything it points to lie in the store, and are let go with it.
struct WordEvidence: BitwiseCopyable {
  var stem: Key
  /// The feature that its stem is; -1 where no phrasing has it.
  var feature: Int
  /// How rare its stem is among phrasings.
  var rarity: Float
  /// Whether a rule's phrasing has it.
  var isHeard: Bool
  /// Function words have no part in relations and in what is known of a question.
  var isStopWord: Bool
  /// The features that its runs of letters are, and the sum of the squares of their values.
  var letters: UnsafeBufferPointer<Int32>
  var letterSquare: Float
  /// A row of scores for its stem; nil where no phrasing has it.
  var stemRow: UnsafePointer<Float>?
  /// A row of scores for its letters; nil where no phrasing has any of their runs.
  var letterRow: UnsafePointer<Float>?
  /// Its place among all words, and a row of scores for it; nil where it has none.
  var place: UnsafePointer<Float>?
  var relationRow: UnsafePointer<Float>?
}

/// What words add to the scores, worked out when they are first met and kept.
///
/// A question's letters and relations are some two hundred features, and each speaks for many classes. But they are
/// sums over its words, and people use the same words again and again: with a row of scores a word, a question costs
/// a few rows added up.
final class EvidenceStore {
  private let model: Model
  private let language: Language
  private var index = KeyMap<UnsafeMutablePointer<WordEvidence>>(capacity: 256)
  private var space = Slabs()
  private let runs: UnsafeMutableBufferPointer<Int32>
  /// The length of a row: the classes, filled up to a multiple of sixteen.
  let width: Int

  /// How much space words may take, in bytes, before all are let go.
  private static let mostSpace = 48 << 20

  init(_ model: Model, _ language: Language) {
    self.model = model
    self.language = language
    width = (model.classCount + 15) / 16 * 16
    runs = .allocate(capacity: 3 * QuestionReader.longest + 6)
  }

  deinit {
    space.removeAll()
    runs.deallocate()
  }

  private var hasRelations: Bool { model.relationCount > 0 && language.relationCount > 0 }

  /// Lets all go where there is too much; only between questions.
  func tidy() {
    guard space.count > EvidenceStore.mostSpace else { return }
    index.removeAll()
    space.removeAll()
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
    let feature = model.feature(stem)
    var word = WordEvidence(
      stem: stem, feature: feature ?? -1,
      rarity: feature.map(model.rarity) ?? model.rarityOfUnseen,
      isHeard: feature.map(model.isHeard) ?? false,
      isStopWord: language.isStopWord(token.surface),
      letters: UnsafeBufferPointer(start: nil, count: 0), letterSquare: 0)
    if let feature {
      let row = newRow()
      model.add(feature, times: word.rarity, to: row)
      word.stemRow = UnsafePointer(row)
    }
    addLetters(of: token, question, to: &word)
    addRelations(to: &word)

    let kept = space.allocate(WordEvidence.self, count: 1)
    kept.initialize(to: word)
    index[token.surface] = kept
    return kept
  }

  private func addLetters(of token: Token, _ question: Utterance, to word: inout WordEvidence) {
    var count = 0
    question.forEachLetters(of: token) { key in
      guard count < runs.count, let run = model.feature(key) else { return }
      runs[count] = Int32(run)
      count += 1
    }
    guard count > 0 else { return }
    let letters = space.allocate(Int32.self, count: count)
    letters.initialize(from: runs.baseAddress!, count: count)
    word.letters = UnsafeBufferPointer(start: letters, count: count)
    let row = newRow()
    for run in word.letters {
      let rarity = model.rarity(Int(run))
      word.letterSquare += rarity * rarity
      model.add(Int(run), times: rarity, to: row)
    }
    word.letterRow = UnsafePointer(row)
  }

  private func addRelations(to word: inout WordEvidence) {
    guard hasRelations, !word.isStopWord, language.hasRelations(word.stem) else { return }
    let place = UnsafeMutableBufferPointer(
      start: space.allocate(Float.self, count: language.relationCount),
      count: language.relationCount)
    place.initialize(repeating: 0)
    language.addRelations(of: word.stem, weight: word.rarity, to: place)
    let row = newRow()
    model.addRelations(place, to: row)
    word.place = UnsafePointer(place.baseAddress)
    word.relationRow = UnsafePointer(row)
  }

  private func newRow() -> UnsafeMutablePointer<Float> {
    let row = space.allocate(Float.self, count: width)
    row.initialize(repeating: 0, count: width)
    return row
  }
}

/// Memory handed out piece by piece and let go as a whole, for plain values.
struct Slabs {
  private var slabs: [UnsafeMutableRawPointer] = []
  private var free: UnsafeMutableRawBufferPointer.SubSequence = UnsafeMutableRawBufferPointer(
    start: nil, count: 0)[...]
  /// How many bytes are held.
  private(set) var count = 0

  private static let usual = 1 << 16

  mutating func allocate<Value: BitwiseCopyable>(
    _: Value.Type, count wanted: Int
  ) -> UnsafeMutablePointer<Value> {
    // Every piece begins where any value may.
    let size = (max(1, wanted) * MemoryLayout<Value>.stride + 15) / 16 * 16
    if free.count < size { add(atLeast: size) }
    let piece = free.prefix(size)
    free = free.dropFirst(size)
    return UnsafeMutableRawBufferPointer(rebasing: piece).baseAddress!
      .bindMemory(to: Value.self, capacity: wanted)
  }

  private mutating func add(atLeast size: Int) {
    let size = max(size, Slabs.usual)
    let slab = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    slabs.append(slab.baseAddress!)
    free = slab[...]
    count += size
  }

  mutating func removeAll() {
    for slab in slabs { slab.deallocate() }
    slabs.removeAll()
    free = UnsafeMutableRawBufferPointer(start: nil, count: 0)[...]
    count = 0
  }
}
