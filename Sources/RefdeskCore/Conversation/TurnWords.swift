/// The words of a turn in small letters, one by one: runs of letters and of what else counts as part of a word.
enum TurnWords {
  /// Calls `body` with each word of a text, and with the byte of the text that it ends before, for as long as it wants more:
  /// most readers know after a few words that a turn is nothing for them.
  ///
  /// A curly apostrophe counts as a straight one.
  static func each(
    of text: String, digits: Bool = false, apostrophes: Bool = false,
    _ body: (_ word: TurnWord, _ end: Int) -> Bool
  ) {
    var text = text
    text.withUTF8 { bytes in
      var word = TurnWord()
      var at = 0
      while at < bytes.count {
        let byte = bytes[at]
        var end = at + 1
        let isPart: Bool
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: isPart = true
        case 0x30...0x39: isPart = digits
        case 0x27: isPart = apostrophes
        case ..<0x80: isPart = false
        default:
          let scalar = Scalar(bytes, at: at)
          end = at + scalar.count
          if scalar.isApostrophe, apostrophes {
            isPart = true
            word.append(0x27)
          } else {
            isPart = scalar.isPart(digits: digits)
            for index in at..<end where isPart { word.append(bytes[index]) }
          }
        }
        if isPart {
          // A digit or an apostrophe has the bit already that makes a letter small.
          if byte < 0x80 { word.append(byte | 0x20) }
        } else if !word.isEmpty {
          if !body(word, at) { return }
          word = TurnWord()
        }
        at = end
      }
      if !word.isEmpty { _ = body(word, at) }
    }
  }

  /// A character that is not ASCII.
  private struct Scalar {
    let scalar: Unicode.Scalar
    let count: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) {
      var iterator = bytes[at...].makeIterator()
      var decoder = UTF8()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        self.scalar = scalar
      } else {
        scalar = "\u{FFFD}"
      }
      count = max(1, min(UTF8.width(scalar), bytes.count - at))
    }

    var isApostrophe: Bool { scalar == "\u{2019}" }

    func isPart(digits: Bool) -> Bool {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark:
        true
      case .decimalNumber, .letterNumber, .otherNumber: digits
      default: false
      }
    }
  }
}

/// A word in small letters, held in place: words that are looked for are short.
struct TurnWord: Hashable, ExpressibleByStringLiteral {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var count = 0

  /// Longer words are none that are looked for, and all the same.
  private static let longest = 16

  init() {}

  init(_ text: some Sequence<UInt8>) {
    for byte in text { append(byte) }
  }

  init(stringLiteral text: String) { self.init(text.utf8) }

  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count < 8 {
      low |= UInt64(byte) << UInt64(8 * count)
    } else if count < TurnWord.longest {
      high |= UInt64(byte) << UInt64(8 * (count - 8))
    } else {
      (low, high) = (.max, .max)
    }
    count = min(count + 1, TurnWord.longest + 1)
  }

  /// The number that it is in digits; nil for other words.
  var number: Int? {
    guard (1...TurnWord.longest).contains(count) else { return nil }
    var number = 0
    for at in 0..<count {
      let byte = (at < 8 ? low >> UInt64(8 * at) : high >> UInt64(8 * (at - 8))) & 0xFF
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  func hash(into hasher: inout Hasher) { hasher.combine(Key.mix(low) ^ high) }
}
