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

  mutating func clear() {
    candidates.removeAll(keepingCapacity: true)
    background = 1
    known = 0
    coverage = 0
    confidence = 0
    exact = false
  }

  /// The ranking with one rule more, whose score is held against a background of score 0.
  package func adding(_ rule: Int, _ score: Float) -> Ranking {
    var ranking = self
    let odds = Float(exp(Double(min(80, score))))
    let sum = 1 / background + odds
    let share = 1 / background / sum
    ranking.background = 1 / sum
    for index in ranking.candidates.indices { ranking.candidates[index].probability *= share }
    let at = ranking.candidates.firstIndex { $0.score < score } ?? ranking.candidates.count
    ranking.candidates.insert(
      Candidate(rule: rule, score: score, probability: odds / sum), at: at)
    return ranking
  }

  /// The candidates that are about as likely as the best.
  package func close(_ closeCall: Float) -> ArraySlice<Candidate> {
    guard let best = candidates.first else { return [] }
    return candidates.prefix(3).prefix { $0.probability >= closeCall * best.probability }
  }
}

/// What to do with a question.
package enum Decision: Sendable, Equatable {
  case answer(Ranking.Candidate)
  case askBack(ArraySlice<Ranking.Candidate>)
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
  package func ranking(scores: [Float], known: Float, candidateCount: Int = 6) -> Ranking {
    var ranking = Ranking()
    scores.withUnsafeBufferPointer {
      rank($0, known: known, candidateCount: candidateCount, into: &ranking)
    }
    return ranking
  }

  /// The same in the space of an earlier ranking.
  func rank(
    _ scores: UnsafeBufferPointer<Float>, known: Float, candidateCount: Int,
    into ranking: inout Ranking
  ) {
    ranking.clear()
    ranking.known = known
    let background = scores.count - 1
    collect(UnsafeBufferPointer(rebasing: scores[..<background]), candidateCount, into: &ranking)
    let largest = max(scores[background], ranking.candidates.first?.score ?? scores[background])
    let sum = sumOfExponentials(scores, less: largest)
    for start in stride(from: 0, to: ranking.candidates.count, by: 8) {
      let end = min(start + 8, ranking.candidates.count)
      var eight = SIMD8<Float>(repeating: largest)
      for index in start..<end { eight[index - start] = ranking.candidates[index].score }
      eight = exponentials(eight - largest) / sum
      for index in start..<end { ranking.candidates[index].probability = eight[index - start] }
    }
    ranking.background = exponential(scores[background] - largest) / sum
    judge(&ranking)
  }

  /// Picks the best few, best first; of two with one score, the first.
  private func collect(
    _ scores: UnsafeBufferPointer<Float>, _ candidateCount: Int, into ranking: inout Ranking
  ) {
    let floor = floorOfBest(candidateCount, among: scores)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: candidateCount + 1) { best in
      var count = 0
      for start in stride(from: 0, to: scores.count, by: 8) {
        if start + 8 <= scores.count, !reachesAny(floor, scores, at: start) { continue }
        for rule in start..<min(start + 8, scores.count) where scores[rule] >= floor {
          let place = Calibration.place(of: scores[rule], rule)
          var at = count
          while at > 0, best[at - 1] < place {
            best[at] = best[at - 1]
            at -= 1
          }
          best[at] = place
          count = min(count + 1, candidateCount)
        }
      }
      for place in best[..<count] {
        let rule = Int(~UInt32(truncatingIfNeeded: place))
        ranking.candidates.append(
          Ranking.Candidate(rule: rule, score: scores[rule], probability: 0))
      }
    }
  }

  /// A number that is the larger the better a rule is placed: by its score, then by its number.
  @inline(__always)
  private static func place(of score: Float, _ rule: Int) -> UInt64 {
    // The bits of a number of zero or more go up with it once the sign's is set; those of a negative number go down.
    let bits = score.bitPattern
    let ordered = bits >> 31 == 0 ? bits | 1 << 31 : ~bits
    return UInt64(ordered) << 32 | UInt64(~UInt32(truncatingIfNeeded: rule))
  }

  /// Declines what is hardly covered, asks back where rules are about as likely, answers else.
  package func decide(_ ranking: Ranking) -> Decision {
    guard let best = ranking.candidates.first, ranking.coverage >= leastCoverage else {
      return .decline
    }
    let close = ranking.close(closeCall)
    return close.count > 1 && !ranking.exact ? .askBack(close) : .answer(best)
  }
}
