internal import RefdeskCore

/// Where each answer of a rule base stands: its topic and its place in it.
struct Shelf {
  private let rules: CompiledRules
  private let topics: [Topic]
  private let topicIndex: [String: Int]
  private var places: [String: Place] = [:]
  /// The ids of all answers that are worth a place on a page, in the order of the rule base.
  private(set) var everyID: [String] = []

  private struct Place {
    var topic: Topic
    /// The order among all answers.
    var position: Int
    var formerly: [String]
  }

  init(_ rules: CompiledRules) {
    self.rules = rules
    let listed = rules.topics
    let all = rules.rules
    var topics = listed
    var index = Dictionary(listed.enumerated().map { ($1.id, $0) }) { first, _ in first }
    // A rule base need not name its topics.
    for rule in all where index[rule.topic] == nil {
      index[rule.topic] = topics.count
      topics.append(Topic(id: rule.topic, title: Shelf.title(rule.topic)))
    }
    self.topics = topics
    topicIndex = index
    for rule in all {
      let topic = topics[index[rule.topic] ?? 0]
      switch rule.kind {
      case .answer: add(rule.id, topic, rule.formerly, isShown: true)
      case .goals:
        for goal in rules.goals { add("goal-\(goal.number)", topic, [], isShown: true) }
      case .targets:
        for goal in rules.goals {
          for target in goal.targets {
            // One without a text of its own says what its goal says.
            add("target-\(target.code)", topic, [], isShown: !target.opening.isEmpty)
          }
        }
      case .choice, .courtesy: break
      }
    }
  }

  private mutating func add(_ id: String, _ topic: Topic, _ formerly: [String], isShown: Bool) {
    places[id] = Place(topic: topic, position: places.count, formerly: formerly)
    if isShown { everyID.append(id) }
  }

  /// "finding-partners" as a title, where nobody wrote one.
  private static func title(_ id: String) -> String {
    let words = id.split { $0 == "-" || $0 == "_" || $0 == "." }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  func entry(_ answer: Answer, asked: Entry.Asked?) -> Entry {
    let place = places[answer.rule]
    return Entry(
      answer: answer, topic: place?.topic ?? Topic(id: "", title: ""),
      formerly: place?.formerly ?? [], asked: asked, isStale: false)
  }

  /// The entries under their topics, in the order of the rule base.
  func sections(_ entries: [Entry]) -> [FAQ.Section] {
    let sorted = entries.sorted { position($0) < position($1) }
    let groups = Dictionary(grouping: sorted) { topicIndex[$0.topic.id] ?? topics.count }
    return groups.keys.sorted().map {
      FAQ.Section(topic: groups[$0]?.first?.topic, entries: groups[$0] ?? [])
    }
  }

  private func position(_ entry: Entry) -> Int { places[entry.id]?.position ?? places.count }

  /// The page with nothing on it yet.
  func faq(order: FAQ.Order) -> FAQ {
    FAQ(
      title: "Questions and answers", about: rules.about, order: order, sections: [],
      goals: rules.goals,
      citations: Citations(passages: rules.passages, documents: rules.documents), day: nil,
      staleAfter: nil, counts: nil)
  }
}

extension FAQ {
  /// The page with every answer marked that was not reviewed for a number of days, or never.
  package func markingStale(after days: Int, on day: Day) -> FAQ {
    var faq = self
    faq.staleAfter = days
    for section in faq.sections.indices {
      for entry in faq.sections[section].entries.indices {
        let reviewed = Day(faq.sections[section].entries[entry].answer.reviewed)
        faq.sections[section].entries[entry].isStale =
          reviewed.map { day.number - $0.number > days } ?? true
      }
    }
    return faq
  }
}
