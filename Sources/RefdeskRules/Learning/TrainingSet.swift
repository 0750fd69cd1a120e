internal import RefdeskCore

/// The phrasings of a rule base, read as questions are, ready to learn from.
struct TrainingSet: Sendable {
  private let base: RuleBase
  private let draft: CompiledRules
  private let language: Language

  /// The words that phrasings use, for spelling repair.
  let vocabulary: [Lexicon.Word]
  /// The phrasings to list and complete, with their rules' numbers.
  let listed: [(rule: Int, phrasing: Phrasing)]
  /// From a phrasing of just these words to its rule.
  let exact: [(Key, Int)]
  let voices: [String]
  let corpus: Corpus
  /// The phrasing behind each row of the corpus; nil for a sentence of general English.
  let sources: [Phrasing?]
  /// The text of each row of the corpus.
  private let texts: [String]
  private let foldOfRow: [Int]
  private let ground: CommonGround

  /// - Parameter blocks: features to do without, to see what they are worth.
  init(
    _ base: RuleBase, draft: CompiledRules, language: Language,
    without blocks: Set<FeatureBlock> = []
  ) {
    self.base = base
    self.draft = draft
    self.language = language
    let background = base.rules.count
    var numbers: [String: Int] = [:]
    for (number, rule) in base.rules.enumerated() { numbers[rule.id] = number }

    let expansion = PlaceholderExpansion(base.goals)
    var all: [(phrasing: Phrasing, label: Int)] = []
    for (number, rule) in base.rules.enumerated() where !expansion.isTemplate(rule.question) {
      all.append(
        (Phrasing(text: rule.question, rule: rule.id, voice: "question", place: rule.place), number)
      )
    }
    // How a dialogue begins is a question like any other.
    let openings = base.dialogues.compactMap { dialogue -> Phrasing? in
      guard let turn = dialogue.turns.first else { return nil }
      switch turn.meaning {
      case .rule(let id) where AnswerID.code(id) == nil:
        return Phrasing(text: turn.text, rule: id, voice: dialogue.voice, place: turn.place)
      case .nothing:
        return Phrasing(text: turn.text, rule: nil, voice: dialogue.voice, place: turn.place)
      default: return nil
      }
    }
    for phrasing in base.phrasings + openings {
      let label = phrasing.rule.flatMap { numbers[$0] } ?? background
      for text in expansion.expand(phrasing.text) {
        var expanded = phrasing
        expanded.text = text
        expanded.isTemplate = expansion.isTemplate(phrasing.text)
        all.append((expanded, label))
      }
    }

    vocabulary = TrainingSet.vocabulary(
      all.map { ($0.phrasing.text, $0.label != background) }, base, draft: draft,
      language: language)
    // With the vocabulary known, phrasings are read just as questions will be: their slips are repaired as well.
    let lexicon = Compiler(base, language: language).draftRules(vocabulary: vocabulary).lexicon
    let reader = QuestionReader(language: language, lexicon: lexicon)
    var voiceNumbers: [String: Int] = [:]
    var voices: [String] = []
    var rows: [(utterance: Utterance, label: Int, voice: Int)] = []
    var sources: [Phrasing?] = []
    var texts: [String] = []
    var exact: [(Key, Int)] = []
    var claimed: Set<Key> = []
    for (phrasing, label) in all {
      let utterance = reader.read(phrasing.text)
      if utterance.tokens.isEmpty { continue }
      if voiceNumbers[phrasing.voice] == nil {
        voiceNumbers[phrasing.voice] = voices.count
        voices.append(phrasing.voice)
      }
      rows.append((utterance, label, voiceNumbers[phrasing.voice]!))
      sources.append(phrasing)
      texts.append(phrasing.text)
      if let key = utterance.wholeKey, claimed.insert(key).inserted { exact.append((key, label)) }
      if phrasing.isTemplate, let key = utterance.slotKey, claimed.insert(key).inserted {
        exact.append((key, label))
      }
    }
    for sentence in language.background {
      let utterance = reader.read(sentence)
      if utterance.tokens.isEmpty { continue }
      rows.append((utterance, background, -1))
      sources.append(nil)
      texts.append(sentence)
    }
    listed = all.filter { $0.label != background }.map { ($0.label, $0.phrasing) }
    self.exact = exact
    self.voices = voices
    self.sources = sources
    self.texts = texts
    corpus = Corpus(
      rows, classCount: background + 1, language: language, broader: draft.model.broader,
      usesRelations: true, without: blocks)
    foldOfRow = TrainingSet.foldOfRow(corpus)
    ground = CommonGround(base.rules)
  }

