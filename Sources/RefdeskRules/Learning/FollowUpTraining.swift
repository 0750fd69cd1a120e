internal import RefdeskCore

/// Learns from a rule base's dialogues what turns mean that lean on earlier ones.
///
/// A softmax like that of questions, over the rules, what can be done with an answer, and nothing; the features of a
/// turn are its own and two of what it follows: the rule that answered last, and that rule's topic.
struct FollowUpTraining {
  /// A turn that leans, read, with what it means.
  struct Sample: Sendable {
    var utterance: Utterance
    var label: Int
    var voice: Int
    /// The rule that answered before it.
    var last: Int
    var text: String
  }

  let samples: [Sample]
  let voices: [String]
  private let rules: CompiledRules
  private let language: Language
  private let classes: ContextClasses
  private let corpus: Corpus
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
            after: base.rules[last].id, topic: base.rules[last].topic,
            before: earlier.map { base.rules[$0].topic })
          samples.append(
            Sample(
              utterance: utterance, label: label, voice: voice, last: last, text: turn.text))
        }
        if label < base.rules.count { (earlier, last) = (last, label) }
      }
    }
    self.samples = samples
    self.voices = voices
    corpus = Corpus(
      samples.map { ($0.utterance, $0.label, $0.voice) }, classCount: classes.count,
      language: language, broader: rules.model.broader,
      usesRelations: base.rules.count <= 2000)
    let turns = samples.map { sample in
      var alone = sample.utterance
      alone.context = []
      return (Leaning.features(of: alone, language: language), Leaning.leaning, sample.voice)
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
    let results = Parallel.map(2 + folds) { piece -> Learned in
      switch piece {
      case 0: .weights(weights())
      case 1: .weights(leaningWeights())
      default: .trials(trials(holdingOut: piece - 2))
      }
    }
    let sections: [ModelSections] = [.followUps, .leaning]
    var held: [Trial] = []
    for (piece, result) in results.enumerated() {
      switch result {
      case .weights(let tables): tables.write(to: &image, sections[piece])
      case .trials(let some): held += some
      }
    }
    var section = SectionWriter()
    fitted(held).write(to: &section)
    image.add(.contextWeights, section)
  }

  private enum Learned: Sendable {
    case weights(ModelTables)
    case trials([Trial])
  }

  private func weights() -> ModelTables {
    let learner = SoftmaxLearner(corpus)
    learner.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    return TrainingSet.tables(of: learner, corpus)
  }

  private func leaningWeights() -> ModelTables {
    let learner = SoftmaxLearner(builds, cost: FollowUpTraining.buildCost)
    learner.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    return TrainingSet.tables(of: learner, builds, leastWeight: 0.005)
  }

  /// What a misfit costs where builds are learned: little, for a build alone says little.
  private static let buildCost: Float = 1

  // MARK: Joining

  /// A turn with what speaks for each class, as seen by one who never read its writer.
  struct Trial: Sendable {
    var evidence: ContextEvidence
    var sample: Int
  }

  /// Every turn, weighed by weights learned without its writer (without every fourth turn, where there is one writer).
  func trials() -> [Trial] {
    Parallel.map(folds) { trials(holdingOut: $0) }.flatMap { $0 }
  }

  /// In how many turns writers are held out.
  private var folds: Int { voices.count < 2 ? 4 : min(4, voices.count) }

  private func fold(of sample: Int) -> Int {
    (voices.count < 2 ? sample : samples[sample].voice) % folds
  }

  private func trials(holdingOut turn: Int) -> [Trial] {
    let learner = SoftmaxLearner(corpus, rows: samples.indices.filter { fold(of: $0) != turn })
    // Weights of evidence need no more than roughly settled ones.
    learner.learn(rounds: TrainingSet.rounds / 2, tolerance: 0.03)
    let matcher = Matcher(rules: rules, language: language)
    let reader = QuestionReader(language: language, lexicon: rules.lexicon)
    var around: [Int: Neighbourhood] = [:]
    return samples.indices.filter { fold(of: $0) == turn }.map { number in
      let sample = samples[number]
      var alone = sample.utterance
      alone.context = []
      let neighbourhood = around[sample.last] ?? Neighbourhood(of: sample.last, in: rules)
      around[sample.last] = neighbourhood
      return Trial(
        evidence: ContextEvidence(
          classes, alone: matcher.scores(for: alone), following: learner.scores(of: number),
          joined: matcher.scores(
            for: reader.read(
              Desk.joined(sample.text, after: rules.rule(at: sample.last).question))),
          around: neighbourhood),
        sample: number)
    }
  }

  /// The weights under which turns are most likely to mean what they do.
  func fitted(_ trials: [Trial]) -> ContextWeights {
    var logit = ConditionalLogit(size: ContextWeights.count)
    for trial in trials { logit.add(trial.evidence.rows, right: samples[trial.sample].label) }
    let weights = logit.weights(from: [0.4, 0.9, 0.2, 1, 0.4, 0.9, 0.2, -2.5, -1, -1.5])
    return ContextWeights(values: weights.map { Float($0) }, leaningShare: leaningShare)
  }
}
