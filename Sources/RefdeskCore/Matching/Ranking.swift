/// How well the rules fit a question, best first.
package struct Ranking: Sendable, Equatable {
  package struct Candidate: Sendable, Equatable {
    /// The rule's number in the rule base.
    package var rule: Int
    /// A sum of evidence; its parts are what `Explanation` shows.
    package var score: Float
    /// The score as a share among all rules and the background.
    package var probability: Float

    package init(rule: Int, score: Float, probability: Float) {
      self.rule = rule
      self.score = score
      self.probability = probability
    }
  }

  /// The best few rules, at least one where the rule base has any.
  package var candidates: [Candidate] = []
  /// The probability that no rule answers.
  package var background: Float = 1
  /// How much of what the question says has been heard before, from 0 to 1, rare words counting more.
  package var known: Float = 0
  /// The calibrated probability that some rule answers.
  package var coverage: Float = 0
  /// The calibrated probability that the best rule is what was asked.
  package var confidence: Float = 0
  /// Whether the best rule has the question word for word among its phrasings.
  package var exact: Bool = false

  package init() {}

  /// The candidates that are about as likely as the best.
  package func close(_ closeCall: Float) -> ArraySlice<Candidate> {
    guard let best = candidates.first else { return [] }
    return candidates.prefix(3).prefix { $0.probability >= closeCall * best.probability }
  }
}

/// What to do with a question.
package enum Decision: Sendable, Equatable {
  case answer(Ranking.Candidate)
  case askBack([Ranking.Candidate])
  case decline
}

extension Calibration {
  /// Sets what a ranking comes to in probabilities.
  func judge(_ ranking: inout Ranking) {
    guard let best = ranking.candidates.first else { return }
    if ranking.exact {
      ranking.coverage = 0.99
      ranking.confidence = 0.99
      return
    }
    let together = ranking.close(closeCall).reduce(0) { $0 + $1.probability }
    let second = ranking.candidates.dropFirst().first?.probability ?? 0
    ranking.coverage = coverage(
      of: together, background: ranking.background, known: ranking.known)
    ranking.confidence = ranking.coverage * rightness(first: best.probability, second: second)
  }

  /// The ranking that some scores come to: one a rule, and the background's last.
  package func ranking(
    scores: some RandomAccessCollection<Float>, background: Int, known: Float,
    candidateCount: Int = 6
  ) -> Ranking {
    var largest = -Float.infinity
    for score in scores { largest = max(largest, score) }
    var sum = 0.0
    for score in scores { sum += exp(Double(score - largest)) }
    func score(_ number: Int) -> Float { scores[scores.index(scores.startIndex, offsetBy: number)] }
    func probability(_ number: Int) -> Float { Float(exp(Double(score(number) - largest)) / sum) }

    var best: [Int] = []
    for number in 0..<background {
      if best.count == candidateCount, score(number) <= score(best[best.count - 1]) { continue }
      let at = best.firstIndex { score($0) < score(number) } ?? best.count
      best.insert(number, at: at)
      if best.count > candidateCount { best.removeLast() }
    }
    var ranking = Ranking()
    ranking.candidates = best.map {
      Ranking.Candidate(rule: $0, score: score($0), probability: probability($0))
    }
    ranking.background = probability(background)
    ranking.known = known
    judge(&ranking)
    return ranking
  }

  /// Declines what is hardly covered, asks back where rules are about as likely, answers else.
  package func decide(_ ranking: Ranking) -> Decision {
    guard let best = ranking.candidates.first, ranking.coverage >= leastCoverage else {
      return .decline
    }
    let close = ranking.close(closeCall)
    return close.count > 1 && !ranking.exact ? .askBack(Array(close)) : .answer(best)
  }
}
