internal import RefdeskCore

/// Learns from a rule base's dialogues what turns mean that lean on earlier ones.
///
/// A softmax over the rules, what can be done with an answer, and nothing. Its scores begin with what the questions'
/// weights make of the turn, alone and with the question before it, so that only what is different in a conversation
/// is learned. The features of a turn are its own and those of what it follows: the two rules that answered last, and
/// their topics.
struct FollowUpTraining {
  /// A turn that leans, read, with what it means.
  struct Sample: Sendable {
    var utterance: Utterance
    var label: Int
    var voice: Int
    /// The rule that answered before it, and the one that answered before that.
    var last: Int
    var earlier: Int?
    var text: String
    /// The turn before it.
    var before: String

    /// The turn without what it follows.
    var alone: Utterance {
      var alone = utterance
      alone.context = []
      return alone
    }
  }

  let samples: [Sample]
  let voices: [String]
  private let rules: CompiledRules
  private let language: Language
  private let classes: ContextClasses
  private let corpus: Corpus
  /// Where the scores of each sample begin, one sample's classes after another's.
  private let beginnings: [Float]
  /// The builds of leaning turns and of phrasings, which stand alone.
  private let builds: Corpus
  private let leaningShare: Float

  /// - Parameter rules: the rule base with all learned but this.
  init(_ base: RuleBase, rules: CompiledRules, language: Language) {
    self.rules = rules
    self.language = language
    let classes = ContextClasses(ruleCount: base.rules.count)
    self.classes = classes
    var numbers: [String: Int] = [:]
    for (number, rule) in base.rules.enumerated() { numbers[rule.id] = number }
    func number(_ id: String) -> Int? {
      guard let code = AnswerID.code(id) else { return numbers[id] }
      return base.rules.firstIndex { $0.kind == (code.isGoal ? .goals : .targets) }
    }

    let reader = QuestionReader(language: language, lexicon: rules.lexicon)
    var samples: [Sample] = []
    var voices: [String] = []
    for dialogue in base.dialogues {
      if !voices.contains(dialogue.voice) { voices.append(dialogue.voice) }
      let voice = voices.firstIndex(of: dialogue.voice)!
      var last: Int?
      var earlier: Int?
      var before = ""
      for turn in dialogue.turns {
        let label: Int?
        switch turn.meaning {
        case .rule(let id): label = number(id)
        case .act(let act): label = classes.number(of: act)
        case .nothing: label = classes.nothing
        case .introduction: label = nil
        }
        guard let label else { continue }
        if let last {
          var utterance = reader.read(turn.text)
          utterance.context = Desk.context(
            after: (base.rules[last].id, base.rules[last].topic),
            earlier.map { (base.rules[$0].id, base.rules[$0].topic) })
          samples.append(
            Sample(
              utterance: utterance, label: label, voice: voice, last: last, earlier: earlier,
              text: turn.text, before: before))
        }
        before = turn.text
        if label < base.rules.count { (earlier, last) = (last, label) }
      }
    }
    self.samples = samples
    self.voices = voices
    corpus = Corpus(
      samples.map { ($0.utterance, $0.label, $0.voice) }, classCount: classes.count,
      language: language, broader: rules.model.broader,
      usesRelations: base.rules.count <= 2000)
    beginnings = FollowUpTraining.beginnings(samples, classes, rules, language)
    let turns = samples.map { sample in
      (Leaning.features(of: sample.alone, language: language), Leaning.leaning, sample.voice)
    }
    let questions =
      samples.isEmpty
      ? []
      : base.phrasings.map { phrasing in
        (Leaning.features(of: reader.read(phrasing.text), language: language), Leaning.alone, -1)
      }
    builds = Corpus(
      turns + questions, classCount: 2, language: language, broader: rules.model.broader,
      usesRelations: false)
    leaningShare = Float(turns.count) / Float(max(1, turns.count + questions.count))
  }

  /// Writes what was learned: the weights, and how they join those of questions that stand alone.
  func write(to image: inout ImageWriter) {
    guard !samples.isEmpty else { return }
    let learner = SoftmaxLearner(
      corpus, cost: FollowUpTraining.turnCost, beginnings: beginnings)
    learner.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    TrainingSet.tables(of: learner, corpus).write(to: &image, .followUps)
    let leaning = SoftmaxLearner(builds, cost: FollowUpTraining.buildCost)
    leaning.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    TrainingSet.tables(of: leaning, builds, leastWeight: 0.005).write(to: &image, .leaning)
    var section = SectionWriter()
    fitted(trials()).write(to: &section)
    image.add(.contextWeights, section)
  }

  /// In how many turns writers are held out.
  private static let folds = 4

  /// What a misfit costs where turns are learned; 5 to 30 do about as well.
  private static let turnCost: Float = 10

