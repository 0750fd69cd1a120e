internal import RefdeskCore

/// Fits how sure the desk may be, from what a rule base has: its own phrasings held out, and questions that none answers.
enum Calibrator {
  /// A question held out: how well the rules fitted, and what would have been right.
  struct Trial: Sendable {
    /// The probabilities of the best two rules, and of the close ones together.
    var first: Float
    var second: Float
    var together: Float
    var background: Float
    var known: Float
    /// Whether the best rule's answer serves the question.
    var isRight: Bool
    /// Whether some rule's does.
    var isCovered: Bool
    /// Whether rules about as likely as the best say something else, so that the desk would ask back.
    var asksBack: Bool
    /// Whether a rule base's author put it down as a question that no rule answers.
    var isOffTopic = false
    var weight: Float = 1
  }

  /// - Parameters:
  ///   - ranking: how well the rules fit a question; only its probabilities count.
  ///   - label: the rule that answers; nil where none does.
  ///   - covers: whether a rule's answer serves who asked for another, both by number.
  static func trial(
    _ ranking: Ranking, label: Int?, covers: (Int, Int) -> Bool
  ) -> Trial {
    let best = ranking.candidates.first
    let close = ranking.close(Calibration().closeCall)
    return Trial(
      first: best?.probability ?? 0,
      second: ranking.candidates.dropFirst().first?.probability ?? 0,
      together: close.reduce(0) { $0 + $1.probability }, background: ranking.background,
      known: ranking.known,
      isRight: label.map { label in best.map { covers($0.rule, label) } ?? false } ?? false,
      isCovered: label != nil,
      asksBack: close.dropFirst().contains { other in
        best.map { !covers($0.rule, other.rule) } ?? false
      })
  }

  /// From how many off-topic questions on they tell more than rules left out do.
  private static let enoughOffTopic = 100

  /// - Parameter byBackground: whether the background's probability is known to tell what is not covered.
  static func fit(_ trials: [Trial], byBackground: Bool = false) -> Calibration {
    var calibration = Calibration()
    guard trials.count > 10 else { return calibration }
    if byBackground || trials.count(where: \.isOffTopic) >= enoughOffTopic {
      calibration.coverage = coverageByBackground(trials)
      calibration.rightness = logisticRegression(
        trials.filter(\.isCovered).map {
          let (first, second) = Calibration.rightnessFeatures($0.first, $0.second)
          return ([first, second], $0.isRight, Double($0.weight))
        }, prior: [1, 0, 1])
    } else {
      // Here coverage tells at once whether the best rule is right.
      calibration.coverage = coverageByGauge(trials)
      calibration.rightness = [0, 0, 20]
    }
    calibration.leastCoverage = leastCoverage(trials, calibration)
    return calibration
  }

  /// With off-topic questions to learn from, the background's probability tells best what is not covered.
  private static func coverageByBackground(_ trials: [Trial]) -> [Float] {
    func weights(usesRule: Bool = true, usesBackground: Bool = true) -> [Float] {
      logisticRegression(
        trials.map {
          let (rule, none, _) = Calibration.coverageFeatures($0.together, $0.background, $0.known)
          return (
            [usesRule ? rule : 0, usesBackground ? none : 0], $0.isCovered, Double($0.weight)
          )
        }, prior: [usesRule ? 1 : 0, usesBackground ? -0.2 : 0, 1])
    }
    var found = weights()
    // Where rules are far apart, either of the two tells all, and what is left for the other may be nonsense: that a
    // question is the less covered, the more speaks for a rule.
    if found[1] > 0 {
      found = weights(usesBackground: false)
    } else if found[0] < 0 {
      found = weights(usesRule: false)
    }
    return [found[0], found[1], 0, found[2]]
  }

  /// Without them, the best rules' probability times what is known of the question does.
  private static func coverageByGauge(_ trials: [Trial]) -> [Float] {
    let weights = logisticRegression(
      trials.map {
        let (rule, _, known) = Calibration.coverageFeatures($0.together, $0.background, $0.known)
        return ([rule + known], $0.isRight, Double($0.weight))
      }, prior: [1, 1])
    return [weights[0], 0, weights[0], weights[1]]
  }

