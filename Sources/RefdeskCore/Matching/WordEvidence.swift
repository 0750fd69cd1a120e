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
  /// What a place among all words adds to the scores: a row a dimension.
  private var relationRows: UnsafeMutableBufferPointer<Float>?
  /// The runs of letters of the word that is worked out.
  private var batch = FeatureBatch()
  /// The length of a row: the classes, filled up to a multiple of sixteen.
  let width: Int

  /// How much space words may take, in bytes, before all are let go.
  private static let mostSpace = 48 << 20

  init(_ model: Model, _ language: Language) {
    self.model = model
    self.language = language
    width = (model.classCount + 15) / 16 * 16
  }

  deinit {
    space.removeAll()
    relationRows?.deallocate()
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
      isStopWord: token.isStopWord,
      letters: UnsafeBufferPointer(start: nil, count: 0), letterSquare: 0)
    if let feature {
      let row = newRow()
      model.add(model.record(of: feature), times: word.rarity, to: row)
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
    batch.begin()
    question.forEachLetters(of: token) { batch.note($0) }
    batch.find(in: model)
    let count = batch.members.count
    guard count > 0 else { return }
    let letters = space.allocate(Int32.self, count: count)
    for index in 0..<count {
      let member = batch.members[index]
      letters[index] = Int32(member.feature)
      word.letterSquare += member.rarity * member.rarity
      batch.members[index].strength = member.rarity
    }
    word.letters = UnsafeBufferPointer(start: letters, count: count)
    let row = newRow()
    batch.add(to: row, of: model)
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
    addRelationRows(times: place, to: row)
    word.place = UnsafePointer(place.baseAddress)
    word.relationRow = UnsafePointer(row)
  }

  /// Adds the rows of all dimensions, each as far as a word lies along it: sixteen classes at a time.
  private func addRelationRows(
    times place: UnsafeMutableBufferPointer<Float>, to row: UnsafeMutablePointer<Float>
  ) {
    let rows = relationRows ?? model.relationRows(width: width)
    relationRows = rows
    guard let start = rows.baseAddress else { return }
    let dimensions = min(rows.count / width, place.count)
    for at in stride(from: 0, to: width, by: 16) {
      var (low, high) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
      for dimension in 0..<dimensions {
        let part = UnsafeRawPointer(start + dimension * width + at)
        low += part.loadUnaligned(as: SIMD8<Float>.self) * place[dimension]
        high += part.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self) * place[dimension]
      }
      UnsafeMutableRawPointer(row + at).storeBytes(of: low, as: SIMD8<Float>.self)
      UnsafeMutableRawPointer(row + at).storeBytes(
        of: high, toByteOffset: 32, as: SIMD8<Float>.self)
    }
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