  /// What a misfit costs where builds are learned: little, for a build alone says little.
  private static let buildCost: Float = 1

  // MARK: Joining

  /// A turn with what speaks for each class, as seen by one who never read its writer.
  struct Trial: Sendable {
    var evidence: ContextEvidence
    var sample: Int
  }

  /// Where the scores of all samples begin.
  private static func beginnings(
    _ samples: [Sample], _ classes: ContextClasses, _ rules: CompiledRules, _ language: Language
  ) -> [Float] {
    let part = (samples.count + 7) / 8
    return Parallel.map(part == 0 ? 0 : 8) { number -> [Float] in
      let matcher = Matcher(rules: rules, language: language)
      let reader = QuestionReader(language: language, lexicon: rules.lexicon)
      return samples[min(samples.count, number * part)..<min(samples.count, (number + 1) * part)]
        .flatMap { sample in
          let question = rules.rule(at: sample.last).question
          return ContextEvidence.beginning(
            classes, alone: matcher.scores(for: sample.alone),
            joined: matcher.scores(
              for: reader.read(Desk.joined(sample.text, after: question, sample.before))))
        }
    }.flatMap { $0 }
  }

  /// The class that each sample is likeliest to be by the turn alone.
  func alone() -> [Int] {
    let matcher = Matcher(rules: rules, language: language)
    return samples.map { sample in
      let scores = matcher.scores(for: sample.alone)
      let best = scores.indices.max { scores[$0] < scores[$1] }!
      return best == classes.ruleCount ? classes.nothing : best
    }
  }

  /// Every turn, weighed by weights learned without its writer (without every fourth turn, where there is one writer).
  func trials() -> [Trial] {
    let isSingle = voices.count < 2
    let folds = isSingle ? FollowUpTraining.folds : min(FollowUpTraining.folds, voices.count)
    let corpus = corpus
    let samples = samples
    let beginnings = beginnings
    let classes = classes
    var around: [Int: Neighbourhood] = [:]
    for sample in samples where around[sample.last] == nil {
      around[sample.last] = Neighbourhood(of: sample.last, in: rules)
    }
    let neighbourhoods = around
    @Sendable func fold(_ sample: Int) -> Int {
      (isSingle ? sample : samples[sample].voice) % folds
    }
    return Parallel.map(folds) { turn -> [Trial] in
      let learner = SoftmaxLearner(
        corpus, rows: samples.indices.filter { fold($0) != turn },
        cost: FollowUpTraining.turnCost, beginnings: beginnings)
      // Weights of evidence need no more than roughly settled ones.
      learner.learn(rounds: TrainingSet.rounds / 2, tolerance: 0.03)
      return samples.indices.filter { fold($0) == turn }.map { number in
        let sample = samples[number]
        return Trial(
          evidence: ContextEvidence(
            classes, scores: learner.scores(of: number), around: neighbourhoods[sample.last]!,
            earlier: sample.earlier),
          sample: number)
      }
    }.flatMap { $0 }
  }

  private func weighing(_ values: [Double]) -> ContextWeights {
    ContextWeights(values: values.map { Float($0) }, leaningShare: leaningShare)
  }

  /// The weights under which turns are most likely to mean what they do: a conditional logit, by Newton's method, with
  /// a slight pull to a sensible beginning.
  func fitted(_ trials: [Trial]) -> ContextWeights {
    let size = ContextWeights.count
    var weights: [Double] = [1, 0.8, 0.4, 0.5, 0.4, 0, 0, -1.2, -1.2]
    let prior = weights
    for _ in 0..<25 {
      var gradient = (0..<size).map { 2 * (prior[$0] - weights[$0]) }
      var curvature = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      for index in 0..<size { curvature[index][index] = 2 }
      for trial in trials {
        let shares = trial.evidence.probabilities(weighing(weights))
        let rows = trial.evidence.rows
        var mean = [Double](repeating: 0, count: size)
        for (row, share) in zip(rows, shares) {
          for i in 0..<size { mean[i] += Double(share * row[i]) }
        }
        let right = rows[samples[trial.sample].label]
        for i in 0..<size { gradient[i] += Double(right[i]) - mean[i] }
        for (row, share) in zip(rows, shares) where share > 1e-6 {
          for i in 0..<size {
            for j in 0..<size {
              curvature[i][j] +=
                Double(share) * (Double(row[i]) - mean[i]) * (Double(row[j]) - mean[j])
            }
          }
        }
      }
      let step = Calibrator.solve(curvature, gradient)
      for index in 0..<size { weights[index] += max(-2, min(2, step[index])) }
      if step.allSatisfy({ abs($0) < 1e-6 }) { break }
    }
    return weighing(weights)
  }
}
