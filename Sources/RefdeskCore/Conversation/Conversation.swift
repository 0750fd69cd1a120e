/// What a conversation has established so far: the last answer, and what was offered to pick from.
package struct Conversation: Sendable {
  /// The answer that a follow-up leans on.
  package internal(set) var lastAnswer: Answer?
  /// The question that it answered.
  package internal(set) var lastQuestion: String?
  /// Ids of the rules offered by number in the last turn, in their order.
  package internal(set) var offered: [String] = []

  package init() {}

  /// Whether a number, counted from 1, picks something.
  package func offers(_ number: Int) -> Bool {
    (1...max(1, offered.count)).contains(number) && !offered.isEmpty
  }

  /// Puts rules up to be picked from by number in the next turn.
  package mutating func offer(_ rules: [String]) { offered = rules }
}
