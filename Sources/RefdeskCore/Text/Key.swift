/// The 56-bit key under which a word, a pair of words or a run of letters is looked up in an image.
///
/// Keys are made of bytes alone, so they are the same on every machine and in every build. Seven bits of each
/// stored byte carry data (see `Image`), hence 56 bits and not 64.
package struct Key: Hashable, Sendable, BitwiseCopyable {
  package let bits: UInt64

  static let mask: UInt64 = (1 << 56) - 1

  package init(bits: UInt64) { self.bits = bits }

  /// The key of some bytes, told apart from equal bytes in another role by `role`.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, role: Role) {
    var state = role.seed
    var position = 0
    let count = bytes.count
    while position + 8 <= count {
      state = Key.mix(
        state ^ UnsafeRawPointer(bytes.baseAddress! + position).loadUnaligned(as: UInt64.self))
      position += 8
    }
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while position < count {
      tail |= UInt64(bytes[position]) << shift
      shift += 8
      position += 1
    }
    self.bits = Key.mix(state ^ tail ^ (UInt64(count) << 56)) & ((1 << 56) - 1)
  }

  package init(_ text: String, role: Role) {
    var text = text
    self = text.withUTF8 { Key($0, role: role) }
  }

  /// The key of this one followed by another.
  package func followed(by next: Key) -> Key {
    Key(bits: Key.mix(Key.mix(bits ^ 0x9E37_79B9_7F4A_7C15) ^ next.bits) & ((1 << 56) - 1))
  }

  /// What a key stands for; equal text in two roles has two keys.
  package enum Role: UInt64, Sendable {
    case word = 1
    case concept, code, letters, surface, phrase

    package var seed: UInt64 { rawValue &* 0xD6E8_FEB8_6659_FD93 }
  }

  /// The finaliser of splitmix64 (Steele, Lea, Flood 2014).
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
