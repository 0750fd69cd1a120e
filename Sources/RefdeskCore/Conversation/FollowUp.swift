/// A turn that only asks for more of the last answer: "tell me more", "which target is that", "where did you get that".
enum FollowUp {
  /// Whether a text is nothing else. It must be, word for word: a question that can stand alone is never bent.
  static func asksForLastAnswer(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
      .filter { !fillers.contains($0) }
    return forms.contains(words.joined(separator: " "))
  }

  private static let fillers: Set<String> = [
    "please", "ok", "okay", "and", "so", "well", "a", "bit", "about", "it", "that", "this", "can",
    "could",
    "you", "then", "now", "the", "these", "those", "them",
  ]

  private static let forms: Set<String> = [
    "more", "tell me more", "say more", "go on", "more details", "details", "explain more",
    "explain",
    "give me details", "give me more", "give more details", "in detail", "continue", "what else",
    "which target is", "which targets are", "which targets", "what target is", "which goal is",
    "which target", "which target does belong to", "where did get", "where does come from",
    "what is source", "what's source", "source", "sources", "says who", "who says", "again",
    "repeat", "say again", "show again",
  ]
}
