package import RefdeskCore

/// Reads a folder of YAML files into a rule base.
///
/// A file whose top is a list holds rules; one whose top is a mapping holds sections (`passages:`, `partners:`,
/// `goals:`, ...). Any number of files, in any folders. `Rules/README.md` describes the format.
package struct RuleBaseReader {
  var base = RuleBase()
  let findings = FindingList()
  let references = References()

  /// What was read, and what is wrong with it.
  package struct Result: Sendable {
    package var base: RuleBase
    package var findings: [Finding]

    /// The rule base, if nothing in it is in error.
    package func usable() throws(Findings) -> RuleBase {
      let errors = findings.filter { $0.severity == .error }
      if errors.isEmpty { return base }
      throw Findings(errors)
    }
  }

  /// Reads files given as their names and bytes.
  package static func read(_ files: [(name: String, bytes: [UInt8])]) -> Result {
    var reader = RuleBaseReader()
    for (name, bytes) in files { reader.add(bytes, file: name) }
    // A file that could not be read has its own finding; what is missing because of it is no news.
    if reader.findings.all.isEmpty || !reader.base.rules.isEmpty {
      reader.check(folder: files.first?.name ?? "")
    }
    let findings = reader.findings.all.enumerated().sorted {
      ($0.element.place.file, $0.element.place.line, $0.offset)
        < ($1.element.place.file, $1.element.place.line, $1.offset)
    }
    return Result(base: reader.base, findings: findings.map(\.element))
  }

  private mutating func add(_ bytes: [UInt8], file: String) {
    let node: YAMLNode?
    do throws(Finding) {
      node = try YAMLNode.read(bytes, file: file)
    } catch {
      findings.add(error)
      return
    }
    guard let node else { return }
    switch node.value {
    case .list(let items): for item in items { addRule(item, topic: topicName(of: file)) }
    case .map(let pairs): addSections(pairs, node, file: file)
    case .scalar:
      findings.add(
        .wrongShape(
          what: "the file", wanted: "a list of rules or a mapping of sections", found: "text"),
        at: node.place)
    }
  }

  /// The texts of a list of ids, noted as uses.
  private func ids(_ fields: Fields, _ key: String, _ kind: References.Kind) -> [String] {
    fields.texts(key).map { text, place in
      references.use(kind, text, at: place)
      return text
    }
  }

  private func topicName(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.split(separator: ".").first.map(String.init) ?? name
  }

  // MARK: Rules

  private static let ruleKeys = [
    "id", "kind", "question", "topic", "from", "opening", "steps", "partners", "targets", "see",
    "choices", "records", "fits", "asks", "not", "reviewed", "formerly",
  ]
  private static let kinds: [String: Rule.Kind] = [
    "answer": .answer, "choice": .choice, "courtesy": .courtesy, "goals": .goals,
    "targets": .targets,
  ]

  private mutating func addRule(_ node: YAMLNode, topic: String) {
    guard
      let fields = Fields(node, owner: "rule", allowed: Self.ruleKeys, findings: findings)
    else { return }
    let id = fields.text("id", required: true)
    if !id.isEmpty { checkID(id, at: fields.placeOf("id")) }
    let kindName = fields.text("kind")
    let kind = Self.kinds[kindName.isEmpty ? "answer" : kindName]
    if kind == nil {
      findings.add(
        .unknownKind(kindName, allowed: Self.kinds.keys.sorted()), at: fields.placeOf("kind"))
    }
    let topicName = fields.text("topic")
    var rule = Rule(
      id: id, kind: kind ?? .answer, question: fields.text("question", required: true),
      topic: topicName.isEmpty ? topic : topicName, opening: fields.text("opening"),
      sources: ids(fields, "from", .passage), steps: steps(fields), partners: partners(fields),
      targets: targets(fields), see: ids(fields, "see", .rule),
      choices: ids(fields, "choices", .rule), records: ids(fields, "records", .recordSet),
      fits: fits(fields), reviewed: fields.text("reviewed"), formerly: formerIDs(fields),
      place: fields.place)
    references.define(.rule, id, at: fields.place)
    references.use(.topic, rule.topic, at: fields.placeOf("topic"))
    if rule.kind == .answer, rule.sources.isEmpty {
      references.leaveUnsourced("the opening of '\(id)'", at: fields.placeOf("opening"))
    }
    if !rule.reviewed.isEmpty, !isDate(rule.reviewed) {
      findings.add(.badDate(rule.reviewed), at: fields.placeOf("reviewed"))
    }
    switch rule.kind {
    case .answer where rule.steps.isEmpty:
      findings.add(.missing("steps", in: "rule '\(id)'"), at: fields.place)
    case .choice where rule.choices.count < 2:
      findings.add(.missing("choices", in: "choice '\(id)'"), at: fields.place)
    case .courtesy where rule.opening.isEmpty:
      findings.add(.missing("opening", in: "courtesy '\(id)'"), at: fields.place)
    default: break
    }
    if rule.id.isEmpty { rule.id = "rule-\(base.rules.count + 1)" }
    base.rules.append(rule)
    for (text, place) in fields.texts("asks") {
      base.phrasings.append(Phrasing(text: text, rule: rule.id, voice: "author", place: place))
    }
    for item in fields.list("not") { addExclusion(item, of: rule.id) }
  }

  /// A phrasing that is close to a rule but another rule's, or none's.
  private mutating func addExclusion(_ node: YAMLNode, of rule: String) {
    if let text = node.text {
      base.phrasings.append(Phrasing(text: text, rule: nil, voice: "not", place: node.place))
      return
    }
    guard
      let fields = Fields(
        node, owner: "not", allowed: ["ask", "rule"], findings: findings)
    else { return }
    let other = fields.node("rule")?.text ?? ""
    let isNone = other.isEmpty || other == "null" || other == "~"
    base.phrasings.append(
      Phrasing(
        text: fields.text("ask", required: true), rule: isNone ? nil : other, voice: "not",
        place: fields.placeOf("ask")))
  }

  /// The sources of a statement, noted as uses, and noted where there are none.
  func sourced(_ fields: Fields) -> [String] {
    let sources = ids(fields, "from", .passage)
    if sources.isEmpty { references.leaveUnsourced("this \(fields.owner)", at: fields.place) }
    return sources
  }

  private func steps(_ fields: Fields) -> [Step] {
    fields.list("steps").compactMap { node in
      Fields(node, owner: "step", allowed: ["do", "from"], findings: findings).map {
        Step(text: $0.text("do", required: true), sources: sourced($0))
      }
    }
  }

  private func partners(_ fields: Fields) -> [PartnerSuggestion] {
    fields.list("partners").compactMap { node in
      if let id = node.text {
        references.use(.partner, id, at: node.place)
        return PartnerSuggestion(id: id, why: "", sources: [])
      }
      return Fields(node, owner: "partner", allowed: ["id", "why", "from"], findings: findings)
        .map {
          references.use(.partner, $0.text("id"), at: $0.placeOf("id"))
          return PartnerSuggestion(
            id: $0.text("id", required: true), why: $0.text("why"),
            sources: sourced($0))
        }
    }
  }

  private func targets(_ fields: Fields) -> [TargetSuggestion] {
    fields.list("targets").compactMap { node in
      guard
        let target = Fields(
          node, owner: "target", allowed: ["code", "why", "from"], findings: findings)
      else { return nil }
      let text = target.text("code", required: true)
      guard let code = Code(text), !code.isGoal else {
        findings.add(.badCode(text), at: target.placeOf("code"))
        return nil
      }
      references.use(.target, code.description, at: target.placeOf("code"))
      return TargetSuggestion(code: code, why: target.text("why"), sources: sourced(target))
    }
  }

  private func formerIDs(_ fields: Fields) -> [String] {
    fields.texts("formerly").map { id, place in
      checkID(id, at: place)
      references.retire(id, at: place)
      return id
    }
  }

  private func checkID(_ id: String, at place: Place) {
    let fits = id.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        || $0 == 0x5F
    }
    if !fits { findings.add(.badID(id), at: place) }
  }

  private func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]),
      Int(parts[0]) != nil
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  // MARK: Sections

  private static let sections =
    [
      "about", "topics", "documents", "passages", "partners", "goals", "code-words", "thesaurus",
      "off-topic", "voice", "asks",
    ] + contextSections

  private mutating func addSections(
    _ pairs: [(key: YAMLNode, value: YAMLNode)], _ file: YAMLNode, file name: String
  ) {
    // One rule alone, written without a list.
    if pairs.contains(where: { $0.key.text == "id" }) {
      addRule(file, topic: topicName(of: name))
      return
    }
    guard
      let fields = Fields(
        file, owner: "file", allowed: Self.sections, findings: findings)
    else { return }
    addAbout(fields)
    base.topics += fields.list("topics").compactMap { node in
      Fields(node, owner: "topic", allowed: ["id", "title", "holds"], findings: findings).map {
        references.define(.topic, $0.text("id"), at: $0.placeOf("id"))
        return Topic(
          id: $0.text("id", required: true), title: $0.text("title", required: true),
          holdsExamples: $0.text("holds") == "examples")
      }
    }
    base.documents += fields.list("documents").compactMap { node in
      Fields(
        node, owner: "document", allowed: ["id", "title", "series", "url"], findings: findings
      ).map {
        references.define(.document, $0.text("id"), at: $0.placeOf("id"))
        let url = $0.text("url")
        if !url.isEmpty, !Document.isWebAddress(url) {
          findings.add(.badAddress(url), at: $0.placeOf("url"))
        }
        return Document(
          id: $0.text("id", required: true), title: $0.text("title", required: true),
          series: $0.text("series"), url: url)
      }
    }
    base.passages += fields.list("passages").compactMap { node in
      Fields(
        node, owner: "passage", allowed: ["id", "document", "where", "says"], findings: findings
      )
      .map {
        references.define(.passage, $0.text("id"), at: $0.placeOf("id"))
        references.use(.document, $0.text("document"), at: $0.placeOf("document"))
        return Passage(
          id: $0.text("id", required: true), document: $0.text("document", required: true),
          locator: $0.text("where"), gist: $0.text("says", required: true))
      }
    }
    base.partners += fields.list("partners").compactMap { node in
      Fields(
        node, owner: "partner",
        allowed: ["id", "name", "who", "shares", "offer", "ask", "find", "from"], findings: findings
      ).map {
        references.define(.partner, $0.text("id"), at: $0.placeOf("id"))
        return Partner(
          id: $0.text("id", required: true), name: $0.text("name", required: true),
          who: $0.text("who"), shares: $0.text("shares"), offer: $0.text("offer"),
          ask: $0.text("ask"), find: $0.text("find"), sources: sourced($0))
      }
    }
    base.goals += fields.list("goals").compactMap(goal)
    addCodeWords(fields)
    base.thesaurus += fields.list("thesaurus").compactMap { node in
      Fields(
        node, owner: "term", allowed: ["term", "class", "used-for", "broader", "related"],
        findings: findings
      ).map {
        references.define(.term, $0.text("term"), at: $0.place)
        return Term(
          name: $0.text("term", required: true), usedFor: $0.texts("used-for").map(\.text),
          broader: ids($0, "broader", .term), related: ids($0, "related", .term),
          kind: $0.text("class"),
          place: $0.place)
      }
    }
    addOffTopic(fields)
    addVoice(fields)
    addContext(fields)
  }

  private mutating func addAbout(_ fields: Fields) {
    guard let node = fields.node("about"),
      let about = Fields(
        node, owner: "about", allowed: ["subject", "contact", "samples"], findings: findings)
    else { return }
    base.about = About(
      subject: about.text("subject"), contact: about.text("contact"),
      samples: about.texts("samples").map(\.text))
  }

  private mutating func addCodeWords(_ fields: Fields) {
    guard let node = fields.node("code-words"),
      let words = Fields(
        node, owner: "code-words", allowed: ["goal", "target", "not-with"], findings: findings)
    else { return }
    base.codeWords = CodeWords(
      goal: words.texts("goal").map(\.text), target: words.texts("target").map(\.text),
      notWith: words.texts("not-with").map(\.text))
  }

  private func goal(_ node: YAMLNode) -> Goal? {
    guard
      let fields = Fields(
        node, owner: "goal",
        allowed: [
          "number", "title", "names", "colour", "opening", "from", "steps", "partners", "see",
          "targets",
        ], findings: findings)
    else { return nil }
    let number = fields.text("number", required: true)
    guard let code = Code(number), code.isGoal else {
      findings.add(.badCode(number), at: fields.placeOf("number"))
      return nil
    }
    let colour = fields.text("colour")
    let isColour =
      colour.isEmpty
      || (colour.count == 7 && colour.first == "#" && Int(colour.dropFirst(), radix: 16) != nil)
    if !isColour { findings.add(.badColour(colour), at: fields.placeOf("colour")) }
    return Goal(
      number: code.number, title: fields.text("title", required: true),
      names: fields.texts("names").map(\.text), colour: isColour ? colour : "",
      opening: fields.text("opening"), sources: ids(fields, "from", .passage),
      steps: steps(fields), partners: partners(fields), see: ids(fields, "see", .rule),
      targets: fields.list("targets").compactMap(target), place: fields.place)
  }

  private func target(_ node: YAMLNode) -> Target? {
    guard
      let fields = Fields(
        node, owner: "target", allowed: ["code", "title", "why", "opening", "from", "steps"],
        findings: findings)
    else { return nil }
    let text = fields.text("code", required: true)
    guard let code = Code(text), !code.isGoal else {
      findings.add(.badCode(text), at: fields.placeOf("code"))
      return nil
    }
    references.define(.target, code.description, at: fields.placeOf("code"))
    return Target(
      code: code, title: fields.text("title", required: true), why: fields.text("why"),
      opening: fields.text("opening"), sources: ids(fields, "from", .passage),
      steps: steps(fields), place: fields.place)
  }

  private mutating func addOffTopic(_ fields: Fields) {
    for node in fields.list("off-topic") {
      if let text = node.text {
        base.phrasings.append(
          Phrasing(text: text, rule: nil, voice: "off-topic", place: node.place))
      } else if let group = Fields(
        node, owner: "off-topic", allowed: ["about", "asks"], findings: findings)
      {
        for (text, place) in group.texts("asks") {
          base.phrasings.append(Phrasing(text: text, rule: nil, voice: "off-topic", place: place))
        }
      }
    }
  }

  private mutating func addVoice(_ fields: Fields) {
    guard let asks = fields.node("asks") else { return }
    let voice = fields.text("voice", required: true)
    guard case .map(let pairs) = asks.value else {
      findings.add(
        .wrongShape(what: "asks", wanted: "a mapping of rule ids to lists", found: asks.kind),
        at: asks.place)
      return
    }
    for (key, value) in pairs {
      guard let rule = key.text, case .list(let items) = value.value else {
        findings.add(
          .wrongShape(what: key.text ?? "key", wanted: "a list of questions", found: value.kind),
          at: value.place)
        continue
      }
      for item in items {
        guard let text = item.text, !text.isEmpty else {
          findings.add(
            .wrongShape(
              what: rule, wanted: "a list of questions", found: "a list with " + item.kind),
            at: item.place)
          continue
        }
        base.phrasings.append(
          Phrasing(
            text: text.split(whereSeparator: \.isWhitespace).joined(separator: " "), rule: rule,
            voice: voice, place: item.place))
      }
    }
  }

  // MARK: References

  private func check(folder: String) {
    RuleBaseCheck(base: base, references: references, findings: findings).run(folder: folder)
  }
}
