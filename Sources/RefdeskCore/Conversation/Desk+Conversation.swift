/// A turn of a conversation: first what it plainly is (a pick, a follow-up, an introduction), then what it asks alone,
/// and only where it leans on what went before, what it asks in context.
extension Desk {
  /// Answers, asks back or declines in the course of a conversation.
  package func respond(to typed: String, in conversation: inout Conversation) -> Response {
    conversation.begin()
    let interpretation = interpret(typed, conversation)
    var response = interpretation.response
    response.question = typed
    if let introduced = interpretation.introduced {
      conversation.profile.take(introduced)
      response.introduced = introduced
    }
    let country = interpretation.country ?? profileCountry(conversation.profile)
    if var answer = response.answer {
      advisor.fit(&answer, to: conversation.profile, country: country)
      response.answer = answer
    }
    conversation.take(
      response, typed: typed, question: interpretation.question, from: interpretation.offers,
      country: interpretation.country)
    return response
  }

  /// What a turn comes to.
  private struct Interpretation {
    var response: Response
    /// The question in full, as it was understood.
    var question: String
    /// The offers that the turn picked from.
    var offers: [String] = []
    var introduced: Profile?
    var country: Int?
  }

  /// The features by which a turn is known to follow an answer, and the one before that.
  package static func context(
    after last: (rule: String, topic: String), _ earlier: (rule: String, topic: String)?
  ) -> [Key] {
    [FeatureKey.after(rule: last.rule), FeatureKey.after(topic: last.topic)]
      + (earlier.map {
        [FeatureKey.earlier(rule: $0.rule), FeatureKey.earlier(topic: $0.topic)]
      } ?? [])
  }

  private func context(after last: Int, _ earlier: Int?) -> [Key] {
    func named(_ number: Int) -> (rule: String, topic: String) {
      (rules.heading(ofRuleAt: number).id, rules.topic(ofRuleAt: number))
    }
    return Desk.context(after: named(last), earlier.map(named))
  }

  // MARK: The ways to take a turn

  private func interpret(_ turn: String, _ conversation: Conversation) -> Interpretation {
    let typed = withoutCorrection(turn)
    if let goal = nextGoal(typed, conversation) { return goal }
    if let picked = pick(typed, conversation) { return picked }
    if let act = FollowUp.named(typed), let done = perform(act, typed, conversation) { return done }

    let utterance = read(typed)
    let introduction = profileReader.introduction(in: utterance)
    let country = utterance.countries.last?.country
    var alone = Interpretation(
      response: respondToRead(typed), question: typed, introduced: introduction?.profile,
      country: country)
    if let introduction, introduction.isAll, !alone.response.ranking.exact,
      let known = introduced(introduction.profile, typed, alone.response, conversation)
    {
      return known
    }
    if introduction == nil, let courtesy = courtesy(typed, utterance, alone.response) {
      return courtesy
    }
    // What stands word for word in the rules is meant so, unless it is broad and points to what went before.
    let isBroadAndPoints =
      alone.response.outcome == .askedBack && Leaning.pointsBack(utterance)
    if !alone.response.ranking.exact || isBroadAndPoints,
      alone.response.answer?.kind != .courtesy
    {
      if let reply = reply(typed, utterance, alone.response, conversation) { return reply }
      if let substituted = substitute(typed, utterance, alone.response, conversation) {
        return substituted
      }
      if var inContext = weigh(typed, utterance, alone.response, conversation) {
        inContext.introduced = introduction?.profile
        inContext.country = country
        return inContext
      }
    }
    // Librarians ask back at most twice before they answer as well as they can.
    if alone.response.outcome == .askedBack, conversation.questionsBack >= Desk.mostQuestionsBack,
      let best = alone.response.questionBack?.options.first,
      let answer = advisor.answer(withID: best.rule)
    {
      alone.response = Response(answering: typed, with: answer, ranking: alone.response.ranking)
      alone.question = answer.title
    }
    return alone
  }

