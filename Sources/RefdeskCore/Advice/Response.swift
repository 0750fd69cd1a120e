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

/// An answer with everything in it that a reader may want.
package struct Answer: Sendable, Equatable {
  package var rule: String
  package var kind: Rule.Kind
  package var title: String
  /// The calibrated probability, from 0 to 1, that this is what was asked.
  package var confidence: Float
  package var opening: String
  package var openingSources: [String]
  package var steps: [Step]
  package var partners: [SuggestedPartner]
  package var targets: [SuggestedTarget]
  package var seeAlso: [Link]
  /// What is on record of the country in question.
  package var records: [AnswerRecord] = []
  /// What is added for who is asking.
  package var remarks: [Remark] = []
  package var reviewed: String
  package var place: Place

  /// Every passage that the answer rests on, the heart of it first, each once.
  package var sources: [String] {
    var seen: Set<String> = []
    let all =
      openingSources + steps.flatMap(\.sources) + partners.flatMap(\.sources)
      + targets.flatMap(\.sources) + remarks.flatMap(\.sources) + records.flatMap(\.sources)
    return all.filter { seen.insert($0).inserted }
  }
}

extension Answer {
  /// Says that what somebody said of themselves is noted, where there is nothing else to say yet.
  static let noted = Answer(
    rule: "", kind: .courtesy, title: "", confidence: 1,
    opening: "Good to know. What would you like to ask?", openingSources: [], steps: [],
    partners: [], targets: [], seeAlso: [], reviewed: "", place: Place())
}

/// A kind of partner as an answer suggests it.
package struct SuggestedPartner: Sendable, Equatable {
  package var id: String
  package var name: String
  package var why: String
  package var offer: String
  package var ask: String
  package var find: String
  package var sources: [String]
}

/// A target as an answer names it.
package struct SuggestedTarget: Sendable, Equatable {
  package var code: Code
  package var title: String
  package var why: String
  /// The goal's official colour, as "#RRGGBB"; empty where the rule base gives none.
  package var colour: String
  package var sources: [String]
}

/// A rule by id and question.
package struct Link: Sendable, Equatable {
  package var rule: String
  package var title: String

  package init(rule: String, title: String) {
    self.rule = rule
    self.title = title
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
