package import RefdeskCore
internal import RefdeskRules

/// Checks the names in transcripts against a rule base: an unknown rule is a slip, not a drift.
package struct NameCheck {
  private let rules: CompiledRules
  private let known: Set<String>
  private let ids: [String]
  private let passages: Set<String>
  private let partners: Set<String>

  package init(_ rules: CompiledRules) {
    self.rules = rules
    var ids: [String] = []
    for index in 0..<rules.ruleCount {
      switch rules.kind(ofRuleAt: index) {
      case .goals, .targets: break
      default: ids.append(rules.heading(ofRuleAt: index).id)
      }
    }
    for goal in rules.goals {
      ids.append("goal-\(goal.number)")
      ids += goal.targets.map { "target-\($0.code)" }
    }
    self.ids = ids
    known = Set(ids)
    passages = Set(rules.passages.map(\.id))
    partners = Set(rules.partners.map(\.id))
  }

  package func faults(_ transcript: Transcript) -> [TranscriptFault] {
    var faults: [TranscriptFault] = []
    var named: Set<String> = []
    for turn in transcript.turns {
      for check in turn.checks {
        if let rule = check.rule { named.insert(rule) }
        if let problem = problem(check.kind) {
          faults.append(TranscriptFault(problem, at: check.place))
        }
      }
    }
    if named.count > 1, named.isDisjoint(with: known), let first = faults.first {
      return [TranscriptFault(.otherRuleBase(named: named.count), at: first.place)]
    }
    return faults
  }

  private func problem(_ kind: Check.Kind) -> TranscriptFault.Problem? {
    switch kind {
    case .rule(let id), .after(let id), .not(let id), .alternative(let id), .offers(let id):
      if known.contains(id) { return nil }
      // A word of ours with a slip in it is likelier meant than a rule.
      if let word = nearest(id, of: ["none", "asks"]), case .rule = kind {
        return .unknownCheck(id, nearest: word)
      }
      return .unknownRule(id, nearest: nearest(id, of: ids))
    case .partner(let id):
      return partners.contains(id)
        ? nil : .unknownPartner(id, nearest: nearest(id, of: partners.sorted()))
    case .cites(let id):
      return passages.contains(id)
        ? nil : .unknownPassage(id, nearest: nearest(id, of: passages.sorted()))
    case .target(let code):
      return known.contains("target-\(code)") ? nil : .unknownTarget(code.description)
    case .none, .asks, .outcome, .read, .score: return nil
    }
  }
}

extension Check {
  /// The rule that it names.
  var rule: String? {
    switch kind {
    case .rule(let id), .after(let id), .not(let id), .alternative(let id), .offers(let id): id
    default: nil
    }
  }
}