  /// What a turn says where it corrects an earlier one, unless it stands word for word in the rules: "no, thank you".
  private func withoutCorrection(_ turn: String) -> String {
    let corrected = Correction.corrected(turn)
    guard corrected != turn else { return turn }
    let key = read(turn).wholeKey
    return key.flatMap(rules.rule(withPhrasing:)) == nil ? corrected : turn
  }

  /// The most questions back before an answer.
  private static let mostQuestionsBack = 2

  /// "And 6?" after a goal or target: another goal by its bare number.
  private func nextGoal(_ typed: String, _ conversation: Conversation) -> Interpretation? {
    guard let last = conversation.lastAnswer, AnswerID.code(last.rule) != nil,
      let number = Ellipsis.number(in: typed), (1...99).contains(number),
      let answer = advisor.answer(withID: AnswerID.id(of: Code(goal: number)))
    else { return nil }
    var response = Response(answering: typed, with: answer)
    response.understanding = Understanding(
      kind: .ellipsis, question: plainTitle(answer), after: last.rule)
    return Interpretation(response: response, question: plainTitle(answer))
  }

  /// Whether a turn names another goal by its bare number, and so picks none of the offers.
  package func namesAnotherGoal(_ typed: String, in conversation: Conversation) -> Bool {
    nextGoal(withoutCorrection(typed), conversation) != nil
  }

  /// An answer's title as a question that another goal's number can be put into: without the name in brackets.
  private func plainTitle(_ answer: Answer) -> String {
    guard AnswerID.code(answer.rule) != nil, let end = answer.title.firstRange(of: " (") else {
      return answer.title
    }
    let rest = answer.title[end.upperBound...].drop { $0 != ")" }.dropFirst()
    return String(answer.title[..<end.lowerBound] + rest)
  }

  /// The answer to an offer picked by number or place.
  private func pick(_ typed: String, _ conversation: Conversation) -> Interpretation? {
    // "And the last?" after a pick goes through the same offers again; a bare number means those shown last.
    let again = !conversation.pickedFrom.isEmpty && Pick.continues(typed)
    let offers = again ? conversation.pickedFrom : conversation.offered
    guard let index = Pick.index(in: typed, among: offers.count),
      let answer = advisor.answer(withID: offers[index])
    else { return nil }
    var response = Response(answering: typed, with: answer)
    response.understanding = Understanding(
      kind: .pick, question: answer.title, after: conversation.lastAnswer?.rule ?? "")
    return Interpretation(response: response, question: answer.title, offers: offers)
  }

  /// Does something with the last answer; nil where there is none, or nothing of the kind in it.
  private func perform(
    _ act: FollowUp, _ typed: String, _ conversation: Conversation
  ) -> Interpretation? {
    guard var answer = conversation.lastAnswer, let question = conversation.lastQuestion else {
      // "Tell me more" after a question back: the first of what was offered.
      guard act == .more || act == .steps, conversation.asked != nil,
        let first = conversation.offered.first, let answer = advisor.answer(withID: first)
      else { return nil }
      var response = Response(answering: typed, with: answer)
      response.understanding = Understanding(kind: .pick, question: answer.title)
      return Interpretation(
        response: response, question: answer.title, offers: conversation.offered)
    }
    switch act {
    case .partners where answer.partners.isEmpty: return nil
    case .example:
      guard let example = example(for: answer, question) else { return nil }
      answer = example
    default: break
    }
    var response = Response(answering: typed, with: answer)
    response.focus = act == .example ? nil : act
    response.understanding = Understanding(
      kind: .followUp, question: question, after: conversation.lastAnswer?.rule ?? "")
    return Interpretation(
      response: response, question: act == .example ? answer.title : question)
  }

