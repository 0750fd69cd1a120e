package import RefdeskCore

/// Measures how well a rule base understands questions of writers that it has not seen.
package struct Evaluation {
  private let training: TrainingSet
  private let base: RuleBase
  private let ground: CommonGround
  /// How the whole rule base would decide: fitted once, as in compiling.
  private let calibration: Calibration
  /// Which kind of model compiling would take, where the rule base leaves the choice. What is evaluated is learned.
  package let choice: ModelChoice?

  /// A part of the method, to be left out in order to see what it is worth.
  package enum Part: String, CaseIterable, Sendable {
    case pairs, letters, relations, thesaurus, background
  }

  /// - Parameter part: what to do without; nothing where nil.
  package init(_ base: RuleBase, language: Language, without part: Part? = nil) {
    var base = base
    if part == .thesaurus { base.thesaurus = [] }
    if part == .background { base.phrasings.removeAll { $0.rule == nil } }
    self.base = base
    let draft = Compiler(base, language: language).draftRules()
    let blocks: Set<FeatureBlock> =
      switch part {
      case .pairs: [.pairs]
      case .letters: [.letters]
      case .relations: [.relations]
      default: []
      }
    training = TrainingSet(base, draft: draft, language: language, without: blocks)
    ground = CommonGround(base.rules)
    (calibration, choice) = training.fitted()
  }

  /// Figures for the questions of one writer, asked of rules that learned from all others.
  package struct VoiceReport: Sendable {
    package var voice: String
    package var asked = 0
    /// The best rule was the right one, whatever the decision.
    package var bestIsRight = 0
    /// The best rule's answer serves: it is the right rule, or cites what is at its heart.
    package var bestServes = 0
    /// Answered, and the answer serves.
    package var right = 0
    /// Answered, and it does not.
    package var wrong = 0
    package var askedBack = 0
    /// Asked back, and one of the choices serves.
    package var offered = 0
    package var declined = 0
    package var confusions: [Confusion] = []
    /// The confidence of each question's best rule, and whether it served.
    package var trials: [(confidence: Float, isRight: Bool)] = []

    package init(voice: String) { self.voice = voice }
  }

  /// A question of one rule that another would have answered.
  package struct Confusion: Sendable {
    package var rule: String
    package var by: String
    package var question: String
  }

  package var voices: [String] { training.voices }

  /// Learns without one voice, and asks its questions. Questions that no rule answers are reported under the voices
  /// "off-topic" and "not", in five turns with a fifth of them left out.
  package func leaveOut(_ voice: String) -> VoiceReport {
    var report = VoiceReport(voice: voice)
    guard let number = training.voices.firstIndex(of: voice) else { return report }
    let corpus = training.corpus
    let rows = corpus.rows.indices.filter { corpus.rows[$0].voice == number }
    let isOffTopic = rows.allSatisfy { corpus.rows[$0].label == corpus.background }
    let turns = isOffTopic ? 5 : 1
    for turn in 0..<turns {
      let asked = rows.enumerated().filter { $0.offset % turns == turn }.map(\.element)
      let held = Set(asked)
      let learner = SoftmaxLearner(corpus, rows: corpus.rows.indices.filter { !held.contains($0) })
      learner.learn(rounds: TrainingSet.rounds)
      for row in asked { judge(row, learner, &report) }
    }
    return report
  }

  private func judge(_ row: Int, _ learner: SoftmaxLearner, _ report: inout VoiceReport) {
    let corpus = training.corpus
    let label = corpus.rows[row].label
    let isCovered = label != corpus.background
    let ranking = calibration.ranking(
      scores: learner.scores(of: row), known: corpus.rows[row].known)
    guard let best = ranking.candidates.first else { return }
    func serves(_ rule: Int) -> Bool { isCovered && ground.covers(rule, label) }
    report.asked += 1
    if best.rule == label { report.bestIsRight += 1 }
    if serves(best.rule) { report.bestServes += 1 }
    report.trials.append((ranking.confidence, serves(best.rule)))
    var decision = calibration.decide(ranking)
    if case .askBack(let options) = decision,
      options.dropFirst().allSatisfy({ ground.covers(best.rule, $0.rule) })
    {
      decision = .answer(best)
    }
    switch decision {
    case .answer:
      if serves(best.rule) { report.right += 1 } else { report.wrong += 1 }
    case .askBack(let options):
      report.askedBack += 1
      if options.contains(where: { serves($0.rule) }) { report.offered += 1 }
    case .decline: report.declined += 1
    }
    if !serves(best.rule), isCovered {
      report.confusions.append(
        Confusion(
          rule: base.rules[label].id, by: base.rules[best.rule].id,
          question: training.sources[row]?.text ?? ""))
    }
  }

  /// Phrasings that a rule of other ground would surely take if they were not its own.
  package func takenPhrasings() -> [Finding] {
    let corpus = training.corpus
    let learner = SoftmaxLearner(corpus)
    learner.learn(rounds: TrainingSet.rounds)
    var findings: [Finding] = []
    for row in corpus.rows.indices {
      let label = corpus.rows[row].label
      guard let source = training.sources[row], label != corpus.background else { continue }
      let ranking = calibration.ranking(
        scores: learner.scoresLeftOut(row), known: 1)
      guard let best = ranking.candidates.first, best.probability > 0.9,
        !ground.covers(best.rule, label)
      else { continue }
      findings.append(
        Finding(
          .takenPhrasing(
            source.text, rule: base.rules[label].id, by: base.rules[best.rule].id,
            confidence: best.probability), at: source.place))
    }
    return findings
  }
}

/// The mean distance of confidence from what came true, over ten steps of confidence.
package func calibrationError(_ trials: [(confidence: Float, isRight: Bool)]) -> Float {
  guard !trials.isEmpty else { return 0 }
  var error: Float = 0
  for step in 0..<10 {
    let inStep = trials.filter { min(9, Int($0.confidence * 10)) == step }
    guard !inStep.isEmpty else { continue }
    let confidence = inStep.reduce(0) { $0 + $1.confidence } / Float(inStep.count)
    let right = Float(inStep.count { $0.isRight }) / Float(inStep.count)
    error += abs(confidence - right) * Float(inStep.count) / Float(trials.count)
  }
  return error
}
