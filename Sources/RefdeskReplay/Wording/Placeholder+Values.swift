/// What a placeholder of each kind may stand for, found in text as UTF-8.
extension Placeholder.Kind {
  /// The lengths of the values that begin at a position, the longest first.
  func lengths(_ text: ArraySlice<UInt8>) -> [Int] {
    let scan = Scan(text)
    let ends: [Int] =
      switch self {
      case .int: [scan.number(0)]
      case .date: scan.dates()
      case .time: scan.times()
      case .money: scan.money()
      case .email: [scan.email()]
      case .phone: [scan.digits(7...15, with: [0x20, 0x2D, 0x2F, 0x28, 0x29, 0x2E], plus: true)]
      case .card: [scan.digits(13...19, with: [0x20, 0x2D], plus: false)]
      case .any: Array((1...max(1, text.count)).reversed())
      }
    return ends.filter { $0 > 0 && $0 <= text.count }.sorted(by: >)
  }
}

/// Looks ahead in text. Each function gives the length of what it found, or 0.
private struct Scan {
  private let bytes: ArraySlice<UInt8>
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  private func at(_ offset: Int) -> UInt8 {
    let index = bytes.startIndex + offset
    return index < bytes.endIndex ? bytes[index] : 0
  }

  private func isDigit(_ offset: Int) -> Bool { (0x30...0x39).contains(at(offset)) }

  private func digits(_ offset: Int, atMost most: Int) -> Int {
    var count = 0
    while count < most, isDigit(offset + count) { count += 1 }
    return count
  }

  /// A whole number, with commas between thousands.
  func number(_ offset: Int) -> Int {
    var length = digits(offset, atMost: 18)
    if length == 0 { return 0 }
    while length <= 21, at(offset + length) == 0x2C, digits(offset + length + 1, atMost: 4) == 3 {
      length += 4
    }
    return length
  }

  private func word(_ offset: Int) -> String {
    var end = offset
    while (0x61...0x7A).contains(at(end) | 0x20) { end += 1 }
    return String(
      decoding: bytes[bytes.startIndex + offset..<bytes.startIndex + end], as: UTF8.self)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  private func month(_ offset: Int) -> Int {
    let found = word(offset).lowercased()
    guard found.utf8.count >= 3 else { return 0 }
    return Scan.months.contains { $0 == found || $0.prefix(3) == found } ? found.utf8.count : 0
  }

  /// 2026-11-22, 22/11/2026, 22.11.2026, 22 November 2026, November 22, 2026; a day and a month without a year too.
  func dates() -> [Int] {
    var found: [Int] = []
    for separator: UInt8 in [0x2D, 0x2F, 0x2E] {
      for sizes in [(4, 2, 2), (2, 2, 4), (1, 2, 4), (1, 1, 4), (2, 1, 4)] {
        let second = sizes.0 + 1
        let third = second + sizes.1 + 1
        if digits(0, atMost: sizes.0) == sizes.0, at(sizes.0) == separator,
          digits(second, atMost: sizes.1) == sizes.1, at(third - 1) == separator,
          digits(third, atMost: sizes.2) == sizes.2, !isDigit(third + sizes.2)
        {
          found.append(third + sizes.2)
        }
      }
    }
    let day = digits(0, atMost: 2)
    if day > 0, at(day) == 0x20, month(day + 1) > 0 {
      let end = day + 1 + month(day + 1)
      found.append(end)
      if at(end) == 0x20, digits(end + 1, atMost: 5) == 4 { found.append(end + 5) }
    }
    let name = month(0)
    if name > 0, at(name) == 0x20, digits(name + 1, atMost: 3) > 0 {
      let end = name + 1 + digits(name + 1, atMost: 2)
      if digits(name + 1, atMost: 3) < 3 { found.append(end) }
      let year = at(end) == 0x2C ? end + 2 : end + 1
      if at(year - 1) == 0x20, digits(year, atMost: 5) == 4 { found.append(year + 4) }
      if digits(name + 1, atMost: 5) == 4 { found.append(name + 5) }
    }
    return found
  }

  /// 9:30, 09:30:15, 9.30 am.
  func times() -> [Int] {
    let hours = digits(0, atMost: 2)
    guard hours > 0, [0x3A, 0x2E].contains(at(hours)), digits(hours + 1, atMost: 3) == 2 else {
      return []
    }
    var end = hours + 3
    if at(end) == at(hours), digits(end + 1, atMost: 3) == 2 { end += 3 }
    let half = at(end) == 0x20 ? end + 1 : end
    let isHalved = ["am", "pm"].contains(word(half).lowercased())
    return isHalved ? [end, half + 2] : [end]
  }

  private static let signs = ["\u{20AC}", "$", "\u{A3}", "\u{A5}", "US$"]
  private static let currencies: Set<String> = [
    "eur", "usd", "gbp", "chf", "jpy", "euro", "euros", "dollar", "dollars", "pound", "pounds",
    "franc", "francs", "cent", "cents",
  ]

  /// €20, 20 €, USD 1,000.50, 20 euros.
  func money() -> [Int] {
    func amount(_ offset: Int) -> Int {
      let whole = number(offset)
      guard whole > 0 else { return 0 }
      let hasCents =
        [0x2E, 0x2C].contains(at(offset + whole)) && digits(offset + whole + 1, atMost: 3) == 2
      return hasCents ? whole + 3 : whole
    }
    func sign(_ offset: Int) -> Int {
      for sign in Scan.signs
      where bytes.dropFirst(offset).starts(with: sign.utf8) { return sign.utf8.count }
      let name = word(offset)
      return Scan.currencies.contains(name.lowercased()) ? name.utf8.count : 0
    }
    func gap(_ offset: Int) -> Int { at(offset) == 0x20 ? 1 : 0 }
    let before = sign(0)
    if before > 0 {
      let start = before + gap(before)
      let length = amount(start)
      return length > 0 ? [start + length] : []
    }
    let length = amount(0)
    guard length > 0 else { return [] }
    let start = length + gap(length)
    let after = sign(start)
    return after > 0 ? [start + after] : []
  }

  func email() -> Int { Redaction.emailLength(bytes) }

  /// So many digits, with some marks between them.
  func digits(_ wanted: ClosedRange<Int>, with marks: Set<UInt8>, plus: Bool) -> Int {
    Redaction.numberLength(bytes, digits: wanted, marks: marks, plus: plus)
  }
}
