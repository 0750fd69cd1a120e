extension Lexicon {
  /// The word of the vocabulary that a misspelt word most likely is.
  ///
  /// One slip away: a letter left out, added, wrong, or two neighbours swapped (Damerau 1964). Of several, the one
  /// that most phrasings have, then one with the same first letter, then the first in the alphabet. A word of eight
  /// letters or more may be two slips away if it begins alike.
  package func nearestWord(to word: ArraySlice<UInt8>) -> Int? {
    guard vocabularyCount > 0, word.count >= 4, word.count <= 40 else { return nil }
    let word = Array(word)
    var best: Int?
    func consider(_ candidate: [UInt8]) {
      guard
        let found = candidate.withUnsafeBufferPointer({
          self.word(Key($0, role: .surface))
        }), isHeard(found), found != best
      else { return }
      best = best.map { better($0, found, for: word) } ?? found
    }

    var variant = word
    for at in word.indices {
      variant.remove(at: at)
      consider(variant)
      variant.insert(word[at], at: at)
    }
    for at in word.indices.dropLast() where word[at] != word[at + 1] {
      variant.swapAt(at, at + 1)
      consider(variant)
      variant.swapAt(at, at + 1)
    }
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
      for at in word.indices where word[at] != letter {
        variant[at] = letter
        consider(variant)
        variant[at] = word[at]
      }
      variant.insert(letter, at: 0)
      for at in 0...word.count {
        consider(variant)
        if at < word.count { variant.swapAt(at, at + 1) }
      }
      variant.removeLast()
    }
    if best == nil, word.count >= 8 { best = nearestByTwoSlips(word) }
    return best
  }

  private func better(_ a: Int, _ b: Int, for word: [UInt8]) -> Int {
    let (left, right) = (bytes(ofWord: a), bytes(ofWord: b))
    let order = (
      (-frequency(a), left.first == word.first ? 0 : 1),
      (-frequency(b), right.first == word.first ? 0 : 1)
    )
    if order.0 != order.1 { return order.0 < order.1 ? a : b }
    return left.lexicographicallyPrecedes(right) ? a : b
  }

  private func nearestByTwoSlips(_ word: [UInt8]) -> Int? {
    var best: Int?
    for candidate in 0..<vocabularyCount where isHeard(candidate) {
      let bytes = bytes(ofWord: candidate)
      guard bytes.first == word.first, bytes.count >= 7, abs(bytes.count - word.count) <= 2,
        slips(from: word, to: bytes) <= 2
      else { continue }
      best = best.map { better($0, candidate, for: word) } ?? candidate
    }
    return best
  }

  /// How many slips of the pen lie between two words (optimal string alignment).
  private func slips(from a: [UInt8], to b: [UInt8]) -> Int {
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          least = min(least, before[j - 2] + 1)
        }
        row.append(least)
      }
      (before, above) = (above, row)
    }
    return above[b.count]
  }
}
