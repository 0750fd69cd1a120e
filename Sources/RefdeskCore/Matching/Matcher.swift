/// Finds the rules that fit a question.
///
/// A score is a sum over the question's features, so that every part of it can be shown. A matcher keeps scratch
/// space, so it serves one thread.
package final class Matcher {
  package let rules: CompiledRules
  package let language: Language
  private let model: Model
  private let candidateCount: Int
  private let store: EvidenceStore
  /// A score a class, in eights.
  private let scores: UnsafeMutablePointer<SIMD8<Float>>
  private let biases: UnsafeMutablePointer<SIMD8<Float>>
  private let place: UnsafeMutablePointer<SIMD8<Float>>
  private let width: Int

  // Of the question being scored:
  /// How often it has each feature; all zero between questions.
  private let counts: UnsafeMutablePointer<UInt16>
  /// The evidence of its words, in their order.
  private var words: [UnsafeMutablePointer<WordEvidence>] = []
  /// Those of them that have relations, each once.
  private var related: [UnsafeMutablePointer<WordEvidence>] = []
  /// Its features of a block, each once; of letters, only those that stand in it several times.
  private var features: [Int] = []

  package init(rules: CompiledRules, language: Language, candidateCount: Int = 12) {
    self.rules = rules
    self.language = language
    self.candidateCount = candidateCount
    model = rules.model
    store = EvidenceStore(model, language)
    width = store.width
    scores = .allocate(capacity: max(1, width))
    scores.initialize(repeating: SIMD8(repeating: 0), count: max(1, width))
    biases = .allocate(capacity: max(1, width))
    biases.initialize(repeating: SIMD8(repeating: 0), count: max(1, width))
    place = .allocate(capacity: max(1, store.depth))
    for number in 0..<model.classCount { biases[number / 8][number % 8] = model.bias(number) }
    counts = .allocate(capacity: max(1, model.featureCount))
    counts.initialize(repeating: 0, count: max(1, model.featureCount))
  }

  deinit {
    scores.deallocate()
    biases.deallocate()
    place.deallocate()
    counts.deallocate()
  }

  /// Ranks the rules for a question.
  package func rank(_ question: Utterance) -> Ranking {
    var ranking = Ranking()
    rank(question, into: &ranking)
    return ranking
  }

  /// Ranks the rules for a question, in the space of an earlier ranking.
  func rank(_ question: Utterance, into ranking: inout Ranking) {
    ranking.clear()
    guard model.classCount > 1 else { return }
    score(question)
    let known = knownShare(question)
    model.calibration.rank(
      UnsafeBufferPointer(start: EvidenceStore.floats(scores), count: model.classCount),
      known: known ?? 0, candidateCount: candidateCount, into: &ranking)
    if known == 0 {
      // Not a word of it has been heard before: whatever its letters resemble, it is not covered.
      ranking.coverage = 0
      ranking.confidence = 0
    }
    let exact =
      question.wholeKey.flatMap(rules.rule(withPhrasing:))
      ?? question.slotKey.flatMap(rules.rule(withPhrasing:))
    if let exact {
      prefer(exact, in: &ranking)
      model.calibration.judge(&ranking)
    }
  }

  // MARK: Scores

  private func score(_ question: Utterance) {
    store.tidy()
    words.removeAll(keepingCapacity: true)
    for token in question.tokens {
      guard let stem = token.stem else { continue }
      words.append(store.evidence(of: token, stem: stem, in: question))
    }
    scores.update(from: biases, count: width)
    addWords(question)
    addPairs(question)
    let letterScale = scaleOfLetters()
    addRepeatedLetters(scale: letterScale)
    let relationScale = scaleOfRelations()
    addRows(letterScale: letterScale, relationScale: relationScale)
  }

  private func addWords(_ question: Utterance) {
    for word in words where word.pointee.feature >= 0 { count(word.pointee.feature) }
    question.forEachCode { key, _ in
      if let feature = model.feature(key) { count(feature) }
    }
    question.forEachConcept(model.broader) { key, _ in
      if let feature = model.feature(key) { count(feature) }
    }
    addCounted(.words)
  }

  private func addPairs(_ question: Utterance) {
    question.forEachPair { key, _ in
      if let feature = model.feature(key) { count(feature) }
    }
    addCounted(.pairs)
  }

  @inline(__always)
  private func count(_ feature: Int) {
    guard feature < model.featureCount else { return }
    if counts[feature] == 0 { features.append(feature) }
    counts[feature] &+= 1
  }

  /// Adds the features counted, brought to their block's length, and forgets them.
  private func addCounted(_ block: FeatureBlock) {
    var square: Float = 0
    for feature in features {
      let rarity = model.rarity(feature)
      square += Float(counts[feature]) * rarity * rarity
    }
    let scale = square > 0 ? block.scale / square.squareRoot() : 0
    for feature in features {
      let value = Float(counts[feature]).squareRoot() * model.rarity(feature) * scale
      model.add(feature, times: value, to: EvidenceStore.floats(scores))
      counts[feature] = 0
    }
    features.removeAll(keepingCapacity: true)
  }

  private func scaleOfLetters() -> Float {
    var square: Float = 0
    for word in words { square += word.pointee.letterSquare }
    return square > 0 ? FeatureBlock.letters.scale / square.squareRoot() : 0
  }

  /// A run of letters that stands in a question n times counts √n times, and the words' rows have it n times.
  private func addRepeatedLetters(scale: Float) {
    for word in words {
      for feature in word.pointee.letters {
        counts[Int(feature)] &+= 1
        if counts[Int(feature)] == 2 { features.append(Int(feature)) }
      }
    }
    for feature in features {
      let times = Float(counts[feature])
      let value = (times.squareRoot() - times) * model.rarity(feature) * scale
      model.add(feature, times: value, to: EvidenceStore.floats(scores))
    }
    features.removeAll(keepingCapacity: true)
    for word in words {
      for feature in word.pointee.letters { counts[Int(feature)] = 0 }
    }
  }

  /// Notes which words have relations, each stem once, and brings their sum to its length.
  private func scaleOfRelations() -> Float {
    related.removeAll(keepingCapacity: true)
    guard store.depth > 0 else { return 0 }
    for word in words where word.pointee.hasRelations {
      let isKnown = related.contains { $0.pointee.stem == word.pointee.stem }
      if !isKnown { related.append(word) }
    }
    guard !related.isEmpty else { return 0 }
    for lane in 0..<store.depth { place[lane] = SIMD8(repeating: 0) }
    for word in related {
      let own = word.pointee.rows + 2 * width
      for lane in 0..<store.depth { place[lane] += own[lane] }
    }
    var square = SIMD8<Float>(repeating: 0)
    for lane in 0..<store.depth { square += place[lane] * place[lane] }
    let length = square.sum().squareRoot()
    return length > 0 ? FeatureBlock.relations.scale / length : 0
  }

  /// Adds the words' rows: what their letters and their relations speak for.
  private func addRows(letterScale: Float, relationScale: Float) {
    words.withUnsafeBufferPointer { words in
      related.withUnsafeBufferPointer { related in
        for lane in 0..<width {
          var letters = SIMD8<Float>(repeating: 0)
          for word in words { letters += word.pointee.rows[lane] }
          var relations = SIMD8<Float>(repeating: 0)
          for word in related { relations += word.pointee.rows[width + lane] }
          scores[lane] += letters * letterScale + relations * relationScale
        }
      }
    }
  }

  /// A class's score for the question ranked last.
  func lastScore(of number: Int) -> Float {
    number < model.classCount ? scores[number / 8][number % 8] : 0
  }

  // MARK: Beside the scores

  /// The share of what the question says that phrasings of rules say too; nil where it says nothing but function words.
  private func knownShare(_ question: Utterance) -> Float? {
    // What a code stands for is known.
    let coded = Float(question.tokens.count - words.count)
    var known = coded
    var all = coded
    for word in words {
      if word.pointee.isStopWord { continue }
      if word.pointee.isHeard {
        known += word.pointee.rarity
        all += word.pointee.rarity
      } else {
        all += model.rarityOfUnseen
      }
    }
    return all > 0 ? known / all : nil
  }

  func isStopWord(_ token: Token) -> Bool { language.isStopWord(token.surface) }

  /// Puts first the rule that has the question word for word among its phrasings.
  private func prefer(_ rule: Int, in ranking: inout Ranking) {
    guard rule < model.background else {
      ranking.background = max(ranking.background, 0.99)
      for index in ranking.candidates.indices {
        ranking.candidates[index].probability = min(ranking.candidates[index].probability, 0.01)
      }
      return
    }
    let at = ranking.candidates.firstIndex { $0.rule == rule }
    var candidate =
      at.map { ranking.candidates.remove(at: $0) }
      ?? Ranking.Candidate(rule: rule, score: lastScore(of: rule), probability: 0)
    candidate.probability = 0.99
    ranking.candidates.insert(candidate, at: 0)
    ranking.exact = true
  }
}