  /// An answer that shows by example what another says: one that it points to, else the nearest to the question.
  private func example(for answer: Answer, _ question: String) -> Answer? {
    let topics = Set(rules.topics.filter(\.holdsExamples).map(\.id))
    guard !topics.isEmpty, !rules.model.isCounted else { return nil }
    let shown = rules.index(ofRule: answer.rule)
    func isExample(_ number: Int) -> Bool {
      number != shown && rules.kind(ofRuleAt: number) == .answer
        && topics.contains(rules.topic(ofRuleAt: number))
    }
    let linked = answer.seeAlso.compactMap { rules.index(ofRule: $0.rule) }.first(where: isExample)
    let scores = self.scores(for: question)
    let nearest = (0..<rules.ruleCount).filter(isExample).max { scores[$0] < scores[$1] }
    return (linked ?? nearest).flatMap {
      advisor.answer(rules.rule(at: $0), codes: [], confidence: 1)
    }
  }

  /// To a turn that only says who is asking: the last answer made to fit, or that it is noted.
  private func introduced(
    _ profile: Profile, _ typed: String, _ alone: Response, _ conversation: Conversation
  ) -> Interpretation? {
    var result = Interpretation(
      response: alone, question: typed, introduced: profile,
      country: profileCountry(profile))
    let understanding = Understanding(
      kind: .introduction, question: conversation.lastQuestion ?? "",
      after: conversation.lastAnswer?.rule ?? "")
    if let answer = conversation.lastAnswer, let question = conversation.lastQuestion {
      result.response = Response(answering: typed, with: answer)
      result.question = question
    } else {
      result.response = Response(answering: typed, with: .noted)
    }
    result.response.understanding = understanding
    return result
  }

  /// What a sentence says of who wrote it: "we are a school library in Peru", or only "school library, Peru".
  package func profile(in text: String) -> Profile? {
    (profileReader.introduction(in: read(text), isAllAboutIt: true)
      ?? profileReader.introduction(in: read("we are " + text), isAllAboutIt: true))?.profile
  }

  func profileCountry(_ profile: Profile) -> Int? { profile.country.flatMap { countryNumbers[$0] } }

  /// "Thank you, that helped a lot": a turn that begins with a courtesy and asks nothing that is known.
  private func courtesy(
    _ typed: String, _ utterance: Utterance, _ alone: Response
  ) -> Interpretation? {
    guard alone.outcome != .answered || alone.ranking.confidence < Desk.sureOtherwise,
      !typed.contains("?"),
      let rule = courtesy(in: typed), let answer = advisor.answer(withID: rule)
    else { return nil }
    return Interpretation(response: Response(answering: typed, with: answer), question: typed)
  }

  // MARK: Turns that lean

  /// The longest turn, in words, that may answer what the desk asked back, rather than ask something else.
  private static let longestReply = 6
  /// How sure another answer must be to go before the choices that were offered.
  private static let sureOtherwise: Float = 0.8

  /// The logarithm of how likely a choice must be by the turn's words alone, among all rules.
  private static let leastLikely: Float = -3

  /// The choice that answers the desk's own question, in words: "with the ministry".
  private func reply(
    _ typed: String, _ utterance: Utterance, _ alone: Response, _ conversation: Conversation
  ) -> Interpretation? {
    let offered = conversation.offered.compactMap { id in
      rules.index(ofRule: id).map { (id: id, number: $0) }
    }
    guard let asked = conversation.asked, offered.count > 1,
      utterance.tokens.count <= Desk.longestReply, !rules.model.isCounted,
      alone.outcome != .answered || alone.ranking.confidence < Desk.sureOtherwise
        || offered.contains(where: { $0.id == alone.answer?.rule })
    else { return nil }
    // The turn itself tells the choices apart; the question before it says what they have in common.
    let words = self.scores(for: typed)
    let joined = self.scores(for: Desk.joined(typed, after: asked))
    let scores = offered.map { words[$0.number] + joined[$0.number] }
    let best = scores.indices.max { scores[$0] < scores[$1] }!
    let together = scores.reduce(Float(0)) { $0 + Float(exp(Double($1 - scores[best]))) }
    let shares = ContextEvidence.logShares(words)
    guard 1 / together >= Desk.leastPart, sharesWord(utterance, offered[best].number),
      shares[offered[best].number] >= Desk.leastLikely,
      let answer = advisor.answer(withID: offered[best].id)
    else { return nil }
    var response = Response(answering: typed, with: answer, ranking: alone.ranking)
    response.read = alone.read
    response.understanding = Understanding(kind: .pick, question: answer.title)
    return Interpretation(
      response: response, question: answer.title, offers: conversation.offered)
  }

