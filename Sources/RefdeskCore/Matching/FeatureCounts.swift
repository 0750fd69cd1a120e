/// How often a question has each feature.
///
/// A small table that stays in the processor's nearest memory, whatever the number of features there are: a question has some
/// two hundred. Beside each count stands the number of what it was counted for, so that beginning anew costs nothing.
struct FeatureCounts {
  private struct Slot: BitwiseCopyable {
    var feature: UInt32 = 0
    var number: UInt16 = 0
    var count: UInt16 = 0
  }

  private var slots: UnsafeMutableBufferPointer<Slot>
  /// How far a hash of 32 bits is shifted to give a slot.
  private var shift: UInt32
  /// How many slots are taken.
  private var used = 0
  private var number: UInt16 = 0

  init() {
    slots = FeatureCounts.slots(bits: 10)
    shift = 32 - 10
  }

  func deallocate() { slots.deallocate() }

  private static func slots(bits: Int) -> UnsafeMutableBufferPointer<Slot> {
    let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: 1 << bits)
    slots.initialize(repeating: Slot())
    return slots
  }

  /// Sets all counts to zero.
  mutating func begin() {
    used = 0
    number &+= 1
    // Once in some sixty thousand times the numbers begin anew.
    if number == 0 {
      slots.update(repeating: Slot())
      number = 1
    }
  }

  /// Counts a feature once more, and gives how often it was counted.
  @inline(__always)
  mutating func add(_ feature: Int) -> UInt16 {
    let feature = UInt32(truncatingIfNeeded: feature)
    var at = place(of: feature)
    if slots[at].number == number {
      if slots[at].count < .max { slots[at].count += 1 }
      return slots[at].count
    }
    if used * 2 >= slots.count {
      grow()
      at = place(of: feature)
    }
    slots[at] = Slot(feature: feature, number: number, count: 1)
    used += 1
    return 1
  }

  @inline(__always)
  func times(_ feature: Int) -> Float {
    let slot = slots[place(of: UInt32(truncatingIfNeeded: feature))]
    return slot.number == number ? Float(slot.count) : 0
  }

  /// The slot of a feature, or the free one where it would stand.
  @inline(__always)
  private func place(of feature: UInt32) -> Int {
    // Knuth's multiplicative hash.
    var at = Int((feature &* 2_654_435_769) >> shift)
    while slots[at].number == number, slots[at].feature != feature {
      at = (at + 1) & (slots.count - 1)
    }
    return at
  }

  @inline(never)
  private mutating func grow() {
    let old = slots
    shift -= 1
    slots = FeatureCounts.slots(bits: Int(32 - shift))
    for slot in old where slot.number == number { slots[place(of: slot.feature)] = slot }
    old.deallocate()
  }
}
