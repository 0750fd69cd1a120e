package import RefdeskCore

/// Makes an image of a rule base: writes down what is said, and learns from the phrasings what is meant.
///
/// The same rule base gives the same bytes. Two passes: the first writes everything but what is learned, and is read
/// back to understand the phrasings just as questions will be; the second adds what was learned from them.
package struct Compiler {
  /// Raised whenever the same rules come to another image, so that images kept from before are not used.
  package static let method = 11

  private let base: RuleBase
  private let language: Language

  package init(_ base: RuleBase, language: Language) {
    self.base = base
    self.language = language
  }

  /// Above so many rules, weights are counted and not learned: learning takes time and space in proportion to rules
  /// times phrasings.
  static let mostLearned = 1000

  package func compile() -> [UInt8] { compiled().image }

  /// The image, and which kind of model was taken for the rule base where it left the choice.
  package func compiled() -> (image: [UInt8], choice: ModelChoice?) {
    if base.rules.count > Compiler.mostLearned { return (compileByCounting(), nil) }
    let training = TrainingSet(base, draft: draftRules(), language: language)
    let (tables, choice) = training.learn()
    if let choice, choice.kind == .counted {
      return (compileByCounting(choice.calibrationOfCounted), choice)
    }
    var image = self.image(training, tables)
    // Turns that lean on earlier ones are read and weighed with all that was learned so far.
    FollowUpTraining(base, rules: Compiler.opened(image.image(.rules)), language: language)
      .write(to: &image)
    return (image.image(.rules), choice)
  }

  /// - Parameter calibration: fitted on what was counted already where nil.
  private func compileByCounting(_ calibration: Calibration? = nil) -> [UInt8] {
    let training = CountedTraining(base, draft: draftRules(), language: language)
    var tables = training.tables()
    tables.calibration = calibration ?? training.fitted(counted(training, tables))
    return countedImage(training, tables)
  }

  private func countedImage(_ training: CountedTraining, _ tables: CountedTables) -> [UInt8] {
    var image = image(training.exact, training.listed, training.vocabulary)
    tables.write(to: &image)
    return image.image(.rules)
  }

  /// The rules with counted weights.
  func counted(_ training: CountedTraining, _ tables: CountedTables) -> CompiledRules {
    Compiler.opened(countedImage(training, tables))
  }

  /// The rules with all learned that questions need which stand alone.
  func questionsLearned() -> CompiledRules {
    let training = TrainingSet(base, draft: draftRules(), language: language)
    return Compiler.opened(image(training, training.learn().tables).image(.rules))
  }

  private func image(_ training: TrainingSet, _ tables: ModelTables) -> ImageWriter {
    var image = image(training.exact, training.listed, training.vocabulary)
    tables.write(to: &image)
    return image
  }

  /// What is said, with the words of it, before any weights.
  private func image(
    _ exact: [(Key, Int)], _ listed: [(rule: Int, phrasing: Phrasing)],
    _ vocabulary: [Lexicon.Word]
  ) -> ImageWriter {
    var image = ImageWriter()
    writeHoldings(to: &image)
    writePhrasings(exact, listed, to: &image)
    Lexicon.write(vocabulary: vocabulary, to: &image)
    return image
  }

  private static func opened(_ image: [UInt8]) -> CompiledRules {
    do {
      return try CompiledRules(Bytes(copying: image), verified: true)
    } catch {
      fatalError("an image just written can't be read: \(error)")
    }
  }

  /// The rules with nothing learned yet: enough to read phrasings with.
  package func draftRules(vocabulary: [Lexicon.Word] = []) -> CompiledRules {
    var image = ImageWriter()
    writeHoldings(to: &image)
    Lexicon.write(vocabulary: vocabulary, to: &image)
    ModelTables().write(to: &image)
    return Compiler.opened(image.image(.rules))
  }

  // MARK: What is said

  private func writeHoldings(to image: inout ImageWriter) {
    var partnerIndex: [String: Int] = [:]
    for (index, partner) in base.partners.enumerated() { partnerIndex[partner.id] = index }

    var offsets = SectionWriter()
    var rules = SectionWriter()
    for rule in base.rules {
      offsets.u35(rules.bytes.count)
      rule.write(to: &rules, partnerIndex: partnerIndex)
    }
    image.add(.ruleOffsets, offsets)
    var index = SectionWriter()
    KeyTable.write(
      base.rules.enumerated().map { (Key($1.id, role: .surface), $0) }, to: &index)
    image.add(.ruleIndex, index)
    image.add(.rules, rules)

    add(.passages, base.passages, to: &image) { $1.write(to: &$0) }
    add(.documents, base.documents, to: &image) { $1.write(to: &$0) }
    add(.topics, base.topics, to: &image) { $1.write(to: &$0) }
    addWithOffsets(.partners, base.partners, to: &image) { $1.write(to: &$0) }
    addWithOffsets(.goals, base.goals, to: &image) {
      $1.write(to: &$0, partnerIndex: partnerIndex)
    }
    var about = SectionWriter()
    base.about.write(to: &about)
    image.add(.about, about)

    let broader = Broader(base.thesaurus)
    var terms = SectionWriter()
    terms.list(Array(base.thesaurus.enumerated())) { writer, term in
      writer.string(term.element.name)
      writer.string(term.element.kind)
      writer.list(broader.of(term.offset)) { $0.int($1) }
    }
    image.add(.thesaurus, terms)

    add(.recordSets, base.recordSets, to: &image) { $1.write(to: &$0) }
    addWithOffsets(.countries, base.countries, to: &image) { $1.write(to: &$0) }
    Country.write(namesOf: base.countries, language: language, to: &image)
    add(.traits, base.traits, to: &image) { $1.write(to: &$0) }

    let codes = base.goals.flatMap { [Code(goal: $0.number)] + $0.targets.map(\.code) }
    Lexicon.write(codes: codes, words: base.codeWords, to: &image)
    Lexicon.write(thesaurus: base.thesaurus, goals: base.goals, to: &image)
  }

  private func add<Element>(
    _ section: Image.Section, _ elements: [Element], to image: inout ImageWriter,
    _ write: (inout SectionWriter, Element) -> Void
  ) {
    var writer = SectionWriter()
    writer.list(elements, write)
    image.add(section, writer)
  }

  /// A count, where each element starts, then the elements.
  private func addWithOffsets<Element>(
    _ section: Image.Section, _ elements: [Element], to image: inout ImageWriter,
    _ write: (inout SectionWriter, Element) -> Void
  ) {
    var body = SectionWriter()
    var offsets: [Int] = []
    for element in elements {
      offsets.append(body.bytes.count)
      write(&body, element)
    }
    var writer = SectionWriter()
    writer.u28(elements.count)
    for offset in offsets { writer.u35(4 + elements.count * 5 + offset) }
    writer.bytes += body.bytes
    image.add(section, writer)
  }

  private func writePhrasings(
    _ exact: [(Key, Int)], _ listed: [(rule: Int, phrasing: Phrasing)],
    to image: inout ImageWriter
  ) {
    var table = SectionWriter()
    KeyTable.write(exact, to: &table)
    image.add(.exactPhrasings, table)
    var writer = SectionWriter()
    Phrasings.write(listed, to: &writer)
    image.add(.phrasings, writer)
  }
}

/// The terms above each term of a thesaurus, nearest first, each once.
private struct Broader {
  private let above: [[Int]]

  init(_ terms: [Term]) {
    var index: [String: Int] = [:]
    for (at, term) in terms.enumerated() { index[term.name] = at }
    above = terms.map { $0.broader.compactMap { index[$0] } }
  }

  func of(_ term: Int) -> [Int] {
    var result: [Int] = []
    var next = above[term]
    while !next.isEmpty, result.count < 4 {
      let at = next.removeFirst()
      if at == term || result.contains(at) { continue }
      result.append(at)
      next += above[at]
    }
    return result
  }
}
