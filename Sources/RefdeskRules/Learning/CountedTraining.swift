internal import RefdeskCore

/// Learns a counted model (see `CountedScores`) in one pass over the phrasings: for rule bases too large to weigh every
/// word for every rule against all others.
struct CountedTraining {
  private let base: RuleBase
  private let language: Language
  let vocabulary: [Lexicon.Word]
  /// The phrasings to list; none where they are too many to be listed to anybody.
  let listed: [(rule: Int, phrasing: Phrasing)]
  private(set) var exact: [(Key, Int)] = []

  /// The phrasings of each rule, by the rule's number; those of no rule are left out.
  private let phrasings: [[String]]
  private var index = KeyMap<Int>()
  private var words: [Word] = []
  private var phrasingCount = 0

  private struct Word {
    var key: Key
    /// In how many phrasings it stands.
    var frequency = 0
    /// The rules that have it, in order, with how many of their phrasings.
    var rules: [(rule: Int32, count: Int32)] = []
    var lastPhrasing = -1
  }

  /// μ: how many phrasings' worth of everybody's words each rule's asker is taken to know.
  private static let smoothing: Float = 3
  /// What is taken off each count: a word that one phrasing alone has is mostly chance (absolute discounting).
  private static let discount: Float = 0.8
  /// A word that more than one rule in so many has tells nothing worth its list.
  private static let commonShare = 8
  private static let leastCommon = 200
  private static let mostListed = 50_000

  /// - Parameter vocabulary: the words to mend slips by; those of the phrasings where nil.
  init(
    _ base: RuleBase, draft: CompiledRules, language: Language,
    vocabulary: [Lexicon.Word]? = nil
  ) {
    self.base = base
    self.language = language
    var numbers: [String: Int] = [:]
    for (number, rule) in base.rules.enumerated() { numbers[rule.id] = number }
    var phrasings = base.rules.map { $0.question.isEmpty ? [] : [$0.question] }
    var listed: [(rule: Int, phrasing: Phrasing)] = []
    let isListed = base.phrasings.count <= CountedTraining.mostListed
    for phrasing in base.phrasings {
      guard let rule = phrasing.rule.flatMap({ numbers[$0] }) else { continue }
      phrasings[rule].append(phrasing.text)
      if isListed { listed.append((rule, phrasing)) }
    }
    self.phrasings = phrasings
    self.listed = listed
    self.vocabulary =
      vocabulary
      ?? TrainingSet.vocabulary(
        phrasings.lazy.joined().map { ($0, true) }, base, draft: draft, language: language)
    count()
  }

  private func reader() -> QuestionReader {
    QuestionReader(
      language: language,
      lexicon: Compiler(base, language: language).draftRules(vocabulary: vocabulary).lexicon)
  }

  // MARK: Counting

  private mutating func count() {
    let reader = reader()
    var claimed = KeyMap<Bool>()
    for (rule, texts) in phrasings.enumerated() {
      for text in texts {
        let utterance = reader.read(text)
        if utterance.tokens.isEmpty { continue }
        if let key = utterance.wholeKey, claimed[key] == nil {
          claimed[key] = true
          exact.append((key, rule))
        }
        utterance.forEachWord { key, _ in note(key, rule: Int32(rule)) }
        phrasingCount += 1
      }
    }
  }

  private mutating func note(_ key: Key, rule: Int32) {
    let number: Int
    if let known = index[key] {
      number = known
    } else {
      number = words.count
      index[key] = number
      words.append(Word(key: key))
    }
    guard words[number].lastPhrasing != phrasingCount else { return }
    words[number].lastPhrasing = phrasingCount
    words[number].frequency += 1
    if words[number].rules.last?.rule == rule {
      words[number].rules[words[number].rules.count - 1].count += 1
    } else {
      words[number].rules.append((rule, 1))
    }
  }

  // MARK: Weights

  private var meanPhrasings: Float { Float(phrasingCount) / Float(max(1, base.rules.count)) }

  /// ln(1 + c/(μP)), the count less the discount and brought to the mean number of phrasings.
  private func weight(_ word: Word, rule: Int, count: Int) -> Float {
    let own = Float(phrasings[rule].count)
    let c =
      (Float(count) - Self.discount) * (meanPhrasings + Self.smoothing) / (own + Self.smoothing)
    let share = Float(word.frequency) / Float(max(1, phrasingCount))
    return Float(log(Double(1 + c / (Self.smoothing * share))))
  }

  private func isCommon(_ word: Word) -> Bool {
    word.rules.count > max(Self.leastCommon, base.rules.count / Self.commonShare)
  }

  func tables() -> CountedTables {
    var tables = CountedTables(
      ruleCount: base.rules.count, phrasingCount: phrasingCount,
      costOfWord: Float(log(Double((meanPhrasings + Self.smoothing) / Self.smoothing))))
    for word in words {
      let rarity =
        Float(log((Double(phrasingCount) + 1) / (Double(word.frequency) + 1))) + 1
      tables.features.add(
        ModelTables.Feature(
          key: word.key, rarity: rarity, isHeard: true,
          weights: isCommon(word)
            ? []
            : word.rules.map {
              (Int($0.rule), weight(word, rule: Int($0.rule), count: Int($0.count)))
            }))
    }
    return tables
  }

  // MARK: Calibration

  private static let trialCount = 3000

  /// Among so many rules a phrasing without its own mostly finds a stranger that looks like it, and to decline all those
  /// would cost too many right answers.
  private static let coveredShare: Float = 0.85

  /// Fits how sure the desk may be: on phrasings as if they had not been counted, which should be answered; the same
  /// without their rule, which should not; and the rule base's off-topic questions.
  ///
  /// - Parameter rules: the rules with the weights in them.
  func fitted(_ rules: CompiledRules) -> Calibration {
    let matcher = Matcher(rules: rules, language: language)
    let reader = reader()
    let ground = CommonGround(base.rules)
    var trials: [Calibrator.Trial] = []
    let step = max(1, phrasingCount / Self.trialCount)
    var number = 0
    for (rule, texts) in phrasings.enumerated() where texts.count > 1 {
      for text in texts {
        number += 1
        guard number % step == 0 else { continue }
        let utterance = reader.read(text)
        let absent = matcher.rank(utterance, without: rule)
        trials.append(Calibrator.trial(absent, label: nil, covers: ground.covers))
        let left = score(utterance, rule: rule, of: rules.model)
        trials.append(
          Calibrator.trial(absent.adding(rule, left), label: rule, covers: ground.covers))
      }
    }
    for phrasing in base.phrasings where phrasing.rule == nil {
      var trial = Calibrator.trial(
        matcher.rank(reader.read(phrasing.text), without: nil), label: nil, covers: ground.covers)
      trial.isOffTopic = true
      trials.append(trial)
    }
    return Calibrator.fit(trials, byBackground: true, coveredShare: Self.coveredShare)
  }

  /// A rule's score for one of its phrasings as if that had not been counted.
  private func score(_ phrasing: Utterance, rule: Int, of model: Model) -> Float {
    var score = model.scoreOfNoWord
    var seen: Set<Key> = []
    phrasing.forEachWord { key, _ in
      guard seen.insert(key).inserted, let number = index[key] else { return }
      let word = words[number]
      if isCommon(word) { return }
      score -= model.costOfWord
      let own = word.rules.first { $0.rule == rule }.map { Int($0.count) } ?? 0
      if own > 1 { score += weight(word, rule: rule, count: own - 1) }
    }
    return score
  }
}
