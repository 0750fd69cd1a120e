/// What each rule's phrasings are made of, and how well a question fits a rule by them: for counted models.
///
/// Who asks for a rule is taken to have one of its phrasings in mind, each as likely as the others. A share ρ of a
/// question's words comes from that phrasing; the others come from all that the rule's askers say, and those from what
/// anybody says. Of the phrasing's words each is left out half of the time. So a rule's probability of a question, over
/// the probability that anybody asks it, is a product over the question's words, times the mean over the rule's phrasings
/// of a product over the words that the phrasing shares with the question, halved for each word that the question leaves
/// out. The logarithm of that, less the logarithm of the number of rules, is the score; the background's is 0.
///
/// The words lie together by rule, so that looking a rule up is one visit to memory, however many words the question has.
///
///     starts          5    for each rule, and for one more: where its phrasings start, behind the starts
///     then for each rule
///       phrasings     2    how many
///       then for each phrasing: how many words (1), the number of each word's feature (3)
///     a byte more, so that three bytes can be read as four
struct CountedPhrasings: Sendable {
  private let bytes: Bytes
  private let ruleCount: Int
  /// The mean number of phrasings of a rule.
  let mean: Double

  private static let startCount = 5
  /// Of a longer phrasing the first words count, of more phrasings of one rule the first ones.
  package static let mostWords = 127
  package static let mostPhrasings = 16_383

  init(_ bytes: Bytes, ruleCount: Int, phrasingCount: Int) {
    self.bytes = bytes
    self.ruleCount = ruleCount
    mean = Double(max(1, phrasingCount)) / Double(max(1, ruleCount))
  }

  /// Where a rule's phrasings stand; nowhere where the tables are damaged.
  @inline(__always) func place(of rule: Int) -> Range<Int> {
    guard rule >= 0, rule < ruleCount else { return 0..<0 }
    let blocks = (ruleCount + 1) * CountedPhrasings.startCount
    let lower = blocks + bytes.u35(at: rule * CountedPhrasings.startCount)
    let upper = blocks + bytes.u35(at: (rule + 1) * CountedPhrasings.startCount)
    return lower < upper && upper < bytes.count ? lower..<upper : 0..<0
  }

  /// How many phrasings stand at a rule's place.
  @inline(__always) func count(at place: Range<Int>) -> Int {
    place.isEmpty ? 0 : min(bytes.u14(at: place.lowerBound), CountedPhrasings.mostPhrasings)
  }

  /// Calls `body` with each phrasing at a rule's place: how many words it has, and where the numbers of their features start.
  @inline(__always) func forEach(at place: Range<Int>, _ body: (Int, UnsafeRawPointer) -> Void) {
    var at = place.lowerBound + 2
    for _ in 0..<count(at: place) {
      guard at < place.upperBound else { return }
      let words = Int(bytes.base.load(fromByteOffset: at, as: UInt8.self))
      guard at + 1 + words * 3 <= place.upperBound else { return }
      body(words, bytes.base + at + 1)
      at += 1 + words * 3
    }
  }

  /// The number of a word's feature. A byte behind it is read too.
  @inline(__always) static func feature(_ word: Int, _ words: UnsafeRawPointer) -> Int {
    let v = UInt32(
      littleEndian: words.loadUnaligned(fromByteOffset: word * 3, as: UInt32.self))
    return Int(v & 0x7F | v >> 1 & 0x3F80 | v >> 2 & 0x1F_C000)
  }
}
