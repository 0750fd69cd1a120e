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
    var words: [String] = []
    for word in TurnWords(text, digits: true) where !fillers.contains(word) {
      words.append(word)
      if words.count > 2 { return nil }
    }
    // "the second one": here "one" is no number.
    if words.count == 2, words[1] == "one" { words.removeLast() }
    guard words.count == 1, let word = words.first else { return nil }
    if word == "last" { return .last }
    return (Int(word) ?? numbers[word]).map { .number($0) }
  }

  /// Whether a text goes on in a list: "and the last?".
  static func continues(_ text: String) -> Bool {
    TurnWords(text, digits: true).first { _ in true } == "and"
  }

  private static let fillers: Set<String> = [
    "the", "and", "explain", "hm", "hmm", "er", "erm", "um", "umm", "oh", "ah", "well", "so", "say",
    "said",
    "thing", "about", "what", "whats", "s", "is", "tell", "of", "them", "go", "for",
    "show", "let", "us", "hear", "try", "how", "number", "no", "nr", "option", "answer", "question",
    "choice", "please", "i", "mean",
    "take", "want", "that", "pick", "choose", "give", "me", "then", "ok", "okay", "yes", "thanks",
  ]

  private static let numbers: [String: Int] = {
    var numbers = NumberWord.values
    for (word, number) in [
      ("1st", 1), ("2nd", 2), ("3rd", 3), ("4th", 4), ("former", 1), ("latter", 2),
    ] {
      numbers[word] = number
    }
    return numbers
  }()
}
