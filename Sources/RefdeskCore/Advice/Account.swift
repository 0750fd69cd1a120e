/// The desk's account of an answer: what it read, what spoke for the rule, what else was near.
package struct Account: Sendable {
  package struct NearestPhrasing: Sendable {
    package var phrasing: Phrasing
    /// The share of rare words in common, from 0 to 1.
    package var likeness: Float
  }

  package struct Runner: Sendable {
    package var rule: String
    package var title: String
    package var place: Place
    /// Its share among all rules and the background.
    package var probability: Float
    /// How far its score is behind the best rule's.
    package var behind: Float
  }

  package var response: Response
  package var concepts: [(term: String, typed: String)]
  package var codes: [Code]
  /// The rule that the account is of: the best one, or the one asked about.
  package var rule: Runner
  /// Why the best rule leads: over the next (or the background), or over the rule asked about.
  package var explanation: Explanation
  package var runners: [Runner]
  package var nearest: NearestPhrasing?
  /// For a rule that was not chosen: words that speak for it and were not in the question.
  package var missing: [String]
  /// For a rule that was not chosen: ways of asking it.
  package var wouldAsk: [String]
  package var againstName: String
  package var isWhyNot: Bool
}

extension Desk {
  /// Accounts for the response to a question.
  ///
  /// - Parameter other: the id of a rule that was expected instead; the account then says why it was not chosen.
  /// - Returns: nil where the rule base has no rules, or none with that id.
  package func account(of question: String, insteadOf other: String? = nil) -> Account? {
    let response = respond(to: question)
    let utterance = read(question)
    let ranking = response.ranking
    guard let best = ranking.candidates.first else { return nil }
    let bestScore = matcher.score(of: best.rule, for: utterance)
    func runner(_ number: Int, _ probability: Float, score: Float) -> Account.Runner {
      let rule = rules.rule(at: number)
      return Account.Runner(
        rule: rule.id, title: rule.question, place: rule.place, probability: probability,
        behind: bestScore - score)
    }

    var expected: Int?
    if let other {
      guard let index = rules.index(ofRule: other) ?? rules.index(ofRuleFormerly: other) else {
        return nil
      }
      expected = index
    }
    let background = rules.ruleCount
    let backgroundLeads = ranking.background > best.probability
    let subject = expected ?? best.rule
    // Held against: the winner, for a rule asked about; else the next rule, or the background where that was nearest.
    let against: Int
    if let expected, expected != best.rule {
      against = backgroundLeads ? background : best.rule
    } else {
      let next = ranking.candidates.dropFirst().first
      against =
        next.map { $0.probability >= ranking.background ? $0.rule : background } ?? background
    }
    let winnerFirst = expected != nil && expected != best.rule
    let explanation =
      winnerFirst
      ? matcher.explain(utterance, rule: against, over: subject)
      : matcher.explain(utterance, rule: subject, over: against)
    let terms = rules.terms
    let isWhyNot = winnerFirst
    return Account(
      response: response,
      concepts: utterance.concepts.map {
        ($0.concept < terms.count ? terms[$0.concept] : "", utterance.typedText($0.tokens))
      },
      codes: utterance.codes.map(\.code),
      rule: runner(
        subject, ranking.candidates.first { $0.rule == subject }?.probability ?? 0,
        score: matcher.score(of: subject, for: utterance)),
      explanation: explanation,
      runners: ranking.candidates.dropFirst().prefix(3).map {
        runner($0.rule, $0.probability, score: $0.score)
      },
      nearest: nearestPhrasing(to: utterance, of: subject),
      missing: isWhyNot ? missingWords(utterance, rule: subject) : [],
      wouldAsk: isWhyNot
        ? rules.phrasings.filter { $0.rule == rules.heading(ofRuleAt: subject).id }.prefix(3).map(
          \.text)
        : [],
      againstName: against == background ? "no rule at all" : rules.heading(ofRuleAt: against).id,
      isWhyNot: isWhyNot)
  }

  private func nearestPhrasing(to question: Utterance, of rule: Int) -> Account.NearestPhrasing? {
    let id = rules.heading(ofRuleAt: rule).id
    let asked = weights(question)
    var best: Account.NearestPhrasing?
    for phrasing in rules.phrasings where phrasing.rule == id {
      let written = weights(read(phrasing.text))
      var common: Float = 0
      var all: Float = 0
      for (stem, weight) in asked {
        all += weight
        if written[stem] != nil { common += weight }
      }
      for (stem, weight) in written where asked[stem] == nil { all += weight }
      let likeness = all > 0 ? common / all : 0
      if likeness > best?.likeness ?? 0 {
        best = Account.NearestPhrasing(phrasing: phrasing, likeness: likeness)
      }
    }
    return best
  }

  private func weights(_ question: Utterance) -> [Key: Float] {
    var weights: [Key: Float] = [:]
    for token in question.tokens {
      guard let stem = token.stem else { continue }
      weights[stem] =
        rules.model.feature(stem).map(rules.model.rarity) ?? rules.model.rarityOfUnseen
    }
    for mention in question.codes { weights[FeatureKey.code(mention.code)] = 4 }
    return weights
  }

  /// The words that speak most for a rule, of those not in the question.
  private func missingWords(_ question: Utterance, rule: Int) -> [String] {
    let asked = Set(question.tokens.compactMap(\.stem))
    var best: [Key: (word: String, weight: Float, frequency: Int)] = [:]
    for word in 0..<rules.lexicon.vocabularyCount where rules.lexicon.isHeard(word) {
      let stem = rules.lexicon.stem(ofWord: word)
      guard !asked.contains(stem), let feature = rules.model.feature(stem) else { continue }
      let weight = rules.model.weight(feature, rule) * rules.model.rarity(feature)
      let frequency = rules.lexicon.frequency(word)
      if weight > 0.5, frequency > best[stem]?.frequency ?? -1 {
        best[stem] = (rules.lexicon.text(ofWord: word), weight, frequency)
      }
    }
    return best.values.sorted { ($0.weight, $1.word) > ($1.weight, $0.word) }.prefix(6).map(\.word)
  }
}
