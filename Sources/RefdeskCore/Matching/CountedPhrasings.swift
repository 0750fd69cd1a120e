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

  fileprivate static let startCount = 5
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

/// The numbers of a counted model that are chosen, not counted, and what follows from them.
package enum CountedWeights {
  /// μ: how many phrasings' worth of everybody's words each rule's asker is taken to know.
  static let smoothing = 3.0
  /// What is taken off each count: a word that one phrasing alone has is mostly chance (absolute discounting).
  static let discount = 0.8
  /// ρ: the share of a question's words that comes from the one phrasing which its asker has in mind.
  static let share = 0.2

  /// How many times likelier a rule's askers say a word than they would if none of its phrasings had it.
  ///
  /// - Parameters:
  ///   - count: how many of the rule's phrasings have the word; at least one.
  ///   - own: how many phrasings the rule has, and `mean`: how many a rule has.
  ///   - share: the share of all phrasings that have the word.
  @inline(__always)
  package static func odds(count: Double, own: Double, mean: Double, share: Double) -> Double {
    1 + (count - discount) * (mean + smoothing) / ((own + smoothing) * smoothing * share)
  }

  /// How many times likelier still, where the asker has a phrasing in mind that has the word.
  @inline(__always)
  static func oddsInPhrasing(odds: Double, mean: Double, share: Double) -> Double {
    1 + Self.share * (mean + smoothing) / ((1 - Self.share) * smoothing * share * odds)
  }

  /// What a word of the question costs a rule that does not have it: the logarithm of how much less likely its askers
  /// say it than anybody.
  package static func costOfWord(mean: Double) -> Double {
    log((mean + smoothing) / ((1 - share) * smoothing))
  }
}

/// Looks up rules for one question after another: how well it fits their phrasings.
final class PhrasingScores {
  private let phrasings: CountedPhrasings
  /// For each feature 0, or the place among the question's words, counted from 1. All zero between questions.
  private let places: UnsafeMutablePointer<UInt8>
  private let featureCount: Int
  private let words: UnsafeMutablePointer<Word>
  private var wordCount = 0
  /// Of the rule being looked up, for each phrasing that has some of the question's words: which, and how many it has beside.
  private let shared: UnsafeMutablePointer<(words: UInt64, others: Int)>

  private struct Word {
    var feature: Int
    /// The share of all phrasings that have it.
    var share: Double
    // Of the rule being looked up:
    var count = 0
    var odds = 1.0
    var oddsInPhrasing = 1.0
  }

  /// As many of a question's words as bits tell apart; of more the first count.
  private static let mostWords = 64

  init(_ model: Model) {
    phrasings = model.phrasings
    featureCount = model.featureCount
    places = .allocate(capacity: max(1, featureCount))
    places.initialize(repeating: 0, count: max(1, featureCount))
    words = .allocate(capacity: PhrasingScores.mostWords)
    shared = .allocate(capacity: CountedPhrasings.mostPhrasings)
  }

  deinit {
    places.deallocate()
    words.deallocate()
    shared.deallocate()
  }

  /// Makes ready for a question.
  ///
  /// - Parameter asked: its words, each once.
  func begin(_ asked: [CountedScores.Word]) {
    for number in 0..<wordCount { places[words[number].feature] = 0 }
    wordCount = min(asked.count, PhrasingScores.mostWords)
    for number in 0..<wordCount {
      (words + number).initialize(
        to: Word(feature: asked[number].feature, share: asked[number].share))
      places[asked[number].feature] = UInt8(number + 1)
    }
  }

  /// Where rules' phrasings stand. Whoever looks several rules up asks for all places first, so that the waits for memory
  /// overlap.
  @inline(__always) func place(of rule: Int) -> Range<Int> { phrasings.place(of: rule) }

  @inline(__always) func count(at place: Range<Int>) -> Int { phrasings.count(at: place) }

  /// What the question's words and a rule's phrasings have in common adds to the rule's score: the logarithm of how many
  /// times likelier its askers are to ask this than they would be if it had none of the words.
  ///
  /// - Parameter left: a phrasing to leave out, as if the rule did not have it.
  /// - Returns: that, and the same by the words alone, whatever phrasings they stand in, where that is less.
  func score(at place: Range<Int>, leaving left: Int? = nil) -> (whole: Float, least: Float) {
    let odds = oddsOfWords(at: place, leaving: left)
    let whole = Float(log(odds.words * odds.phrasings))
    return (whole, odds.phrasings > 1 ? Float(log(odds.words)) : whole)
  }

  /// The same in its parts: what each word of the question adds, by its feature, and what it adds that several stand in
  /// one phrasing and that few of that are left out.
  func parts(of rule: Int) -> (words: [(feature: Int, weight: Double)], phrasing: Double) {
    let odds = oddsOfWords(at: phrasings.place(of: rule), leaving: nil)
    return ((0..<wordCount).map { (words[$0].feature, log(words[$0].odds)) }, log(odds.phrasings))
  }

