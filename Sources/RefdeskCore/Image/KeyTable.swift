/// A hash table in an image: from a key to a number.
///
/// Keys lie in buckets, by their lower bits, without holes; of each stands its upper half. Two keys that share their
/// upper half and meet in one bucket would be taken for each other: one chance in some fifty million a look.
///
///     keys           4    how many
///     numbered       1    1 where each has a number of its own, 0 where its number is its place
///     bucket bits    1
///     starts         4    for each bucket, and for one more: the place of its first key
///     upper halves   4    for each key
///     numbers        4    for each key, where they have numbers
package struct KeyTable: Sendable {
  private let bytes: Bytes
  private let count: Int
  private let hasNumbers: Bool
  private let mask: UInt64
  /// Where the upper halves stand.
  private let keys: Int

  private static let headerCount = 6

  package init(_ bytes: Bytes) {
    let bits = min(Int(bytes[5]), 40)
    let keys = KeyTable.headerCount + (4 << bits) + 4
    let isNumbered = bytes[4] != 0
    let count = bytes.u28(at: 0)
    // What is damaged can't claim more keys than there is room for.
    let isWhole = keys + count * (isNumbered ? 8 : 4) <= bytes.count
    self.bytes = bytes
    self.count = isWhole ? count : 0
    self.hasNumbers = isNumbered
    self.mask = isWhole ? (1 << UInt64(bits)) - 1 : 0
    self.keys = keys
  }

  package var isEmpty: Bool { count == 0 }

  @inline(__always)
  package subscript(key: Key) -> Int? {
    guard let place = place(of: key) else { return nil }
    return hasNumbers ? bytes.u28(at: keys + (count + place) * 4) : place
  }

  /// Where among the keys one lies.
  @inline(__always)
  private func place(of key: Key) -> Int? {
    if count == 0 { return nil }
    return place(of: key, in: bucket(of: key))
  }

  /// The places of the keys among which one would be; the table is not empty.
  @inline(__always)
  func bucket(of key: Key) -> Range<Int> {
    let bucket = Int(key.bits & mask)
    // The mask keeps every bucket within the table.
    let starts = UInt64(
      littleEndian: bytes.base.loadUnaligned(
        fromByteOffset: KeyTable.headerCount + bucket * 4, as: UInt64.self))
    let lower = Bytes.number(UInt32(truncatingIfNeeded: starts))
    let upper = min(Bytes.number(UInt32(truncatingIfNeeded: starts >> 32)), count)
    return lower < upper ? lower..<upper : 0..<0
  }

  @inline(__always)
  func place(of key: Key, in bucket: Range<Int>) -> Int? {
    let half = UInt32(littleEndian: KeyTable.packed(key.bits >> 28))
    let halves = bytes.base + keys
    for place in bucket
    where halves.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self) == half {
      return place
    }
    return nil
  }

  /// Has the first of some keys fetched, for a look at them soon; what is given back matters to nobody.
  @inline(__always)
  func fetch(_ bucket: Range<Int>) -> UInt32 {
    (bytes.base + keys).loadUnaligned(
      fromByteOffset: min(bucket.lowerBound, count - 1) * 4, as: UInt32.self)
  }

  /// A number of 28 bits as it stands in an image: seven bits a byte.
  @inline(__always)
  private static func packed(_ value: UInt64) -> UInt32 {
    let v = UInt32(truncatingIfNeeded: value)
    return v & 0x7F | (v & 0x3F80) << 1 | (v & 0x1F_C000) << 2 | (v & 0xFE0_0000) << 3
  }

  // MARK: Writing

  /// Writes keys with a number each; the first of two that are the same is found.
  package static func write(_ entries: [(Key, Int)], to writer: inout SectionWriter) {
    let order = writeKeys(entries.map(\.0), areNumbered: true, to: &writer)
    for index in order { writer.u28(entries[index].1) }
  }

  /// Writes keys whose numbers are their places, and gives which key came to which place.
  package static func writePlaces(of keys: [Key], to writer: inout SectionWriter) -> [Int] {
    writeKeys(keys, areNumbered: false, to: &writer)
  }

  private static func writeKeys(
    _ keys: [Key], areNumbered: Bool, to writer: inout SectionWriter
  ) -> [Int] {
    let buckets = Buckets(keys, mean: 4)
    writer.u28(keys.count)
    writer.byte(areNumbered ? 1 : 0)
    writer.byte(UInt8(buckets.bits))
    for start in buckets.starts { writer.u28(start) }
    for index in buckets.order { writer.u28(Int(keys[index].bits >> 28)) }
    return buckets.order
  }
}

/// Keys sorted into buckets by their lower bits.
struct Buckets {
  /// How many lower bits of a key tell its bucket.
  let bits: Int
  /// The place of each bucket's first key, and then how many keys there are.
  let starts: [Int]
  /// The keys' indices in the order of their buckets; in a bucket, in the order they were given in.
  let order: [Int]

  /// - Parameter mean: how many keys a bucket has at least on average, where there are so many.
  init(_ keys: [Key], mean: Int) {
    var bits = 0
    while keys.count >> (bits + 1) >= mean { bits += 1 }
    let mask = (UInt64(1) << UInt64(bits)) - 1
    var starts = [Int](repeating: 0, count: (1 << bits) + 1)
    for key in keys { starts[Int(key.bits & mask) + 1] += 1 }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    var next = starts
    var order = [Int](repeating: 0, count: keys.count)
    for (index, key) in keys.enumerated() {
      let bucket = Int(key.bits & mask)
      order[next[bucket]] = index
      next[bucket] += 1
    }
    self.bits = bits
    self.starts = starts
    self.order = order
  }
}
