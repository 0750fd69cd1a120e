/// Composes answers from the rules of a rule base.
package struct Advisor: Sendable {
  package let rules: CompiledRules

  package init(_ rules: CompiledRules) { self.rules = rules }

  /// What a rule says, to a question that may name a goal or a target.
  package func answer(_ rule: Rule, codes: [Code], confidence: Float) -> Answer? {
    switch rule.kind {
    case .goals, .targets: coded(rule, codes: codes, confidence: confidence)
    case .answer, .courtesy, .choice: plain(rule, confidence: confidence)
    }
  }

  private func plain(_ rule: Rule, confidence: Float) -> Answer {
    Answer(
      Advice(
        rule: rule.id, kind: rule.kind, title: rule.question,
        opening: rule.opening, openingSources: rule.sources, steps: rule.steps,
        partners: suggested(rule.partners), targets: suggested(rule.targets),
        seeAlso: links(rule.see), fits: rule.fits, recordSets: rule.records,
        reviewed: rule.reviewed, place: rule.place),
      confidence: confidence)
  }

  // MARK: Goals and targets

  /// The answer of the goal or the target that a question names; nil where it names none that is known.
  private func coded(_ rule: Rule, codes: [Code], confidence: Float) -> Answer? {
    // A target says more than its goal, whichever was named first.
    guard let code = codes.first(where: { !$0.isGoal }) ?? codes.first,
      let goal = rules.goal(code.number)
    else { return nil }
    if code.isGoal { return answer(goal, by: rule, confidence: confidence) }
    guard let target = goal.targets.first(where: { $0.code == code }) else {
      return answer(goal, by: rule, confidence: confidence)
    }
    return answer(target, of: goal, by: rule, confidence: confidence)
  }

  private func answer(_ goal: Goal, by rule: Rule, confidence: Float) -> Answer {
    let code = Code(goal: goal.number)
    return Answer(
      Advice(
        rule: "goal-\(goal.number)", kind: .goals,
        title: Advisor.title(rule.question, code: code, name: goal.title),
        opening: goal.opening, openingSources: goal.sources, steps: goal.steps,
        partners: suggested(goal.partners),
        targets: goal.targets.filter { !$0.opening.isEmpty }.map { suggested($0, of: goal) },
        seeAlso: links(goal.see), reviewed: rule.reviewed, place: goal.place),
      confidence: confidence)
  }

  private func answer(
    _ target: Target, of goal: Goal, by rule: Rule, confidence: Float
  ) -> Answer {
    let isTied = !target.opening.isEmpty
    // For a target that the guidance says nothing of, the rule's own words say so, and the goal's steps follow.
    let opening =
      isTied
      ? target.opening
      : rule.opening.replacing("{target}", with: target.code.description)
        .replacing("{title}", with: target.title).replacing("{goal}", with: "\(goal.number)")
    return Answer(
      Advice(
        rule: "target-\(target.code)", kind: .targets,
        title: Advisor.title(rule.question, code: target.code, name: target.title),
        opening: opening, openingSources: isTied ? target.sources : goal.sources,
        steps: isTied && !target.steps.isEmpty ? target.steps : goal.steps,
        partners: isTied ? suggested(goal.partners) : [],
        targets: [suggested(target, of: goal)], seeAlso: links(goal.see),
        reviewed: rule.reviewed, place: target.place),
      confidence: confidence)
  }

  /// A rule's question with the goal or target that was asked for in it.
  private static func title(_ question: String, code: Code, name: String) -> String {
    let full = "\(code.isGoal ? "SDG" : "target") \(code) (\(name))"
    return question.replacing("{goal}", with: full).replacing("{target}", with: full)
  }

  private func suggested(_ target: Target, of goal: Goal) -> SuggestedTarget {
    SuggestedTarget(
      code: target.code, title: target.title, why: target.why, colour: goal.colour,
      sources: target.sources.isEmpty ? goal.sources : target.sources)
  }

  // MARK: What rules refer to

  private func suggested(_ partners: [PartnerSuggestion]) -> [SuggestedPartner] {
    partners.map { suggestion in
      let partner = rules.partner(suggestion.id)
      return SuggestedPartner(
        id: suggestion.id, name: partner?.name ?? suggestion.id,
        why: suggestion.why.isEmpty ? partner?.shares ?? "" : suggestion.why,
        offer: partner?.offer ?? "", ask: partner?.ask ?? "", find: partner?.find ?? "",
        sources: suggestion.sources.isEmpty ? partner?.sources ?? [] : suggestion.sources)
    }
  }

  private func suggested(_ targets: [TargetSuggestion]) -> [SuggestedTarget] {
    targets.map { suggestion in
      let goal = rules.goal(suggestion.code.number)
      let target = goal?.targets.first { $0.code == suggestion.code }
      return SuggestedTarget(
        code: suggestion.code, title: target?.title ?? "",
        why: suggestion.why.isEmpty ? target?.why ?? "" : suggestion.why,
        colour: goal?.colour ?? "", sources: suggestion.sources)
    }
  }

  package func links(_ ids: [String]) -> [Link] {
    ids.compactMap { id in
      rules.index(ofRule: id).map { Link(rule: id, title: rules.heading(ofRuleAt: $0).question) }
    }
  }

  /// A rule by its id, or the goal or target with an id such as "goal-4" or "target-4.6". Failing these, the rule that had
  /// the id before.
  package func answer(withID id: String) -> Answer? {
    if let index = rules.index(ofRule: id), let answer = plain(ruleAt: index) { return answer }
    if let answer = codedAnswer(withID: id) { return answer }
    return rules.index(ofRuleFormerly: id).flatMap(plain(ruleAt:))
  }

  private func plain(ruleAt index: Int) -> Answer? {
    let rule = rules.rule(at: index)
    return rule.kind == .goals || rule.kind == .targets ? nil : plain(rule, confidence: 1)
  }

  private func codedAnswer(withID id: String) -> Answer? {
    guard let code = AnswerID.code(id), rules.lexicon.codes.contains(code) else {
      return nil
    }
    let kind: Rule.Kind = code.isGoal ? .goals : .targets
    guard let index = (0..<rules.ruleCount).first(where: { rules.kind(ofRuleAt: $0) == kind })
    else { return nil }
    return coded(rules.rule(at: index), codes: [code], confidence: 1)
  }
}
