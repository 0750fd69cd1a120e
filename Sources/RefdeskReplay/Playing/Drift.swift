package import RefdeskCore
internal import RefdeskPages

/// How what the desk says now differs from what a turn has written down.
package struct Drift: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The same rule, in other words.
    case reworded
    /// Another rule, and no other words than before were written down.
    case rerouted
    /// Another rule, in other words.
    case changed
    /// It was answered, and is declined now.
    case lost
    /// It was declined, and is answered now.
    case gained
    /// The same rule and words, but a check no longer holds.
    case unmet
    /// Nothing is written down to compare.
    case unwritten

    /// Whether blessing it needs a yes: the person asking would get something else.
    package var needsConsent: Bool { [.lost, .rerouted, .changed].contains(self) }
  }

  package struct Unmet: Sendable {
    package var check: Check
    /// What is the case, as in "declined".
    package var instead: String
  }

  package struct Near: Sendable {
    package var rule: String
    package var probability: Float
    package var place: Place
  }

  package var kind: Kind
  package var unmet: [Unmet] = []
  /// Nil where the words agree or are not compared.
  package var steps: [WordingMatcher.Step]?
  package var words: Answered?
  package var ruleWritten: String?
  /// Where that rule stands.
  package var placeWritten: Place?
  package var rule: String?
  package var place: Place?
  /// The rules that fitted best, at most three.
  package var nearest: [Near]

  init(kind: Kind, _ played: Played, _ rules: CompiledRules) {
    self.kind = kind
    rule = played.rule
    place = played.rule.flatMap { Drift.place(of: $0, rules) }
    nearest = (played.response?.ranking.candidates ?? []).prefix(3).compactMap { candidate in
      guard candidate.rule < rules.ruleCount else { return nil }
      let rule = rules.rule(at: candidate.rule)
      return Near(rule: rule.id, probability: candidate.probability, place: rule.place)
    }
  }

  init(
    of played: Played, unmet: [Unmet], steps: [WordingMatcher.Step]?, words: Answered,
    source: SourceText, rules: CompiledRules
  ) {
    let written = Written(played.turn, source, rules)
    self.init(
      kind: Drift.kind(played, written, unmet, hasOtherWords: steps != nil), played, rules)
    self.unmet = unmet
    self.steps = steps
    self.words = words
    ruleWritten = written.rule
    placeWritten = written.rule.flatMap { Drift.place(of: $0, rules) }
  }

  private static func kind(
    _ played: Played, _ written: Written, _ unmet: [Unmet], hasOtherWords: Bool
  ) -> Kind {
    let outcome = played.response?.outcome
    if written.isDeclined, outcome != .declined, played.response != nil { return .gained }
    if !written.isDeclined, outcome == .declined { return .lost }
    let isOther =
      unmet.contains(where: \.check.namesOutcome)
      || (written.rule != nil && played.rule != nil && written.rule != played.rule
        && !written.isNamed)
    if isOther { return hasOtherWords ? .changed : .rerouted }
    return hasOtherWords ? .reworded : .unmet
  }

  private static func place(of rule: String, _ rules: CompiledRules) -> Place? {
    Advisor(rules).answer(withID: rule)?.place
  }

  package static func share(_ value: Float) -> String { decimal(value, digits: 2) }
}

/// What a turn says of itself: the rule that should answer, by a check or by the words.
private struct Written {
  var rule: String?
  /// Whether a check names it.
  var isNamed = false
  var isDeclined = false

  init(_ turn: Turn, _ source: SourceText, _ rules: CompiledRules) {
    for check in turn.checks {
      switch check.kind {
      case .rule(let id):
        rule = id
        isNamed = true
      case .none, .outcome(.declined): isDeclined = true
      case .asks, .outcome: isNamed = true
      default: break
      }
    }
    guard rule == nil, !isDeclined, !isNamed, let lines = turn.answerLines else { return }
    let words = Pattern(lines, of: source).entries.prefix(60).map(\.source)
    isDeclined = words.starts(with: Written.decline)
    if !isDeclined { rule = Written.rule(opening: words, rules) }
  }

  /// How every answer begins that is none.
  private static let decline = "I do not know that one.".split(separator: " ").map(String.init)

  /// The rule whose opening these words are.
  private static func rule(opening words: [String], _ rules: CompiledRules) -> String? {
    rules.rules.first { rule in
      let opening = rule.opening.split(separator: " ").map(String.init)
      return !opening.isEmpty && words.starts(with: opening.prefix(60))
    }?.id
  }
}
