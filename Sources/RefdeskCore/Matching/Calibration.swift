/// From a gauge of how well the best rule fits to the probability that it is what was asked, and when to say no.
///
/// Fitted when a rule base is compiled, on its own phrasings held out and on questions that no rule answers.
package struct Calibration: Sendable, Equatable {
  /// Probability = 1 / (1 + exp(-(slope × ln gauge + intercept))).
  package var slope: Float = 1
  package var intercept: Float = 0
  /// Below this probability the desk declines.
  package var leastConfidence: Float = 0.5
  /// The desk asks back when the second rule's share of the first's probability is at least this.
  package var closeCall: Float = 0.65

  package init() {}

  package func confidence(gauge: Float) -> Float {
    Float(1 / (1 + exp(-(Double(slope) * log(Double(gauge) + 1e-6) + Double(intercept)))))
  }

  func write(to writer: inout SectionWriter) {
    for value in [slope, intercept, leastConfidence, closeCall] { writer.float(value) }
  }

  init(from cursor: inout Cursor) {
    func float() -> Float { Float(bitPattern: UInt32(cursor.int()) << 4) }
    slope = float()
    intercept = float()
    leastConfidence = float()
    closeCall = float()
  }
}
