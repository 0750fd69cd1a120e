/// One thing that the desk can say, and the questions that it answers.
package struct Rule: Sendable, Equatable {
  /// Stable: FAQ anchors, transcripts and links use it.
  package var id: String
  package var kind: Kind
  /// The question as it is listed and offered.
  package var question: String
  /// The id of the topic under which it is listed.
  package var topic: String
  /// One or two sentences that answer at once; for a choice, the question asked back.
  package var opening: String
  /// The passages that the opening rests on: the heart of the answer.
  package var sources: [String]
  package var steps: [Step]
  package var partners: [PartnerSuggestion]
  package var targets: [TargetSuggestion]
  /// Ids of rules that a reader may want next.
  package var see: [String]
  /// Ids of the rules that a choice offers.
  package var choices: [String]
  /// Ids of the record sets in which the answer looks up a country, where one is known.
  package var records: [String]
  /// What to add for people who have said who they are.
  package var fits: [Fit]
  /// The day when its author last read it against the sources, as yyyy-mm-dd.
  package var reviewed: String
  /// Ids that the rule had before: links and anchors made then still lead to it.
  package var formerly: [String]
  package var place: Place

  package enum Kind: Int, Sendable, CaseIterable {
    /// Answers with steps.
    case answer = 0
    /// A question too broad to answer: asks back which of its choices is meant.
    case choice
    /// A greeting or the like: one line.
    case courtesy
    /// Stands for all goals: the goal named in the question answers.
    case goals
    /// Stands for all targets, likewise.
    case targets
  }

  package init(
    id: String, kind: Kind = .answer, question: String, topic: String = "", opening: String = "",
    sources: [String] = [], steps: [Step] = [], partners: [PartnerSuggestion] = [],
    targets: [TargetSuggestion] = [], see: [String] = [], choices: [String] = [],
    records: [String] = [], fits: [Fit] = [], reviewed: String = "", formerly: [String] = [],
    place: Place = Place()
  ) {
    self.id = id
    self.kind = kind
    self.question = question
    self.topic = topic
    self.opening = opening
    self.sources = sources
    self.steps = steps
    self.partners = partners
    self.targets = targets
    self.see = see
    self.choices = choices
    self.records = records
    self.fits = fits
    self.reviewed = reviewed
    self.formerly = formerly
    self.place = place
  }
}

/// Something to do, and the passages that advise it.
package struct Step: Sendable, Equatable {
  package var text: String
  package var sources: [String]

  package init(text: String, sources: [String]) {
    self.text = text
    self.sources = sources
  }
}

/// What an answer adds for one kind of asker: "a national library", "an association".
package struct Fit: Sendable, Equatable {
  /// The value of a trait, as "library.national".
  package var value: String
  package var text: String
  package var sources: [String]

  package init(value: String, text: String, sources: [String]) {
    self.value = value
    self.text = text
    self.sources = sources
  }
}

/// A kind of partner for one rule, with why it would care there.
package struct PartnerSuggestion: Sendable, Equatable {
  package var id: String
  package var why: String
  package var sources: [String]

  package init(id: String, why: String, sources: [String]) {
    self.id = id
    self.why = why
    self.sources = sources
  }
}

/// A target for one rule, with why it belongs there.
package struct TargetSuggestion: Sendable, Equatable {
  package var code: Code
  package var why: String
  package var sources: [String]

  package init(code: Code, why: String, sources: [String]) {
    self.code = code
    self.why = why
    self.sources = sources
  }
}

/// Where something stands in the files of a rule base.
package struct Place: Sendable, Hashable {
  package var file: String
  /// Counted from 1; 0 where it is not known.
  package var line: Int
  package var column: Int

  package init(file: String = "", line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// As editors and CI jump to it: `file:line:column`.
extension Place: CustomStringConvertible {
  package var description: String {
    line == 0 ? (file.isEmpty ? "rules" : file) : "\(file):\(line):\(column)"
  }
}
