/// A hash table in an image: from a key to a number.
///
/// Open addressing with linear probing; a slot is the key's upper half and the number plus one. Two keys that share
/// their upper half and meet in one run of slots would be taken for each other: one chance in 268 million a probe.
package struct KeyTable: Sendable {
  private let bytes: Bytes
  private let mask: UInt64

  package init(_ bytes: Bytes) {
    let slots = bytes.count / 8
    self.bytes = bytes
    self.mask = slots > 0 && slots & (slots - 1) == 0 ? UInt64(slots - 1) : 0
    // A table of nothing has two empty slots.
    isEmpty =
      slots == 0 || (slots <= 2 && (0..<slots).allSatisfy { bytes.u28(at: $0 * 8 + 4) == 0 })
  }

  package let isEmpty: Bool

  @inline(__always)
  package subscript(key: Key) -> Int? {
    if isEmpty { return nil }
    let print = UInt32(littleEndian: KeyTable.packed(key.bits >> 28))
    var slot = key.bits & mask
    for _ in 0...mask {
      // The mask keeps every slot within the table.
      let at = bytes.base + Int(slot) * 8
      let value = at.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
      if value == 0 { return nil }
      if at.loadUnaligned(as: UInt32.self) == print {
        return bytes.u28(at: Int(slot) * 8 + 4) - 1
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// A number of 28 bits as it stands in an image: seven bits a byte.
  @inline(__always)
  private static func packed(_ value: UInt64) -> UInt32 {
    let v = UInt32(truncatingIfNeeded: value)
    return v & 0x7F | (v & 0x3F80) << 1 | (v & 0x1F_C000) << 2 | (v & 0xFE0_0000) << 3
  }

  package static func write(_ entries: [(Key, Int)], to writer: inout SectionWriter) {
    var slots = 1
    while slots * 2 < entries.count * 3 + 3 { slots *= 2 }
    var table: [(Int, Int)] = Array(repeating: (0, 0), count: slots)
    let mask = UInt64(slots - 1)
    for (key, value) in entries {
      var slot = Int(key.bits & mask)
      while table[slot].1 != 0 { slot = (slot + 1) & Int(mask) }
      table[slot] = (Int(key.bits >> 28), value + 1)
    }
    writer.bytes.reserveCapacity(writer.bytes.count + slots * 8)
    for (print, value) in table {
      writer.u28(print)
      writer.u28(value)
    }
  }
}
