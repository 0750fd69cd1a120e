/// How the evidence on a turn in context is weighed together.
///
/// What the turn asks alone, and together with the question before it, is where it begins (`beginning`). A model learned
/// from dialogues, which knows short turns and what they came after, says by how much that is to be changed. A
/// conditional logit joins the two with what lies around the last answer: each class's evidence is a few numbers, and the
/// weights of those numbers are fitted on dialogues of writers held out (`FollowUpTraining`).
package struct ContextWeights: Sendable, Equatable {
  /// The weights of `ContextEvidence.rows`, in their order.
  package var values: [Float]
  /// The share of leaning turns among those that the weights of `Leaning` were learned from.
  package var leaningShare: Float

  package static let count = 9
  /// For a rule base without dialogues: where the turn begins, helped where the last answer points to a rule.
  package static let unlearned = ContextWeights(
    values: [1, 1.5, 0.5, 0.8, 0.2, -4, 0, -1, -1], leaningShare: 0.5)

  package init(values: [Float], leaningShare: Float) {
    self.values = values
    self.leaningShare = leaningShare
  }

  /// The weights as a row that evidence can be multiplied with.
  fileprivate var row: ContextEvidence.Row {
    var row = ContextEvidence.Row.zero
    for (index, value) in values.prefix(ContextWeights.count).enumerated() { row[index] = value }
    return row
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

/// Which rules each rule points to, and the topic of each.
struct RuleLinks: Sendable {
  let links: [Set<Int>]
  let topics: [String]

  init(_ rules: CompiledRules) {
    let all = rules.rules
    var numbers: [String: Int] = [:]
    for (number, rule) in all.enumerated() { numbers[rule.id] = number }
    links = all.map { rule in Set((rule.see + rule.choices).compactMap { numbers[$0] }) }
    topics = all.map(\.topic)
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
    self.init(of: rule, in: RuleLinks(rules))
  }

  init(of rule: Int, in all: RuleLinks) {
    self.rule = rule
    let links = all.links
    linked = links[rule]
    linking = Set(links.indices.filter { links[$0].contains(rule) })
    topical = Set(links.indices.filter { all.topics[$0] == all.topics[rule] })
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
  /// Room for `ContextWeights.count` numbers.
  package typealias Row = SIMD16<Float>

  /// A row of `ContextWeights.count` numbers for each class: the logarithm of its probability by the turn and what it
  /// follows; whether it is linked from, linking to, of one topic with or near the last answer; whether it is something
  /// done with the last answer; whether it is nothing; whether it is the last answer itself, or the one before.
  package let rows: [Row]

  /// - Parameters:
  ///   - scores: by the turn and what it follows, one a class.
  ///   - earlier: the number of the rule that answered before the last.
  package init(
    _ classes: ContextClasses, scores: [Float], around: Neighbourhood, earlier: Int?
  ) {
    let scores = ContextEvidence.logShares(scores)
    var rows = [Row](repeating: .zero, count: classes.count)
    for number in rows.indices { rows[number][0] = scores[number] }
    for (place, numbers) in [around.linked, around.linking, around.topical, around.near]
      .enumerated()
    {
      for number in numbers where number < rows.count { rows[number][1 + place] = 1 }
    }
    for number in classes.ruleCount..<classes.nothing { rows[number][5] = 1 }
    rows[classes.nothing][6] = 1
    if let rule = around.rule { rows[rule][7] = 1 }
    if let earlier { rows[earlier][8] = 1 }
    self.rows = rows
  }

  /// Where the scores of a turn in context begin, one a class: by what it asks alone, and together with the question
  /// before it. Learned weights are added to them.
  ///
  /// - Parameters:
  ///   - alone: scores by the turn alone, one a rule and one for none.
  ///   - joined: the same by the turn together with the question before it.
  package static func beginning(
    _ classes: ContextClasses, alone: [Float], joined: [Float]
  ) -> [Float] {
    let alone = logShares(alone)
    let joined = logShares(joined)
    var scores = [Float](repeating: beginningOfActs, count: classes.count)
    for number in 0..<classes.ruleCount {
      scores[number] = partAlone * alone[number] + partJoined * joined[number]
    }
    scores[classes.nothing] =
      partAlone * alone[classes.ruleCount] + partJoined * joined[classes.ruleCount]
    return scores
  }

  // Of more than 8,000 turns whose writers were held out, most were understood with about these; nearby values do as well.
  private static let partAlone: Float = 0.5
  private static let partJoined: Float = 0.25
  /// What is done with the last answer has no score of its own to begin with: about that of a likely rule.
  private static let beginningOfActs: Float = -4

  /// The probability of each class.
  package func probabilities(_ weights: ContextWeights) -> [Float] {
    let weights = weights.row
    return ContextEvidence.logShares(rows.map { ($0 * weights).sum() }).map(exponential)
  }

  /// Scores as logarithms of shares, none below a floor: what a model finds impossible may still be meant.
  static func logShares(_ scores: [Float]) -> [Float] {
    guard let largest = scores.max() else { return [] }
    let sum = scores.withUnsafeBufferPointer { sumOfExponentials($0, less: largest) }
    let logarithm = Float(log(Double(sum)))
    return scores.map { max(-9, $0 - largest - logarithm) }
  }
}
