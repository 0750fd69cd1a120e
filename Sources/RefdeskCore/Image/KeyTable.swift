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
  }

  package var isEmpty: Bool { bytes.count < 8 }

  @inline(__always)
  package subscript(key: Key) -> Int? {
    if isEmpty { return nil }
    let print = Int(key.bits >> 28)
    var slot = key.bits & mask
    for _ in 0...mask {
      let at = Int(slot) * 8
      let value = bytes.u28(at: at + 4)
      if value == 0 { return nil }
      if bytes.u28(at: at) == print { return value - 1 }
      slot = (slot + 1) & mask
    }
    return nil
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
