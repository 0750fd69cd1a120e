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
  private var isPrepared = false
  /// Words that may be two slips away, by their first letter.
  private var long: [[LongWord]] = []

  private struct LongWord {
    var word: Int32
    var count: Int32
    /// A bit a letter.
    var letters: UInt32
  }

  package init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  deinit { bits.deallocate() }

  package func nearestWord(to typed: some Collection<UInt8>) -> Int? {
    guard lexicon.vocabularyCount > 0, typed.count >= 4, typed.count <= 40 else { return nil }
    if !isPrepared { prepare() }
    let word = Array(typed)
    return nearestByOneSlip(word) ?? (word.count >= 8 ? nearestByTwoSlips(word) : nil)
  }

  // MARK: Preparing

  private func prepare() {
    var size = 1024
    while size < lexicon.vocabularyCount * 16 { size *= 2 }
    isPrepared = true
    bits.deallocate()
    bits = .allocate(capacity: size / 64)
    bits.initialize(repeating: 0, count: size / 64)
    shift = UInt64(64 - size.trailingZeroBitCount)
    long = Array(repeating: [], count: 256)
    for word in 0..<lexicon.vocabularyCount where lexicon.isHeard(word) {
      let text = lexicon.buffer(ofWord: word)
      var hash: UInt64 = 0
      var power: UInt64 = 1
      for byte in text {
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

  private static func letters(_ word: some Sequence<UInt8>) -> UInt32 {
    word.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }

  // MARK: One slip

  private func nearestByOneSlip(_ word: [UInt8]) -> Int? {
    var best: Int?
    let count = word.count
    // What the letters before a place come to, and those from it on: as they stand, one place down, one place up.
    var powers = [UInt64](repeating: 1, count: count + 2)
    for at in 1..<count + 2 { powers[at] = powers[at - 1] &* Speller.base }
    var before = [UInt64](repeating: 0, count: count + 2)
    var from = before
    var down = before
    var up = before
    for at in 0..<count {
      before[at + 1] = before[at] &+ Speller.value(word[at]) &* powers[at]
    }
    for at in (0..<count).reversed() {
      let value = Speller.value(word[at])
      from[at] = from[at + 1] &+ value &* powers[at]
      down[at] = down[at + 1] &+ (at > 0 ? value &* powers[at - 1] : 0)
      up[at] = up[at + 1] &+ value &* powers[at + 1]
    }

    let (bits, shift) = (bits, shift)
    @inline(__always) func mayBeWord(_ hash: UInt64) -> Bool {
      let bit = Speller.place(hash, shift)
      return bits[bit / 64] >> UInt64(bit % 64) & 1 != 0
    }
    func consider(_ edit: (inout [UInt8]) -> Void) {
      var variant = word
      edit(&variant)
      let found = variant.withUnsafeBufferPointer { lexicon.word(Key($0, role: .surface)) }
      guard let found, lexicon.isHeard(found), found != best else { return }
      best = best.map { better($0, found, for: word) } ?? found
    }
    for at in 0..<count where mayBeWord(before[at] &+ down[at + 1]) {
      consider { $0.remove(at: at) }
    }
    for at in 0..<count - 1 where word[at] != word[at + 1] {
      let swapped =
        Speller.value(word[at + 1]) &* powers[at] &+ Speller.value(word[at]) &* powers[at + 1]
      if mayBeWord(before[at] &+ swapped &+ from[at + 2]) { consider { $0.swapAt(at, at + 1) } }
    }
    for at in 0...count {
      let wrong = before[at] &+ from[min(at + 1, count + 1)]
      let added = before[at] &+ up[at]
      let power = powers[at]
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
        let value = Speller.value(letter) &* power
        if mayBeWord(wrong &+ value), at < count, word[at] != letter {
          consider { $0[at] = letter }
        }
        if mayBeWord(added &+ value) { consider { $0.insert(letter, at: at) } }
      }
    }
    return best
  }

  private func better(_ a: Int, _ b: Int, for word: [UInt8]) -> Int {
    let (left, right) = (lexicon.buffer(ofWord: a), lexicon.buffer(ofWord: b))
    let order = (
      (-lexicon.frequency(a), left.first == word.first ? 0 : 1),
      (-lexicon.frequency(b), right.first == word.first ? 0 : 1)
    )
    if order.0 != order.1 { return order.0 < order.1 ? a : b }
    return left.lexicographicallyPrecedes(right) ? a : b
  }

  // MARK: Two slips

  private func nearestByTwoSlips(_ word: [UInt8]) -> Int? {
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
  private func slips(from a: [UInt8], to b: UnsafeRawBufferPointer) -> Int {
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
