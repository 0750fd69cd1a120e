/// What a conversation has established so far, turn by turn, so that the last turn can be taken back.
package struct Conversation: Sendable {
  private var now = State()
  private var past: [State] = []

  package init() {}

  private struct State: Sendable {
    var lastAnswer: Answer?
    var lastQuestion: String?
    var lastTyped = ""
    var earlierRule: String?
    var offered: [String] = []
    var pickedFrom: [String] = []
    var asked: String?
    var questionsBack = 0
    var profile = Profile()
    var country: Int?
    var turns: [Turn] = []
  }

  /// A question as it was understood, and what was answered.
  package struct Turn: Sendable {
    package let question: String
    package let answer: Answer
  }

  /// How many turns can be taken back.
  private static let longestPast = 50

  // MARK: What is known

  /// The answer that a follow-up leans on.
  package var lastAnswer: Answer? { now.lastAnswer }
  /// The question that it answered, in full, as it was understood.
  package var lastQuestion: String? { now.lastQuestion }
  /// The turn before, as it was typed; empty before the first.
  var lastTyped: String { now.lastTyped }
  /// The id of the answer before the last one.
  var earlierRule: String? { now.earlierRule }
  /// Ids of the answers offered by number, in their order.
  package var offered: [String] { now.offered }
  /// The offers among which the last turn picked; "and the third?" picks among them again.
  package var pickedFrom: [String] { now.pickedFrom }
  /// The question that the desk answered with a question of its own, if that was the last turn.
  package var asked: String? { now.asked }
  /// How often the desk asked back since it last answered.
  package var questionsBack: Int { now.questionsBack }
  /// The country talked about last, by number.
  package var country: Int? { now.country }
  /// What was answered so far, oldest first.
  package var turns: [Turn] { now.turns }

  /// What is known of the person asking.
  package var profile: Profile {
    get { now.profile }
    set { now.profile = newValue }
  }

  /// Whether a number, counted from 1, picks something.
  package func offers(_ number: Int) -> Bool { number >= 1 && number <= offered.count }

  /// Puts answers up to be picked from by number in the next turn.
  package mutating func offer(_ ids: [String]) { now.offered = ids }

  // MARK: What a turn changes

  /// Remembers what a turn came to.
  mutating func take(
    _ response: Response, typed: String, question: String, from offers: [String], country: Int?
  ) {
    now.lastTyped = typed
    now.pickedFrom = offers
    now.country = country ?? now.country
    now.asked = response.outcome == .askedBack ? question : nil
    // What was offered stays on offer until something else is.
    if !response.offered.isEmpty { now.offered = response.offered }
    switch response.outcome {
    case .askedBack: now.questionsBack += 1
    case .declined: break
    case .answered:
      now.questionsBack = 0
      guard let answer = response.answer, answer.kind != .courtesy else { return }
      // What is done with the last answer, or said of oneself, leaves it the last.
      if response.focus == nil, response.understanding?.kind != .introduction {
        now.earlierRule = now.lastAnswer?.rule
      }
      now.lastAnswer = answer
      now.lastQuestion = question
      if response.focus == nil, now.turns.last?.answer.rule != answer.rule {
        now.turns.append(Turn(question: question, answer: answer))
      }
    }
  }

  /// Keeps the state before a turn, to be taken back to.
  mutating func begin() {
    past.append(now)
    if past.count > Conversation.longestPast { past.removeFirst() }
  }

  /// Takes the last turn back.
  ///
  /// - Returns: whether there was one.
  package mutating func undo() -> Bool {
    guard let before = past.popLast() else { return false }
    now = before
    return true
  }
}
