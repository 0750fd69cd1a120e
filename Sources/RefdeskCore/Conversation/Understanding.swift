/// How a turn was understood that leans on earlier ones.
package struct Understanding: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// It picked one of the offers.
    case pick
    /// It named something else of the same kind: "and for health?" after a question about reading.
    case ellipsis
    /// It asked for something done with the last answer: "tell me more".
    case followUp = "follow_up"
    /// It was weighed together with what went before.
    case context
    /// It said who is asking.
    case introduction
  }

  /// A word of the turn, and what it stands for.
  package struct Referent: Sendable, Equatable {
    package var word: String
    package var meaning: String
  }

  package var kind: Kind
  /// The question that was answered instead, in full; empty where there is none.
  package var question: String = ""
  /// The id of the answer that the turn leans on; empty where it leans on none.
  package var after: String = ""
  package var referents: [Referent] = []
}
