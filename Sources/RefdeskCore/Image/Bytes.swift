/// Bytes of an image, read in place. A read past the end gives zero, so a damaged image can mislead but never crash.
package struct Bytes: @unchecked Sendable {
  // Unchecked: the memory is mapped or constant, never written and never released while the program runs.
  package let base: UnsafeRawPointer
  package let count: Int

  package init(base: UnsafeRawPointer, count: Int) {
    self.base = base
    self.count = count
  }

  package init(_ text: StaticString) {
    self.init(base: UnsafeRawPointer(text.utf8Start), count: text.utf8CodeUnitCount)
  }

  /// A lasting copy, for images made in memory. It is never released: a program makes one or two.
  package init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
    bytes.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: bytes.count)
    }
    self.init(base: UnsafeRawPointer(copy), count: bytes.count)
  }

  @inline(__always) package subscript(at: Int) -> UInt8 {
    at >= 0 && at < count ? base.load(fromByteOffset: at, as: UInt8.self) : 0
  }

  @inline(__always) func word(at: Int) -> UInt64 {
    at >= 0 && at + 8 <= count
      ? UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) : 0
  }

  @inline(__always) package func u14(at: Int) -> Int {
    Int(self[at]) | Int(self[at + 1]) << 7
  }

  @inline(__always) package func u21(at: Int) -> Int {
    Int(self[at]) | Int(self[at + 1]) << 7 | Int(self[at + 2]) << 14
  }

  @inline(__always) package func u28(at: Int) -> Int {
    guard at >= 0, at + 4 <= count else { return 0 }
    return Bytes.number(
      UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
  }

  /// The number of 28 bits that four bytes of seven are.
  @inline(__always) static func number(_ v: UInt32) -> Int {
    Int(v & 0x7F | v >> 1 & 0x3F80 | v >> 2 & 0x1F_C000 | v >> 3 & 0xFE0_0000)
  }

  @inline(__always) package func u35(at: Int) -> Int {
    u28(at: at) | Int(self[at + 4]) << 28
  }

  @inline(__always) package func key(at: Int) -> Key {
    Key(bits: UInt64(u28(at: at)) | UInt64(u28(at: at + 4)) << 28)
  }

  /// A number kept to 20 bits of fraction.
  @inline(__always) package func float(at: Int) -> Float {
    Float(bitPattern: UInt32(u28(at: at)) << 4)
  }

  package func slice(_ range: Range<Int>) -> Bytes {
    let lower = min(max(0, range.lowerBound), count)
    let upper = min(max(lower, range.upperBound), count)
    return Bytes(base: base + lower, count: upper - lower)
  }

  package func string(_ range: Range<Int>) -> String {
    let part = slice(range)
    return String(
      decoding: UnsafeRawBufferPointer(start: part.base, count: part.count), as: UTF8.self)
  }

  package var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

/// Reads values one after another.
package struct Cursor {
  private let bytes: Bytes
  package private(set) var at: Int

  package init(_ bytes: Bytes, at: Int = 0) {
    self.bytes = bytes
    self.at = at
  }

  package var isAtEnd: Bool { at >= bytes.count }

  package mutating func int() -> Int {
    defer { at += 4 }
    return bytes.u28(at: at)
  }

  package mutating func u21() -> Int {
    defer { at += 3 }
    return bytes.u21(at: at)
  }

  mutating func float() -> Float { Float(bitPattern: UInt32(int()) << 4) }

  package mutating func string() -> String {
    let count = int()
    defer { at += count }
    return bytes.string(at..<at + count)
  }

  /// A text written with a short length.
  package mutating func shortString() -> String {
    let count = u21()
    defer { at += count }
    return bytes.string(at..<at + count)
  }

  /// A text as it lies in the image.
  mutating func text() -> Bytes {
    let count = int()
    defer { at += count }
    return bytes.slice(at..<at + count)
  }

  mutating func skipString() {
    let count = int()
    at += count
  }

  /// A list that says first how many it has.
  package mutating func list<Element>(_ element: (inout Cursor) -> Element) -> [Element] {
    let count = int()
    // An element takes at least one number, so a damaged count cannot ask for more than there is.
    guard count <= (bytes.count - at) / 4 + 1 else {
      at = bytes.count
      return []
    }
    var result: [Element] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(element(&self)) }
    return result
  }

  package mutating func optional<Element>(_ element: (inout Cursor) -> Element) -> Element? {
    int() == 0 ? nil : element(&self)
  }
}
