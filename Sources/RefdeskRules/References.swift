internal import RefdeskCore

/// What the files of a rule base refer to and what they define, each with its place, gathered while they are read.
final class References {
  enum Kind: String, CaseIterable {
    case rule, passage, partner, target, topic, document, term, recordSet, traitValue, country
  }

  struct Entry {
    var kind: Kind
    var id: String
    var place: Place
  }

  /// Every mention of something that should be defined somewhere.
  private(set) var uses: [Entry] = []
  private(set) var definitions: [Entry] = []
  /// Ids that rules had before.
  private(set) var former: [(id: String, place: Place)] = []
  /// Statements without a source, which is a fault only where the rule base has passages to cite.
  private(set) var unsourced: [(what: String, place: Place)] = []

  func use(_ kind: Kind, _ id: String, at place: Place) {
    if !id.isEmpty { uses.append(Entry(kind: kind, id: id, place: place)) }
  }

  func define(_ kind: Kind, _ id: String, at place: Place) {
    if !id.isEmpty { definitions.append(Entry(kind: kind, id: id, place: place)) }
  }

  /// Notes an id that a rule had before.
  func retire(_ id: String, at place: Place) { former.append((id, place)) }

  func leaveUnsourced(_ what: String, at place: Place) { unsourced.append((what, place)) }
}
