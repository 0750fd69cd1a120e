package import RefdeskCore

/// Questions and answers to publish: what every writer of this module writes in its form.
package struct FAQ: Sendable {
  package var title: String
  package var about: About
  package var order: Order
  /// In reading order. Ordered other than by topic, all entries stand in one section without a title.
  package var sections: [Section]
  /// The goals of the rule base, for their colours and the map.
  package var goals: [Goal]
  package var citations: Citations
  /// The day that the pages carry; nil for none, so that the same input gives the same bytes on any day.
  package var day: Day?
  /// An age in days from which an answer is marked as stale; nil where none is.
  package var staleAfter: Int?
  /// How the questions came to these entries; nil where the entries are the rules themselves.
  package var counts: Counts?

  package enum Order: String, Sendable, CaseIterable {
    /// As the rule base orders its topics and the rules in them.
    case topic
    /// Most asked first.
    case count
    /// As first asked.
    case file
  }

  package struct Section: Sendable {
    package var topic: Topic?
    package var entries: [Entry]
  }

  /// How many questions came in, and what became of them.
  package struct Counts: Sendable, Equatable {
    package var answered = 0
    package var askedBack = 0
    package var declined = 0
    /// Greetings and the like, which no page needs.
    package var courtesies = 0

    package var all: Int { answered + askedBack + declined + courtesies }
  }

  package var entries: [Entry] { sections.flatMap(\.entries) }

  /// The newest day on which an answer was reviewed.
  package var reviewed: Day? { entries.compactMap { Day($0.answer.reviewed) }.max() }

  /// The ids of the answers on the page, to which links may lead.
  package var ids: Set<String> { Set(entries.map(\.id)) }
}

/// An answer, and who asked for it.
package struct Entry: Sendable {
  package var answer: Answer
  package var topic: Topic
  /// Ids that the rule had before.
  package var formerly: [String]
  /// How it was asked for; nil where the entry is a rule itself.
  package var asked: Asked?
  package var isStale: Bool

  package var id: String { answer.rule }
  package var anchor: String { Entry.anchor(id) }
  package var formerAnchors: [String] { formerly.map(Entry.anchor) }

  /// Where links to a rule lead on a page: a rule's id never changes, its title may.
  package static func anchor(_ id: String) -> String { "faq-" + id }

  package struct Asked: Sendable {
    /// How often, in all its forms.
    package var count: Int
    /// The forms, most asked first.
    package var variants: [Variant]
    /// How many questions more there were in forms that are not kept.
    package var others: Int
  }
}

/// One way in which something was asked.
package struct Variant: Sendable, Equatable {
  package var text: String
  package var count: Int
  /// Ids that the questions had where they came from: the first few.
  package var ids: [String]

  package init(text: String, count: Int, ids: [String]) {
    self.text = text
    self.count = count
    self.ids = ids
  }
}

/// What answers cite, by the ids of passages.
package struct Citations: Sendable {
  private let passages: [String: Passage]
  private let documents: [String: Document]

  package init(passages: [Passage], documents: [Document]) {
    self.passages = Dictionary(passages.map { ($0.id, $0) }) { first, _ in first }
    self.documents = Dictionary(documents.map { ($0.id, $0) }) { first, _ in first }
  }

  package func passage(_ id: String) -> Passage? { passages[id] }

  package func document(ofPassage id: String) -> Document? {
    passages[id].flatMap { documents[$0.document] }
  }
}
