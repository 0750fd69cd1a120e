internal import RefdeskCore

/// Checks that everything a rule base refers to is there, once, and that every statement has a source.
struct RuleBaseCheck {
  let base: RuleBase
  let findings: FindingList

  func run() {
    if base.rules.isEmpty { findings.add(.noRules, at: Place()) }
    checkUniqueIDs()
    checkRules()
    checkGoals()
    checkPartners()
    checkPassages()
    checkPhrasings()
    checkThesaurus()
  }

  private func checkUniqueIDs() {
    var first: [String: Place] = [:]
    for rule in base.rules {
      if let place = first[rule.id] {
        findings.add(.duplicateID(rule.id, first: place), at: rule.place)
      } else {
        first[rule.id] = rule.place
      }
    }
    for (kind, ids) in [
      ("passage", base.passages.map(\.id)), ("partner", base.partners.map(\.id)),
      ("document", base.documents.map(\.id)), ("topic", base.topics.map(\.id)),
    ] {
      var seen: Set<String> = []
      for id in ids where !seen.insert(id).inserted {
        findings.add(.duplicateKey("\(kind) \(id)"), at: Place())
      }
    }
  }

  private var passageIDs: Set<String> { Set(base.passages.map(\.id)) }

  private func checkRules() {
    let passages = passageIDs
    let partners = Set(base.partners.map(\.id))
    let codes = Set(base.goals.flatMap { $0.targets.map(\.code) })
    let ids = Set(base.rules.map(\.id))
    let topics = Set(base.topics.map(\.id))
    // A rule base without passages cites nothing and is none the worse.
    let cites = !base.passages.isEmpty
    for rule in base.rules {
      let place = rule.place
      let sources =
        rule.sources + rule.steps.flatMap(\.sources) + rule.partners.flatMap(\.sources)
        + rule.targets.flatMap(\.sources)
      checkCited(sources, among: passages, at: place)
      for partner in rule.partners where !partners.contains(partner.id) {
        findings.add(
          .unknownPartner(partner.id, nearest: nearest(partner.id, of: partners.sorted())),
          at: place)
      }
      for target in rule.targets where !codes.contains(target.code) {
        findings.add(.unknownTarget(target.code.description), at: place)
      }
      for other in rule.see + rule.choices where !ids.contains(other) {
        findings.add(.unknownRule(other, nearest: nearest(other, of: ids.sorted())), at: place)
      }
      if !topics.isEmpty, !topics.contains(rule.topic) {
        findings.add(
          .unknownTopic(rule.topic, nearest: nearest(rule.topic, of: topics.sorted())), at: place)
      }
      if cites, rule.kind == .answer {
        if rule.sources.isEmpty {
          findings.add(.unsourced("the opening of '\(rule.id)'"), at: place)
        }
        for (index, step) in rule.steps.enumerated() where step.sources.isEmpty {
          findings.add(.unsourced("step \(index + 1) of '\(rule.id)'"), at: place)
        }
        for partner in rule.partners where partner.sources.isEmpty {
          findings.add(.unsourced("partner '\(partner.id)' of '\(rule.id)'"), at: place)
        }
        for target in rule.targets where target.sources.isEmpty {
          findings.add(.unsourced("target \(target.code) of '\(rule.id)'"), at: place)
        }
      }
    }
  }

  private func checkCited(_ sources: [String], among passages: Set<String>, at place: Place) {
    for source in Set(sources).sorted() where !passages.contains(source) {
      findings.add(
        .unknownPassage(source, nearest: nearest(source, of: passages.sorted())), at: place)
    }
  }

  private func checkGoals() {
    let passages = passageIDs
    let ids = Set(base.rules.map(\.id))
    let partners = Set(base.partners.map(\.id))
    var codes: Set<Code> = []
    for goal in base.goals {
      let sources =
        goal.sources + goal.steps.flatMap(\.sources) + goal.partners.flatMap(\.sources)
        + goal.targets.flatMap { $0.sources + $0.steps.flatMap(\.sources) }
      checkCited(sources, among: passages, at: goal.place)
      for partner in goal.partners where !partners.contains(partner.id) {
        findings.add(
          .unknownPartner(partner.id, nearest: nearest(partner.id, of: partners.sorted())),
          at: goal.place)
      }
      for other in goal.see where !ids.contains(other) {
        findings.add(.unknownRule(other, nearest: nearest(other, of: ids.sorted())), at: goal.place)
      }
      for target in goal.targets {
        if !codes.insert(target.code).inserted {
          findings.add(.duplicateKey("target \(target.code)"), at: target.place)
        }
        if target.code.number != goal.number {
          findings.add(.badCode("\(target.code) under goal \(goal.number)"), at: target.place)
        }
      }
    }
  }

  private func checkPartners() {
    let passages = passageIDs
    for partner in base.partners { checkCited(partner.sources, among: passages, at: Place()) }
  }

  private func checkPassages() {
    let documents = Set(base.documents.map(\.id))
    var cited: Set<String> = []
    for rule in base.rules {
      cited.formUnion(rule.sources)
      for step in rule.steps { cited.formUnion(step.sources) }
      for partner in rule.partners { cited.formUnion(partner.sources) }
      for target in rule.targets { cited.formUnion(target.sources) }
    }
    for goal in base.goals {
      cited.formUnion(
        goal.sources + goal.steps.flatMap(\.sources) + goal.partners.flatMap(\.sources))
      for target in goal.targets {
        cited.formUnion(target.sources + target.steps.flatMap(\.sources))
      }
    }
    for partner in base.partners { cited.formUnion(partner.sources) }
    for passage in base.passages {
      if !documents.contains(passage.document) {
        findings.add(
          .unknownDocument(
            passage.document, nearest: nearest(passage.document, of: documents.sorted())),
          at: Place())
      }
      if !cited.contains(passage.id) { findings.add(.uncitedPassage(passage.id), at: Place()) }
    }
  }

  private func checkPhrasings() {
    let ids = Set(base.rules.map(\.id))
    var first: [String: Phrasing] = [:]
    for phrasing in base.phrasings {
      if let rule = phrasing.rule, !ids.contains(rule) {
        findings.add(
          .unknownRule(rule, nearest: nearest(rule, of: ids.sorted())), at: phrasing.place)
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
    let names = Set(base.thesaurus.map(\.name))
    var first: [String: Place] = [:]
    for term in base.thesaurus {
      for other in term.broader + term.related where !names.contains(other) {
        findings.add(
          .unknownTerm(other, nearest: nearest(other, of: names.sorted())), at: term.place)
      }
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
