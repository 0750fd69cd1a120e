/// The code of a goal ("4") or of a target ("4.6", "5.b").
package struct Code: Hashable, Sendable, Comparable {
  package let goal: UInt8
  /// 0 for the goal itself, 1... for a numbered target, the letter's ASCII value for a lettered one.
  package let part: UInt8

  package init(goal: Int, part: UInt8 = 0) {
    self.goal = UInt8(truncatingIfNeeded: goal)
    self.part = part
  }

  /// Reads "4", "4.6", "5.b", "5b" or "5B"; nil for anything else.
  package init?(_ text: some StringProtocol) {
    self.init(bytes: Array(text.utf8))
  }

  init?(bytes: some Sequence<UInt8>) {
    var goal = 0
    var part = 0
    var letter: UInt8 = 0
    var digits = 0
    var partDigits = 0
    var dot = false
    for byte in bytes {
      switch byte {
      case 0x30...0x39 where !dot && letter == 0:
        goal = goal * 10 + Int(byte - 0x30)
        digits += 1
      case 0x30...0x39 where dot && letter == 0:
        part = part * 10 + Int(byte - 0x30)
        partDigits += 1
      case 0x2E where !dot && digits > 0 && letter == 0: dot = true
      case 0x41...0x44 where letter == 0 && digits > 0 && partDigits == 0: letter = byte | 0x20
      case 0x61...0x64 where letter == 0 && digits > 0 && partDigits == 0: letter = byte
      default: return nil
      }
      if digits > 2 || partDigits > 2 { return nil }
    }
    // Above that a number would read as a letter; no goal has so many targets.
    guard goal > 0, goal < 97, part < 97, !dot || letter != 0 || part > 0 else { return nil }
    self.init(goal: goal, part: letter != 0 ? letter : UInt8(part))
  }

  package var isGoal: Bool { part == 0 }
  package var parent: Code { Code(goal: Int(goal)) }
  package var number: Int { Int(goal) }

  package static func < (a: Code, b: Code) -> Bool { (a.goal, a.part) < (b.goal, b.part) }

  var bits: UInt64 { UInt64(goal) << 8 | UInt64(part) }
  package init(bits: Int) {
    self.init(goal: bits >> 8 & 0xFF, part: UInt8(truncatingIfNeeded: bits))
  }
  package var packed: Int { Int(bits) }
}

extension Code: CustomStringConvertible {
  package var description: String {
    switch part {
    case 0: "\(goal)"
    case 97...: "\(goal).\(Character(Unicode.Scalar(part)))"
    default: "\(goal).\(part)"
    }
  }
}

/// Number words as they are used for goals, in English.
enum NumberWord {
  /// From "two" on: "one" is a pronoun more often than a number.
  static let cardinals: KeyMap<Int> = KeyMap(
    [
      "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
      "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ].enumerated().map { (Key($1, role: .surface), $0 + 2) })

  static let values: [String: Int] = {
    let cardinals = [
      "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    ]
    let ordinals = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
      "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    ]
    var values: [String: Int] = [:]
    for (index, word) in cardinals.enumerated() { values[word] = index + 1 }
    for (index, word) in ordinals.enumerated() { values[word] = index + 1 }
    return values
  }()
}
