/// Why one rule was preferred to another: the question's parts, each with what it added to the lead.
///
/// A score is a sum over the question's features, so the lead of one rule over another is a sum too. Here it is
/// gathered by what a person sees in the question: its words, the terms they stand for, its codes. The numbers add up.
package struct Explanation: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    /// A word as typed: by itself, its letters, and words it is related to.
    case word(String)
    /// Two words in a row, or a word at the question's beginning or end.
    case pair(String)
    /// A term of the thesaurus that some words stand for, and those words.
    case concept(String, typed: String)
    /// A goal or target, by number or by name.
    case code(Code)
    /// Words that stand together in one of the rule's phrasings, less what that has beside.
    case phrasing
    /// What the rule has ahead before anything is asked: many ask for it.
    case habit
    /// The question stands word for word among the rule's phrasings.
    case exact
  }

  package struct Evidence: Sendable, Equatable {
    package var part: Part
    /// What it adds to the first rule's lead, in the units of the score (logarithms of odds).
    package var weight: Float
  }

  /// The rule's number, and the number of the rule or background it is held against.
  package var rule: Int
  package var other: Int
  /// Strongest first, whichever way it points.
  package var evidence: [Evidence]
  /// The sum of all evidence: the lead.
  package var lead: Float { evidence.reduce(0) { $0 + $1.weight } }
}

extension Matcher {
  /// Explains a rule's lead over another (or over the background, `rules.ruleCount`).
  package func explain(_ question: Utterance, rule: Int, over other: Int) -> Explanation {
    let model = rules.model
    if model.isCounted { return explainCounts(question, rule: rule, over: other) }
    let terms = rules.terms
    let difference = { (feature: Int) in model.weight(feature, rule) - model.weight(feature, other)
    }

    // Every feature once for each time it occurs, with the part of the question that it belongs to.
    var counts: [Int: Int] = [:]
    var found: [(feature: Int, block: FeatureBlock, part: Explanation.Part)] = []
    question.forEachFeature(model.broader) { block, key, token in
      guard let feature = model.feature(key) else { return }
      counts[feature, default: 0] += 1
      found.append((feature, block, .word(token >= 0 ? question.typedText(token..<token + 1) : "")))
    }
    // Codes and concepts are named for what they are.
    for mention in question.codes {
      for index in found.indices where found[index].block == .words {
        let keys =
          mention.byName
          ? [FeatureKey.goalByName, FeatureKey.code(mention.code)]
          : [
            FeatureKey.someGoal, FeatureKey.someTarget, FeatureKey.code(mention.code),
            FeatureKey.code(mention.code.parent),
          ]
        if keys.contains(where: { model.feature($0) == found[index].feature }) {
          found[index].part = .code(mention.code)
        }
      }
    }
    for mention in question.concepts {
      for term in [mention.concept] + model.broader(mention.concept) {
        guard let feature = model.feature(FeatureKey.concept(term)), term < terms.count else {
          continue
        }
        for index in found.indices where found[index].feature == feature {
          found[index].part = .concept(terms[term], typed: question.typedText(mention.tokens))
        }
      }
    }
    for index in found.indices where found[index].block == .pairs {
      if case .word(let text) = found[index].part { found[index].part = .pair(text) }
    }

    var sums: [(part: Explanation.Part, weight: Float)] = [
      (.habit, model.bias(rule) - model.bias(other))
    ]
    func add(_ part: Explanation.Part, _ weight: Float) {
      if let at = sums.firstIndex(where: { $0.part == part }) {
        sums[at].weight += weight
      } else {
        sums.append((part, weight))
      }
    }
    for block in [FeatureBlock.words, .pairs, .letters] {
      let inBlock = found.filter { $0.block == block }
      var square: Float = 0
      for feature in Set(inBlock.map(\.feature)) {
        let value = Float(counts[feature]!).squareRoot() * model.rarity(feature)
        square += value * value
      }
      guard square > 0 else { continue }
      let scale = block.scale / square.squareRoot()
      for entry in inBlock {
        let count = Float(counts[entry.feature]!)
        let value = count.squareRoot() * model.rarity(entry.feature) * scale / count
        add(entry.part, value * difference(entry.feature))
      }
    }
    for (part, weight) in relationShares(question, rule: rule, over: other) { add(part, weight) }
    return Explanation(
      rule: rule, other: other,
      evidence: sums.filter { $0.weight != 0 }.map {
        Explanation.Evidence(part: $0.part, weight: $0.weight)
      }
      .sorted { abs($0.weight) > abs($1.weight) })
  }

  /// The same by a counted model, where each word has its own weight, and several in one phrasing have more.
  private func explainCounts(
    _ question: Utterance, rule: Int, over other: Int
  ) -> Explanation {
    let model = rules.model
    let (own, others) = (countedParts(question, of: rule), countedParts(question, of: other))
    var evidence = [
      Explanation.Evidence(part: .habit, weight: model.bias(rule) - model.bias(other)),
      Explanation.Evidence(part: .phrasing, weight: own.phrasing - others.phrasing),
    ]
    for (own, others) in zip(own.words, others.words) {
      let text = own.token.map { question.typedText($0..<$0 + 1) } ?? ""
      evidence.append(Explanation.Evidence(part: .word(text), weight: own.weight - others.weight))
    }
    return Explanation(
      rule: rule, other: other,
      evidence: evidence.filter { $0.weight != 0 }.sorted { abs($0.weight) > abs($1.weight) })
  }

  /// What each word adds by the words that it is related to.
  private func relationShares(
    _ question: Utterance, rule: Int, over other: Int
  ) -> [(Explanation.Part, Float)] {
    let model = rules.model
    guard model.relationCount > 0 else { return [] }
    let size = language.relationCount
    var own: [(Explanation.Part, [Float])] = []
    var sum = [Float](repeating: 0, count: size)
    var seen: Set<Key> = []
    for (index, token) in question.tokens.enumerated() {
      guard let stem = token.stem, !isStopWord(token), seen.insert(stem).inserted else {
        continue
      }
      var vector = [Float](repeating: 0, count: size)
      let rarity = model.feature(stem).map(model.rarity) ?? model.rarityOfUnseen
      vector.withUnsafeMutableBufferPointer {
        language.addRelations(of: stem, weight: rarity, to: $0)
      }
      for dimension in 0..<size { sum[dimension] += vector[dimension] }
      own.append((.word(question.typedText(index..<index + 1)), vector))
    }
    let square = sum.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return [] }
    let scale = FeatureBlock.relations.scale / square.squareRoot()
    return own.map { part, vector in
      var share: Float = 0
      for dimension in 0..<min(size, model.relationCount) {
        share +=
          vector[dimension] * scale
          * (model.relationWeight(dimension, rule) - model.relationWeight(dimension, other))
      }
      return (part, share)
    }
  }
}
