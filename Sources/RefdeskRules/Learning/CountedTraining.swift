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
  /// The same in words, by their numbers.
  private var counted = PhrasingWords()
  private var words: [Word] = []

  private struct Word {
    var key: Key
    /// In how many phrasings it stands, and of how many rules.
    var frequency = 0
    var ruleCount = 0
  }

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
    var index = KeyMap<Int>()
    var claimed = KeyMap<Bool>()
    var phrasing: [Int] = []
    for (rule, texts) in phrasings.enumerated() {
      for text in texts {
        let utterance = reader.read(text)
        if let key = utterance.wholeKey, claimed[key] == nil {
          claimed[key] = true
          exact.append((key, rule))
        }
        phrasing.removeAll(keepingCapacity: true)
        utterance.forEachWord { key, _ in
          if index[key] == nil {
            index[key] = words.count
            words.append(Word(key: key))
          }
          if let word = index[key] { phrasing.append(word) }
        }
        counted.add(phrasing)
      }
      counted.endRule()
    }
    countWords()
  }

  private mutating func countWords() {
    var lastRule = [Int](repeating: -1, count: words.count)
    counted.forEachRule { rule, all in
      for word in all.lazy.map(Int.init) {
        words[word].frequency += 1
        if lastRule[word] == rule { continue }
        lastRule[word] = rule
        words[word].ruleCount += 1
      }
    }
  }

  // MARK: Weights

  private func isCommon(_ word: Word) -> Bool {
    word.ruleCount > Model.mostPostings(ofRules: base.rules.count)
  }

  func tables() -> CountedTables {
    var tables = CountedTables(ruleCount: base.rules.count, phrasings: counted)
    let mean = Double(counted.count) / Double(max(1, base.rules.count))
    for (word, rules) in zip(words, rulesOfWords()) {
      let share = Double(word.frequency) / Double(max(1, counted.count))
      let rarity = Float(log((Double(counted.count) + 1) / (Double(word.frequency) + 1))) + 1
      tables.features.add(
        ModelTables.Feature(
          key: word.key, rarity: rarity, isHeard: true,
          weights: rules.map { rule, count in
            let odds = CountedWeights.odds(
              count: Double(count), own: Double(counted.count(of: rule)), mean: mean, share: share)
            return (rule, Float(log(odds)))
          }))
    }
    return tables
  }

  /// For each word the rules that have it, in order, with how many of their phrasings; none for a word that tells nothing.
  private func rulesOfWords() -> some Sequence<[(rule: Int, count: Int)]> {
    // All lists in one; of each entry the upper half is the rule, the lower the count.
    var starts = [0]
    for word in words {
      starts.append(starts[starts.count - 1] + (isCommon(word) ? 0 : word.ruleCount))
    }
    var next = starts
    var all = [UInt64](repeating: 0, count: starts[words.count])
    counted.forEachRule { rule, own in
      for word in own.lazy.map(Int.init) where starts[word] < starts[word + 1] {
        let last = next[word] - 1
        if last >= starts[word], Int(all[last] >> 32) == rule {
          all[last] += 1
        } else {
          all[next[word]] = UInt64(rule) << 32 | 1
          next[word] += 1
        }
      }
    }
    return words.indices.lazy.map { word in
      all[starts[word]..<starts[word + 1]].map { (Int($0 >> 32), Int($0 & 0xFFFF_FFFF)) }
    }
  }

  // MARK: Calibration

  private static let trialCount = 3000

  /// Fits how sure the desk may be: on phrasings as if they had not been counted, which should be answered; the same
  /// without their rule, which should not; and the rule base's off-topic questions.
  ///
  /// - Parameter rules: the rules with the weights in them.
  func fitted(_ rules: CompiledRules) -> Calibration {
    let matcher = Matcher(rules: rules, language: language)
    let reader = reader()
    let ground = CommonGround(base.rules)
    var trials: [Calibrator.Trial] = []
    let step = max(1, counted.count / Self.trialCount)
    var number = 0
    for (rule, texts) in phrasings.enumerated() where texts.count > 1 {
      for (phrasing, text) in texts.enumerated() {
        number += 1
        guard number % step == 0 else { continue }
        let utterance = reader.read(text)
        let absent = matcher.rank(utterance, without: rule)
        trials.append(Calibrator.trial(absent, label: nil, covers: ground.covers))
        let left = matcher.score(of: rule, leaving: phrasing, for: utterance)
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
    return Calibrator.fit(trials, byBackground: true)
  }
}
