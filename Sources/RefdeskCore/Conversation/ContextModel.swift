/// How the evidence on a turn in context is weighed together.
///
/// Two models judge such a turn: the one for questions that stand alone, and one learned from dialogues, which knows
/// short turns and what they came after. A conditional logit joins them: each class's evidence is a few numbers, and
/// the weights of those numbers are fitted on dialogues of writers held out (`FollowUpTraining`).
package struct ContextWeights: Sendable, Equatable {
  /// The weights of `ContextEvidence.rows`, in their order.
  package var values: [Float]
  /// The share of leaning turns among those that the weights of `Leaning` were learned from.
  package var leaningShare: Float

  package static let count = 10
  /// For a rule base without dialogues: the turn alone, helped where the last answer points to a rule.
  package static let unlearned = ContextWeights(
    values: [0.7, 0, 0.3, 1.5, 0.5, 0.8, 0.2, -4, 0, -1], leaningShare: 0.5)

  package init(values: [Float], leaningShare: Float) {
    self.values = values
    self.leaningShare = leaningShare
  }

  func score(_ evidence: [Float]) -> Float {
    zip(values, evidence).reduce(0) { $0 + $1.0 * $1.1 }
  }

  package func write(to writer: inout SectionWriter) {
    for value in values + [leaningShare] { writer.float(value) }
  }

  init(_ image: Image) {
    let section = image[.contextWeights]
    guard section.count >= (ContextWeights.count + 1) * 4 else {
      self = .unlearned
      return
    }
    values = (0..<ContextWeights.count).map { section.float(at: $0 * 4) }
    leaningShare = section.float(at: ContextWeights.count * 4)
  }
}

/// The classes of a turn in context: the rules by number, what can be done with the last answer, and last of all
/// nothing that the desk knows.
package struct ContextClasses: Sendable {
  package let ruleCount: Int

  package init(ruleCount: Int) { self.ruleCount = ruleCount }

  package var count: Int { ruleCount + FollowUp.allCases.count + 1 }
  package var nothing: Int { count - 1 }

  package func number(of act: FollowUp) -> Int {
    ruleCount + FollowUp.allCases.firstIndex(of: act)!
  }

  package func act(_ number: Int) -> FollowUp? {
    let index = number - ruleCount
    return FollowUp.allCases.indices.contains(index) ? FollowUp.allCases[index] : nil
  }
}

/// What lies around an answer: where a turn after it may go.
package struct Neighbourhood: Sendable {
  /// The number of the answer's rule.
  package let rule: Int?
  /// The rules that it points to, those that point to it, those of its topic, and those that its neighbours point to.
  let linked: Set<Int>
  let linking: Set<Int>
  let topical: Set<Int>
  let near: Set<Int>

  package init(of rule: Int, in rules: CompiledRules) {
    self.rule = rule
    let all = rules.rules
    var numbers: [String: Int] = [:]
    for (number, rule) in all.enumerated() { numbers[rule.id] = number }
    let links = all.map { rule in Set((rule.see + rule.choices).compactMap { numbers[$0] }) }
    linked = links[rule]
    linking = Set(all.indices.filter { links[$0].contains(rule) })
    topical = Set(all.indices.filter { all[$0].topic == all[rule].topic })
    near = links[rule].reduce(into: []) { $0.formUnion(links[$1]) }
  }

  /// After a question back: its choices.
  init(offering rules: Set<Int>) {
    rule = nil
    linked = rules
    linking = []
    topical = rules
    near = []
  }
}

/// What speaks for each class of a turn in context.
package struct ContextEvidence: Sendable {
  /// A row of `ContextWeights.count` numbers for each class: the logarithms of its probability by the turn alone, by
  /// what the turn follows, and by the turn with the question before it; whether it is linked from, linking to, of
  /// one topic with or near the last answer; whether it is something done with the last answer; whether it is
  /// nothing; whether it is the last answer itself.
  package let rows: [[Float]]

  /// - Parameters:
  ///   - alone: scores by the turn alone, one a rule and one for none.
  ///   - following: scores by what it follows, one a class; empty where nothing was learned.
  ///   - joined: scores by the turn together with the question before it, like `alone`.
  package init(
    _ classes: ContextClasses, alone: [Float], following: [Float], joined: [Float],
    around: Neighbourhood
  ) {
    let alone = ContextEvidence.logShares(alone)
    let following = ContextEvidence.logShares(following)
    let joined = ContextEvidence.logShares(joined)
    func flag(_ condition: Bool) -> Float { condition ? 1 : 0 }
    rows = (0..<classes.count).map { number in
      let isRule = number < classes.ruleCount
      let isNothing = number == classes.nothing
      let place = isRule ? number : classes.ruleCount
      return [
        isRule || isNothing ? alone[place] : 0,
        following.isEmpty ? 0 : following[number],
        isRule || isNothing ? joined[place] : 0,
        flag(around.linked.contains(number)), flag(around.linking.contains(number)),
        flag(around.topical.contains(number)), flag(around.near.contains(number)),
        flag(!isRule && !isNothing), flag(isNothing), flag(number == around.rule),
      ]
    }
  }

  /// The probability of each class.
  package func probabilities(_ weights: ContextWeights) -> [Float] {
    ContextEvidence.logShares(rows.map(weights.score)).map { Float(exp(Double($0))) }
  }

  /// Scores as logarithms of shares, none below a floor: what a model finds impossible may still be meant.
  static func logShares(_ scores: [Float]) -> [Float] {
    guard let largest = scores.max() else { return [] }
    let sum = scores.reduce(0.0) { $0 + exp(Double($1 - largest)) }
    let logarithm = Float(log(sum))
    return scores.map { max(-9, $0 - largest - logarithm) }
  }
}
