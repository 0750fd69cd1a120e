/// An answer with everything in it that a reader may want: what a rule says, and what differs from one asking to the next.
package struct Answer: Sendable, Equatable {
  /// What the rule says.
  private let advice: Advice
  /// The calibrated probability, from 0 to 1, that this is what was asked.
  package var confidence: Float
  /// What is on record of the country in question.
  package var records: [AnswerRecord] = []
  /// What is added for who is asking.
  package var remarks: [Remark] = []

  init(_ advice: Advice, confidence: Float) {
    self.advice = advice
    self.confidence = confidence
  }

  package var rule: String { advice.rule }
  package var kind: Rule.Kind { advice.kind }
  package var title: String { advice.title }
  package var opening: String { advice.opening }
  package var openingSources: [String] { advice.openingSources }
  package var steps: [Step] { advice.steps }
  package var partners: [SuggestedPartner] { advice.partners }
  package var targets: [SuggestedTarget] { advice.targets }
  package var seeAlso: [Link] { advice.seeAlso }
  /// What may be added for who is asking, and the record sets that say something of a country.
  var fits: [Fit] { advice.fits }
  var recordSets: [String] { advice.recordSets }
  package var reviewed: String { advice.reviewed }
  package var place: Place { advice.place }

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
  /// Of what the rule says only the targets, the partners or the steps.
  package func only(_ part: FollowUp) -> Answer {
    Answer(
      Advice(
        rule: rule, kind: kind, title: title, opening: "", openingSources: openingSources,
        steps: part == .steps ? steps : [], partners: part == .partners ? partners : [],
        targets: part == .targets ? targets : [], seeAlso: [], reviewed: reviewed, place: place),
      confidence: confidence)
  }

  /// Says that what somebody said of themselves is noted, where there is nothing else to say yet.
  static let noted = Answer(
    Advice(
      rule: "", kind: .courtesy, title: "",
      opening: "Good to know. What would you like to ask?", openingSources: [], steps: [],
      partners: [], targets: [], seeAlso: [], reviewed: "", place: Place()), confidence: 1)
}

/// What a rule says. It is the same every time, so it is composed once, and answers only point to it: a conversation hands
/// answers on from turn to turn.
final class Advice: Sendable, Equatable {
  let rule: String
  let kind: Rule.Kind
  let title: String
  let opening: String
  let openingSources: [String]
  let steps: [Step]
  let partners: [SuggestedPartner]
  let targets: [SuggestedTarget]
  let seeAlso: [Link]
  let fits: [Fit]
  let recordSets: [String]
  let reviewed: String
  let place: Place

  init(
    rule: String, kind: Rule.Kind, title: String, opening: String, openingSources: [String],
    steps: [Step], partners: [SuggestedPartner], targets: [SuggestedTarget], seeAlso: [Link],
    fits: [Fit] = [], recordSets: [String] = [], reviewed: String, place: Place
  ) {
    self.rule = rule
    self.kind = kind
    self.title = title
    self.opening = opening
    self.openingSources = openingSources
    self.steps = steps
    self.partners = partners
    self.targets = targets
    self.seeAlso = seeAlso
    self.fits = fits
    self.recordSets = recordSets
    self.reviewed = reviewed
    self.place = place
  }

  static func == (a: Advice, b: Advice) -> Bool {
    a === b
      || a.rule == b.rule && a.kind == b.kind && a.title == b.title && a.opening == b.opening
        && a.openingSources == b.openingSources && a.steps == b.steps
        && a.partners == b.partners && a.targets == b.targets && a.seeAlso == b.seeAlso
        && a.fits == b.fits && a.recordSets == b.recordSets && a.reviewed == b.reviewed
        && a.place == b.place
  }
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
