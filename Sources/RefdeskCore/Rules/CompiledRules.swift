/// A compiled rule base: a view of its image, in which nothing is built until it is asked for.
package struct CompiledRules: Sendable {
  package let image: Image
  package let lexicon: Lexicon
  package let model: Model
  /// The weights for turns that follow an answer, and for whether a turn leans on what went before.
  package let followUps: Model
  package let leaning: Model
  package let contextWeights: ContextWeights
  private let ruleOffsets: Bytes
  private let ruleBytes: Bytes
  package let ruleCount: Int
  private let exact: KeyTable
  private let ruleIndex: KeyTable

  package init(_ image: Image) {
    self.image = image
    lexicon = Lexicon(image)
    model = Model(image)
    followUps = Model(image, .followUps)
    leaning = Model(image, .leaning)
    contextWeights = ContextWeights(image)
    ruleOffsets = image[.ruleOffsets]
    ruleBytes = image[.rules]
    ruleCount = ruleOffsets.count / 5
    ruleIndex = KeyTable(image[.ruleIndex])
    exact = KeyTable(image[.exactPhrasings])
  }

  package init(_ bytes: Bytes, verified: Bool = false) throws(Image.Damage) {
    self.init(try Image(bytes, kind: .rules, verified: verified))
    guard isConsistent else { throw .malformed }
  }

  /// Whether the weights are for as many classes as there are: all tables were compiled together.
  private var isConsistent: Bool {
    func fits(_ model: Model, _ count: Int) -> Bool {
      model.classCount <= 1 || (!model.isCounted && model.classCount == count)
    }
    return (model.isCounted || fits(model, ruleCount + 1))
      && fits(followUps, ContextClasses(ruleCount: ruleCount).count) && fits(leaning, 2)
  }

  // MARK: Rules

  /// A rule with all its parts.
  package func rule(at index: Int) -> Rule {
    var cursor = Cursor(ruleBytes, at: ruleOffsets.u35(at: index * 5))
    return Rule(from: &cursor, partnerID: partnerID)
  }

  /// A rule's id and question, without its other parts.
  package func heading(ofRuleAt index: Int) -> (id: String, question: String) {
    var cursor = Cursor(ruleBytes, at: ruleOffsets.u35(at: index * 5))
    return (cursor.string(), cursor.string())
  }

  /// A rule's id as it lies in the image.
  func idBytes(ofRuleAt index: Int) -> UnsafeRawBufferPointer {
    var cursor = Cursor(ruleBytes, at: ruleOffsets.u35(at: index * 5))
    return cursor.text().buffer
  }

  package func kind(ofRuleAt index: Int) -> Rule.Kind {
    var cursor = Cursor(ruleBytes, at: ruleOffsets.u35(at: index * 5))
    cursor.skipString()
    cursor.skipString()
    return Rule.Kind(rawValue: cursor.int()) ?? .answer
  }

  /// The id of the topic of a rule.
  func topic(ofRuleAt index: Int) -> String {
    var cursor = Cursor(ruleBytes, at: ruleOffsets.u35(at: index * 5))
    cursor.skipString()
    cursor.skipString()
    _ = cursor.int()
    return cursor.string()
  }

  package func index(ofRule id: String) -> Int? {
    guard let number = ruleIndex[Key(id, role: .surface)], number < ruleCount,
      isID(id, ofRuleAt: number)
    else { return nil }
    return number
  }

  private func isID(_ id: String, ofRuleAt index: Int) -> Bool {
    let bytes = idBytes(ofRuleAt: index)
    var id = id
    return id.withUTF8 { id in
      id.count == bytes.count && id.indices.allSatisfy { id[$0] == bytes[$0] }
    }
  }

  /// The rule that had this id before.
  package func index(ofRuleFormerly id: String) -> Int? {
    (0..<ruleCount).first { rule(at: $0).formerly.contains(id) }
  }

  package var rules: [Rule] { (0..<ruleCount).map { rule(at: $0) } }

  // MARK: What rules refer to

  /// How many elements a section with offsets has; what is damaged can't claim more than there is room for.
  private static func count(_ section: Bytes) -> Int {
    min(section.u28(at: 0), section.count / 5)
  }

  private func partnerID(_ index: Int) -> String {
    guard var cursor = partnerCursor(index) else { return "" }
    return cursor.string()
  }

  private func partnerCursor(_ index: Int) -> Cursor? {
    let section = image[.partners]
    guard index < CompiledRules.count(section) else { return nil }
    return Cursor(section, at: section.u35(at: 4 + index * 5))
  }

  private func partner(at index: Int) -> Partner? {
    guard var cursor = partnerCursor(index) else { return nil }
    return Partner(from: &cursor)
  }

  package func partner(_ id: String) -> Partner? {
    let count = CompiledRules.count(image[.partners])
    let index = (0..<count).first { index in
      guard var cursor = partnerCursor(index) else { return false }
      return cursor.text().buffer.elementsEqual(id.utf8)
    }
    return index.flatMap { partner(at: $0) }
  }

  package var partners: [Partner] {
    (0..<CompiledRules.count(image[.partners])).compactMap { partner(at: $0) }
  }

  package func goal(_ number: Int) -> Goal? {
    let section = image[.goals]
    for index in 0..<CompiledRules.count(section) {
      var cursor = Cursor(section, at: section.u35(at: 4 + index * 5))
      if cursor.int() == number {
        var whole = Cursor(section, at: section.u35(at: 4 + index * 5))
        return Goal(from: &whole, partnerID: partnerID)
      }
    }
    return nil
  }

  package var goals: [Goal] {
    let section = image[.goals]
    return (0..<CompiledRules.count(section)).map { index in
      var cursor = Cursor(section, at: section.u35(at: 4 + index * 5))
      return Goal(from: &cursor, partnerID: partnerID)
    }
  }

  package var passages: [Passage] {
    var cursor = Cursor(image[.passages])
    return cursor.list { Passage(from: &$0) }
  }

  package var documents: [Document] {
    var cursor = Cursor(image[.documents])
    return cursor.list { Document(from: &$0) }
  }

  package var topics: [Topic] {
    var cursor = Cursor(image[.topics])
    return cursor.list { Topic(from: &$0) }
  }

  package var recordSets: [RecordSet] {
    var cursor = Cursor(image[.recordSets])
    return cursor.list { RecordSet(from: &$0) }
  }

  package var countryCount: Int { CompiledRules.count(image[.countries]) }

  package func country(at index: Int) -> Country? {
    let section = image[.countries]
    guard index < countryCount else { return nil }
    var cursor = Cursor(section, at: section.u35(at: 4 + index * 5))
    return Country(from: &cursor)
  }

  /// From a country's code to its number.
  var countryNumbers: [String: Int] {
    var numbers: [String: Int] = [:]
    for number in 0..<countryCount { numbers[country(at: number)?.id ?? ""] = number }
    return numbers
  }

  package var traits: [Trait] {
    var cursor = Cursor(image[.traits])
    return cursor.list { Trait(from: &$0) }
  }

  package var about: About {
    var cursor = Cursor(image[.about])
    return About(from: &cursor)
  }

  /// The preferred terms of the thesaurus, in the order of `ConceptMention.concept`.
  package var terms: [String] { termHeads.map(\.name) }

  /// The class of each term, likewise; empty for one that has none.
  package var termKinds: [String] { termHeads.map(\.kind) }

  private var termHeads: [(name: String, kind: String)] {
    var cursor = Cursor(image[.thesaurus])
    return cursor.list { cursor in
      let head = (cursor.string(), cursor.string())
      _ = cursor.list { $0.int() }
      return head
    }
  }

  // MARK: Phrasings

  /// The rule that has a phrasing of just these words: its number, `ruleCount` for one that no rule answers, or nil.
  func rule(withPhrasing key: Key) -> Int? { exact[key] }

  /// All phrasings, with the rule each asks for.
  package var phrasings: [Phrasing] {
    var names: [String?] = (0..<ruleCount).map { heading(ofRuleAt: $0).id }
    names.append(nil)
    return Phrasings(image[.phrasings]).all(names)
  }
}
