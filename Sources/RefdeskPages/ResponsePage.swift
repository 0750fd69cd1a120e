package import RefdeskCore

/// A response as a page: what a person reads in the shell.
package struct ResponsePage: Sendable {
  package private(set) var blocks: [Block] = []
  private var isConversation = false

  /// - Parameters:
  ///   - about: whom to ask when the desk does not know.
  ///   - rules: where what a conversation adds is looked up.
  ///   - isFull: with what to offer each partner, what to ask of them and where to find them.
  ///   - isConversation: whether a number can be typed next, which then asks what is offered under it.
  package init(
    _ response: Response, about: About, rules: CompiledRules? = nil, isFull: Bool = false,
    isConversation: Bool = false
  ) {
    self.isConversation = isConversation
    if !response.read.isEmpty {
      let pairs = response.read.map { "\u{201C}\($0.typed)\u{201D} as \u{201C}\($0.read)\u{201D}" }
      blocks.append(.aside([.faint("(I read " + pairs.joined(separator: ", ") + ".)")]))
    }
    blocks += UnderstandingPage(response, rules).blocks
    if let answer = response.answer {
      if UnderstandingPage.changesNothing(response) {
        blocks.append(
          .paragraph([
            .text("My last answer holds for you as it is. What would you like to ask next?")
          ]))
      } else if let focus = response.focus, let rules {
        blocks += FocusPage(answer, focus, rules).blocks
      } else {
        add(answer, isFull: isFull || response.focus == .more)
      }
    }
    if let back = response.questionBack { add(back) }
    if response.outcome == .declined { addDecline(response, about: about) }
  }

  package init(_ answer: Answer, isFull: Bool) { add(answer, isFull: isFull) }

  private mutating func add(_ answer: Answer, isFull: Bool) {
    let numbers = SourceNumbers(answer)
    add(answer.records) { numbers.spans($0) }
    if !answer.opening.isEmpty {
      blocks.append(.paragraph([.text(answer.opening)] + numbers.spans(answer.openingSources)))
    }
    if answer.kind == .courtesy { return }
    for remark in answer.remarks {
      blocks.append(.paragraph([.text(remark.text)] + numbers.spans(remark.sources)))
    }
    if !answer.steps.isEmpty {
      blocks.append(.numbered(answer.steps.map { [.text($0.text)] + numbers.spans($0.sources) }))
    }
    if !answer.partners.isEmpty {
      blocks.append(.heading("Partners"))
      for partner in answer.partners { add(partner, numbers, isFull: isFull) }
    }
    if !answer.targets.isEmpty {
      blocks.append(.heading("Targets"))
      blocks.append(.bullets(answer.targets.map { target($0, numbers) }))
    }
    if !answer.seeAlso.isEmpty {
      let titles: [[Span]] = answer.seeAlso.map { [.text($0.title)] }
      blocks.append(.heading(isConversation ? "See also (type a number to ask)" : "See also"))
      blocks.append(isConversation ? .options(titles) : .bullets(titles))
    }
    if !answer.sources.isEmpty {
      let list = answer.sources.enumerated().map { "[\($0 + 1)]\u{A0}\($1)" }.joined(
        separator: "  ")
      blocks.append(.aside([.faint("Sources: " + list)]))
    }
  }

  /// What is on record of a country, with how old and how sure it is.
  private mutating func add(_ records: [AnswerRecord], _ references: ([String]) -> [Span]) {
    guard !records.isEmpty else { return }
    blocks.append(
      .bullets(
        records.map { record in
          let doubt = record.confidence == "low" || record.confidence == "medium"
          let known =
            [
              "As known: \(record.asOf)", doubt ? "confidence \(record.confidence)" : "",
              record.note,
            ]
            .filter { !$0.isEmpty }.joined(separator: "; ")
          return [.text(record.text), .faint(" (\(known).)")] + references(record.sources)
        }))
  }

  private mutating func add(_ partner: SuggestedPartner, _ numbers: SourceNumbers, isFull: Bool) {
    blocks.append(
      .bullets([
        [.strong(partner.name + ": "), .text(partner.why)] + numbers.spans(partner.sources)
      ]))
    guard isFull else { return }
    // What to offer and what to ask begin with their verbs, and so need no label.
    blocks.append(
      .details(
        [partner.offer, partner.ask, partner.find].filter { !$0.isEmpty }.map { [.text($0)] }))
  }

  private func target(_ target: SuggestedTarget, _ numbers: SourceNumbers) -> [Span] {
    var spans: [Span] = [.badge(target.code.description, colour: target.colour)]
    if !target.title.isEmpty { spans.append(.strong(" " + ended(target.title))) }
    if !target.why.isEmpty { spans.append(.text(" " + ended(capitalised(target.why)))) }
    return spans + numbers.spans(target.sources)
  }

  private func ended(_ text: String) -> String {
    text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
  }

  private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private mutating func add(_ back: QuestionBack) {
    add(back.records) { _ in [] }
    blocks.append(.paragraph([.text(back.text)]))
    blocks.append(.options(back.options.map { [.text($0.label)] }))
  }

  private mutating func addDecline(_ response: Response, about: About) {
    guard !response.nearest.isEmpty else {
      blocks.append(.paragraph([.text("I do not know that one. " + about.contact)]))
      return
    }
    blocks.append(
      .paragraph([.text("I do not know that one. The nearest questions that I can answer:")]))
    blocks.append(.options(response.nearest.map { [.text($0.title)] }))
    if !about.contact.isEmpty {
      blocks.append(.aside([.faint("Not among these? " + about.contact)]))
    }
  }
}

