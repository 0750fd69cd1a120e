/// What the desk gives back for one question: the record that every command shows or checks.
package struct Response: Sendable, Equatable {
  package enum Outcome: String, Sendable {
    case answered
    case askedBack = "asked_back"
    case declined
  }

  /// The question as typed.
  package var question: String
  package var outcome: Outcome
  /// Only where the outcome is `answered`.
  package var answer: Answer?
  /// Only where the outcome is `askedBack`.
  package var questionBack: QuestionBack?
  /// The nearest rules, only where the outcome is `declined`.
  package var nearest: [Nearest]
  /// What was read as something else than was typed.
  package var read: [Repair]
  /// How well the rules fitted, for `why` and for commands that print numbers.
  package var ranking: Ranking
  /// What of the answer was asked for; all of it where nil.
  package var focus: FollowUp?
  /// How it was understood in the course of a conversation; nil where it stood alone.
  package var understanding: Understanding?
  /// What it says of who is asking.
  package var introduced: Profile?
}

extension Response {
  /// Ids of what may be picked by number next.
  package var offered: [String] {
    if let questionBack { return questionBack.options.map(\.rule) }
    return answer.map { $0.seeAlso.map(\.rule) } ?? nearest.map(\.rule)
  }
}

/// A question back: which of a few did you mean?
package struct QuestionBack: Sendable, Equatable {
  package struct Option: Sendable, Equatable {
    package var rule: String
    package var label: String
    package var sources: [String]
  }

  package var text: String
  package var options: [Option]
  /// What is on record of the country in question.
  package var records: [AnswerRecord] = []
  /// The number of the rule that asks; nil where two rules are close.
  var choice: Int?
}

/// A rule that was near, but not near enough to answer.
package struct Nearest: Sendable, Equatable {
  package var rule: String
  package var title: String
  package var confidence: Float

  package init(rule: String, title: String, confidence: Float) {
    self.rule = rule
    self.title = title
    self.confidence = confidence
  }
}
