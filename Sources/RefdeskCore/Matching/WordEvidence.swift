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
  /// A row of scores each for its stem, its letters and its relations, as whole numbers.
  var rows: UnsafeMutablePointer<Int16>
  /// What one stands for in each of the three rows.
  var units: (stem: Float, letters: Float, relations: Float)
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
  private var all: [UnsafeMutablePointer<WordEvidence>] = []
  private let runs: UnsafeMutableBufferPointer<Int32>
  private let scratch: UnsafeMutablePointer<Float>
  private let place: UnsafeMutableBufferPointer<Float>
  /// The length of a row: the classes, filled up to a multiple of eight.
  let width: Int

  /// How much space rows may take, in bytes, before all are let go.
  private static let mostSpace = 32 << 20

  init(_ model: Model, _ language: Language) {
    self.model = model
    self.language = language
    width = (model.classCount + 7) / 8 * 8
    scratch = .allocate(capacity: max(1, width))
    place = .allocate(capacity: language.relationCount)
    runs = .allocate(capacity: 3 * QuestionReader.longest + 6)
  }

  deinit {
    removeAll()
    scratch.deallocate()
    place.deallocate()
    runs.deallocate()
  }

  private var hasRelations: Bool { model.relationCount > 0 && language.relationCount > 0 }

  /// Lets all go where there is too much; only between questions.
  func tidy() {
    if all.count * (3 * width * 2 + 200) > EvidenceStore.mostSpace {
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
    let rows = UnsafeMutablePointer<Int16>.allocate(capacity: max(1, 3 * width))
    let feature = model.feature(stem)
    let rarity = feature.map(model.rarity) ?? model.rarityOfUnseen
    var word = WordEvidence(
      stem: stem, feature: feature ?? -1, rarity: rarity,
      isHeard: feature.map(model.isHeard) ?? false,
      isStopWord: language.isStopWord(token.surface), hasRelations: false,
      letters: UnsafeBufferPointer(start: nil, count: 0), letterSquare: 0, rows: rows,
      units: (0, 0, 0))

    scratch.update(repeating: 0, count: width)
    if let feature { model.add(feature, times: rarity, to: scratch) }
    word.units.stem = keep(in: rows)

    scratch.update(repeating: 0, count: width)
    var count = 0
    question.forEachLetters(of: token) { key in
      guard let run = model.feature(key), count < runs.count else {
        return
      }
      let rarity = model.rarity(run)
      word.letterSquare += rarity * rarity
      runs[count] = Int32(run)
      count += 1
      model.add(run, times: rarity, to: scratch)
    }
    let letters = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
    _ = letters.initialize(from: runs[..<count])
    word.letters = UnsafeBufferPointer(letters)
    word.units.letters = keep(in: rows + width)

    if hasRelations, !word.isStopWord, language.hasRelations(stem) {
      scratch.update(repeating: 0, count: width)
      place.update(repeating: 0)
      language.addRelations(of: stem, weight: rarity, to: place)
      model.addRelations(place, to: scratch)
      word.hasRelations = true
      word.units.relations = keep(in: rows + 2 * width)
    }

    let kept = UnsafeMutablePointer<WordEvidence>.allocate(capacity: 1)
    kept.initialize(to: word)
    all.append(kept)
    index[token.surface] = kept
    return kept
  }

  /// Keeps the scores in `scratch` as a row of whole numbers, and gives what one stands for.
  private func keep(in row: UnsafeMutablePointer<Int16>) -> Float {
    var largest: Float = 0
    for number in 0..<width { largest = max(largest, abs(scratch[number])) }
    guard largest > 0 else {
      row.initialize(repeating: 0, count: width)
      return 0
    }
    let steps = 32_767 / largest
    // Adding a number so large leaves the nearest whole number in the last bits.
    for number in 0..<width {
      row[number] = Int16(
        truncatingIfNeeded: (scratch[number] * steps + 12_582_912).bitPattern)
    }
    return largest / 32_767
  }
}
