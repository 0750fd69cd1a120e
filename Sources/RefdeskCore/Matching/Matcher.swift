/// Finds the rules that fit a question.
///
/// A score is a sum over the question's features, so that every part of it can be shown. A matcher keeps scratch
/// space, so it serves one thread.
package final class Matcher {
  package let rules: CompiledRules
  package let language: Language
  private let model: Model
  private var counts: [UInt16] = []
  private var touched: [[Int]] = Array(repeating: [], count: 3)
  private let scores: UnsafeMutableBufferPointer<Float>
  private let relations: UnsafeMutableBufferPointer<Float>
  private let candidateCount: Int

  /// - Parameter model: the weights to use; those for questions that stand alone where nil.
  package init(
    rules: CompiledRules, language: Language, model: Model? = nil, candidateCount: Int = 12
  ) {
    self.rules = rules
    self.language = language
    self.candidateCount = candidateCount
    let model = model ?? rules.model
    self.model = model
    scores = .allocate(capacity: model.classCount)
    relations = .allocate(capacity: max(1, language.relationCount))
  }

  deinit {
    scores.deallocate()
    relations.deallocate()
  }

  /// Ranks the rules for a question.
  package func rank(_ question: Utterance) -> Ranking {
    guard model.classCount > 1 else { return Ranking() }
    score(question)
    let known = knownShare(question)
    var ranking = model.calibration.ranking(
      scores: scores, background: model.background, known: known ?? 0,
      candidateCount: candidateCount)
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
    return ranking
  }

  private func score(_ question: Utterance) {
    for number in 0..<model.classCount { scores[number] = model.bias(number) }
    gather(question)
    for block in 0..<3 {
      var square: Float = 0
      for feature in touched[block] {
        let value = Float(counts[feature]).squareRoot() * model.rarity(feature)
        square += value * value
      }
      let scale = square > 0 ? FeatureBlock(rawValue: block)!.scale / square.squareRoot() : 0
      for feature in touched[block] {
        let value = Float(counts[feature]).squareRoot() * model.rarity(feature) * scale
        model.add(feature, times: value, to: scores)
        counts[feature] = 0
      }
      touched[block].removeAll(keepingCapacity: true)
    }
    if model.relationCount > 0 {
      relate(question)
      model.addRelations(relations, to: scores)
    }
  }

  /// Counts the question's features, those that the model knows.
  private func gather(_ question: Utterance) {
    question.forEachFeature(model.broader) { block, key, _ in
      guard let feature = model.feature(key) else { return }
      if feature >= counts.count {
        counts += Array(repeating: 0, count: feature + 1 - counts.count)
      }
      if counts[feature] == 0 { touched[block.rawValue].append(feature) }
      counts[feature] &+= 1
    }
  }

  /// The question's place among all words, as a vector of length 1, or 0 where none of its words has one.
  private func relate(_ question: Utterance) {
    for dimension in 0..<language.relationCount { relations[dimension] = 0 }
    for (index, token) in question.tokens.enumerated() {
      guard let stem = token.stem, !isStopWord(token, question),
        !question.tokens[..<index].contains(where: { $0.stem == stem })
      else { continue }
      let rarity = model.feature(stem).map(model.rarity) ?? model.rarityOfUnseen
      language.addRelations(of: stem, weight: rarity, to: relations)
    }
    var square: Float = 0
    for value in relations { square += value * value }
    guard square > 0 else { return }
    let scale = FeatureBlock.relations.scale / square.squareRoot()
    for dimension in relations.indices { relations[dimension] *= scale }
  }

  func isStopWord(_ token: Token, _ question: Utterance) -> Bool {
    question.bytes.withUnsafeBufferPointer {
      language.isStopWord(
        Key(
          UnsafeBufferPointer(rebasing: $0[Int(token.start)..<Int(token.start + token.count)]),
          role: .surface))
    }
  }

  /// A score for each class, the background last.
  package func scores(for question: Utterance) -> [Float] {
    guard model.classCount > 1 else { return [] }
    score(question)
    return Array(scores)
  }

  /// A class's score for the question ranked last.
  func lastScore(of number: Int) -> Float { number < scores.count ? scores[number] : 0 }

  /// The share of what the question says that phrasings of rules say too; nil where it says nothing but function words.
  private func knownShare(_ question: Utterance) -> Float? {
    var known: Float = 0
    var all: Float = 0
    for token in question.tokens {
      guard let stem = token.stem else {
        // Part of a code.
        known += 1
        all += 1
        continue
      }
      if isStopWord(token, question) { continue }
      if let feature = model.feature(stem), model.isHeard(feature) {
        known += model.rarity(feature)
        all += model.rarity(feature)
      } else {
        all += model.rarityOfUnseen
      }
    }
    return all > 0 ? known / all : nil
  }

  /// Puts first the rule that has the question word for word among its phrasings.
  private func prefer(_ rule: Int, in ranking: inout Ranking) {
    guard rule < model.background else {
      ranking.background = max(ranking.background, 0.99)
      ranking.candidates = ranking.candidates.map {
        var candidate = $0
        candidate.probability = min(candidate.probability, 0.01)
        return candidate
      }
      return
    }
    var candidate =
      ranking.candidates.first { $0.rule == rule }
      ?? Ranking.Candidate(rule: rule, score: scores[rule], probability: 0)
    candidate.probability = 0.99
    ranking.candidates.removeAll { $0.rule == rule }
    ranking.candidates.insert(candidate, at: 0)
    ranking.exact = true
  }
}
