internal import RefdeskCore

/// Checks that everything a rule base refers to is there, once, and that every statement has a source.
struct RuleBaseCheck {
  let base: RuleBase
  let references: References
  let findings: FindingList

  /// - Parameter folder: what to name where there is no place: the first file.
  func run(folder: String) {
    if base.rules.isEmpty { findings.add(.noRules, at: Place(file: folder)) }
    checkDefinitions()
    checkFormerIDs()
    checkUses()
    checkSources()
    checkPhrasings()
    checkThesaurus()
    for goal in base.goals {
      for target in goal.targets where target.code.number != goal.number {
        findings.add(.badCode("\(target.code) under goal \(goal.number)"), at: target.place)
      }
    }
  }

  private func checkDefinitions() {
    var first: [References.Kind: [String: Place]] = [:]
    for entry in references.definitions {
      if let place = first[entry.kind]?[entry.id] {
        findings.add(.duplicateID(entry.id, first: place), at: entry.place)
      } else {
        first[entry.kind, default: [:]][entry.id] = entry.place
      }
    }
  }

  /// What an old link leads to must be one thing: a former id is no rule's today, and no other rule's former one.
  private func checkFormerIDs() {
    var taken: [String: Place] = [:]
    for entry in references.definitions where entry.kind == .rule {
      taken[entry.id] = taken[entry.id] ?? entry.place
    }
    for (id, place) in references.former {
      if let first = taken[id] { findings.add(.formerIDInUse(id, at: first), at: place) }
      taken[id] = taken[id] ?? place
    }
  }

  private func ids(_ kind: References.Kind) -> Set<String> {
    Set(references.definitions.filter { $0.kind == kind }.map(\.id))
  }

  private func checkUses() {
    var defined: [References.Kind: Set<String>] = [:]
    for kind in References.Kind.allCases { defined[kind] = ids(kind) }
    for use in references.uses {
      guard let known = defined[use.kind], !known.contains(use.id) else { continue }
      // A rule base need not name its topics.
      if use.kind == .topic, known.isEmpty { continue }
      let near = nearest(use.id, of: known.sorted())
      let problem: Finding.Problem =
        switch use.kind {
        case .rule: .unknownRule(use.id, nearest: near)
        case .passage: .unknownPassage(use.id, nearest: near)
        case .partner: .unknownPartner(use.id, nearest: near)
        case .target: .unknownTarget(use.id)
        case .topic: .unknownTopic(use.id, nearest: near)
        case .document: .unknownDocument(use.id, nearest: near)
        case .term: .unknownTerm(use.id, nearest: near)
        case .recordSet: .unknownRecordSet(use.id, nearest: near)
        case .traitValue: .unknownTraitValue(use.id, nearest: near)
        case .country: .unknownCountry(use.id, nearest: near)
        }
      findings.add(problem, at: use.place)
    }
  }

  private func checkSources() {
    // A rule base without passages cites nothing and is none the worse.
    guard !base.passages.isEmpty else { return }
    for (what, place) in references.unsourced { findings.add(.unsourced(what), at: place) }
    let cited = Set(references.uses.filter { $0.kind == .passage }.map(\.id))
    for entry in references.definitions where entry.kind == .passage && !cited.contains(entry.id) {
      findings.add(.uncitedPassage(entry.id), at: entry.place)
    }
  }

  private func checkPhrasings() {
    let known = ids(.rule)
    var first: [String: Phrasing] = [:]
    for phrasing in base.phrasings {
      if let rule = phrasing.rule, !known.contains(rule) {
        findings.add(
          .unknownRule(rule, nearest: nearest(rule, of: known.sorted())), at: phrasing.place)
      }
      let plain = phrasing.text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "{" }
        .joined(separator: " ")
      if plain.isEmpty { continue }
      if let other = first[plain] {
        findings.add(
          .duplicatePhrasing(
            phrasing.text, rule: phrasing.rule, other: other.rule, first: other.place),
          at: phrasing.place)
      } else {
        first[plain] = phrasing
      }
    }
  }

  private func checkThesaurus() {
    var first: [String: Place] = [:]
    for term in base.thesaurus {
      for form in [term.name] + term.usedFor {
        if let place = first[form.lowercased()] {
          findings.add(.duplicateTerm(form, first: place), at: term.place)
        } else {
          first[form.lowercased()] = term.place
        }
      }
    }
  }
}
