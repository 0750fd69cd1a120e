/// From how well the rules fit a question to what may be said of it: is it covered at all, and is the best rule right?
///
/// Two logistic regressions, fitted when a rule base is compiled, on its own phrasings held out and on questions that
/// no rule answers (`TrainingSet.calibration`).
package struct Calibration: Sendable, Equatable {
  /// How likely it is that some rule answers: weights of ln p, ln b and ln known, and a constant, where p is the
  /// probability of the best rules that are about as likely, b the background's, known the share of what was heard before.
  package var coverage: [Float] = [1, 0, 1, 0]
  /// How likely it is that the best rule is the right one, given that one is: weights of ln p₁ and ln p₂, and a constant.
  package var rightness: [Float] = [1, 0, 0]
  /// Below this coverage the desk declines.
  package var leastCoverage: Float = 0.5
  /// The desk asks back when the second rule's share of the first's probability is at least this.
  package var closeCall: Float = 0.75

  package init() {}

  /// The probability that some rule answers.
  package func coverage(of probability: Float, background: Float, known: Float) -> Float {
    let (p, b, k) = Calibration.coverageFeatures(probability, background, known)
    return Calibration.logistic(
      Double(coverage[0]) * p + Double(coverage[1]) * b + Double(coverage[2]) * k
        + Double(coverage[3]))
  }

  /// The probability that the best rule is the right one, given that one is.
  package func rightness(first: Float, second: Float) -> Float {
    let (p, q) = Calibration.rightnessFeatures(first, second)
    return Calibration.logistic(
      Double(rightness[0]) * p + Double(rightness[1]) * q + Double(rightness[2]))
  }

  package static func coverageFeatures(
    _ probability: Float, _ background: Float, _ known: Float
  ) -> (Double, Double, Double) {
    (log(Double(probability) + 1e-6), log(Double(background) + 1e-6), log(Double(known) + 0.05))
  }

  package static func rightnessFeatures(_ first: Float, _ second: Float) -> (Double, Double) {
    (log(Double(first) + 1e-6), log(Double(second) + 1e-6))
  }

  private static func logistic(_ sum: Double) -> Float { Float(1 / (1 + exp(-sum))) }

  func write(to writer: inout SectionWriter) {
    for value in coverage + rightness + [leastCoverage, closeCall] { writer.float(value) }
  }

  init(from cursor: inout Cursor) {
    func float() -> Float { Float(bitPattern: UInt32(cursor.int()) << 4) }
    coverage = (0..<4).map { _ in float() }
    rightness = (0..<3).map { _ in float() }
    leastCoverage = float()
    closeCall = float()
  }
}
