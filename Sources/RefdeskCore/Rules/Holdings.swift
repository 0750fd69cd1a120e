// What rules refer to: documents and their passages, kinds of partner, goals and targets, topics, terms.

/// A cited document.
package struct Document: Sendable, Equatable {
  package var id: String
  package var title: String
  /// The series or body that published it.
  package var series: String
  /// Where it can be read, as a web address; empty where that is not known.
  package var url: String

  package init(id: String, title: String, series: String, url: String = "") {
    self.id = id
    self.title = title
    self.series = series
    self.url = url
  }
}

extension Document {
  /// Whether a text is an address of the web, with nothing in it that could end a link or start another.
  package static func isWebAddress(_ text: String) -> Bool {
    let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    guard let rest, !rest.isEmpty else { return false }
    return rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
  }
}

/// A piece of a document that statements rest on.
package struct Passage: Sendable, Equatable {
  package var id: String
  package var document: String
  /// Where in the document.
  package var locator: String
  /// What it says, in the rule base's words.
  package var gist: String

  package init(id: String, document: String, locator: String, gist: String) {
    self.id = id
    self.document = document
    self.locator = locator
    self.gist = gist
  }
}

/// A kind of partner: who they are, and how to come together.
package struct Partner: Sendable, Equatable {
  package var id: String
  package var name: String
  package var who: String
  /// What they and the asker have in common.
  package var shares: String
  package var offer: String
  package var ask: String
  package var find: String
  package var sources: [String]

  package init(
    id: String, name: String, who: String, shares: String, offer: String, ask: String, find: String,
    sources: [String]
  ) {
    self.id = id
    self.name = name
    self.who = who
    self.shares = shares
    self.offer = offer
    self.ask = ask
    self.find = find
    self.sources = sources
  }
}

/// A goal, with what there is to say when a question names it.
package struct Goal: Sendable, Equatable {
  package var number: Int
  package var title: String
  /// Plain names by which a question may mean it ("climate action").
  package var names: [String]
  /// The official colour, as "#RRGGBB".
  package var colour: String
  package var opening: String
  package var sources: [String]
  package var steps: [Step]
  package var partners: [PartnerSuggestion]
  package var see: [String]
  package var targets: [Target]
  package var place: Place

  package init(
    number: Int, title: String, names: [String], colour: String, opening: String, sources: [String],
    steps: [Step], partners: [PartnerSuggestion], see: [String], targets: [Target], place: Place
  ) {
    self.number = number
    self.title = title
    self.names = names
    self.colour = colour
    self.opening = opening
    self.sources = sources
    self.steps = steps
    self.partners = partners
    self.see = see
    self.targets = targets
    self.place = place
  }
}

/// A target of a goal. One that the guidance says nothing of has a title and nothing else.
package struct Target: Sendable, Equatable {
  package var code: Code
  package var title: String
  package var why: String
  package var opening: String
  package var sources: [String]
  package var steps: [Step]
  package var place: Place

  package init(
    code: Code, title: String, why: String, opening: String, sources: [String], steps: [Step],
    place: Place
  ) {
    self.code = code
    self.title = title
    self.why = why
    self.opening = opening
    self.sources = sources
    self.steps = steps
    self.place = place
  }
}

/// A group of rules, as listed.
package struct Topic: Sendable, Equatable {
  package var id: String
  package var title: String
  /// Whether its rules are what "for example?" asks for.
  package var holdsExamples: Bool

  package init(id: String, title: String, holdsExamples: Bool = false) {
    self.id = id
    self.title = title
    self.holdsExamples = holdsExamples
  }
}

/// A term of the thesaurus: the preferred term, what else is used for it, and its neighbours.
package struct Term: Sendable, Equatable {
  package var name: String
  package var usedFor: [String]
  package var broader: [String]
  package var related: [String]
  /// What kind of thing it is, where one of the kind can take another's place in a question: "theme".
  package var kind: String
  package var place: Place

  package init(
    name: String, usedFor: [String], broader: [String], related: [String], kind: String = "",
    place: Place = Place()
  ) {
    self.kind = kind
    self.name = name
    self.usedFor = usedFor
    self.broader = broader
    self.related = related
    self.place = place
  }
}

/// What the desk says of itself.
package struct About: Sendable, Equatable {
  /// The desk's subject, for the banner.
  package var subject: String
  /// Whom to ask when the desk does not know.
  package var contact: String
  /// Questions shown to a newcomer.
  package var samples: [String]

  package init(subject: String = "", contact: String = "", samples: [String] = []) {
    self.subject = subject
    self.contact = contact
    self.samples = samples
  }
}

/// Words by which a question names goals and targets by number.
package struct CodeWords: Sendable, Equatable {
  package var goal: [String]
  package var target: [String]
  /// Words in whose company a bare "1.2" is no target ("strategy 1.2").
  package var notWith: [String]

  package init(goal: [String] = [], target: [String] = [], notWith: [String] = []) {
    self.goal = goal
    self.target = target
    self.notWith = notWith
  }
}

/// A way of asking, with who wrote it.
package struct Phrasing: Sendable, Equatable {
  package var text: String
  /// The rule that it asks for; nil for a question that no rule answers.
  package var rule: String?
  package var voice: String
  package var place: Place
  /// Whether it was written with a placeholder, for all goals or targets at once.
  package var isTemplate = false

  package init(text: String, rule: String?, voice: String, place: Place = Place()) {
    self.text = text
    self.rule = rule
    self.voice = voice
    self.place = place
  }
}
