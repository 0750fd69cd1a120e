import RefdeskCore

/// What a conversation draws on: dialogues to learn from, who may be asking, and what is on record of countries.
extension RuleBaseReader {
  /// The sections of a rule base that `addContext` reads.
  static let contextSections = ["dialogues", "traits", "record-sets", "countries"]

  mutating func addContext(_ fields: Fields) {
    if fields.node("dialogues") != nil {
      let voice = fields.text("voice", required: true)
      base.dialogues += fields.list("dialogues").compactMap { dialogue($0, voice: voice) }
    }
    base.traits += fields.list("traits").compactMap(trait)
    base.recordSets += fields.list("record-sets").compactMap(recordSet)
    base.countries += fields.list("countries").compactMap(country)
  }

  // MARK: Dialogues

  private func dialogue(_ node: YAMLNode, voice: String) -> Dialogue? {
    guard case .list(let items) = node.value else {
      findings.add(
        .wrongShape(what: "dialogue", wanted: "a list of turns", found: node.kind), at: node.place)
      return nil
    }
    return Dialogue(turns: items.compactMap(turn), voice: voice)
  }

  private func turn(_ node: YAMLNode) -> Dialogue.Turn? {
    guard
      let fields = Fields(
        node, owner: "turn", allowed: ["ask", "rule", "act", "says"], findings: findings)
    else { return nil }
    let text = fields.text("ask", required: true)
    return Dialogue.Turn(text: text, meaning: meaning(fields), place: fields.placeOf("ask"))
  }

  private func meaning(_ fields: Fields) -> Dialogue.Meaning {
    if fields.node("says") != nil { return .introduction }
    if fields.node("act") != nil {
      let name = fields.text("act")
      if let act = FollowUp(rawValue: name) { return .act(act) }
      findings.add(
        .unknownKind(name, allowed: FollowUp.allCases.map(\.rawValue)), at: fields.placeOf("act"))
      return .nothing
    }
    guard let node = fields.node("rule"), let id = node.text, !["", "~", "null"].contains(id)
    else {
      if fields.node("rule") == nil { findings.add(.missing("rule", in: "turn"), at: fields.place) }
      return .nothing
    }
    // Goals and targets answer under ids of their own.
    if let code = AnswerID.code(id) {
      if !code.isGoal { references.use(.target, code.description, at: node.place) }
    } else {
      references.use(.rule, id, at: node.place)
    }
    return .rule(id)
  }

  // MARK: Who is asking

  private func trait(_ node: YAMLNode) -> Trait? {
    guard
      let fields = Fields(
        node, owner: "trait", allowed: ["id", "title", "values"], findings: findings)
    else { return nil }
    let id = fields.text("id", required: true)
    let values = fields.list("values").compactMap { node -> Trait.Value? in
      guard
        let value = Fields(
          node, owner: "value", allowed: ["id", "name", "forms"], findings: findings)
      else { return nil }
      let valueID = value.text("id", required: true)
      references.define(.traitValue, id + "." + valueID, at: value.placeOf("id"))
      return Trait.Value(
        id: valueID, name: value.text("name", required: true),
        forms: value.texts("forms").map(\.text))
    }
    return Trait(
      id: id, title: fields.text("title", required: true), values: values, place: fields.place)
  }

  /// What a rule adds for those who have said who they are.
  func fits(_ rule: Fields) -> [Fit] {
    rule.list("fits").compactMap { node in
      Fields(node, owner: "fit", allowed: ["who", "say", "from"], findings: findings).map {
        references.use(.traitValue, $0.text("who"), at: $0.placeOf("who"))
        return Fit(
          value: $0.text("who", required: true), text: $0.text("say", required: true),
          sources: sourced($0))
      }
    }
  }

  // MARK: Countries

  private func recordSet(_ node: YAMLNode) -> RecordSet? {
    guard
      let fields = Fields(
        node, owner: "record set",
        allowed: ["id", "about", "as-of", "confidence", "found", "silent", "from"],
        findings: findings)
    else { return nil }
    references.define(.recordSet, fields.text("id"), at: fields.placeOf("id"))
    return RecordSet(
      id: fields.text("id", required: true), about: fields.text("about", required: true),
      asOf: fields.text("as-of", required: true), confidence: fields.text("confidence"),
      found: fields.text("found", required: true),
      silent: fields.node("silent") == nil ? "" : fields.text("silent"),
      sources: sourced(fields), place: fields.place)
  }

  private func country(_ node: YAMLNode) -> Country? {
    guard
      let fields = Fields(
        node, owner: "country", allowed: ["id", "name", "names", "records"], findings: findings)
    else { return nil }
    references.define(.country, fields.text("id"), at: fields.placeOf("id"))
    let records = fields.list("records").compactMap { node -> CountryRecord? in
      guard
        let record = Fields(
          node, owner: "record", allowed: ["set", "values", "confidence", "note"],
          findings: findings)
      else { return nil }
      references.use(.recordSet, record.text("set", required: true), at: record.placeOf("set"))
      return CountryRecord(
        set: record.text("set"), values: record.texts("values").map(\.text),
        confidence: record.text("confidence"), note: record.text("note"))
    }
    return Country(
      id: fields.text("id", required: true), name: fields.text("name", required: true),
      names: fields.texts("names").map(\.text), records: records)
  }
}
