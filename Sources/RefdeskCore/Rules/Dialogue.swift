/// A conversation as somebody wrote it down, to learn from what turns mean that lean on earlier ones.
package struct Dialogue: Sendable, Equatable {
  package struct Turn: Sendable, Equatable {
    package var text: String
    package var meaning: Meaning
    package var place: Place

    package init(text: String, meaning: Meaning, place: Place) {
      self.text = text
      self.meaning = meaning
      self.place = place
    }
  }

  /// What a turn asks for.
  package enum Meaning: Sendable, Equatable {
    /// The rule, goal or target with this id.
    case rule(String)
    /// Something with the last answer.
    case act(FollowUp)
    /// Nothing that the desk knows.
    case nothing
    /// Nothing at all: it says who is asking.
    case introduction
  }

  package var turns: [Turn]
  package var voice: String

  package init(turns: [Turn], voice: String) {
    self.turns = turns
    self.voice = voice
  }
}