  /// Whether a turn has a word of substance.
  private func hasSubstance(_ utterance: Utterance) -> Bool {
    utterance.tokens.contains { $0.stem != nil && !$0.isStopWord }
  }

  /// Whether a word of substance of a turn speaks for a rule.
  private func sharesWord(_ utterance: Utterance, _ rule: Int) -> Bool {
    utterance.tokens.contains { token in
      guard let stem = token.stem, !token.isStopWord,
        let feature = rules.model.feature(stem)
      else { return false }
      return rules.model.weight(feature, rule) > 0
    }
  }

  /// The last question with what the turn names in the place of its like.
  private func substitute(
    _ typed: String, _ utterance: Utterance, _ alone: Response, _ conversation: Conversation
  ) -> Interpretation? {
    guard let last = conversation.lastQuestion, let lastAnswer = conversation.lastAnswer,
      Ellipsis.mayBe(utterance, language),
      let ellipsis = Ellipsis(
        utterance, after: read(last), language: language, kinds: termKinds,
        countryName: { rules.country(at: $0)?.name ?? "" })
    else { return nil }
    var response = respond(to: ellipsis.question)
    if ellipsis.isCountry, let country = utterance.countries.last?.country {
      // Another country asks the same of another record.
      response = Response(answering: typed, with: lastAnswer, ranking: response.ranking)
      response.answer?.records = []
      response.read = alone.read
      response.understanding = Understanding(
        kind: .ellipsis, question: ellipsis.question, after: lastAnswer.rule)
      if alone.outcome != .answered || hasRecords(lastAnswer) {
        return Interpretation(
          response: response, question: ellipsis.question, country: country)
      }
      response = respond(to: ellipsis.question)
    }
    guard response.outcome == .answered, response.answer?.rule != lastAnswer.rule,
      alone.outcome != .answered || response.ranking.confidence > alone.ranking.confidence
        || response.answer?.rule == alone.answer?.rule
    else { return nil }
    response.read = alone.read
    response.understanding = Understanding(
      kind: .ellipsis, question: ellipsis.question, after: lastAnswer.rule)
    return Interpretation(
      response: response, question: ellipsis.question, country: utterance.countries.last?.country)
  }

  /// Whether an answer looks countries up.
  private func hasRecords(_ answer: Answer) -> Bool {
    rules.index(ofRule: answer.rule).map { !rules.rule(at: $0).records.isEmpty } ?? false
  }

  /// What rounding may add to a probability.
  private static let hardlyMore: Float = 1.0001