  /// Newton's method, with a slight pull towards the prior weights where there is little to learn from.
  private static func logisticRegression(
    _ samples: [(features: [Double], isTrue: Bool, weight: Double)], prior: [Double]
  ) -> [Float] {
    let size = prior.count
    var weights = prior
    func sum(_ weights: [Double], _ features: [Double]) -> Double {
      var sum = weights[size - 1]
      for index in features.indices { sum += weights[index] * features[index] }
      return sum
    }
    func loss(_ weights: [Double]) -> Double {
      var loss = 0.0
      for index in 0..<size {
        loss += 0.25 * (prior[index] - weights[index]) * (prior[index] - weights[index])
      }
      for sample in samples {
        let margin = sum(weights, sample.features) * (sample.isTrue ? 1 : -1)
        loss += (margin > 30 ? 0 : margin < -30 ? -margin : log(1 + exp(-margin))) * sample.weight
      }
      return loss
    }
    var current = loss(weights)
    for _ in 0..<50 {
      var gradient = (0..<size).map { 0.5 * (prior[$0] - weights[$0]) }
      var curvature = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      for index in 0..<size { curvature[index][index] = 0.5 }
      for sample in samples {
        let x = sample.features + [1]
        let p = 1 / (1 + exp(-sum(weights, sample.features)))
        let error = ((sample.isTrue ? 1 : 0) - p) * sample.weight
        let bend = max(1e-9, p * (1 - p)) * sample.weight
        for i in 0..<size {
          gradient[i] += error * x[i]
          for j in 0...i { curvature[i][j] += bend * x[i] * x[j] }
        }
      }
      for i in 0..<size { for j in 0..<i { curvature[j][i] = curvature[i][j] } }
      var step = solve(curvature, gradient)
      // Where classes are far apart, a whole step can go too far. It is made shorter as a whole: bent, it might not lead
      // downhill.
      let longest = step.reduce(0) { max($0, abs($1)) }
      if longest > 2 { step = step.map { $0 * 2 / longest } }
      var next = zip(weights, step).map { $0 + $1 }
      var reached = loss(next)
      while reached > current, step.contains(where: { abs($0) > 1e-7 }) {
        step = step.map { $0 / 2 }
        next = zip(weights, step).map { $0 + $1 }
        reached = loss(next)
      }
      weights = next
      current = reached
      if step.allSatisfy({ abs($0) < 1e-7 }) { break }
    }
    return weights.map { Float($0) }
  }

  /// Gaussian elimination for a few unknowns; the matrix is positive definite.
  static func solve(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    var a = matrix
    var b = vector
    for i in b.indices {
      for j in (i + 1)..<b.count where i + 1 < b.count {
        let factor = a[j][i] / a[i][i]
        for k in i..<b.count { a[j][k] -= factor * a[i][k] }
        b[j] -= factor * b[i]
      }
    }
    for i in b.indices.reversed() {
      for k in (i + 1)..<b.count where i + 1 < b.count { b[i] -= a[i][k] * b[k] }
      b[i] /= a[i][i]
    }
    return b
  }

  /// People who come to a desk ask for what it has more often than for what it has not.
  static let coveredShare: Float = 0.6

  /// The coverage from which on not declining serves best: where the share of covered questions answered rightly and
  /// the share of uncovered ones declined, weighed by `coveredShare`, are largest together.
  private static func leastCoverage(
    _ trials: [Trial], _ calibration: Calibration
  ) -> Float {
    let covered = trials.reduce(Float(0)) { $0 + ($1.isCovered ? $1.weight : 0) }
    let uncovered = trials.reduce(Float(0)) { $0 + ($1.isCovered ? 0 : $1.weight) }
    guard covered > 0, uncovered > 0 else { return 0.5 }
    let judged = trials.map {
      (
        trial: $0,
        coverage: calibration.coverage(
          of: $0.together, background: $0.background, known: $0.known)
      )
    }.sorted { $0.coverage > $1.coverage }
    // From the surest down: what accepting one more does to the sum.
    var best: (gain: Float, coverage: Float) = (0, 1)
    var gain: Float = 0
    for (place, (trial, coverage)) in judged.enumerated() {
      if trial.isCovered {
        gain += (trial.isRight ? coveredShare : 0) * trial.weight / covered
      } else {
        gain -= (1 - coveredShare) * trial.weight / uncovered
      }
      // Half-way to the next, so that what lies between the two is shared out evenly.
      let next = place + 1 < judged.count ? judged[place + 1].coverage : 0
      if gain > best.gain { best = (gain, (coverage + next) / 2) }
    }
    return best.coverage
  }
}
