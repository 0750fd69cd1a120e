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
  /// Only for a counted model.
  private let countedScores: CountedScores?
  /// A score a class, filled up as the rows of evidence are.
  private let scores: UnsafeMutablePointer<Float>
  private let biases: UnsafeMutablePointer<Float>
  private let place: UnsafeMutableBufferPointer<Float>
  private let width: Int

  // Of the question being scored:
  private var counts = FeatureCounts()
  /// The evidence of its words, in their order.
  private var words: [UnsafeMutablePointer<WordEvidence>] = []
  /// Those of them that have relations, each stem once.
  private var related: [UnsafeMutablePointer<WordEvidence>] = []
  /// Rows to be added up.
  private var rows: [UnsafePointer<Float>] = []
  /// Its features of a block, each once; of letters, only those that stand in it several times.
  private var batch = FeatureBatch()
  /// The same of a counted model.
  private var features: [Int] = []

  /// - Parameter model: the weights to use; those for questions that stand alone where nil.
  package init(
    rules: CompiledRules, language: Language, model: Model? = nil, candidateCount: Int = 12
  ) {
    self.rules = rules
    self.language = language
    self.candidateCount = candidateCount
    let model = model ?? rules.model
    self.model = model
    store = EvidenceStore(model, language)
    countedScores = model.isCounted ? CountedScores(model) : nil
    width = model.isCounted ? 0 : store.width
    scores = .allocate(capacity: max(1, width))
    scores.initialize(repeating: 0, count: max(1, width))
    biases = .allocate(capacity: max(1, width))
    biases.initialize(repeating: 0, count: max(1, width))
    for number in 0..<min(width, model.classCount) { biases[number] = model.bias(number) }
    place = .allocate(capacity: language.relationCount)
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
    let known: Float?
    if countedScores != nil {
      known = rankByCounts(question, into: &ranking)
    } else {
      score(question)
      known = knownShare(question)
      model.calibration.rank(
        UnsafeBufferPointer(start: scores, count: model.classCount),
        known: known ?? 0, candidateCount: candidateCount, into: &ranking)
    }
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

  // MARK: Counted scores

  /// Ranks by a counted model, and gives the known share (see `knownShare`).
  ///
  /// - Parameter absent: a rule to do without.
  private func rankByCounts(
    _ question: Utterance, without absent: Int? = nil, into ranking: inout Ranking
  ) -> Float? {
    let (wordCount, share) = noteCounted(question)
    countedScores?.rank(
      features, wordCount: wordCount, without: absent, candidateCount: candidateCount,
      into: &ranking)
    ranking.known = share ?? 0
    model.calibration.judge(&ranking)
    return share
  }

  /// Notes the features of a question among `features`, and gives how many different words tell anything, and the known share.
  ///
  /// - Parameter body: is called with each of the words that count: its token and feature, and whether it tells anything.
  private func noteCounted(
    _ question: Utterance, _ body: (Int?, Int?, Bool) -> Void = { _, _, _ in }
  ) -> (wordCount: Int, share: Float?) {
    features.removeAll(keepingCapacity: true)
    var wordCount = 0
    var known: Float = 0
    var all: Float = 0
    question.forEachWord { key, token in
      let feature = model.feature(key)
      if let feature {
        // Only the first of several counts.
        if features.contains(feature) { return }
        features.append(feature)
      }
      let isFunctionWord = token.map { isStopWord(question.tokens[$0]) } ?? false
      // A word that most rules have says nothing for or against any, nor does a function word that none has.
      let isTelling = feature.map(model.isTelling) ?? !isFunctionWord
      if isTelling { wordCount += 1 }
      body(token, feature, isTelling)
      if isFunctionWord { return }
      let rarity = feature.map(model.rarity) ?? model.rarityOfUnseen
      all += rarity
      if feature != nil { known += rarity }
    }
    return (wordCount, all > 0 ? known / all : nil)
  }

  /// A rule's score for one of its phrasings as if that had not been counted; only for counted models.
  package func score(of rule: Int, leaving phrasing: Int, for question: Utterance) -> Float {
    let (wordCount, _) = noteCounted(question)
    return countedScores?.score(features, wordCount: wordCount, of: rule, leaving: phrasing) ?? 0
  }

  /// The ranking of a question as if a rule were not there; only for counted models.
  package func rank(_ question: Utterance, without absent: Int?) -> Ranking {
    var ranking = Ranking()
    _ = rankByCounts(question, without: absent, into: &ranking)
    return ranking
  }

  // MARK: Learned scores

  private func score(_ question: Utterance) {
    store.tidy()
    words.removeAll(keepingCapacity: true)
    for token in question.tokens {
      guard let stem = token.stem else { continue }
      words.append(store.evidence(of: token, stem: stem, in: question))
    }
    scores.update(from: biases, count: width)
    addTerms(question)
    addPairs(question)
    addLetters()
    addRelations()
  }

  /// Adds what the words' stems speak for, and the goals, targets and terms that the question names.
  private func addTerms(_ question: Utterance) {
    batch.begin()
    counts.begin()
    rows.removeAll(keepingCapacity: true)
    var square: Float = 0
    for word in words {
      guard let row = word.pointee.stemRow else { continue }
      rows.append(row)
      square += word.pointee.rarity * word.pointee.rarity
      if counts.add(word.pointee.feature) == 2 { batch.note(word.pointee.feature) }
    }
    let repeated = batch.members.count
    question.forEachCode { key, _ in batch.note(key) }
    question.forEachConcept(model.broader) { key, _ in batch.note(key) }
    question.forEachMark { key, _ in batch.note(key) }
    batch.find(in: model)
    batch.count(from: repeated, with: &counts)
    for member in batch.members[repeated...] {
      square += counts.times(member.feature) * member.rarity * member.rarity
    }
    guard square > 0 else { return }
    let scale = FeatureBlock.words.scale / square.squareRoot()
    addRows(scale: scale)
    for index in batch.members.indices {
      // A stem that stands in the question n times counts √n times, and the words' rows have it n times.
      let times = counts.times(batch.members[index].feature)
      let value = index < repeated ? times.squareRoot() - times : times.squareRoot()
      batch.members[index].strength = value * batch.members[index].rarity * scale
    }
    batch.add(to: scores, of: model)
  }

  private func addPairs(_ question: Utterance) {
    batch.begin()
    counts.begin()
    question.forEachPair { key, _ in batch.note(key) }
    batch.find(in: model)
    batch.count(with: &counts)
    var square: Float = 0
    for member in batch.members {
      square += counts.times(member.feature) * member.rarity * member.rarity
    }
    let scale = square > 0 ? FeatureBlock.pairs.scale / square.squareRoot() : 0
    for index in batch.members.indices {
      let member = batch.members[index]
      batch.members[index].strength =
        counts.times(member.feature).squareRoot() * member.rarity * scale
    }
    batch.add(to: scores, of: model)
  }

  private func addLetters() {
    batch.begin()
    counts.begin()
    rows.removeAll(keepingCapacity: true)
    var square: Float = 0
    for word in words {
      guard let row = word.pointee.letterRow else { continue }
      rows.append(row)
      square += word.pointee.letterSquare
      for run in word.pointee.letters where counts.add(Int(run)) == 2 { batch.note(Int(run)) }
    }
    guard square > 0 else { return }
    let scale = FeatureBlock.letters.scale / square.squareRoot()
    addRows(scale: scale)
    batch.find(in: model)
    // A run of letters that stands in a question n times counts √n times, and the words' rows have it n times.
    for index in batch.members.indices {
      let member = batch.members[index]
      let times = counts.times(member.feature)
      batch.members[index].strength = (times.squareRoot() - times) * member.rarity * scale
    }
    batch.add(to: scores, of: model)
  }

  /// Adds the relations of the words, each stem once, brought to the length of the block.
  private func addRelations() {
    related.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    for word in words {
      guard let row = word.pointee.relationRow,
        !related.contains(where: { $0.pointee.stem == word.pointee.stem })
      else { continue }
      related.append(word)
      rows.append(row)
    }
    guard !related.isEmpty else { return }
    place.update(repeating: 0)
    for word in related {
      guard let other = word.pointee.place else { continue }
      for number in 0..<place.count { place[number] += other[number] }
    }
    let length = squareOfLength(UnsafeBufferPointer(place)).squareRoot()
    if length > 0 { addRows(scale: FeatureBlock.relations.scale / length) }
  }

  /// Adds to the scores what `rows` come to together.
  private func addRows(scale: Float) {
    if rows.isEmpty { return }
    rows.withUnsafeBufferPointer { rows in
      for at in stride(from: 0, to: width, by: 16) {
        var (low, high) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for row in rows {
          let part = UnsafeRawPointer(row + at)
          low += part.loadUnaligned(as: SIMD8<Float>.self)
          high += part.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
        }
        let sums = UnsafeMutableRawPointer(scores + at)
        sums.storeBytes(
          of: sums.loadUnaligned(as: SIMD8<Float>.self) + low * scale, as: SIMD8<Float>.self)
        sums.storeBytes(
          of: sums.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self) + high * scale,
          toByteOffset: 32, as: SIMD8<Float>.self)
      }
    }
  }

  /// A score for each class, the background last, by a learned model.
  package func scores(for question: Utterance) -> [Float] {
    guard model.classCount > 1, !model.isCounted else { return [] }
    score(question)
    return Array(UnsafeBufferPointer(start: scores, count: model.classCount))
  }

  /// A class's score for the question ranked last, by a learned model.
  func lastScore(of number: Int) -> Float {
    number < min(width, model.classCount) ? scores[number] : 0
  }

  /// A class's score for a question: for one that is not among the best few.
  package func score(of number: Int, for question: Utterance) -> Float {
    if model.isCounted { return countedScore(of: number, for: question) }
    _ = rank(question)
    return lastScore(of: number)
  }

  private func countedScore(of number: Int, for question: Utterance) -> Float {
    let (words, phrasing) = countedParts(question, of: number)
    return words.reduce(model.bias(number) + phrasing) { $0 + $1.weight }
  }

  /// What each different word of a question adds to a class's score, by a counted model, and what its phrasings add.
  func countedParts(
    _ question: Utterance, of number: Int
  ) -> (words: [(token: Int?, weight: Float)], phrasing: Float) {
    var words: [(token: Int?, feature: Int?, weight: Float)] = []
    _ = noteCounted(question) { token, feature, isTelling in
      let cost = isTelling && number != model.background ? model.costOfWord : 0
      words.append((token, feature, -cost))
    }
    guard number != model.background, let parts = countedScores?.parts(features, of: number) else {
      return (words.map { ($0.token, $0.weight) }, 0)
    }
    for (feature, weight) in parts.words {
      guard let at = words.firstIndex(where: { $0.feature == feature }) else { continue }
      words[at].weight += Float(weight)
    }
    return (words.map { ($0.token, $0.weight) }, Float(parts.phrasing))
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

  func isStopWord(_ token: Token) -> Bool { token.isStopWord }

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