  /// What a turn asks in the light of what went before; nil where it is likelier to stand alone.
  private func weigh(
    _ typed: String, _ utterance: Utterance, _ alone: Response, _ conversation: Conversation
  ) -> Interpretation? {
    // Counted weights, of very large rule bases, judge questions that stand alone.
    guard !rules.model.isCounted else { return nil }
    // Of a turn that names what no rule ever speaks of, nothing is guessed: "what about Atlantis".
    guard alone.ranking.known > 0 || !hasSubstance(utterance) else { return nil }
    let last = conversation.lastAnswer.flatMap(ruleNumber)
    // After a question back, its choices are what is pointed to.
    let offered = conversation.asked == nil ? [] : conversation.offered
    let around: Neighbourhood
    if !offered.isEmpty {
      around = Neighbourhood(offering: Set(offered.compactMap(rules.index(ofRule:))))
    } else if let last {
      around = neighbourhood(of: last)
    } else {
      return nil
    }
    let leaning = Leaning.probability(
      utterance, alone, leaningMatcher, language: language,
      learnedShare: rules.contextWeights.leaningShare)
    // No class is likelier than 1: where that would not be enough, nothing in context needs to be weighed.
    guard
      alone.questionBack != nil
        || leaning * Desk.hardlyMore > (1 - leaning) * alone.certainty
    else { return nil }
    let before = conversation.asked ?? conversation.lastAnswer?.title ?? ""
    let classes = ContextClasses(ruleCount: rules.ruleCount)
    var scores = ContextEvidence.beginning(
      classes, alone: self.scores(for: typed),
      joined: self.scores(for: Desk.joined(typed, after: before, conversation.lastTyped)))
    let earlier = conversation.earlierRule.flatMap(number(ofAnswer:))
    if let followUpMatcher {
      var inContext = utterance
      inContext.context = last.map { context(after: $0, earlier) } ?? []
      for (number, change) in followUpMatcher.scores(for: inContext).enumerated() {
        scores[number] += change
      }
    }
    let evidence = ContextEvidence(classes, scores: scores, around: around, earlier: earlier)
    let shares = evidence.probabilities(rules.contextWeights)

    let best = shares.indices.max { shares[$0] < shares[$1] }!
    var certainty = alone.certainty
    if let back = alone.questionBack {
      if let chosen = choose(among: back, shares, leaning, typed, utterance, alone, conversation) {
        return chosen
      }
      if back.choice != nil {
        certainty = alone.ranking.coverage
        // A question that is broad by itself is asked back, unless it points to what went before.
        guard Leaning.pointsBack(utterance) else { return nil }
      }
    }
    // Either it leans and means what it means in context, or it stands alone and means what it asks alone. Both may come
    // to the same.
    let same = classOfAlone(alone, classes).map { shares[$0] } ?? 0
    guard leaning * shares[best] > leaning * same + (1 - leaning) * certainty else { return nil }
    if best == classes.nothing {
      // What is surely answered by itself is not taken back.
      let isDoubtful =
        alone.outcome == .answered && alone.ranking.confidence < Desk.sureOtherwise
      return isDoubtful ? declined(typed, alone) : nil
    }
    if let act = classes.act(best) {
      if let done = perform(act, typed, conversation) { return done }
      if alone.questionBack != nil { return nil }
    }
    let rule = shares.prefix(rules.ruleCount).indices.max { shares[$0] < shares[$1] }!
    return answer(rule, shares[rule], typed, utterance, alone, conversation)
  }

  /// The class in context of what a turn comes to alone; nil where that is a question back.
  private func classOfAlone(_ alone: Response, _ classes: ContextClasses) -> Int? {
    switch alone.outcome {
    case .answered: alone.answer.flatMap(ruleNumber)
    case .declined: classes.nothing
    case .askedBack: nil
    }
  }

  /// Of what would be asked back, the one that what went before makes plain; nil where it does not.
  private func choose(
    among back: QuestionBack, _ shares: [Float], _ leaning: Float, _ typed: String,
    _ utterance: Utterance, _ alone: Response, _ conversation: Conversation
  ) -> Interpretation? {
    let options = back.options.compactMap { rules.index(ofRule: $0.rule) }
    guard let best = options.max(by: { shares[$0] < shares[$1] }) else { return nil }
    // To the desk's own question, one of its choices may be the reply; what is broad and none of them is another question.
    guard
      conversation.asked == nil || conversation.offered.contains(rules.heading(ofRuleAt: best).id)
    else { return nil }
    let together = options.reduce(0) { $0 + shares[$1] }
    let isLikely = leaning >= Desk.leastLeaning && shares[best] >= Desk.leastShare
    let isPlain = leaning >= Desk.leastLeaningIfPlain && shares[best] >= Desk.plainShare
    let isMeant: Bool
    if back.choice == nil {
      // Of rules that are about as likely alone, what went before tells which, unless it points elsewhere.
      isMeant = shares[best] == shares.max() && (isLikely || shares[best] >= Desk.settlingShare)
    } else {
      isMeant = isLikely || isPlain
    }
    guard isMeant, shares[best] >= Desk.leastPart * together
    else { return nil }
    return answer(best, shares[best], typed, utterance, alone, conversation)
  }

