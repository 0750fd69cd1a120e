/// "No, I meant the UN office": a turn that puts an earlier one right says so before what it means.
enum Correction {
  /// What a turn asks without the words that only say that it corrects; the turn itself where there are none, or where
  /// nothing is left.
  static func corrected(_ turn: String) -> String {
    let words = turn.split { $0 == " " || $0 == "\t" }
    let plain = words.map { word in
      String(
        word.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "'" || $0 == "\u{2019}" })
    }
    let first = plain.firstIndex { !openers.contains($0) } ?? plain.count
    for marker in markers
    where plain.dropFirst(first).starts(with: marker) && plain.count > first + marker.count {
      return words.dropFirst(first + marker.count).joined(separator: " ")
    }
    return turn
  }

  private static let openers: Set<String> = [
    "no", "nope", "sorry", "oh", "ah", "well", "ok", "okay", "wait", "actually", "hm", "hmm", "but",
    "not",
    "that", "so", "and", "uh", "um",
  ]
  private static let markers: [[String]] = [
    "i mean", "i meant", "i rather mean", "i rather meant", "i really mean", "i really meant",
    "what i mean is",
    "what i meant is", "what i meant was", "i was asking about", "i was asking",
    "i am asking about", "i'm asking about",
    "i'm asking", "my question is", "my question was",
  ].map { $0.split(separator: " ").map(String.init) }
}
