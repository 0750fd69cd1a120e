/// Brings the letters of many keyboards to one plain form, so that "Léttre", "LETTRE" and "lettre" are one word.
///
/// Latin letters lose their accents, capitals become small, full-width forms become ordinary ones and typographic
/// quotes become `'`. Letters of other scripts stay as they are, small. What is no letter and no digit separates words.
enum Folding {
  /// What a scalar is to the reader of a question.
  enum Class: Equatable {
    case letters(String)
    case apostrophe
    case nothing  // combining marks and invisible characters: as if they were not there
    case separator
  }

  /// The class of a scalar outside ASCII.
  static func fold(_ scalar: Unicode.Scalar) -> Class {
    switch scalar.value {
    case 0x2018, 0x2019, 0x02BC, 0x00B4, 0xFF07: return .apostrophe
    case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: return .nothing
    case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
      let plain = Unicode.Scalar(scalar.value - 0xFEE0)!
      return .letters(plain.properties.lowercaseMapping)
    case 0x00C0...0x017F, 0x0218...0x021B, 0x1E00...0x1EFF:
      return .letters(latin[scalar.value] ?? scalar.properties.lowercaseMapping)
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return .nothing
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .spacingMark, .decimalNumber:
      return .letters(scalar.properties.lowercaseMapping)
    default: return .separator
    }
  }

  private static let latin: [UInt32: String] = {
    var table: [UInt32: String] = [:]
    let groups: [(String, String)] = [
      ("a", "àáâãäåāăąạảấầẩẫậắằẳẵặ"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"),
      ("e", "èéêëēĕėęěẹẻẽếềểễệ"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıỉị"), ("j", "ĵ"),
      ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŋ"), ("o", "òóôõöøōŏőọỏốồổỗộớờởỡợ"), ("oe", "œ"),
      ("r", "ŕŗř"), ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("th", "þ"),
      ("u", "ùúûüũūŭůűųụủứừửữự"), ("w", "ŵ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżž"),
    ]
    for (plain, accented) in groups {
      for scalar in accented.unicodeScalars {
        table[scalar.value] = plain
        for capital in scalar.properties.uppercaseMapping.unicodeScalars where capital.value > 127 {
          table[capital.value] = plain
        }
      }
    }
    return table
  }()
}