  /// The words of phrasings and of the thesaurus. A slip of the pen in a phrasing is none of them: what is not in the
  /// dictionary must stand in three phrasings to count, and not be a slip away from a word used far more often.
  static func vocabulary(
    _ phrasings: [(text: String, isRule: Bool)], _ base: RuleBase, draft: CompiledRules,
    language: Language
  ) -> [Lexicon.Word] {
    let reader = QuestionReader(language: language, lexicon: draft.lexicon, repairsSpelling: false)
    var words: [String: Lexicon.Word] = [:]
    func add(_ text: String, isRule: Bool, weight: Int) {
      let utterance = reader.read(text)
      for token in utterance.tokens where token.form == .word {
        guard let stem = token.stem else { continue }
        let word = utterance.text(of: token)
        let known = words[word]
        words[word] = Lexicon.Word(
          text: word, stem: stem, heard: (known?.heard ?? false) || isRule,
          frequency: (known?.frequency ?? 0) + weight)
      }
    }
    for (text, isRule) in phrasings { add(text, isRule: isRule, weight: 1) }
    // A term is the rule base's own word, whatever the dictionary says.
    for term in base.thesaurus {
      for form in [term.name] + term.usedFor { add(form, isRule: true, weight: 3) }
    }
    let inOrder = words.values.sorted {
      $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
    let inDictionary = inOrder.filter { language.knows(Key($0.text, role: .surface)) }
    let speller = Speller(
      Compiler(base, language: language).draftRules(vocabulary: inDictionary).lexicon)
    return inOrder.filter { word in
      if language.knows(Key(word.text, role: .surface)) { return true }
      guard word.frequency >= 3 else { return false }
      let meant = speller.nearestWord(to: word.text.utf8)
      return meant.map { inDictionary[$0].frequency < 5 * word.frequency } ?? true
    }
  }

  /// The most rounds over the phrasings; most rule bases settle sooner.
  static let rounds = 20

  /// The weights of all phrasings, and the calibration; learned at once, the longest work first. Where the rule base
  /// leaves the choice, also whether counted weights serve it as well.
  func learn() -> (tables: ModelTables, choice: ModelChoice?) {
    let results = Parallel.map(1 + trialCount) { piece -> Learned in
      piece == 0 ? .weights(weights()) : .trials(trials(piece - 1))
    }
    var tables = ModelTables()
    var held: [[Calibrator.Trial]] = []
    for result in results {
      switch result {
      case .weights(let weights): tables = weights
      case .trials(let some): held.append(some)
      }
    }
    let (calibration, choice) = judged(held)
    tables.calibration = calibration
    return (tables, choice)
  }

  private enum Learned: Sendable {
    case weights(ModelTables)
    case trials([Calibrator.Trial])
  }

  private func weights() -> ModelTables {
    let learner = SoftmaxLearner(corpus)
    // A small rule base can afford to settle further.
    learner.learn(rounds: TrainingSet.rounds, tolerance: corpus.rows.count < 5000 ? 0.001 : 0.003)
    return TrainingSet.tables(of: learner, corpus)
  }

  /// What a learner settled on, without calibration.
  static func tables(
    of learner: SoftmaxLearner, _ corpus: Corpus, leastWeight: Float = TrainingSet.leastWeight
  ) -> ModelTables {
    var tables = ModelTables()
    tables.phrasingCount = corpus.rows.count
    tables.biases = (0..<corpus.classCount).map { learner.weight(corpus.constant, $0) }
    tables.relations = (0..<corpus.relationCount).map { dimension in
      (0..<corpus.classCount).map { learner.weight(corpus.firstRelation + dimension, $0) }
    }
    tables.features = corpus.keys.indices.map { feature in
      ModelTables.Feature(
        key: corpus.keys[feature], rarity: corpus.rarities[feature],
        isHeard: corpus.isHeard[feature],
        weights: (0..<corpus.classCount).compactMap { number in
          let weight = learner.weight(feature, number)
          return abs(weight) < leastWeight ? nil : (number, weight)
        })
    }
    return tables
  }

  /// Weights under this are left out of the image.
  static let leastWeight: Float = 0.1

  // MARK: Calibration

  private static let folds = 5

  /// Fits how sure the desk may be on questions held out: in each of five turns the weights are learned without some
  /// writers (or, where there are too few, without some phrasings of each rule) and without some rules altogether.
  /// What the held-out writers ask of the other rules should be answered; what is asked of the rules left out, and the
  /// off-topic questions held out, should not.
  ///
  /// Where the rule base leaves the choice, counted weights are put to the same questions.
  func fitted() -> (calibration: Calibration, choice: ModelChoice?) {
    judged(Parallel.map(trialCount) { trials($0) })
  }

  private var trialCount: Int { leavesChoice ? 2 * TrainingSet.folds : TrainingSet.folds }

  private var leavesChoice: Bool {
    ModelChoice.isOpen(
      to: base, phrasingCount: corpus.rows.count { $0.label != corpus.background })
  }

  /// The turns of the learned weights, then those of the counted.
  private func trials(_ number: Int) -> [Calibrator.Trial] {
    number < TrainingSet.folds
      ? trials(holdingOut: number) : countedTrials(holdingOut: number - TrainingSet.folds)
  }

  private func judged(_ trials: [[Calibrator.Trial]]) -> (Calibration, ModelChoice?) {
    let learned = trials.prefix(TrainingSet.folds).flatMap { $0 }
    let counted = trials.dropFirst(TrainingSet.folds).flatMap { $0 }
    return (
      Calibrator.fit(learned),
      counted.isEmpty ? nil : ModelChoice(learned: learned, counted: counted)
    )
  }

  private func trials(holdingOut turn: Int) -> [Calibrator.Trial] {
    func isLeftOut(_ label: Int) -> Bool {
      label != corpus.background && label % TrainingSet.folds == turn
    }
    let learner = SoftmaxLearner(
      corpus,
      rows: corpus.rows.indices.filter {
        foldOfRow[$0] != turn && !isLeftOut(corpus.rows[$0].label)
      })
    learner.learn(rounds: TrainingSet.rounds / 2, tolerance: 0.03)
    return corpus.rows.indices.compactMap { row in
      let label = corpus.rows[row].label
      let isAbsent = isLeftOut(label)
      guard foldOfRow[row] == turn || isAbsent else { return nil }
      var scores = learner.scores(of: row)
      for number in scores.indices where isLeftOut(number) { scores[number] = -.infinity }
      let ranking = Calibration().ranking(scores: scores, known: corpus.rows[row].known)
      return trial(ranking, of: row, isAbsent: isAbsent)
    }
  }

  private func trial(_ ranking: Ranking, of row: Int, isAbsent: Bool) -> Calibrator.Trial {
    let label = corpus.rows[row].label
    let isCovered = !isAbsent && label != corpus.background
    var trial = Calibrator.trial(
      ranking, label: isCovered ? label : nil, covers: ground.covers)
    // A general sentence is no question anyone would put to a desk.
    trial.isOffTopic = label == corpus.background && sources[row] != nil
    trial.weight = sources[row] == nil ? 0.1 : isAbsent ? 0.1 : 1
    return trial
  }

  /// The same questions held out, put to a model that counted the same phrasings.
  private func countedTrials(holdingOut turn: Int) -> [Calibrator.Trial] {
    var part = base
    for number in part.rules.indices { part.rules[number].question = "" }
    part.phrasings = []
    var asked: [(row: Int, isAbsent: Bool)] = []
    for (row, source) in sources.enumerated() {
      let label = corpus.rows[row].label
      let isAbsent = label != corpus.background && label % TrainingSet.folds == turn
      if foldOfRow[row] == turn || isAbsent {
        asked.append((row, isAbsent))
      } else if let source {
        part.phrasings.append(source)
      }
    }
    let compiler = Compiler(part, language: language)
    let training = CountedTraining(
      part, draft: draft, language: language, vocabulary: vocabulary)
    let rules = compiler.counted(training, training.tables())
    let matcher = Matcher(rules: rules, language: language)
    let reader = QuestionReader(language: language, lexicon: rules.lexicon)
    return asked.map { row, isAbsent in
      trial(matcher.rank(reader.read(texts[row]), without: nil), of: row, isAbsent: isAbsent)
    }
  }

  /// In which turn each row is held out: with its writer where several wrote for its rule, else in turn with its
  /// rule's others.
  private static func foldOfRow(_ corpus: Corpus) -> [Int] {
    var writers = [Set<Int>](repeating: [], count: corpus.classCount)
    for row in corpus.rows { writers[row.label].insert(row.voice) }
    var ordinal = [Int](repeating: 0, count: corpus.classCount)
    return corpus.rows.map { row in
      if row.label != corpus.background, writers[row.label].count >= TrainingSet.folds {
        return row.voice % TrainingSet.folds
      }
      ordinal[row.label] += 1
      return (ordinal[row.label] + row.label) % TrainingSet.folds
    }
  }
}

/// Which rules' answers also serve who asked for another: those that cite a passage at its heart.
struct CommonGround: Sendable {
  private let cited: [Set<String>]
  private let hearts: [[String]]

