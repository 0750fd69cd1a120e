/// Sums of a few rules among very many, for one question after another.
///
/// A row with a number for each of 300,000 rules would be waited for at every sum; a small hash table stays close to the
/// processor. It is as large as a question needs.
struct RuleSums {
  struct Entry {
    /// The rule's number and one; 0 where there is none.
    fileprivate var mark: UInt32
    var sum: Float
    var rule: Int { Int(mark) - 1 }
  }

  /// All without a rule between questions.
  private let entries: UnsafeMutablePointer<Entry>
  /// Where the entries with a rule are.
  private let used: UnsafeMutablePointer<UInt32>
  private let most: Int
  private(set) var count = 0
  /// How far to the right a hash goes to be a place.
  private var shift: UInt32 = 31

  /// - Parameter most: how many rules there may be at once; further ones are passed over.
  init(most: Int) {
    self.most = max(1, most)
    let capacity = 1 << RuleSums.bits(for: self.most)
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Entry(mark: 0, sum: 0), count: capacity)
    used = .allocate(capacity: self.most)
  }

  func deallocate() {
    entries.deallocate()
    used.deallocate()
  }

  /// At least half of the places stay free.
  private static func bits(for count: Int) -> Int {
    Int.bitWidth - (2 * count - 1).leadingZeroBitCount
  }

  /// Makes ready for so many rules, while there are none.
  mutating func begin(_ count: Int) {
    shift = 32 - UInt32(RuleSums.bits(for: min(max(1, count), most)))
  }

  /// Adds to a rule's sum, and gives what it comes to; nil for a rule more than there was room made for.
  @inline(__always)
  mutating func add(_ value: Float, to rule: Int) -> Float? {
    let mark = UInt32(truncatingIfNeeded: rule &+ 1)
    let mask = UInt32.max >> shift
    var at = (mark &* 0x9E37_79B1) >> shift
    while true {
      let entry = entries + Int(at)
      if entry.pointee.mark == mark {
        entry.pointee.sum += value
        return entry.pointee.sum
      }
      if entry.pointee.mark == 0 {
        guard count < most, 2 * count <= Int(mask) else { return nil }
        entry.pointee = Entry(mark: mark, sum: value)
        used[count] = at
        count += 1
        return value
      }
      at = (at &+ 1) & mask
    }
  }

  /// Calls `body` with each rule and its sum, in the order they came, and forgets them.
  @inline(__always)
  mutating func removeAll(_ body: (Entry) -> Void) {
    for number in 0..<count {
      let entry = entries + Int(used[number])
      body(entry.pointee)
      entry.pointee.mark = 0
    }
    count = 0
  }
}
