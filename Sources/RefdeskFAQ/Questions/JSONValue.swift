/// A value read from JSON (RFC 8259). Foundation's reader would cost the whole program its quick start.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number as it is written: nothing is rounded.
  case number(String)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  package enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
    case unexpected(UInt8, at: Int)
    case end
    case tooDeep

    package var description: String {
      switch self {
      case .unexpected(let byte, let at):
        (0x21...0x7E).contains(byte)
          ? "'\(Character(Unicode.Scalar(byte)))' at character \(at + 1) was not expected"
          : "byte \(byte) at character \(at + 1) was not expected"
      case .end: "it ends too early"
      case .tooDeep: "it is nested too deeply"
      }
    }
  }

  package init(_ bytes: some Collection<UInt8>) throws(Problem) {
    var parser = JSONParser(Array(bytes))
    self = try parser.whole()
  }

  package subscript(name: String) -> JSONValue? {
    if case .object(let fields) = self { fields[name] } else { nil }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// A text or a number, as text.
  package var plain: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }
}

private struct JSONParser {
  private let bytes: [UInt8]
  private var at = 0
  private static let deepest = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func whole() throws(JSONValue.Problem) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    if at < bytes.count { throw .unexpected(bytes[at], at: at) }
    return value
  }

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private func peek() throws(JSONValue.Problem) -> UInt8 {
    guard at < bytes.count else { throw .end }
    return bytes[at]
  }

  private mutating func take(_ byte: UInt8) throws(JSONValue.Problem) {
    let found = try peek()
    guard found == byte else { throw .unexpected(found, at: at) }
    at += 1
  }

  private mutating func value(depth: Int) throws(JSONValue.Problem) -> JSONValue {
    if depth > JSONParser.deepest { throw .tooDeep }
    skipBlanks()
    switch try peek() {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try list(depth)
    case 0x22: return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONValue.Problem) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount { try take(word.utf8Start[index]) }
    return value
  }

  private mutating func number() throws(JSONValue.Problem) -> JSONValue {
    let start = at
    while at < bytes.count,
      (0x30...0x39).contains(bytes[at]) || "+-.eE".utf8.contains(bytes[at])
    {
      at += 1
    }
    if start == at { throw .unexpected(try peek(), at: at) }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func list(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
    try take(UInt8(ascii: "["))
    var values: [JSONValue] = []
    skipBlanks()
    if try peek() == UInt8(ascii: "]") {
      at += 1
      return .list([])
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipBlanks()
      if try peek() == UInt8(ascii: "]") {
        at += 1
        return .list(values)
      }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func object(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
    try take(UInt8(ascii: "{"))
    var fields: [String: JSONValue] = [:]
    skipBlanks()
    if try peek() == UInt8(ascii: "}") {
      at += 1
      return .object([:])
    }
    while true {
      skipBlanks()
      let name = try string()
      skipBlanks()
      try take(UInt8(ascii: ":"))
      fields[name] = try value(depth: depth + 1)
      skipBlanks()
      if try peek() == UInt8(ascii: "}") {
        at += 1
        return .object(fields)
      }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func string() throws(JSONValue.Problem) -> String {
    try take(0x22)
    var text: [UInt8] = []
    while true {
      let byte = try peek()
      at += 1
      switch byte {
      case 0x22: return String(decoding: text, as: UTF8.self)
      case 0..<0x20: throw .unexpected(byte, at: at - 1)
      case UInt8(ascii: "\\"): text += try escape()
      default: text.append(byte)
      }
    }
  }

  private mutating func escape() throws(JSONValue.Problem) -> [UInt8] {
    let byte = try peek()
    at += 1
    switch byte {
    case 0x22, UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var unit = try hex()
      // A pair of surrogates is one character.
      if (0xD800..<0xDC00).contains(unit), at + 1 < bytes.count, bytes[at] == 0x5C,
        bytes[at + 1] == UInt8(ascii: "u")
      {
        at += 2
        let low = try hex()
        unit =
          (0xDC00..<0xE000).contains(low)
          ? 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
      }
      return Array(String(Character(Unicode.Scalar(unit) ?? "\u{FFFD}")).utf8)
    default: throw .unexpected(byte, at: at - 1)
    }
  }

  private mutating func hex() throws(JSONValue.Problem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = try peek()
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .unexpected(byte, at: at)
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}