  init(_ rules: [Rule]) {
    cited = rules.map { rule in
      Set(
        rule.sources + rule.steps.flatMap(\.sources) + rule.partners.flatMap(\.sources)
          + rule.targets.flatMap(\.sources))
    }
    hearts = rules.map(\.sources)
  }

  /// Whether the rule `other` serves who asked for `rule`; both by number.
  func covers(_ other: Int, _ rule: Int) -> Bool {
    guard rule < hearts.count, other < cited.count else { return other == rule }
    return other == rule || hearts[rule].contains { cited[other].contains($0) }
  }
}

/// Phrasings for all goals or targets at once: "what can libraries do for {goal}".
///
/// Each becomes questions with a few of them in turn, so that what is learned is the phrasing and not the number.
struct PlaceholderExpansion {
  private let goals: [Goal]
  private let codes: [Code]

  init(_ goals: [Goal]) {
    self.goals = goals
    codes = goals.flatMap { $0.targets.map(\.code) }
  }

  func isTemplate(_ text: String) -> Bool {
    // Most have no brace at all, which is seen sooner.
    guard text.utf8.contains(UInt8(ascii: "{")) else { return false }
    return text.contains("{goal}") || text.contains("{target}") || text.contains("{name}")
  }

  func expand(_ text: String) -> [String] {
    guard isTemplate(text), !goals.isEmpty else { return [text] }
    // Which ones depends on the text alone, so that adding a phrasing changes no other.
    let seed = Int(Key(text, role: .phrase).bits % 1009)
    return (0..<3).map { round in
      let goal = goals[(seed + round * 7) % goals.count]
      let name = ([goal.title] + goal.names)[(seed + round) % (goal.names.count + 1)]
      let form = ["SDG \(goal.number)", "goal \(goal.number)"][(seed + round) % 2]
      let code =
        codes.isEmpty ? Code(goal: goal.number, part: 1) : codes[(seed + round * 53) % codes.count]
      let target = ["target \(code)", "\(code)"][(seed + round) % 2]
      return text.replacing("{goal}", with: form).replacing("{name}", with: name)
        .replacing("{target}", with: target)
    }
  }
}