  /// What it takes to answer where the desk would otherwise ask back: how surely the turn leans, the probability of
  /// the best choice, and its part of all choices'.
  private static let leastLeaning: Float = 0.5
  private static let leastShare: Float = 0.1
  private static let leastPart: Float = 0.5
  /// The probability from which on one of the choices is plainly meant, and how surely the turn must lean then.
  private static let plainShare: Float = 0.8
  private static let leastLeaningIfPlain: Float = 0.3
  /// The probability that settles which of a few rules is meant that are about as likely alone.
  private static let settlingShare: Float = 0.4

  /// A turn as one with the question before it, and with the turn before it as typed; the turn itself counts twice.
  package static func joined(
    _ turn: String, after question: String, _ typed: String = ""
  ) -> String {
    turn + " " + turn + " " + question + " " + typed
  }

  private func declined(_ typed: String, _ alone: Response) -> Interpretation {
    var response = alone
    response.outcome = .declined
    response.answer = nil
    response.nearest =
      alone.answer.map {
        [Nearest(rule: $0.rule, title: $0.title, confidence: $0.confidence)]
      } ?? []
    return Interpretation(response: response, question: typed)
  }

  private func answer(
    _ number: Int, _ share: Float, _ typed: String, _ utterance: Utterance, _ alone: Response,
    _ conversation: Conversation
  ) -> Interpretation? {
    let rule = rules.rule(at: number)
    let codes = utterance.codes.map(\.code)
    let held = conversation.lastAnswer.flatMap { AnswerID.code($0.rule) }
    guard rule.kind != .choice, rule.kind != .courtesy,
      let answer = advisor.answer(
        rule, codes: codes.isEmpty ? held.map { [$0] } ?? [] : codes, confidence: share),
      // What it asks alone anyway needs no context; nor is the same goal meant again where no number is named.
      answer.rule != alone.answer?.rule,
      AnswerID.code(answer.rule) == nil || answer.rule != conversation.lastAnswer?.rule
    else { return nil }
    var response = Response(answering: typed, with: answer, ranking: alone.ranking)
    response.read = alone.read
    response.understanding = Understanding(
      kind: .context, after: conversation.lastAnswer?.rule ?? "",
      referents: referents(utterance, conversation))
    return Interpretation(response: response, question: plainTitle(answer))
  }

  /// The number of the rule that gave an answer.
  private func ruleNumber(_ answer: Answer) -> Int? { number(ofAnswer: answer.rule) }

  private func number(ofAnswer id: String) -> Int? {
    guard let code = AnswerID.code(id) else { return rules.index(ofRule: id) }
    let kind: Rule.Kind = code.isGoal ? .goals : .targets
    return (0..<rules.ruleCount).first { rules.kind(ofRuleAt: $0) == kind }
  }

  /// What the pronouns of a turn stand for: the last answer's partners, else what it was about.
  private func referents(
    _ utterance: Utterance, _ conversation: Conversation
  ) -> [Understanding.Referent] {
    guard let answer = conversation.lastAnswer else { return [] }
    let many: Set<String> = ["they", "them", "their", "theirs", "those", "these"]
    let partners = answer.partners.prefix(3).map(\.name).joined(separator: ", ")
    return Leaning.pointers(in: utterance).compactMap { word in
      // "They" are somebody; where the last answer names nobody, who is meant is not known.
      if many.contains(word) {
        return partners.isEmpty ? nil : Understanding.Referent(word: word, meaning: partners)
      }
      return Understanding.Referent(word: word, meaning: "\u{201C}\(answer.title)\u{201D}")
    }
  }
}

extension Response {
  /// How likely it is that what was made of a question alone is right.
  fileprivate var certainty: Float {
    switch outcome {
    case .answered: ranking.exact ? 1 : ranking.confidence
    case .askedBack: ranking.confidence
    case .declined: 1 - ranking.coverage
    }
  }

  /// An answer to what needs no weighing, or was weighed in another way.
  init(answering question: String, with answer: Answer, ranking: Ranking = Ranking()) {
    self.init(
      question: question, outcome: .answered, answer: answer, questionBack: nil, nearest: [],
      read: [], ranking: ranking)
  }
}