  private func oddsOfWords(
    at place: Range<Int>, leaving left: Int?
  ) -> (words: Double, phrasings: Double) {
    for number in 0..<wordCount {
      words[number].count = 0
      words[number].odds = 1
    }
    let (own, sharing, without) = note(place, leaving: left)
    var common = 1.0
    for number in 0..<wordCount where words[number].count > 0 {
      let share = words[number].share
      let odds = CountedWeights.odds(
        count: Double(words[number].count), own: Double(own), mean: phrasings.mean, share: share)
      words[number].odds = odds
      words[number].oddsInPhrasing = CountedWeights.oddsInPhrasing(
        odds: odds, mean: phrasings.mean, share: share)
      common *= odds
    }
    var sum = without
    for number in 0..<sharing {
      var (set, others) = shared[number]
      var product = PhrasingScores.halved(others)
      while set != 0 {
        product *= words[set.trailingZeroBitCount].oddsInPhrasing
        set &= set - 1
      }
      sum += product
    }
    // Neither none nor more than there are numbers for.
    return (min(common, 1e150), max(1e-150, min(sum / Double(max(1, own)), 1e150)))
  }

  /// Notes which of the question's words each phrasing at a rule's place has.
  ///
  /// - Returns: how many phrasings there are, how many of them have some, and what the others add up to.
  private func note(
    _ place: Range<Int>, leaving left: Int?
  ) -> (own: Int, sharing: Int, without: Double) {
    var (number, own, sharing, without) = (-1, 0, 0, 0.0)
    let left = left ?? -1
    phrasings.forEach(at: place) { count, numbers in
      number += 1
      if number == left { return }
      own += 1
      var set: UInt64 = 0
      for word in 0..<count {
        let feature = CountedPhrasings.feature(word, numbers)
        if feature < featureCount, places[feature] != 0 { set |= 1 << UInt64(places[feature] - 1) }
      }
      if set == 0 {
        without += PhrasingScores.halved(count)
        return
      }
      shared[sharing] = (set, count - set.nonzeroBitCount)
      sharing += 1
      while set != 0 {
        words[set.trailingZeroBitCount].count += 1
        set &= set - 1
      }
    }
    return (own, sharing, without)
  }

  /// One half, so many times over; at most 127 times.
  @inline(__always) private static func halved(_ times: Int) -> Double {
    Double(bitPattern: UInt64(1023 - times) << 52)
  }
}

/// The words of each rule's phrasings as they are counted and written.
package struct PhrasingWords: Sendable {
  /// The words of all phrasings, one phrasing after another, each word once a phrasing.
  private var words: [UInt32] = []
  /// How many words each phrasing has.
  private var lengths: [UInt8] = []
  /// How many phrasings there are of the rules up to each one.
  private var ends: [Int] = []

  package init() {}

  /// How many phrasings there are.
  package var count: Int { lengths.count }

  /// How many phrasings a rule has.
  package func count(of rule: Int) -> Int { phrasings(of: rule).count }

  private func phrasings(of rule: Int) -> Range<Int> {
    (rule > 0 ? ends[rule - 1] : 0)..<ends[rule]
  }

  /// Adds a phrasing of the rule being added, by the numbers of its words.
  package mutating func add(_ phrasing: [Int]) {
    let first = words.count
    for word in phrasing where words.count - first < CountedPhrasings.mostWords {
      if !words[first...].contains(UInt32(word)) { words.append(UInt32(word)) }
    }
    lengths.append(UInt8(words.count - first))
  }

  /// All phrasings of a rule were added.
  package mutating func endRule() { ends.append(lengths.count) }

  /// Calls `body` with each rule's words: all that its phrasings have, one after another.
  package func forEachRule(_ body: (Int, ArraySlice<UInt32>) -> Void) {
    var word = 0
    for rule in ends.indices {
      let first = word
      for phrasing in phrasings(of: rule) { word += Int(lengths[phrasing]) }
      body(rule, words[first..<word])
    }
  }

  /// - Parameter features: for each word the number of its feature; nil for a word that tells nothing.
  func written(_ features: [Int?]) -> SectionWriter {
    var starts = SectionWriter()
    var blocks = SectionWriter()
    blocks.bytes.reserveCapacity(words.count * 3 + lengths.count + ends.count * 2 + 1)
    var word = 0
    for rule in ends.indices {
      starts.u35(blocks.bytes.count)
      let own = phrasings(of: rule)
      blocks.u14(min(own.count, CountedPhrasings.mostPhrasings))
      for (number, phrasing) in own.enumerated() {
        let next = word + Int(lengths[phrasing])
        defer { word = next }
        if number >= CountedPhrasings.mostPhrasings { continue }
        let telling = words[word..<next].compactMap { features[Int($0)] }
        blocks.byte(UInt8(telling.count))
        for feature in telling { blocks.u21(feature) }
      }
    }
    starts.u35(blocks.bytes.count)
    blocks.byte(0)
    starts.bytes += blocks.bytes
    return starts
  }
}