/// The part of an answer that a follow-up asked for: its targets, partners, steps or sources.
struct FocusPage: Sendable {
  let blocks: [Block]

  init(_ answer: Answer, _ focus: FollowUp, _ rules: CompiledRules) {
    switch focus {
    case .sources: blocks = SourcePage(answer, rules).blocks
    case .more, .again, .example:
      blocks = ResponsePage(answer, isFull: focus == .more).blocks
    case .targets, .partners, .steps:
      let nothing = focus == .targets && answer.targets.isEmpty
      blocks =
        nothing
        ? [.paragraph([.text("That answer names no target of the goals.")])]
        : ResponsePage(answer.only(focus), isFull: focus == .partners).blocks
    }
  }
}

/// The sources of an answer spelled out: document, place in it, and what it says.
package struct SourcePage: Sendable {
  package let blocks: [Block]

  /// - Parameter only: the number of the one source wanted; all where nil.
  package init(_ answer: Answer, _ rules: CompiledRules, only: Int? = nil) {
    let passages = rules.passages
    let documents = rules.documents
    let wanted = answer.sources.enumerated().filter { only == nil || $0.offset + 1 == only }
    let items: [[Span]] = wanted.map { number, id in
      guard let passage = passages.first(where: { $0.id == id }) else { return [.text(id)] }
      let document = documents.first { $0.id == passage.document }
      let series = document.map { $0.series.isEmpty ? "" : $0.series + ": " } ?? ""
      return [
        .text("[\(number + 1)] "), .strong(document?.title ?? passage.document),
        .text(" (\(series)\(passage.locator)). "), .text(passage.gist), .faint(" " + id),
      ]
    }
    blocks =
      items.isEmpty
      ? [
        .paragraph([
          .text(only == nil ? "That answer cites no source." : "It has no source of that number.")
        ])
      ]
      : [.bullets(items)]
  }
}

/// The number of each source on a page, in the order of the answer.
private struct SourceNumbers {
  private let numbers: [String: Int]

  init(_ answer: Answer) {
    var numbers: [String: Int] = [:]
    for (index, source) in answer.sources.enumerated() { numbers[source] = index + 1 }
    self.numbers = numbers
  }

  func spans(_ sources: [String]) -> [Span] {
    let list = sources.compactMap { numbers[$0] }
    return list.isEmpty ? [] : [.references(list)]
  }
}
