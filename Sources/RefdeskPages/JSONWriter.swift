/// Writes JSON (RFC 8259), keys in the order given, into one growing run of bytes.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Whether the next value is the first in its object or list.
  private var isFirst = true

  package init() {}

  package mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    isFirst = true
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) { enclosed(0x7B, 0x7D, body) }
  package mutating func list(_ body: (inout JSONWriter) -> Void) { enclosed(0x5B, 0x5D, body) }

  private mutating func enclosed(
    _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(open)
    isFirst = true
    body(&self)
    bytes.append(close)
    isFirst = false
  }

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(0x22)
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(0x22)
    bytes.append(0x3A)
    isFirst = true
  }

  package mutating func field(_ name: StaticString, _ text: String) {
    key(name)
    string(text)
  }

  package mutating func field(_ name: StaticString, _ number: Int) {
    key(name)
    separate()
    bytes += "\(number)".utf8
  }

  package mutating func field(_ name: StaticString, _ isSo: Bool) {
    key(name)
    separate()
    bytes += (isSo ? "true" : "false").utf8
  }

  /// A share from 0 to 1, to four decimals.
  package mutating func field(_ name: StaticString, share: Float) {
    key(name)
    separate()
    appendDecimal(share, digits: 4, to: &bytes)
  }

  package mutating func field(_ name: StaticString, _ texts: [String]) {
    key(name)
    list { for text in texts { $0.string(text) } }
  }

  /// Appends fields or a value that were written before, as they are.
  mutating func written(_ json: [UInt8]) {
    guard !json.isEmpty else { return }
    separate()
    bytes += json
  }

  /// Ends a line.
  package mutating func endLine() {
    bytes.append(0x0A)
    isFirst = true
  }

  package mutating func bool(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  package mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// A text given as UTF-8.
  package mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    separate()
    bytes.append(0x22)
    var plain = 0
    while true {
      let at = JSONWriter.firstEscaped(in: utf8, from: plain)
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain..<at]))
      guard at < utf8.count else { break }
      plain = at + 1
      let byte = utf8[at]
      switch byte {
      case 0x22: bytes += [0x5C, 0x22]
      case 0x5C: bytes += [0x5C, 0x5C]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0D: bytes += [0x5C, 0x72]
      case 0x09: bytes += [0x5C, 0x74]
      case 0..<0x20, 0x7F:
        bytes += "\\u00".utf8
        bytes.append(JSONWriter.hex[Int(byte >> 4)])
        bytes.append(JSONWriter.hex[Int(byte & 15)])
      default: break
      }
    }
    bytes.append(0x22)
  }

  /// Where the first byte stands that has to be written otherwise, or the end.
  private static func firstEscaped(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start
    while at < utf8.count {
      // Eight bytes at a time, as long as none of them can be one.
      if at + 8 <= utf8.count {
        let eight = UnsafeRawPointer(utf8.baseAddress! + at).loadUnaligned(as: UInt64.self)
        if !mayBeEscaped(eight) {
          at += 8
          continue
        }
      }
      let end = min(at + 8, utf8.count)
      while at < end {
        let byte = utf8[at]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return at }
        at += 1
      }
    }
    return at
  }

  /// Whether any of eight bytes may be below 0x20, a quote, a backslash or 0x7F: subtracting borrows into its highest bit,
  /// or, rarely, into that of a byte above one.
  @inline(__always)
  private static func mayBeEscaped(_ eight: UInt64) -> Bool {
    func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
    func below(_ byte: UInt64, _ eight: UInt64) -> UInt64 { (eight &- each(byte)) & ~eight }
    let found =
      below(0x20, eight) | below(1, eight ^ each(0x22)) | below(1, eight ^ each(0x5C))
      | below(1, eight ^ each(0x7F))
    return found & each(0x80) != 0
  }

  private static let hex = Array("0123456789abcdef".utf8)
}

/// A number with a fixed count of decimals and no exponent.
package func decimal(_ value: Float, digits: Int) -> String {
  var bytes: [UInt8] = []
  appendDecimal(value, digits: digits, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends such a number as text.
package func appendDecimal(_ value: Float, digits: Int, to bytes: inout [UInt8]) {
  var factor = 1
  for _ in 0..<digits { factor *= 10 }
  // What a damaged image makes of a number is shown as 0.
  let number = abs(value) < 1e9 ? Int((value * Float(factor)).rounded()) : 0
  if number < 0 { bytes.append(0x2D) }
  // From the last digit to the first; a number below 1 has a 0 before the point.
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24 + digits) {
    var rest = number.magnitude
    var first = $0.count
    for place in 0... {
      if place == digits, digits > 0 {
        first -= 1
        $0[first] = 0x2E
      }
      first -= 1
      $0[first] = 0x30 + UInt8(rest % 10)
      rest /= 10
      if rest == 0, place >= digits { break }
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[first...]))
  }
}
