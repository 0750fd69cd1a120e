/// "No, I meant the UN office": a turn that puts an earlier one right says so before what it means.
enum Correction {
  /// What a turn asks without the words that only say that it corrects; the turn itself where there are none, or where
  /// nothing is left.
  static func corrected(_ turn: String) -> String {
    guard mayCorrect(turn) else { return turn }
    let words = firstWords(of: turn)
    let first = words.firstIndex { !openers.contains($0.text) } ?? words.count
    let after = words.dropFirst(first).map(\.text)
    var end: String.Index?
    if let marker = markers.first(where: { after.starts(with: $0) }) {
      end = words[first + marker.count - 1].end
    } else if let opener = words.first, denials.contains(opener.text),
      turn[opener.end...].first == ","
    {
      // "No, the other one".
      end = opener.end
    }
    guard let end else { return turn }
    let rest = turn[end...].drop { !isPart($0) }
    return rest.isEmpty ? turn : String(rest)
  }

  /// The first words of a turn in small letters, each with where it ends.
  private static func firstWords(of turn: String) -> [(text: String, end: String.Index)] {
    var words: [(text: String, end: String.Index)] = []
    var rest = turn[...]
    while words.count < mostWords {
      rest = rest.drop { !isPart($0) }
      let word = rest.prefix(while: isPart)
      if word.isEmpty { break }
      let text = word.lowercased().map { $0 == "\u{2019}" ? "'" : $0 }
      words.append((String(text), word.endIndex))
      rest = rest[word.endIndex...]
    }
    return words
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "'" || character == "\u{2019}"
  }

  /// Whether it is worth a closer look: a turn begins with a denial, or has four letters of a word that all markers have.
  private static func mayCorrect(_ turn: String) -> Bool {
    if let first = turn.utf8.first, first | 0x20 == 0x6E || first | 0x20 == 0x73 { return true }
    var last: UInt32 = 0
    for byte in turn.utf8 {
      last = last << 8 | UInt32(byte | 0x20)
      if hints.contains(last) { return true }
    }
    return false
  }

  private static let hints: [UInt32] = ["mean", "skin", "uest"].map {
    $0.utf8.reduce(0) { $0 << 8 | UInt32($1) }
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
