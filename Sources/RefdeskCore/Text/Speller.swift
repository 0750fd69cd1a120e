/// Finds the word of a vocabulary that a misspelt word most likely is.
///
/// One slip away: a letter left out, added, wrong, or two neighbours swapped (Damerau 1964). Of several, the one
/// that most phrasings have, then one with the same first letter, then the first in the alphabet. A word of eight
/// letters or more may be two slips away if it begins alike.
///
/// A word of eight letters has some four hundred neighbours. Each one's hash follows from the word's in a few steps, and
/// a bit for each hash tells nearly all that are no words apart from those few that are worth a look.
package final class Speller {
  private let lexicon: Lexicon
  /// A bit for the hash of each word that may be meant.
  private var bits = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)
  private var shift: UInt64 = 0
  /// By the hash of how a word may begin: the letters that may come next. Few words go on after the first letters of another,
  /// so most letters need not be tried.
  private var nextLetters = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private var isPrepared = false
  /// Words that may be two slips away, by their first letter.
  private var long: [[LongWord]] = []

  // Space for the word looked at and for what is tried in its place.
  private static let longest = 40
  private let word: UnsafeMutableBufferPointer<UInt8>
  private let scratch: UnsafeMutableBufferPointer<UInt8>
  private let sums: UnsafeMutablePointer<UInt64>

  private struct LongWord {
    var word: Int32
    var count: Int32
    /// A bit a letter.
    var letters: UInt32
  }

  package init(_ lexicon: Lexicon) {
    self.lexicon = lexicon
    word = .allocate(capacity: Speller.longest)
    scratch = .allocate(capacity: Speller.longest + 2)
    sums = .allocate(capacity: 4 * (Speller.longest + 2))
  }

  deinit {
    bits.deallocate()
    nextLetters.deallocate()
    word.deallocate()
    scratch.deallocate()
    sums.deallocate()
  }

  package func nearestWord(to typed: some Collection<UInt8>) -> Int? {
    guard lexicon.vocabularyCount > 0, typed.count >= 4, typed.count <= Speller.longest else {
      return nil
    }
    if !isPrepared { prepare() }
    let word = UnsafeMutableBufferPointer(rebasing: self.word[..<typed.count])
    _ = word.update(from: typed)
    let found = nearestByOneSlip(UnsafeBufferPointer(word))
    return found ?? (word.count >= 8 ? nearestByTwoSlips(UnsafeBufferPointer(word)) : nil)
  }

  // MARK: Preparing

  private func prepare() {
    var size = 1024
    while size < lexicon.vocabularyCount * 32 { size *= 2 }
    isPrepared = true
    bits.deallocate()
    bits = .allocate(capacity: size / 64)
    bits.initialize(repeating: 0, count: size / 64)
    shift = UInt64(64 - size.trailingZeroBitCount)
    nextLetters.deallocate()
    nextLetters = .allocate(capacity: size / 4)
    nextLetters.initialize(repeating: 0, count: size / 4)
    long = Array(repeating: [], count: 256)
    for word in 0..<lexicon.vocabularyCount where lexicon.isHeard(word) {
      let text = lexicon.buffer(ofWord: word)
      var hash: UInt64 = 0
      var power: UInt64 = 1
      for byte in text {
        nextLetters[Speller.place(hash, shift) / 4] |= Speller.letter(byte)
        hash &+= Speller.value(byte) &* power
        power &*= Speller.base
      }
      let bit = Speller.place(hash, shift)
      bits[bit / 64] |= 1 << UInt64(bit % 64)
      if text.count >= 7, let first = text.first {
        long[Int(first)].append(
          LongWord(word: Int32(word), count: Int32(text.count), letters: Speller.letters(text)))
      }
    }
  }

  /// A word's hash is the sum of its letters' values, each times the base to the power of its place.
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always) private static func value(_ byte: UInt8) -> UInt64 { UInt64(byte) &+ 1 }

  @inline(__always) private static func place(_ hash: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: ((hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93) >> shift)
  }

  /// A bit for a letter from a to z, and one for everything else.
  @inline(__always) private static func letter(_ byte: UInt8) -> UInt32 {
    1 << UInt32(min(byte &- UInt8(ascii: "a"), 26))
  }

  private static func letters(_ word: some Sequence<UInt8>) -> UInt32 {
    word.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }

  // MARK: One slip

  private func nearestByOneSlip(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    var best: Int?
    let count = word.count
    // What the letters before a place come to, and those from it on: as they stand, one place down, one place up.
    let width = Speller.longest + 2
    let (powers, from, down, up) = (sums, sums + width, sums + 2 * width, sums + 3 * width)
    powers[0] = 1
    for at in 1..<count + 2 { powers[at] = powers[at - 1] &* Speller.base }
    (from[count], down[count], up[count]) = (0, 0, 0)
    (from[count + 1], down[count + 1], up[count + 1]) = (0, 0, 0)
    for at in (0..<count).reversed() {
      let value = Speller.value(word[at])
      from[at] = from[at + 1] &+ value &* powers[at]
      down[at] = down[at + 1] &+ (at > 0 ? value &* powers[at - 1] : 0)
      up[at] = up[at + 1] &+ value &* powers[at + 1]
    }

    var before: UInt64 = 0
    for at in 0...count {
      // Without the letter.
      if at < count, mayBeWord(before &+ down[at + 1]) {
        consider(word, at, skipping: 1, adding: nil, nil, &best)
      }
      let next = nextLetters[Speller.place(before, shift) / 4]
      // No word begins as this one does up to here, so none has its slip further on.
      if next == 0 { break }
      if at + 1 < count, word[at] != word[at + 1], next & Speller.letter(word[at + 1]) != 0 {
        let swapped =
          Speller.value(word[at + 1]) &* powers[at] &+ Speller.value(word[at]) &* powers[at + 1]
        if mayBeWord(before &+ swapped &+ from[at + 2]) {
          consider(word, at, skipping: 2, adding: word[at + 1], word[at], &best)
        }
      }
      let wrong = before &+ from[min(at + 1, count + 1)]
      let added = before &+ up[at]
      var letters = next & (1 << 26 - 1)
      while letters != 0 {
        let letter = UInt8(ascii: "a") + UInt8(truncatingIfNeeded: letters.trailingZeroBitCount)
        letters &= letters - 1
        let value = Speller.value(letter) &* powers[at]
        if at < count, word[at] != letter, mayBeWord(wrong &+ value) {
          consider(word, at, skipping: 1, adding: letter, nil, &best)
        }
        if mayBeWord(added &+ value) {
          consider(word, at, skipping: 0, adding: letter, nil, &best)
        }
      }
      if at < count { before &+= Speller.value(word[at]) &* powers[at] }
    }
    return best
  }

  @inline(__always) private func mayBeWord(_ hash: UInt64) -> Bool {
    let bit = Speller.place(hash, shift)
    return bits[bit / 64] >> UInt64(bit % 64) & 1 != 0
  }

  /// Looks up a word with some letters left out at a place and others put there, and keeps it in `best` if it is better.
  private func consider(
    _ word: UnsafeBufferPointer<UInt8>, _ at: Int, skipping: Int, adding first: UInt8?,
    _ second: UInt8?, _ best: inout Int?
  ) {
    var count = 0
    func append(_ byte: UInt8) {
      scratch[count] = byte
      count += 1
    }
    for byte in word[..<at] { append(byte) }
    if let first { append(first) }
    if let second { append(second) }
    for byte in word[(at + skipping)...] { append(byte) }
    let variant = UnsafeBufferPointer(rebasing: scratch[..<count])
    guard let found = lexicon.word(Key(variant, role: .surface)), lexicon.isHeard(found),
      found != best
    else { return }
    best = best.map { better($0, found, for: word) } ?? found
  }

  private func better(_ a: Int, _ b: Int, for word: UnsafeBufferPointer<UInt8>) -> Int {
    let (left, right) = (lexicon.buffer(ofWord: a), lexicon.buffer(ofWord: b))
    let order = (
      (-lexicon.frequency(a), left.first == word.first ? 0 : 1),
      (-lexicon.frequency(b), right.first == word.first ? 0 : 1)
    )
    if order.0 != order.1 { return order.0 < order.1 ? a : b }
    return left.lexicographicallyPrecedes(right) ? a : b
  }

  // MARK: Two slips

  private func nearestByTwoSlips(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    var best: Int?
    let letters = Speller.letters(word)
    for candidate in long[Int(word[0])] {
      // Two slips change four letters at most: two words that differ in more need no closer look.
      guard abs(Int(candidate.count) - word.count) <= 2,
        (candidate.letters ^ letters).nonzeroBitCount <= 4,
        slips(from: word, to: lexicon.buffer(ofWord: Int(candidate.word))) <= 2
      else { continue }
      let found = Int(candidate.word)
      best = best.map { better($0, found, for: word) } ?? found
    }
    return best
  }

  /// How many slips of the pen lie between two words (optimal string alignment).
  private func slips(from a: UnsafeBufferPointer<UInt8>, to b: UnsafeRawBufferPointer) -> Int {
    let width = b.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: width * 3) { rows in
      for j in 0..<width { rows[j] = j }
      var (above, row, before) = (0, width, 2 * width)
      for i in 1...a.count {
        rows[row] = i
        for j in 1..<width {
          var least = min(
            rows[above + j] + 1, rows[row + j - 1] + 1,
            rows[above + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
          if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
            least = min(least, rows[before + j - 2] + 1)
          }
          rows[row + j] = least
        }
        (before, above, row) = (above, row, before)
      }
      return rows[above + b.count]
    }
  }
}
