/// A compiled file of tables and texts that is used where it lies, mapped or inside the program, and never parsed.
///
/// Every byte of a number is below 128 and every text is UTF-8, so a whole image is valid UTF-8: the build can carry
/// one inside the binary as a string literal, without a pass to decode it at start. Layout:
///
///     "refdesk image 4\n"   16 bytes
///     kind                   1    what the image holds
///     sections               2    how many
///     length                 5    of the whole image, in bytes
///     checksum               8    over everything after the header
///     then for each section: id (1), offset (5), length (5); then the sections
package struct Image: Sendable {
  package let bytes: Bytes
  private let sections: [UInt8: Range<Int>]

  static let magic = Array("refdesk image 4\n".utf8)
  static let headerCount = 32

  package enum Kind: UInt8, Sendable {
    case language = 1
    case rules
  }

  /// Why some bytes are no image that this program can use.
  package enum Damage: Error, Equatable, Sendable {
    case notAnImage
    case otherVersion
    case wrongKind
    case truncated(have: Int, want: Int)
    case altered
    case malformed
  }

  /// Opens an image.
  ///
  /// - Parameter verified: whether the bytes are known to be whole, as those inside the program are.
  package init(_ bytes: Bytes, kind: Kind, verified: Bool = false) throws(Damage) {
    let magic = Image.magic
    guard bytes.count >= Image.headerCount else {
      let known =
        bytes.count > 0 && (0..<min(bytes.count, 16)).allSatisfy { bytes[$0] == magic[$0] }
      throw known ? .truncated(have: bytes.count, want: Image.headerCount) : .notAnImage
    }
    for index in 0..<14 where bytes[index] != magic[index] { throw .notAnImage }
    guard bytes[14] == magic[14], bytes[15] == magic[15] else { throw .otherVersion }
    guard bytes[16] == kind.rawValue else { throw .wrongKind }
    let length = bytes.u35(at: 19)
    guard length == bytes.count else { throw .truncated(have: bytes.count, want: length) }
    if !verified {
      guard Image.checksum(bytes, from: Image.headerCount) == bytes.key(at: 24).bits else {
        throw .altered
      }
    }
    var sections: [UInt8: Range<Int>] = [:]
    var at = Image.headerCount
    for _ in 0..<bytes.u14(at: 17) {
      let start = bytes.u35(at: at + 1)
      let count = bytes.u35(at: at + 6)
      guard start >= Image.headerCount, start + count <= length else { throw .malformed }
      sections[bytes[at]] = start..<start + count
      at += 11
    }
    self.bytes = bytes
    self.sections = sections
  }

  /// An image without sections.
  static let empty = try! Image(
    Bytes(copying: ImageWriter().image(.rules)), kind: .rules, verified: true)

  /// A section's bytes; empty where the image has none.
  package subscript(section: Section) -> Bytes {
    sections[section.rawValue].map { bytes.slice($0) } ?? bytes.slice(0..<0)
  }

  /// Four lanes of multiply and rotate over eight bytes each: as fast as memory gives them.
  static func checksum(_ bytes: Bytes, from start: Int) -> UInt64 {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15
    var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    var at = start
    while at + 16 <= bytes.count {
      a = (a ^ bytes.word(at: at)) &* 0xFF51_AFD7_ED55_8CCD
      a = a << 31 | a >> 33
      b = (b ^ bytes.word(at: at + 8)) &* 0xC4CE_B9FE_1A85_EC53
      b = b << 29 | b >> 35
      at += 16
    }
    while at < bytes.count {
      a = Key.mix(a ^ UInt64(bytes[at]))
      at += 1
    }
    return Key.mix(a ^ Key.mix(b ^ UInt64(bytes.count))) & Key.mask
  }

  package enum Section: UInt8, Sendable {
    // Language
    case dictionary = 1
    case stopWords, relationIndex, relationRows, background, abbreviations
    // Rules: what is said
    case ruleOffsets = 20
    case rules, passages, documents, partners, goals, topics, thesaurus, about, ruleIndex
    // Rules: how a question is read
    case codeWords = 40
    case phrases, vocabularyIndex, vocabulary, phrasings, exactPhrasings
    // Rules: how rules are weighed
    case featureIndex = 60
    case features, postings, biases, relationWeights, calibration, phrasingWords
    // Rules: how turns that lean on earlier ones are weighed; the same tables in the same order
    case followUpIndex = 80
    case followUpFeatures, followUpPostings, followUpBiases, followUpRelations, followUpCalibration
    case leaningIndex = 90
    case leaningFeatures, leaningPostings, leaningBiases, leaningRelations, leaningCalibration
    case contextWeights
    // What is on record of countries
    case recordSets = 100
    case countries, countryNames
    // What people say of themselves
    case traits = 110
    case traitForms
  }
}
