/// The reference desk: takes a question, gives a response.
///
/// One desk serves one thread; desks share the rule base, so another costs little.
package final class Desk {
  package let rules: CompiledRules
  package let language: Language
  package let advisor: Advisor
  /// Whom to ask when the desk does not know, and what it is about.
  package private(set) lazy var about = rules.about
  private let reader: QuestionReader
  package let matcher: Matcher
  /// Weighs turns that lean on earlier ones; nil where the rule base has no dialogues to learn from.
  private(set) lazy var followUpMatcher = matcher(rules.followUps)
  /// Tells turns that lean from those that stand alone; nil likewise.
  private(set) lazy var leaningMatcher = matcher(rules.leaning)
  // What a conversation looks up again and again.
  private(set) lazy var profileReader = ProfileReader(rules, language: language)
  private(set) lazy var termKinds = rules.termKinds
  private(set) lazy var countryNumbers = rules.countryNumbers
  private lazy var links = RuleLinks(rules)
  private var neighbourhoods: [Int: Neighbourhood] = [:]
  private let memory = QuestionMemory()
  /// The question read last.
  package private(set) var utterance = Utterance()
  /// What of it was read as something else than was typed, and the country that it names.
  package var repairs: [Repair] { utterance.repairs }
  package var country: Int? { utterance.countries.last?.country }
  /// How well the rules fitted the question of the last verdict.
  package private(set) var ranking = Ranking()
  /// What was composed before: the same rules answer again and again.
  private var answers = KeyMap<Answer?>()
  private var options = KeyMap<QuestionBack.Option?>()
  /// Which rules' answers cite what is at the heart of another's, as far as it was asked.
  private var coverings = KeyMap<Bool>()

  package init(rules: CompiledRules, language: Language) {
    self.rules = rules
    self.language = language
    advisor = Advisor(rules)
    reader = QuestionReader(language: language, lexicon: rules.lexicon)
    matcher = Matcher(rules: rules, language: language)
  }

  /// What lies around a rule's answer.
  func neighbourhood(of rule: Int) -> Neighbourhood {
    if let known = neighbourhoods[rule] { return known }
    let found = Neighbourhood(of: rule, in: links)
    neighbourhoods[rule] = found
    return found
  }

  private func matcher(_ model: Model) -> Matcher? {
    model.classCount > 1 ? Matcher(rules: rules, language: language, model: model) : nil
  }

  /// Answers, asks back or declines.
  package func respond(to question: String) -> Response {
    _ = read(question)
    return respondToRead(question)
  }

  /// The same for the question that was read last.
  func respondToRead(_ question: String) -> Response {
    let ranking = memory.ranking(of: question) { matcher.rank(utterance) }
    var response = respond(to: question, utterance, ranking, decision(ranking))
    if let country = utterance.countries.last?.country {
      if var answer = response.answer {
        advisor.fit(&answer, to: Profile(), country: country)
        response.answer = answer
      } else if let choice = response.questionBack?.choice {
        response.questionBack?.records = advisor.records(of: country, for: rules.rule(at: choice))
      }
    }
    return response
  }

  /// The question as it is read, without greetings and thanks around it.
  package func read(_ question: String) -> Utterance {
    utterance = memory.utterance(of: question) {
      var text = question
      text.withUTF8 { readQuestion($0) }
      return utterance
    }
    return utterance
  }

  /// A score for each class, the background last, by a learned model, for a question by itself.
  func scores(for question: String) -> [Float] {
    memory.scores(of: question) { matcher.scores(for: read(question)) }
  }

  package func rank(_ utterance: Utterance) -> Ranking { matcher.rank(utterance) }

  /// What a question comes to, without the words: for figures and pipelines.
  package func verdict(on question: UnsafeBufferPointer<UInt8>) -> Verdict {
    readQuestion(question)
    matcher.rank(utterance, into: &ranking)
    let code = leadingCode(utterance)
    let decision = decision(ranking)
    let outcome: Response.Outcome =
      switch decision {
      case .answer(let candidate):
        switch rules.kind(ofRuleAt: candidate.rule) {
        case .choice: .askedBack
        // A rule for all goals or targets has nothing to say where none is named.
        case .goals, .targets: code.flatMap { rules.goal($0.number) } == nil ? .declined : .answered
        case .answer, .courtesy: .answered
        }
      case .askBack: .askedBack
      case .decline: .declined
      }
    return Verdict(
      outcome: outcome, rule: ranking.candidates.first?.rule, code: code,
      confidence: ranking.confidence, decision: decision)
  }

  // MARK: Greetings around a question

  /// Reads a question into `utterance`. "Good morning, who ...? Thanks!" asks what stands between the courtesies: they
  /// are phrasings of courtesy rules, set off by a mark, with something left to ask.
  private func readQuestion(_ question: UnsafeBufferPointer<UInt8>) {
    reader.read(question, into: &utterance)
    guard question.contains(where: Desk.isMark), !isPhrasing else { return }
    var rest = question[...]
    // Looking for courtesies reads parts of the question in its place.
    var isRead = true
    while let mark = rest.prefix(Desk.longestGreeting).firstIndex(where: Desk.isMark) {
      let after = rest[mark...].drop { Desk.isMark($0) || $0 == 0x20 }
      guard after.count > 8 else { break }
      isRead = false
      guard isCourtesy(rest[..<mark]) else { break }
      rest = after
    }
    var body = rest
    while let last = body.last, Desk.isMark(last) || last == 0x20 { body.removeLast() }
    if let mark = body.suffix(Desk.longestGreeting).lastIndex(where: Desk.isMark),
      mark - rest.startIndex > 8
    {
      isRead = false
      if isCourtesy(body[(mark + 1)...]) { rest = rest[..<mark] }
    }
    if !isRead { reader.read(UnsafeBufferPointer(rebasing: rest), into: &utterance) }
  }

  /// The id of the courtesy that a text begins with, word for word; nil where it begins with none or asks something.
  func courtesy(in text: String) -> String? {
    let words = text.utf8.split(whereSeparator: { $0 == 0x20 || 0x09...0x0D ~= $0 })
    guard words.count <= Desk.mostWordsAroundCourtesy,
      !words.contains(where: { Desk.asking.contains(TurnWord($0.lazy.map { $0 | 0x20 })) })
    else { return nil }
    for count in (1...max(1, min(3, words.count))).reversed() {
      var part = words.prefix(count).map { String(Substring($0)) }.joined(separator: " ")
      part.withUTF8 { reader.read($0, into: &utterance) }
      if let key = utterance.wholeKey, let rule = rules.rule(withPhrasing: key),
        rule < rules.ruleCount, rules.kind(ofRuleAt: rule) == .courtesy
      {
        return rules.heading(ofRuleAt: rule).id
      }
    }
    return nil
  }

  private static let mostWordsAroundCourtesy = 9
  /// Words that begin questions.
  private static let asking: Set<TurnWord> = [
    "who", "whom", "whose", "what", "why", "how", "where", "when", "which", "can", "could", "does",
    "do",
    "is", "are", "should", "would", "will", "whats", "what's", "whos", "who's", "hows", "how's",
  ]

  /// Whether what was read stands word for word among the phrasings.
  private var isPhrasing: Bool { utterance.wholeKey.flatMap(rules.rule(withPhrasing:)) != nil }

  private static let longestGreeting = 40

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"),
      UInt8(ascii: ";"), UInt8(ascii: ":"), 0x0A:
      true
    default: false
    }
  }

  private func isCourtesy(_ words: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    reader.read(UnsafeBufferPointer(rebasing: words), into: &utterance)
    guard let key = utterance.wholeKey, let rule = rules.rule(withPhrasing: key) else {
      return false
    }
    return rule < rules.ruleCount && rules.kind(ofRuleAt: rule) == .courtesy
  }

  private func decision(_ ranking: Ranking) -> Decision {
    if utterance.tokens.isEmpty { return .decline }
    let decision = rules.model.calibration.decide(ranking)
    // Two rules that say the same need no question back.
    if case .askBack(let candidates) = decision, let best = candidates.first,
      candidates.dropFirst().allSatisfy({ covers(best.rule, $0.rule) })
    {
      return .answer(best)
    }
    return decision
  }

  /// Whether a rule's answer cites what is at the heart of another's.
  private func covers(_ index: Int, _ other: Int) -> Bool {
    let pair = Key(bits: Key.mix(UInt64(index) << 28 | UInt64(other)) & Key.mask)
    if let known = coverings[pair] { return known }
    let rule = rules.rule(at: index)
    var covers = false
    if rule.kind == .answer {
      let cited = Set(advisor.answer(rule, codes: [], confidence: 0)?.sources ?? [])
      covers = rules.rule(at: other).sources.contains { cited.contains($0) }
    }
    if coverings.count > Desk.mostCoverings { coverings.removeAll() }
    coverings[pair] = covers
    return covers
  }

  private static let mostCoverings = 1 << 16

  private func respond(
    to question: String, _ utterance: Utterance, _ ranking: Ranking, _ decision: Decision
  ) -> Response {
    var response = Response(
      question: question, outcome: .declined, answer: nil,
      questionBack: nil, nearest: [], read: utterance.repairs, ranking: ranking)
    let code = leadingCode(utterance)
    switch decision {
    case .answer(let candidate):
      if rules.kind(ofRuleAt: candidate.rule) == .choice {
        response.outcome = .askedBack
        response.questionBack = questionBack(rules.rule(at: candidate.rule))
      } else if var answer = answer(ofRuleAt: candidate.rule, naming: code) {
        answer.confidence = ranking.confidence
        response.outcome = .answered
        response.answer = answer
      }
    case .askBack(let candidates):
      response.outcome = .askedBack
      response.questionBack = questionBack(candidates, naming: code)
    case .decline: break
    }
    if response.outcome == .declined { response.nearest = nearest(ranking, naming: code) }
    return response
  }

  /// The goal or target that a question is about; a target says more than its goal, whichever was named first.
  private func leadingCode(_ utterance: Utterance) -> Code? {
    (utterance.codes.first { !$0.code.isGoal } ?? utterance.codes.first)?.code
  }

  // MARK: Asking back and declining

  private func questionBack(_ choice: Rule) -> QuestionBack {
    QuestionBack(
      text: choice.opening,
      options: choice.choices.compactMap { id in
        rules.index(ofRule: id).flatMap { option($0, naming: nil) }
      }, choice: rules.index(ofRule: choice.id))
  }

  /// What is asked back where a choice, or several rules, fit a question that names `code`; nil for other decisions.
  package func questionBack(_ decision: Decision, naming code: Code?) -> QuestionBack? {
    switch decision {
    case .answer(let candidate):
      let rule = rules.rule(at: candidate.rule)
      guard rule.kind == .choice else { return nil }
      var back = questionBack(rule)
      if let country = utterance.countries.last?.country {
        back.records = advisor.records(of: country, for: rule)
      }
      return back
    case .askBack(let candidates): return questionBack(candidates, naming: code)
    case .decline: return nil
    }
  }

  private func questionBack(
    _ candidates: ArraySlice<Ranking.Candidate>, naming code: Code?
  ) -> QuestionBack {
    var options: [QuestionBack.Option] = []
    for candidate in candidates {
      let rule = rules.rule(at: candidate.rule)
      // A choice among the candidates offers what it would have offered.
      if rule.kind == .choice {
        options += rule.choices.compactMap { id in
          rules.index(ofRule: id).flatMap { option($0, naming: nil) }
        }
      } else {
        if let option = option(candidate.rule, naming: code) { options.append(option) }
      }
    }
    var seen: Set<String> = []
    options = options.filter { seen.insert($0.rule).inserted }
    return QuestionBack(text: "Which of these do you mean?", options: Array(options.prefix(4)))
  }

  /// A rule as it is offered to a question that names `code`; nil for the rule of all goals or targets where the
  /// question names none that is known.
  package func option(_ index: Int, naming code: Code?) -> QuestionBack.Option? {
    let key = key(ofRuleAt: index, naming: code)
    if let known = options[key] { return known }
    let option = answer(ofRuleAt: index, naming: code).map {
      QuestionBack.Option(rule: $0.rule, label: $0.title, sources: $0.sources)
    }
    if options.count > Desk.mostKept { options.removeAll() }
    options[key] = .some(option)
    return option
  }

  // MARK: What is kept

  /// What a rule says to a question that names `code`, without a confidence; nil for the rule of all goals or targets where
  /// the question names none that is known.
  func answer(ofRuleAt index: Int, naming code: Code?) -> Answer? {
    let key = key(ofRuleAt: index, naming: code)
    if let known = answers[key] { return known }
    let answer = advisor.answer(
      rules.rule(at: index), codes: code.map { [$0] } ?? [], confidence: 0)
    if answers.count > Desk.mostKept { answers.removeAll() }
    answers[key] = .some(answer)
    return answer
  }

  /// A key for a rule, and for the code named where it stands for all goals or targets.
  private func key(ofRuleAt index: Int, naming code: Code?) -> Key {
    switch rules.kind(ofRuleAt: index) {
    case .goals, .targets:
      Key(bits: Key.mix(UInt64(index) << 20 | UInt64((code?.packed ?? -1) + 1)) & Key.mask)
    case .answer, .choice, .courtesy: Key(bits: Key.mix(UInt64(index) << 20) & Key.mask)
    }
  }

  /// How many answers are kept before all are let go.
  private static let mostKept = 4096

  private func nearest(_ ranking: Ranking, naming code: Code?) -> [Nearest] {
    let nearest = ranking.candidates.lazy.compactMap { [self] candidate -> Nearest? in
      guard isOffered(candidate.rule, naming: code),
        let option = option(candidate.rule, naming: code)
      else { return nil }
      return Nearest(
        rule: option.rule, title: option.label, confidence: confidence(of: candidate, in: ranking))
    }
    return Array(nearest.prefix(3))
  }

  package func kind(ofRuleAt index: Int) -> Rule.Kind { rules.kind(ofRuleAt: index) }

  /// Whether a rule may be named among the nearest.
  package func isOffered(_ rule: Int, naming code: Code?) -> Bool {
    switch rules.kind(ofRuleAt: rule) {
    case .answer: true
    case .goals, .targets: code != nil
    case .choice, .courtesy: false
    }
  }

  /// How likely a rule that was not chosen is what was asked.
  package func confidence(of candidate: Ranking.Candidate, in ranking: Ranking) -> Float {
    rules.model.calibration.coverage(
      of: candidate.probability, background: ranking.background, known: ranking.known)
      * candidate.probability
  }
}
