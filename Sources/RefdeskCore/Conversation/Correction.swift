/// "No, I meant the UN office": a turn that puts an earlier one right says so before what it means.
enum Correction {
  /// What a turn asks without the words that only say that it corrects; the turn itself where there are none, or where
  /// nothing is left.
  static func corrected(_ turn: String) -> String {
    guard mayCorrect(turn) else { return turn }
    var words: [(text: TurnWord, end: Int)] = []
    TurnWords.each(of: turn, digits: true, apostrophes: true) { word, end in
      words.append((word, end))
      return words.count < mostWords
    }
    let first = words.firstIndex { !openers.contains($0.text) } ?? words.count
    let after = words.dropFirst(first).map(\.text)
    var end: Int?
    if let marker = markers.first(where: { after.starts(with: $0) }) {
      end = words[first + marker.count - 1].end
    } else if let opener = words.first, denials.contains(opener.text),
      turn.utf8.dropFirst(opener.end).first == UInt8(ascii: ",")
    {
      // "No, the other one".
      end = opener.end
    }
    guard let end else { return turn }
    let rest = turn[turn.utf8.index(turn.startIndex, offsetBy: end)...].drop { !isPart($0) }
    return rest.isEmpty ? turn : String(rest)
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "'" || character == "\u{2019}"
  }

  /// Whether it is worth a closer look: a turn begins with a denial, or has four letters of a word that all markers have.
  private static func mayCorrect(_ turn: String) -> Bool {
    if let first = turn.utf8.first, first | 0x20 == 0x6E || first | 0x20 == 0x73 { return true }
    var turn = turn
    return turn.withUTF8 { bytes in
      var last: UInt32 = 0
      for byte in bytes {
        last = last << 8 | UInt32(byte | 0x20)
        if last == mean || last == asking || last == question { return true }
      }
      return false
    }
  }

  // "mean", "skin", "uest" as four bytes.
  private static let mean: UInt32 = 0x6D65_616E
  private static let asking: UInt32 = 0x736B_696E
  private static let question: UInt32 = 0x7565_7374
  private static let openers: Set<TurnWord> = [
    "no", "nope", "sorry", "oh", "ah", "well", "ok", "okay", "wait", "actually", "hm", "hmm",
    "but", "not", "that", "so", "and", "uh", "um",
  ]
  private static let denials: Set<TurnWord> = ["no", "nope", "sorry"]
  private static let markers: [[TurnWord]] = [
    "i mean", "i meant", "i rather mean", "i rather meant", "i really mean", "i really meant",
    "what i mean is", "what i meant is", "what i meant was", "i was asking about", "i was asking",
    "i am asking about", "i'm asking about", "i'm asking", "my question is", "my question was",
  ].map { $0.utf8.split(separator: 0x20).map { TurnWord($0) } }
  /// As many words as openers and a marker may take.
  private static let mostWords = 8
}
