package import RefdeskCore

/// Takes in questions one by one, and gathers under each answer who asked for it.
///
/// What it keeps is bounded by the number of answers, not of questions.
package struct FAQCollector {
  private let desk: Desk
  private let shelf: Shelf
  private var gathered: [String: Gathered] = [:]
  private var unansweredTally = Tally(limit: FAQCollector.mostUnanswered)
  private var counts = FAQ.Counts()
  /// What questions came to: many are asked again and again in the same words.
  private var recent: [String: Found] = [:]

  private typealias Found = (outcome: Response.Outcome, rule: String)

  /// How many forms of asking are kept for each answer, and how many questions for the worklist.
  package static let mostVariants = 200
  package static let mostUnanswered = 10_000
  /// How many questions are remembered with what they came to.
  private static let mostRecent = 50_000

  /// What an id leads to.
  private enum Gathered {
    case entry(Answer, arrival: Int, Tally)
    case courtesy
    /// A rule that answers only together with something that the question did not name.
    case nothing
  }

  package init(_ desk: Desk) {
    self.desk = desk
    shelf = Shelf(desk.rules)
  }

  /// How many questions were taken in, and how many answers they lead to.
  package var progress: (questions: Int, answers: Int) { (counts.all, gathered.count) }

  // MARK: Taking in

  package mutating func add(_ question: AskedQuestion) {
    let found = recent[question.text] ?? find(question.text)
    add(question, found.outcome, found.rule)
  }

  private mutating func find(_ question: String) -> Found {
    var text = question
    let verdict = text.withUTF8 { desk.verdict(on: $0) }
    if recent.count >= FAQCollector.mostRecent { recent.removeAll(keepingCapacity: true) }
    var id: [UInt8] = []
    if let rule = verdict.rule { desk.writeID(ofRuleAt: rule, code: verdict.code, to: &id) }
    let result = (verdict.outcome, String(decoding: id, as: UTF8.self))
    recent[question] = result
    return result
  }

  /// Takes in what the turns of a conversation came to.
  package mutating func add(conversation responses: [Response]) {
    var last = ""
    for response in responses {
      var question = AskedQuestion(text: response.question)
      // A turn that leans on earlier ones stands in a page as the question that it comes to.
      if let answer = response.answer, let understanding = response.understanding {
        if answer.rule == last { continue }
        question.text = understanding.question.isEmpty ? answer.title : understanding.question
      }
      last = response.answer?.rule ?? last
      add(question, response.outcome, response.answer?.rule ?? "")
    }
  }

  private mutating func add(
    _ question: AskedQuestion, _ outcome: Response.Outcome, _ rule: String
  ) {
    switch outcome {
    case .answered:
      switch gathered[rule] ?? begin(rule) {
      case .entry(let answer, let arrival, var tally):
        // Taken out while it changes, so that it is not copied.
        gathered[rule] = nil
        tally.add(question)
        gathered[rule] = .entry(answer, arrival: arrival, tally)
        counts.answered += question.count
      case .courtesy: counts.courtesies += question.count
      case .nothing: decline(question)
      }
    case .askedBack:
      counts.askedBack += question.count
      unansweredTally.add(question)
    case .declined: decline(question)
    }
  }

  private mutating func decline(_ question: AskedQuestion) {
    counts.declined += question.count
    unansweredTally.add(question)
  }

  private mutating func begin(_ rule: String) -> Gathered {
    let begun: Gathered =
      switch desk.advisor.answer(withID: rule) {
      case let answer? where answer.kind == .courtesy: .courtesy
      case let answer?:
        .entry(answer, arrival: gathered.count, Tally(limit: FAQCollector.mostVariants))
      case nil: .nothing
      }
    gathered[rule] = begun
    return begun
  }

  // MARK: Giving out

  /// Everything that the rules can say, in the order of topics.
  package static func allRules(_ desk: Desk) -> FAQ {
    let shelf = Shelf(desk.rules)
    let entries = shelf.everyID.compactMap { id in
      desk.advisor.answer(withID: id).map { shelf.entry($0, asked: nil) }
    }
    var faq = shelf.faq(order: .topic)
    faq.sections = shelf.sections(entries)
    return faq
  }

  /// The questions and their answers.
  ///
  /// - Parameter variants: how many forms of asking to show for each answer.
  package func faq(order: FAQ.Order, variants: Int) -> FAQ {
    let found = gathered.values.compactMap { gathered -> (Entry, arrival: Int)? in
      guard case .entry(let answer, let arrival, let tally) = gathered else { return nil }
      let shown = Array(tally.mostFrequent.prefix(variants))
      let asked = Entry.Asked(
        count: tally.count, variants: shown,
        others: tally.count - shown.reduce(0) { $0 + $1.count })
      return (shelf.entry(answer, asked: asked), arrival)
    }.sorted { $0.arrival < $1.arrival }
    let entries = found.map(\.0)
    var faq = shelf.faq(order: order)
    faq.counts = counts
    switch order {
    case .topic: faq.sections = shelf.sections(entries)
    case .file: faq.sections = [FAQ.Section(topic: nil, entries: entries)]
    case .count:
      // Sorting keeps the order of equals: as first asked.
      let sorted = entries.enumerated().sorted {
        ($1.element.asked?.count ?? 0, $0.offset) < ($0.element.asked?.count ?? 0, $1.offset)
      }
      faq.sections = [FAQ.Section(topic: nil, entries: sorted.map(\.element))]
    }
    faq.sections.removeAll { $0.entries.isEmpty }
    return faq
  }

  /// The questions that found no answer, most asked first, with the rules that they are near to.
  package var worklist: Worklist {
    let kept = unansweredTally.mostFrequent
    return Worklist(
      items: kept.map { Worklist.Item($0, desk.respond(to: $0.text)) },
      others: unansweredTally.count - kept.reduce(0) { $0 + $1.count })
  }
}
