/// What a turn may want done with the last answer.
package enum FollowUp: String, Sendable, CaseIterable {
  /// All of it, with what to offer partners and what to ask of them.
  case more
  /// Where it comes from.
  case sources
  case targets
  case partners
  case steps
  case example
  /// The same once more.
  case again
}

extension FollowUp {
  /// The follow-up that a text is, word for word; nil where it is none. What goes beyond these forms is learned from a
  /// rule base's dialogues.
  static func named(_ text: String) -> FollowUp? {
    var words: [TurnWord] = []
    words.reserveCapacity(mostWords + 1)
    TurnWords.each(of: text, apostrophes: true) { word, _ in
      if fillers.contains(word) { return true }
      // Most turns begin like no form.
      if words.isEmpty, !firstWords.contains(word) { return false }
      words.append(word)
      return words.count <= mostWords
    }
    return forms[words]
  }

  /// The most words that a form has, fillers apart.
  private static let mostWords = forms.keys.reduce(0) { max($0, $1.count) }

  private static let firstWords = Set(forms.keys.compactMap(\.first))

  private static let fillers: Set<TurnWord> = [
    "please", "ok", "okay", "and", "so", "well", "a", "bit", "about", "it", "that", "this", "can",
    "could", "you", "then", "now", "the", "these", "those", "them",
  ]

  private static let forms: [[TurnWord]: FollowUp] = {
    let forms: [(FollowUp, [String])] = [
      (
        .more,
        [
          "more", "tell me more", "say more", "go on", "more details", "details", "explain more",
          "explain", "give me details", "give me more", "give more details", "in detail",
          "continue", "what else",
        ]
      ),
      (
        .targets,
        [
          "which target is", "which targets are", "which targets", "what target is",
          "which goal is", "which target", "which target does belong to",
        ]
      ),
      (
        .sources,
        [
          "where did get", "where does come from", "what is source", "what's source", "source",
          "sources", "says who", "who says", "who says so", "who said so", "who said",
        ]
      ),
      (.partners, ["who else", "with whom", "which partners"]),
      (.steps, ["what do i do first", "what do we do first", "steps", "first step"]),
      (.example, ["example", "an example", "for example", "give me an example", "such as"]),
      (.again, ["again", "repeat", "say again", "show again"]),
    ]
    return Dictionary(
      forms.flatMap { act, texts in
        texts.map { ($0.utf8.split(separator: 0x20).map { TurnWord($0) }, act) }
      }, uniquingKeysWith: { a, _ in a })
  }()
}
