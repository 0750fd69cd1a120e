/// The scores of a counted model: how much more likely a rule's asker is to use the question's words than anybody is.
///
/// A rule's score is a sum over the question's words: ln(1 + c/(μP)), where c is how many of its phrasings have the word,
/// less a discount (for rules with many phrasings, in proportion), and P the share of all phrasings that have it; less λ for each word,
/// whether the rule has it or not; less the logarithm of the number of rules. The background's score is 0. That is the
/// query likelihood with Dirichlet smoothing of Zhai and Lafferty (2004), held against the same without a rule.
///
/// Words are taken from the most telling on, and each time the leading rule is looked up in all that are left, so that
/// the best score is known early. Once the words left can't lift a rule not seen yet to it, only the rules near the best
/// are looked up in them, so that thousands of rules with a common word cost nothing (MaxScore, Turtle and Flood 1995).
/// The best rules' scores are exact; of rules far behind, a part may be missing.
final class CountedScores {
  private let model: Model
  /// A score a rule; all zero between questions.
  private let scores: UnsafeMutablePointer<Float>
  /// The rules that have one.
  private let touched: UnsafeMutablePointer<Int32>
  private var touchedCount = 0
  private var features: [(feature: Int, most: Float)] = []

  /// How far behind the best a rule may be and still matter: no rule further behind is asked back.
  private static let margin: Float = 0.5

  /// How far behind the best a rule may be and have a part in the sum of all probabilities: a millionth each.
  private static let reach: Float = 14

  init(_ model: Model) {
    self.model = model
    scores = .allocate(capacity: model.classCount)
    scores.initialize(repeating: 0, count: model.classCount)
    touched = .allocate(capacity: model.classCount)
  }

  deinit {
    scores.deallocate()
    touched.deallocate()
  }

  /// The best rules for a question's features, with their probabilities.
  ///
  /// - Parameters:
  ///   - features: the features that the model knows, each once.
  ///   - wordCount: how many different words the question has, known or not.
  ///   - absent: a rule to do without.
  func rank(
    _ known: [Int], wordCount: Int, without absent: Int? = nil, candidateCount: Int,
    into ranking: inout Ranking
  ) {
    ranking.clear()
    features.removeAll(keepingCapacity: true)
    var rest: Float = 0
    for feature in known {
      let most = model.largestWeight(feature)
      rest += most
      features.append((feature, most))
    }
    features.sort { ($0.most, $1.feature) > ($1.most, $0.feature) }

    var best: Float = 0
    var next = 0
    while next < features.count, rest > best - CountedScores.margin {
      let leader = add(features[next].feature, without: absent)
      rest -= features[next].most
      next += 1
      if let leader { best = max(best, wholeScore(of: leader, from: next)) }
    }
    if let absent { scores[absent] = 0 }
    best = complete(from: next, rest: rest, best: best)
    collect(best: best, wordCount: wordCount, absent: absent, candidateCount, into: &ranking)
  }

  /// Adds one feature's weights, and gives the rule with the largest score that came of it.
  private func add(_ feature: Int, without absent: Int?) -> Int? {
    var best: Float = 0
    var leader: Int?
    var count = touchedCount
    let absent = absent ?? -1
    model.forEachPosting(feature) { rule, weight in
      let before = scores[rule]
      // The second half holds for every image that was compiled; what was altered may say otherwise.
      if before == 0, count < model.classCount {
        touched[count] = Int32(rule)
        count += 1
      }
      let after = before + weight
      scores[rule] = after
      if after > best, rule != absent {
        best = after
        leader = rule
      }
    }
    touchedCount = count
    return leader
  }

  /// A rule's score with the features not added yet.
  private func wholeScore(of rule: Int, from next: Int) -> Float {
    features[next...].reduce(scores[rule]) { $0 + model.weight($1.feature, rule) }
  }

  /// Adds the features not added yet to the rules that may still be among the best, and gives the best score.
  private func complete(from next: Int, rest: Float, best: Float) -> Float {
    guard next < features.count else { return best }
    var best = best
    for at in 0..<touchedCount {
      let rule = Int(touched[at])
      var rest = rest
      guard scores[rule] > 0, scores[rule] + rest >= best - CountedScores.margin else { continue }
      for (feature, most) in features[next...] {
        scores[rule] += model.weight(feature, rule)
        rest -= most
        if scores[rule] + rest < best - CountedScores.margin { break }
      }
      best = max(best, scores[rule])
    }
    return best
  }

  /// Picks the best, sums the probabilities, and leaves all scores at zero.
  private func collect(
    best: Float, wordCount: Int, absent: Int?, _ candidateCount: Int, into ranking: inout Ranking
  ) {
    let offset = model.scoreOfNoWord - Float(wordCount) * model.costOfWord
    let leastShare = max(0, best + offset) - CountedScores.reach
    // The background's own share.
    var sum: Float = 1
    withUnsafeTemporaryAllocation(of: Ranking.Candidate.self, capacity: candidateCount + 1) {
      var count = 0
      var least = -Float.infinity
      for at in 0..<touchedCount {
        let rule = Int(touched[at])
        let score = scores[rule] + offset
        scores[rule] = 0
        if rule == absent { continue }
        if score > leastShare { sum += Float(exp(Double(min(80, score)))) }
        if score < least { continue }
        var place = count
        while place > 0,
          $0[place - 1].score < score
            || ($0[place - 1].score == score && $0[place - 1].rule > rule)
        {
          $0[place] = $0[place - 1]
          place -= 1
        }
        $0[place] = Ranking.Candidate(rule: rule, score: score, probability: 0)
        count = min(count + 1, candidateCount)
        if count == candidateCount { least = $0[count - 1].score }
      }
      ranking.candidates.append(contentsOf: $0[..<count])
    }
    touchedCount = 0
    for index in ranking.candidates.indices {
      ranking.candidates[index].probability =
        Float(exp(Double(min(80, ranking.candidates[index].score)))) / sum
    }
    ranking.background = 1 / sum
  }
}
