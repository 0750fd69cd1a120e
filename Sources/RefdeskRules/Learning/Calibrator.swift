internal import RefdeskCore

/// Fits how sure the desk may be, from what a rule base has: its own phrasings held out, and questions that none answers.
enum Calibrator {
  /// A question held out: how well its best rule fitted, and whether that was right.
  struct Trial: Sendable {
    var gauge: Float
    /// The background's share against the best rule's.
    var background: Float
    var best: Float
    var isRight: Bool
    var isCovered: Bool
    var weight: Float = 1
  }

  static func trial(
    scores: [Float], label: Int, background: Int, known: Float,
    covers: (Int, Int) -> Bool
  ) -> Trial {
    let largest = scores.max() ?? 0
    let sum = scores.reduce(0.0) { $0 + exp(Double($1 - largest)) }
    var best = 0
    for number in 0..<background where scores[number] > scores[best] { best = number }
    let probability = Float(exp(Double(scores[best] - largest)) / sum)
    return Trial(
      gauge: probability * (known + 0.05) / 1.05,
      background: Float(exp(Double(scores[background] - largest)) / sum), best: probability,
      isRight: label != background && covers(best, label), isCovered: label != background)
  }

  /// Logistic regression of being right on the logarithm of the gauge, by Newton's method.
  static func fit(_ trials: [Trial]) -> Calibration {
    var calibration = Calibration()
    guard trials.count > 10 else { return calibration }
    var slope = 1.0
    var intercept = 0.0
    for _ in 0..<60 {
      var g0 = -1e-3 * (slope - 1)
      var g1 = 0.0
      var h00 = 1e-3
      var h01 = 0.0
      var h11 = 1e-9
      for trial in trials {
        let x = log(Double(trial.gauge) + 1e-6)
        let p = 1 / (1 + exp(-(slope * x + intercept)))
        let error = ((trial.isRight ? 1 : 0) - p) * Double(trial.weight)
        let curve = max(1e-9, p * (1 - p)) * Double(trial.weight)
        g0 += error * x
        g1 += error
        h00 += curve * x * x
        h01 += curve * x
        h11 += curve
      }
      let determinant = h00 * h11 - h01 * h01
      guard abs(determinant) > 1e-12 else { break }
      let step0 = (g0 * h11 - g1 * h01) / determinant
      let step1 = (g1 * h00 - g0 * h01) / determinant
      slope += max(-1, min(1, step0))
      intercept += max(-2, min(2, step1))
      if abs(step0) + abs(step1) < 1e-7 { break }
    }
    calibration.slope = Float(slope)
    calibration.intercept = Float(intercept)
    calibration.leastConfidence = leastConfidence(trials, calibration)
    return calibration
  }

  /// The confidence from which on answering serves best: where the sum of the share of covered questions answered
  /// rightly and of the share of uncovered ones declined is largest.
  private static func leastConfidence(_ trials: [Trial], _ calibration: Calibration) -> Float {
    let covered = trials.reduce(Float(0)) { $0 + ($1.isCovered ? $1.weight : 0) }
    let uncovered = trials.reduce(Float(0)) { $0 + ($1.isCovered ? 0 : $1.weight) }
    guard covered > 0, uncovered > 0 else { return 0.5 }
    // From the surest down: what answering one more does to the sum.
    var best: (gain: Float, confidence: Float) = (0, 1)
    var gain: Float = 0
    for trial in trials.filter({ $0.background <= $0.best }).sorted(by: { $0.gauge > $1.gauge }) {
      if trial.isCovered {
        gain += (trial.isRight ? 1 : 0) * trial.weight / covered
      } else {
        gain -= trial.weight / uncovered
      }
      if gain > best.gain { best = (gain, calibration.confidence(gauge: trial.gauge)) }
    }
    return best.confidence
  }
}
