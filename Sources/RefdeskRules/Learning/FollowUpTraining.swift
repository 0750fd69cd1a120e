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
        defer { before = turn.text }
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
        if label < base.rules.count { (earlier, last) = (last, label) }
      }
    }
    self.samples = samples
    self.voices = voices
    corpus = Corpus(
      samples.map { ($0.utterance, $0.label, $0.voice) }, classCount: classes.count,
      language: language, broader: rules.model.broader, usesRelations: true)
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
    let learner = SoftmaxLearner(
      corpus, cost: FollowUpTraining.turnCost, beginnings: beginnings)
    learner.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    return TrainingSet.tables(of: learner, corpus)
  }

  private func leaningWeights() -> ModelTables {
    let learner = SoftmaxLearner(builds, cost: FollowUpTraining.buildCost)
    learner.learn(rounds: TrainingSet.rounds, tolerance: 0.01)
    return TrainingSet.tables(of: learner, builds, leastWeight: 0.005)
  }

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
    Parallel.map(folds) { trials(holdingOut: $0) }.flatMap { $0 }
  }

  /// In how many turns writers are held out.
  private var folds: Int { voices.count < 2 ? 4 : min(4, voices.count) }

  private func fold(of sample: Int) -> Int {
    (voices.count < 2 ? sample : samples[sample].voice) % folds
  }

  private func trials(holdingOut turn: Int) -> [Trial] {
    let learner = SoftmaxLearner(
      corpus, rows: samples.indices.filter { fold(of: $0) != turn },
      cost: FollowUpTraining.turnCost, beginnings: beginnings)
    // Weights of evidence need no more than roughly settled ones.
    learner.learn(rounds: TrainingSet.rounds / 2, tolerance: 0.03)
    var around: [Int: Neighbourhood] = [:]
    return samples.indices.filter { fold(of: $0) == turn }.map { number in
      let sample = samples[number]
      let neighbourhood = around[sample.last] ?? Neighbourhood(of: sample.last, in: rules)
      around[sample.last] = neighbourhood
      return Trial(
        evidence: ContextEvidence(
          classes, scores: learner.scores(of: number), around: neighbourhood,
          earlier: sample.earlier),
        sample: number)
    }
  }

  /// The weights under which turns are most likely to mean what they do.
  func fitted(_ trials: [Trial]) -> ContextWeights {
    var logit = ConditionalLogit(size: ContextWeights.count)
    for trial in trials { logit.add(trial.evidence.rows, right: samples[trial.sample].label) }
    let weights = logit.weights(from: [1, 0.8, 0.4, 0.5, 0.4, 0, 0, -1.2, -1.2])
    return ContextWeights(values: weights.map { Float($0) }, leaningShare: leaningShare)
  }
}
