extension String {
  /// The words of a turn in small letters: runs of letters and what else counts as part of a word.
  ///
  /// The same as splitting at every other character, but most turns are ASCII, where that takes a table of properties
  /// to no purpose.
  func turnWords(digits: Bool = false, apostrophes: Bool = false) -> [String] {
    var text = self
    let words = text.withUTF8 { bytes -> [String]? in
      if bytes.contains(where: { $0 >= 0x80 }) { return nil }
      var words: [String] = []
      var word: [UInt8] = []
      func close() {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
      }
      for byte in bytes {
        let isPart =
          switch byte {
          case 0x41...0x5A, 0x61...0x7A: true
          case 0x30...0x39: digits
          case 0x27: apostrophes
          default: false
          }
        // A digit or an apostrophe has this bit already.
        if isPart { word.append(byte | 0x20) } else { close() }
      }
      close()
      return words
    }
    return words
      ?? lowercased().split {
        !$0.isLetter && !(digits && $0.isNumber) && !(apostrophes && $0 == "'")
      }.map(String.init)
  }
}
