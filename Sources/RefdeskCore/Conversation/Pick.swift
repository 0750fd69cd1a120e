/// A choice among numbered offers, as people make it: "2", "2.", "#2", "option 2", "the second one", "the last".
package enum Pick {
  /// The place picked among `count` offers, counted from 0; nil where the text picks none.
  package static func index(in text: String, among count: Int) -> Int? {
    guard count > 0, let place = place(in: text) else { return nil }
    switch place {
    case .last: return count - 1
    case .number(let number): return (1...count).contains(number) ? number - 1 : nil
    }
  }

  /// The number that a text picks, counted from 1, whatever there is to pick from; nil where it picks none.
  package static func number(in text: String) -> Int? {
    if case .number(let number) = place(in: text) { number } else { nil }
  }

  private enum Place {
    case number(Int)
    case last
  }

  private static func place(in text: String) -> Place? {
    var picked: Place?
    var count = 0
    TurnWords.each(of: text, digits: true) { word, _ in
      if fillers.contains(word) { return true }
      count += 1
      if count == 1 {
        picked = word == last ? .last : (word.number ?? numbers[word]).map { .number($0) }
      } else if count > 2 || word != one {
        // "The second one": here "one" is no number.
        picked = nil
      }
      return picked != nil
    }
    return picked
  }

  /// Whether a text goes on in a list: "and the last?".
  static func continues(_ text: String) -> Bool {
    var continues = false
    TurnWords.each(of: text, digits: true) { word, _ in
      continues = word == "and"
      return false
    }
    return continues
  }

  private static let fillers: Set<TurnWord> = [
    "the", "and", "explain", "hm", "hmm", "er", "erm", "um", "umm", "oh", "ah", "well", "so", "say",
    "said",
    "thing", "about", "what", "whats", "s", "is", "tell", "of", "them", "go", "for",
    "show", "let", "us", "hear", "try", "how", "number", "no", "nr", "option", "answer", "question",
    "choice", "please", "i", "mean",
    "take", "want", "that", "pick", "choose", "give", "me", "then", "ok", "okay", "yes", "thanks",
  ]

  private static let last: TurnWord = "last"
  private static let one: TurnWord = "one"
  private static let numbers: [TurnWord: Int] = {
    var numbers: [TurnWord: Int] = [
      "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "former": 1, "latter": 2,
    ]
    for (word, number) in NumberWord.values { numbers[TurnWord(word.utf8)] = number }
    return numbers
  }()
}
