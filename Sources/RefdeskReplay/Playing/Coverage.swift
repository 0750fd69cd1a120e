package import RefdeskCore

/// What of a rule base some transcripts reach, and what they do not.
package struct Coverage: Sendable {
  /// One kind of thing that an answer may bring.
  package struct Share: Sendable {
    package struct Item: Sendable {
      package var id: String
      /// What it says, to recognise it by.
      package var title: String
      /// Where it stands; nil where that is not known.
      package var place: Place?
    }

    package var name: String
    package var count: Int
    package var missing: [Item]

    package var reached: Int { count - missing.count }
    /// From 0 to 100; what has nothing to reach is reached whole.
    package var percent: Double { count == 0 ? 100 : Double(reached) * 100 / Double(count) }
  }

  private var rules: Set<String> = []
  private var passages: Set<String> = []
  private var partners: Set<String> = []
  private var targets: Set<Code> = []
  private var hasGoal = false
  private var hasTarget = false

  package init() {}

  package mutating func add(_ played: [Played]) {
    for entry in played {
      guard let response = entry.response else { continue }
      if let rule = entry.rule { rules.insert(rule) }
      guard let answer = response.answer else { continue }
      hasGoal = hasGoal || answer.rule.hasPrefix("goal-")
      hasTarget = hasTarget || answer.rule.hasPrefix("target-")
      passages.formUnion(answer.sources)
      partners.formUnion(answer.partners.map(\.id))
      targets.formUnion(answer.targets.map(\.code))
    }
  }

  /// Rules, passages, partners and targets, in the order of the rule base.
  package func shares(of base: CompiledRules) -> [Share] {
    func share<Element>(
      _ name: String, _ all: [Element], isReached: (Element) -> Bool,
      item: (Element) -> Share.Item
    ) -> Share {
      Share(name: name, count: all.count, missing: all.filter { !isReached($0) }.map(item))
    }
    return [
      share(
        "rules", base.rules,
        isReached: { rule in
          switch rule.kind {
          case .goals: hasGoal
          case .targets: hasTarget
          default: rules.contains(rule.id)
          }
        }, item: { Share.Item(id: $0.id, title: $0.question, place: $0.place) }),
      share(
        "passages", base.passages, isReached: { passages.contains($0.id) },
        item: { Share.Item(id: $0.id, title: $0.gist) }),
      share(
        "partners", base.partners, isReached: { partners.contains($0.id) },
        item: { Share.Item(id: $0.id, title: $0.name) }),
      share(
        "targets", base.goals.flatMap(\.targets), isReached: { targets.contains($0.code) },
        item: { Share.Item(id: $0.code.description, title: $0.title, place: $0.place) }),
    ]
  }
}
