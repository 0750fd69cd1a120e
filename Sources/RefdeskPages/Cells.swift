/// How much room text takes on a terminal, and how to keep it from commanding one.
package enum Cells {
  /// The number of cells: two for East Asian and emoji forms, none for combining marks.
  package static func count(_ text: some StringProtocol) -> Int {
    var cells = 0
    for scalar in text.unicodeScalars { cells += width(scalar) }
    return cells
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: 1
    case 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: 0
      default: 1
      }
    }
  }

  /// The text with control characters made visible, so that nothing in it can command the terminal.
  package static func printable(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 < 0x80 }
    if isPlain { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value)!)
      case 0x7F: result.append("\u{2421}")
      case 0x80..<0xA0: result.append("\u{FFFD}")
      case 0x202A...0x202E, 0x2066...0x2069: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Cells {
  /// The text without the sequences that colour it.
  package static func withoutColours(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    var result: [UInt8] = []
    var isSequence = false
    for byte in text.utf8 {
      if byte == 0x1B {
        isSequence = true
      } else if !isSequence {
        result.append(byte)
      } else if (0x40...0x7E).contains(byte), byte != 0x5B {
        isSequence = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
