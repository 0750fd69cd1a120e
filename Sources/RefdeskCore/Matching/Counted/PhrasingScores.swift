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
