package import RefdeskCore

/// Measures how well a rule base would understand questions that it has not seen.
package struct Evaluation {
  private let training: TrainingSet
  private let base: RuleBase

  package init(_ base: RuleBase, language: Language) {
    self.base = base
    training = TrainingSet(
      base, draft: Compiler(base, language: language).draftRules(), language: language)
  }

  /// Figures for the questions of one writer, asked of rules that learned from all others.
  package struct VoiceReport: Sendable {
    package var voice: String
    package var asked = 0
    /// The right rule came first.
    package var first = 0
    /// The right rule came among the first three.
    package var amongThree = 0
    /// The first rule cites a passage that the right rule's heart rests on.
    package var sameGround = 0
    /// Wrongly declined, as the background outranked every rule.
    package var declined = 0
    package var confusions: [Confusion] = []
    package var trials: [(confidence: Float, isRight: Bool)] = []
  }

  /// A question of one rule that another would have answered.
  package struct Confusion: Sendable {
    package var rule: String
    package var by: String
    package var question: String
  }

  package var voices: [String] { training.voices }

  /// Learns without one voice, asks its questions.
  package func leaveOut(_ voice: String) -> VoiceReport {
    let corpus = training.corpus
    var report = VoiceReport(voice: voice)
    guard let number = training.voices.firstIndex(of: voice) else { return report }
    let ground = CommonGround(base.rules)
    let learner = SoftmaxLearner(
      corpus, rows: corpus.rows.indices.filter { corpus.rows[$0].voice != number })
    learner.learn(rounds: TrainingSet.rounds)
    for row in corpus.rows.indices where corpus.rows[row].voice == number {
      let label = corpus.rows[row].label
      guard label != corpus.background else { continue }
      let scores = learner.scores(of: row)
      let order = (0..<corpus.background).sorted { (scores[$0], $1) > (scores[$1], $0) }
      report.asked += 1
      if order[0] == label { report.first += 1 }
      if order.prefix(3).contains(label) { report.amongThree += 1 }
      if ground.covers(order[0], label) {
        report.sameGround += 1
      } else {
        report.confusions.append(
          Confusion(
            rule: base.rules[label].id, by: base.rules[order[0]].id,
            question: training.sources[row]?.text ?? ""))
      }
      if scores[corpus.background] > scores[order[0]] { report.declined += 1 }
    }
    return report
  }

  /// Phrasings that another rule would take if they were not its own.
  package func takenPhrasings() -> [Finding] {
    let corpus = training.corpus
    let learner = SoftmaxLearner(corpus)
    learner.learn(rounds: TrainingSet.rounds)
    var findings: [Finding] = []
    let ground = CommonGround(base.rules)
    for row in corpus.rows.indices {
      guard let source = training.sources[row], corpus.rows[row].label != corpus.background else {
        continue
      }
      let scores = learner.scoresLeftOut(row)
      var best = 0
      for number in scores.indices where scores[number] > scores[best] { best = number }
      guard best != corpus.rows[row].label, best != corpus.background else { continue }
      let largest = scores[best]
      let sum = scores.reduce(0.0) { $0 + exp(Double($1 - largest)) }
      let taken = Float(1 / sum)
      guard taken > 0.9, !ground.covers(best, corpus.rows[row].label) else { continue }
      findings.append(
        Finding(
          .takenPhrasing(
            source.text, rule: base.rules[corpus.rows[row].label].id, by: base.rules[best].id,
            confidence: taken), at: source.place))
    }
    return findings
  }
}
