/// "No, I meant the UN office": a turn that puts an earlier one right says so before what it means.
enum Correction {
  /// What a turn asks without the words that only say that it corrects; the turn itself where there are none, or where
  /// nothing is left.
  static func corrected(_ turn: String) -> String {
    var words: [String] = []
    for word in TurnWords(turn, apostrophes: true) {
      words.append(word)
      if words.count == mostWords { break }
    }
    let first = words.firstIndex { !openers.contains($0) } ?? words.count
    let typed = turn.split { $0 == " " || $0 == "\t" }
    let rest: ArraySlice<Substring>
    if let marker = markers.first(where: { words.dropFirst(first).starts(with: $0) }) {
      rest = typed.dropFirst(first + marker.count)
    } else if let opener = typed.first, opener.last == ",", denials.contains(words[0]) {
      // "No, the other one".
      rest = typed.dropFirst()
    } else {
      return turn
    }
    return rest.isEmpty ? turn : rest.joined(separator: " ")
  }

  private static let openers: Set<String> = [
    "no", "nope", "sorry", "oh", "ah", "well", "ok", "okay", "wait", "actually", "hm", "hmm",
    "but", "not", "that", "so", "and", "uh", "um",
  ]
  private static let denials: Set<String> = ["no", "nope", "sorry"]
  private static let markers: [[String]] = [
    "i mean", "i meant", "i rather mean", "i rather meant", "i really mean", "i really meant",
    "what i mean is", "what i meant is", "what i meant was", "i was asking about", "i was asking",
    "i am asking about", "i'm asking about", "i'm asking", "my question is", "my question was",
  ].map { $0.split(separator: " ").map(String.init) }
  /// As many words as openers and a marker may take.
  private static let mostWords = 8
}
