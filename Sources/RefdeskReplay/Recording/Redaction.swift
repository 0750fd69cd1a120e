/// Takes personal data out of what is recorded: addresses of mail, numbers of telephones and of cards.
///
/// What is taken out leaves a placeholder of its kind, which stands for anything of that kind on replay. It is better
/// to take out a number too many than one too few, but years, dates and targets stay.
package enum Redaction {
  /// A text as a transcript writes it down: with placeholders for personal data, and signs that would read as a
  /// placeholder escaped.
  package static func written(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var start = 0
    var at = 0
    func add(upTo end: Int) {
      result += escaped(String(decoding: bytes[start..<end], as: UTF8.self))
    }
    while at < bytes.count {
      if let (kind, length) = find(bytes, at) {
        add(upTo: at)
        result += "{\(kind)}"
        at += length
        start = at
      } else {
        at += 1
      }
    }
    add(upTo: bytes.count)
    return result
  }

  /// Whether a text has personal data in it.
  static func finds(in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { find(bytes, $0) != nil }
  }

  /// Word by word, with the blanks between them as they are.
  private static func escaped(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false)
      .map { Pattern.escaped(String($0)) }.joined(separator: " ")
  }

  private static func find(_ bytes: [UInt8], _ at: Int) -> (Placeholder.Kind, Int)? {
    // Only where a word begins.
    if at > 0, isPart(bytes[at - 1]) || bytes[at - 1] == 0x2B { return nil }
    let rest = bytes[at...]
    let email = emailLength(rest)
    if email > 0 { return (.email, email) }
    let card = numberLength(rest, digits: 13...19, marks: [0x20, 0x2D], plus: false)
    if card > 0, isCard(rest.prefix(card)) { return (.card, card) }
    let phone = numberLength(
      rest, digits: 7...15, marks: [0x20, 0x2D, 0x2F, 0x28, 0x29, 0x2E], plus: true)
    if phone > 0, !isDate(rest.prefix(phone)) { return (.phone, phone) }
    // Fifteen digits and more that are neither: an account, or a card with a slip in it.
    return card > 0 ? (.card, card) : nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: byte >= 0x80
    }
  }

  /// The length of an address of mail at the beginning, or 0.
  static func emailLength(_ bytes: ArraySlice<UInt8>) -> Int {
    func isLocal(_ byte: UInt8) -> Bool {
      isPart(byte) || [0x2E, 0x2B, 0x2D, 0x25, 0x27].contains(byte)
    }
    let local = bytes.prefix(while: isLocal)
    guard !local.isEmpty, local.endIndex < bytes.endIndex, bytes[local.endIndex] == 0x40 else {
      return 0
    }
    var domain = bytes[(local.endIndex + 1)...].prefix { isPart($0) || $0 == 0x2E || $0 == 0x2D }
    while let last = domain.last, last == 0x2E || last == 0x2D { domain.removeLast() }
    guard let dot = domain.lastIndex(of: 0x2E), dot > domain.startIndex,
      domain.endIndex - dot > 2
    else { return 0 }
    return domain.endIndex - bytes.startIndex
  }

  /// The length of a run of digits and marks at the beginning that has so many digits, or 0.
  static func numberLength(
    _ bytes: ArraySlice<UInt8>, digits wanted: ClosedRange<Int>, marks: Set<UInt8>, plus: Bool
  ) -> Int {
    var at = bytes.startIndex
    var end = at
    var count = 0
    var lastWasMark = 0
    if plus, bytes.first == 0x2B { at += 1 }
    while at < bytes.endIndex {
      let byte = bytes[at]
      if (0x30...0x39).contains(byte) {
        count += 1
        lastWasMark = 0
        end = at + 1
      } else if marks.contains(byte), lastWasMark < 2, count > 0 || (plus && byte == 0x28) {
        lastWasMark += 1
      } else {
        break
      }
      at += 1
    }
    let next = end < bytes.endIndex ? bytes[end] : 0x20
    guard wanted.contains(count), !isPart(next) else { return 0 }
    return end - bytes.startIndex
  }

  /// Whether the last digit is right for the others, as on every payment card (Luhn's sum).
  private static func isCard(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.filter { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// Whether these digits are a date or a span of years ("2026-11-22", "2020 2026").
  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    let groups = bytes.split { !(0x30...0x39).contains($0) }
    if bytes.first == 0x2B || bytes.first == 0x28 { return false }
    let isYear = { (group: ArraySlice<UInt8>) in
      group.count == 4 && (group.starts(with: "19".utf8) || group.starts(with: "20".utf8))
    }
    let years = groups.count(where: isYear)
    return years == groups.count
      || (groups.count == 3 && years == 1 && groups.allSatisfy { $0.count <= 4 })
  }
}
