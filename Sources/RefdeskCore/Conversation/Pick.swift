/// A choice among numbered offers, as people make it: "2", "2.", "#2", "option 2", "the second one", "the last".
package enum Pick {
  /// The place picked among `count` offers, counted from 0; nil where the text picks none.
  package static func index(in text: String, among count: Int) -> Int? {
    guard count > 0 else { return nil }
    var words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    words.removeAll { fillers.contains($0) }
    // "the second one": here "one" is no number.
    if words.count == 2, words[1] == "one" { words.removeLast() }
    guard words.count == 1, let word = words.first else { return nil }
    if word == "last" { return count - 1 }
    if let number = Int(word) ?? numbers[word], (1...count).contains(number) { return number - 1 }
    return nil
  }

  /// Whether a text goes on in a list: "and the last?", "the next one".
  static func continues(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.contains { $0 == "and" || $0 == "the" } && Int(text) == nil
  }

  private static let fillers: Set<String> = [
    "the", "and", "explain", "about", "what", "whats", "s", "is", "tell", "of", "them", "go", "for",
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
