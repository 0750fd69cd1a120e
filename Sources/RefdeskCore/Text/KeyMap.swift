/// A hash table in memory: from a key to a value, for looking up every word of every question.
///
/// Keys are hashes already, so nothing is hashed again; probing is linear, and a table is at most half full.
package struct KeyMap<Value> {
  private var slots: [(key: UInt64, value: Value)?]
  private var mask: Int
  package private(set) var count = 0

  /// - Parameter capacity: how many entries fit before it grows.
  package init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: nil, count: size)
    mask = size - 1
  }

  init(_ entries: some Sequence<(Key, Value)>) {
    self.init()
    for (key, value) in entries { self[key] = value }
  }

  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key) & mask
    while let entry = slots[slot], entry.key != key { slot = (slot + 1) & mask }
    return slot
  }

  @inline(__always)
  package subscript(key: Key) -> Value? {
    get { slots[slot(of: key.bits)]?.value }
    set {
      guard let newValue else { return }
      let slot = slot(of: key.bits)
      if slots[slot] == nil { count += 1 }
      slots[slot] = (key.bits, newValue)
      if count * 2 > slots.count { grow() }
    }
  }

  package mutating func removeAll() {
    for slot in slots.indices { slots[slot] = nil }
    count = 0
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: nil, count: old.count * 2)
    mask = slots.count - 1
    for case .some(let entry) in old { slots[slot(of: entry.key)] = entry }
  }
}

extension KeyMap: Sendable where Value: Sendable {}
