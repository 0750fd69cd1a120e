/// The words of a turn in small letters, one by one: runs of letters and of what else counts as part of a word.
///
/// The same as splitting at every other character. But most turns are ASCII, where no table of properties is needed,
/// and most readers know after a few words that a turn is nothing for them.
struct TurnWords: Sequence, IteratorProtocol {
  private var bytes: String.UTF8View.Iterator
  private let digits: Bool
  private let apostrophes: Bool
  /// The words of a text that is not ASCII, last word first.
  private var others: [String]?

  init(_ text: String, digits: Bool = false, apostrophes: Bool = false) {
    bytes = text.utf8.makeIterator()
    self.digits = digits
    self.apostrophes = apostrophes
    let isASCII = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } }
    if isASCII == true { return }
    let text = String(text.lowercased().map { $0 == "\u{2019}" ? "'" : $0 })
    others = text.split {
      !$0.isLetter && !(digits && $0.isNumber) && !(apostrophes && $0 == "'")
    }.map(String.init).reversed()
  }

  mutating func next() -> String? {
    if others != nil { return others?.popLast() }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TurnWords.usual) { word in
      var count = 0
      while let byte = bytes.next() {
        if isPart(byte) {
          // A digit or an apostrophe has this bit already.
          if count < word.count { word[count] = byte | 0x20 }
          count += 1
        } else if count > 0 {
          break
        }
      }
      // Of a longer word the beginning is enough: no word that is looked for is so long.
      return count == 0 ? nil : String(decoding: word.prefix(count), as: UTF8.self)
    }
  }

  private static let usual = 64

  private func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A: true
    case 0x30...0x39: digits
    case 0x27: apostrophes
    default: false
    }
  }
}
