internal import RefdeskCore

/// Says which checks do not hold of a turn, and what holds instead.
struct CheckJudge {
  private let played: Played
  private let rules: CompiledRules

  init(_ played: Played, _ rules: CompiledRules) {
    self.played = played
    self.rules = rules
  }

  func unmet(_ checks: [Check]) -> [Drift.Unmet] {
    if checks.isEmpty { return [] }
    // `alt` widens what the rule check allows.
    let allowed: [String] = checks.compactMap { check in
      switch check.kind {
      case .rule(let id), .alternative(let id): id
      default: nil
      }
    }
    var unmet: [Drift.Unmet] = []
    for check in checks {
      if let instead = instead(of: check.kind, allowed) {
        unmet.append(Drift.Unmet(check: check, instead: instead))
      }
    }
    return unmet
  }

  /// Nil where the check holds.
  private func instead(of kind: Check.Kind, _ allowed: [String]) -> String? {
    let response = played.response
    let answer = response?.answer
    switch kind {
    case .rule:
      return played.rule.map(allowed.contains) == true ? nil : saidBy
    case .alternative: return nil
    case .none: return response?.outcome == .declined ? nil : saidBy
    case .asks: return response?.outcome == .askedBack ? nil : saidBy
    case .outcome(let outcome):
      return response?.outcome == outcome
        ? nil : "the outcome is \(response?.outcome.rawValue ?? "a command's")"
    case .after(let rule):
      if played.ruleBefore == rule { return nil }
      return played.ruleBefore.map { "\($0) had answered before" } ?? "nothing had been answered"
    case .not(let rule): return played.rule == rule ? "\(rule) answers" : nil
    case .read(let typed, let read):
      let repairs = response?.read ?? []
      let isRead = repairs.contains {
        $0.typed.lowercased() == typed.lowercased() && $0.read.lowercased() == read.lowercased()
      }
      if isRead { return nil }
      if let other = repairs.first(where: { $0.typed.lowercased() == typed.lowercased() }) {
        return "it is read as \(other.read)"
      }
      return "it is read as it stands"
    case .target(let code):
      let codes = answer?.targets.map(\.code) ?? []
      return codes.contains(code) ? nil : named("targets", codes.map(\.description))
    case .partner(let id):
      let ids = answer?.partners.map(\.id) ?? []
      return ids.contains(id) ? nil : named("partners", ids)
    case .cites(let id):
      let ids = answer?.sources ?? []
      return ids.contains(id) ? nil : named("sources", ids)
    case .offers(let rule):
      let ids = response?.offered ?? []
      return ids.contains(rule) ? nil : named("offers", ids)
    case .score(let comparison, let wanted):
      let confidence = response?.ranking.confidence ?? 0
      let holds =
        switch comparison {
        case .atLeast: confidence >= wanted
        case .atMost: confidence <= wanted
        case .above: confidence > wanted
        case .below: confidence < wanted
        }
      return holds ? nil : "the score is \(Drift.share(confidence))"
    }
  }

  private func named(_ what: String, _ ids: [String]) -> String {
    ids.isEmpty ? "there are no \(what)" : "the \(what) are \(ids.joined(separator: ", "))"
  }

  /// Who answered, in a few words.
  private var saidBy: String {
    guard let response = played.response else {
      return played.rule.map { "a command, about \($0)" } ?? "a command, about no rule"
    }
    switch (response.outcome, played.rule) {
    case (.declined, _): return "it is declined"
    case (.askedBack, let rule?): return "\(rule) asks back"
    case (.askedBack, nil):
      return "it asks back: \(response.offered.joined(separator: ", "))"
    case (.answered, let rule): return "\(rule ?? "") answers"
    }
  }
}
