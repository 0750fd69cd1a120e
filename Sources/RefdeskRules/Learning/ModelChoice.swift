internal import RefdeskCore

/// Which kind of model serves a rule base, found out on its own phrasings held out.
///
/// Learned weights know letters, pairs and relations, and tell rules apart that share their words; counted ones know
/// words and which of them stand together in a phrasing, and answer twice as many questions a second. So the counted are
/// taken where they do no worse.
package struct ModelChoice: Sendable, Equatable {
  package enum Kind: String, Sendable { case learned, counted }

  /// What a kind of model made of the questions held out, as shares of them from 0 to 1.
  package struct Result: Sendable, Equatable {
    /// Of the questions that some rule answers: the best rule's answer serves, whatever the decision.
    package fileprivate(set) var bestServes: Float = 0
    /// Of the same: answered, and the answer serves.
    package fileprivate(set) var right: Float = 0
    /// Of the questions that no rule answers.
    package fileprivate(set) var declined: Float = 0

    fileprivate func isNoWorse(than other: Result) -> Bool {
      bestServes >= other.bestServes && right >= other.right && declined >= other.declined
    }
  }

  package let kind: Kind
  package let learned: Result
  package let counted: Result
  /// How many questions were held out that some rule answers.
  package let asked: Int
  /// How sure the desk may be with counted weights.
  let calibrationOfCounted: Calibration

  /// Fewer phrasings than this tell the two kinds apart by chance as often as not.
  private static let fewest = 1000

  /// Whether a rule base leaves a choice: it is small enough to learn from, has phrasings enough to judge by, and
  /// nothing that only a learned model understands, which are turns in a conversation, questions back answered in
  /// words, rules that show others by example, and phrasings with a placeholder.
  static func isOpen(to base: RuleBase, phrasingCount: Int) -> Bool {
    base.rules.count <= Compiler.mostLearned && phrasingCount >= fewest && base.dialogues.isEmpty
      && base.rules.allSatisfy { $0.kind == .answer || $0.kind == .courtesy }
      && !base.topics.contains(where: \.holdsExamples)
  }

  /// - Parameters:
  ///   - learned: the questions held out, put to learned models.
  ///   - counted: the same questions, put to counted models.
  init(learned: [Calibrator.Trial], counted: [Calibrator.Trial]) {
    // Both by the same measure: how much more it counts to answer than to decline.
    calibrationOfCounted = Calibrator.fit(counted, byBackground: true)
    self.learned = ModelChoice.result(learned, Calibrator.fit(learned))
    self.counted = ModelChoice.result(counted, calibrationOfCounted)
    asked = learned.count(where: \.isCovered)
    kind = self.counted.isNoWorse(than: self.learned) ? .counted : .learned
  }

  private static func result(
    _ trials: [Calibrator.Trial], _ calibration: Calibration
  ) -> Result {
    var result = Result()
    var covered: Float = 0
    var uncovered: Float = 0
    for trial in trials {
      let coverage = calibration.coverage(
        of: trial.together, background: trial.background, known: trial.known)
      let isDeclined = coverage < calibration.leastCoverage
      if trial.isCovered {
        covered += trial.weight
        if trial.isRight { result.bestServes += trial.weight }
        if trial.isRight, !isDeclined, !trial.asksBack { result.right += trial.weight }
      } else {
        uncovered += trial.weight
        if isDeclined { result.declined += trial.weight }
      }
    }
    result.bestServes /= max(1, covered)
    result.right /= max(1, covered)
    result.declined /= max(1, uncovered)
    return result
  }
}
