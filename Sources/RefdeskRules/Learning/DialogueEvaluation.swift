package import RefdeskCore

/// Measures how well turns are understood that follow an answer, on dialogues of writers that were left out.
package struct DialogueEvaluation {
  private let training: FollowUpTraining
  private let ground: CommonGround
  private let base: RuleBase
  private let weights: ContextWeights
  private let trials: [FollowUpTraining.Trial]
  /// What each turn is likeliest to be alone.
  private let alone: [Int]

  package init(_ base: RuleBase, language: Language) {
    self.base = base
    let rules = Compiler(base, language: language).questionsLearned()
    training = FollowUpTraining(base, rules: rules, language: language)
    ground = CommonGround(base.rules)
    trials = training.trials()
    alone = training.alone()
    weights = training.fitted(trials)
  }

  /// Figures for the later turns of one writer.
  package struct Report: Sendable {
    package var voice: String
    package var asked = 0
    /// What serves is the likeliest by the turn alone.
    package var alone = 0
    /// What serves is the likeliest by the turn and what it follows.
    package var inContext = 0
    package var misses: [(text: String, after: String, wanted: String, got: String)] = []

    package init(voice: String) { self.voice = voice }
  }

  package func reports() -> [Report] {
    training.voices.indices.map { voice in
      var report = Report(voice: training.voices[voice])
      for trial in trials {
        let sample = training.samples[trial.sample]
        guard sample.voice == voice else { continue }
        report.asked += 1
        let shares = trial.evidence.probabilities(weights)
        let best = shares.indices.max { shares[$0] < shares[$1] }!
        if serves(alone[trial.sample], sample.label) { report.alone += 1 }
        if serves(best, sample.label) {
          report.inContext += 1
        } else {
          report.misses.append(
            (sample.text, base.rules[sample.last].id, name(sample.label), name(best)))
        }
      }
      return report
    }
  }

  /// Whether a class gives who wanted another what they wanted.
  private func serves(_ number: Int, _ wanted: Int) -> Bool {
    number == wanted
      || (number < base.rules.count && wanted < base.rules.count && ground.covers(number, wanted))
  }

  private func name(_ number: Int) -> String {
    let classes = ContextClasses(ruleCount: base.rules.count)
    if number < base.rules.count { return base.rules[number].id }
    return classes.act(number)?.rawValue ?? "nothing"
  }
}
