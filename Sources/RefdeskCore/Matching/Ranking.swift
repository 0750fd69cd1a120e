/// How well the rules fit a question, best first.
package struct Ranking: Sendable, Equatable {
  package struct Candidate: Sendable, Equatable {
    /// The rule's number in the rule base.
    package var rule: Int
    /// A sum of evidence; its parts are what `Explanation` shows.
    package var score: Float
    /// The score as a share among all rules and the background.
    package var probability: Float
  }

  /// The best few rules, at least one where the rule base has any.
  package var candidates: [Candidate] = []
  /// The probability that no rule answers.
  package var background: Float = 1
  /// How much of what the question says has been heard before, from 0 to 1, rare words counting more.
  package var known: Float = 0
  /// The calibrated probability that the best rule is what was asked.
  package var confidence: Float = 0
  /// The rule that has the question word for word among its phrasings.
  package var exact: Bool = false

  /// What fits best before calibration: the best rule's probability, less where much is unknown.
  package var gauge: Float {
    guard let best = candidates.first else { return 0 }
    return best.probability * (known + 0.05) / 1.05
  }
}

/// What to do with a question.
package enum Decision: Sendable, Equatable {
  case answer(Ranking.Candidate)
  case askBack([Ranking.Candidate])
  case decline
}

extension Calibration {
  /// Answers where one rule is likely enough, asks back where two are about as likely, else declines.
  package func decide(_ ranking: Ranking) -> Decision {
    guard let best = ranking.candidates.first else { return .decline }
    if ranking.exact { return .answer(best) }
    let close = ranking.candidates.prefix(4).filter {
      $0.probability >= closeCall * best.probability
    }
    let together = close.reduce(0) { $0 + $1.probability }
    if close.count > 1, together > ranking.background,
      confidence(gauge: together * (ranking.known + 0.05) / 1.05) >= leastConfidence
    {
      return .askBack(Array(close.prefix(3)))
    }
    if ranking.background > best.probability || ranking.confidence < leastConfidence {
      return .decline
    }
    return .answer(best)
  }
}
