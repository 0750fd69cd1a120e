/// The best rules for a question by a counted model, which holds the question against each rule's phrasings.
///
/// What a rule's score is says `CountedPhrasings`. Which rules are looked up at all is told by their words one by one: a
/// word that c of a rule's phrasings have speaks for it by the logarithm of `CountedWeights.odds`. Words are taken from the
/// rarest on, and each time the leading rule is looked up, so that a good score is known early. Once the words left can't
/// lift a rule not seen yet to it, no more are taken (MaxScore, Turtle and Flood 1995), and of the rules seen those are
/// looked up that the words left may lift, each by what a word in one phrasing adds, the most promising first. So thousands
/// of rules with a common word cost nothing.
///
/// Time is bounded: when many rules were seen, commoner words bring no more, and of a great many about as promising
/// only some are looked up. A rule whose words are all common may then be missed.
final class CountedScores {
  /// One of the question's words.
  struct Word {
    var feature: Int
    /// The share of all phrasings that have it.
    var share: Double
    /// What it adds to a rule where one phrasing has it, and at most to any.
    var once: Float
    var most: Float
  }

  private struct Rival {
    var rule: Int
    /// By the words taken so far.
    var score: Float
  }

  private let model: Model
  private let phrasings: PhrasingScores
  /// The scores of the rules seen, by the words taken so far; none between questions.
  private var sums: RuleSums
  private var words: [Word] = []
  private var rivals: [Rival] = []
  private var ordered: [Rival] = []
  /// The rules that were looked up, with what they have ahead of a rule with none of the words.
  private var looked: [(rule: Int, score: Float)] = []
  /// The best of them, which others are held against by their words alone.
  private var best: Float = 0

  /// How far behind the best a rule may be and still matter: no rule further behind is asked back.
  private static let margin: Float = 0.5
  /// How far behind the best a rule may be and have a part in the sum of all probabilities: a millionth each.
  private static let reach: Float = 14
  /// After so many rules with the words taken so far, a commoner word is not taken.
  private static let mostSeen = 4000
  /// No more rules than so many are looked up.
  private static let mostLooked = 200
  /// So many are looked up at a time, their places first, so that the waits for memory overlap.
  private static let atATime = 8

  init(_ model: Model) {
    self.model = model
    phrasings = PhrasingScores(model)
    sums = RuleSums(most: min(model.classCount, max(CountedScores.mostSeen, model.mostPostings)))
  }

  deinit { sums.deallocate() }

  /// The best rules for a question's features, with their probabilities.
  ///
  /// - Parameters:
  ///   - features: the features that the model knows, each once.
  ///   - wordCount: how many different words the question has that tell anything, known or not.
  ///   - absent: a rule to do without.
  func rank(
    _ features: [Int], wordCount: Int, without absent: Int? = nil, candidateCount: Int,
    into ranking: inout Ranking
  ) {
    begin(features)
    looked.removeAll(keepingCapacity: true)
    best = 0
    var rest = words.reduce(0) { $0 + $1.once }
    var most = words.reduce(0) { $0 + $1.most }
    for (number, word) in taken().enumerated() {
      guard number == 0 || most > best - CountedScores.margin else { break }
      rest -= word.once
      most -= word.most
      if let leader = add(word.feature, without: absent), !wasLooked(leader) {
        look(leader, at: phrasings.place(of: leader))
      }
    }
    gatherRivals(least: best - CountedScores.margin - rest, without: absent)
    lookAtRivals(rest: rest)
    collect(wordCount: wordCount, candidateCount, into: &ranking)
  }

  /// What each of a question's features adds to a rule's score, and what its phrasings add (see `PhrasingScores.parts`).
  func parts(
    _ features: [Int], of rule: Int
  ) -> (words: [(feature: Int, weight: Double)], phrasing: Double) {
    begin(features)
    return phrasings.parts(of: rule)
  }

  /// A rule's score without one of its phrasings, by the features of a question.
  func score(_ features: [Int], wordCount: Int, of rule: Int, leaving left: Int) -> Float {
    begin(features)
    return offset(wordCount)
      + phrasings.score(at: phrasings.place(of: rule), leaving: left).whole
  }

  /// The score of a rule that has none of so many words.
  private func offset(_ wordCount: Int) -> Float {
    model.scoreOfNoWord - Float(wordCount) * model.costOfWord
  }

  /// Notes the words, from the rarest on.
  private func begin(_ features: [Int]) {
    words.removeAll(keepingCapacity: true)
    for feature in features where model.isTelling(feature) {
      let share = model.share(feature)
      let word = Word(
        feature: feature, share: share, once: model.weightOfOnce(share),
        most: model.largestWeight(feature))
      let at = words.firstIndex { $0.once < word.once } ?? words.count
      words.insert(word, at: at)
    }
    phrasings.begin(words)
  }

  /// The words that may be taken to see rules by: the rarest, and more while they have few rules; with room made for those.
  private func taken() -> ArraySlice<Word> {
    var seen = 0
    var count = 0
    for word in words {
      let more = model.postingCount(word.feature)
      guard count == 0 || seen + more <= CountedScores.mostSeen else { break }
      seen += more
      count += 1
    }
    sums.begin(seen)
    return words[..<count]
  }

  /// Adds one word's weights, and gives the rule with the largest score that came of it.
  private func add(_ feature: Int, without absent: Int?) -> Int? {
    var best: Float = 0
    var leader: Int?
    let absent = absent ?? -1
    model.forEachPosting(feature) { rule, weight in
      guard let sum = sums.add(weight, to: rule) else { return }
      if sum > best, rule != absent {
        best = sum
        leader = rule
      }
    }
    return leader
  }

  private func wasLooked(_ rule: Int) -> Bool { looked.contains { $0.rule == rule } }

  private func look(_ rule: Int, at place: Range<Int>) {
    let score = phrasings.score(at: place)
    looked.append((rule, score.whole))
    best = max(best, score.least)
  }

  /// Notes the rules with at least a score that were not looked up, the most promising first, and forgets all scores.
  private func gatherRivals(least: Float, without absent: Int?) {
    rivals.removeAll(keepingCapacity: true)
    var (low, high) = (Float.infinity, -Float.infinity)
    sums.removeAll { entry in
      let score = entry.sum
      guard score >= least, entry.rule != absent, !wasLooked(entry.rule) else { return }
      rivals.append(Rival(rule: entry.rule, score: score))
      low = min(low, score)
      high = max(high, score)
    }
    order(from: low, to: high)
  }

  /// Orders the rivals by their scores in sixty-four steps, in two passes; in one step they stay as they are.
  private func order(from low: Float, to high: Float) {
    ordered.removeAll(keepingCapacity: true)
    guard let first = rivals.first else { return }
    let last = 63
    let scale = Float(last) / (high - low)
    func step(_ score: Float) -> Int {
      let step = (high - score) * scale
      return step > 0 && step < Float(last) ? Int(step) : step > 0 ? last : 0
    }
    ordered.append(contentsOf: repeatElement(first, count: rivals.count))
    withUnsafeTemporaryAllocation(of: Int.self, capacity: last + 2) { starts in
      starts.initialize(repeating: 0)
      for rival in rivals { starts[step(rival.score) + 1] += 1 }
      for at in 1...last { starts[at] += starts[at - 1] }
      for rival in rivals {
        let step = step(rival.score)
        ordered[starts[step]] = rival
        starts[step] += 1
      }
    }
  }

  /// Looks up the rivals that the words not taken may lift to the best.
  private func lookAtRivals(rest: Float) {
    withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: CountedScores.atATime) { places in
      var at = 0
      while at < ordered.count, looked.count < CountedScores.mostLooked {
        var count = 0
        let first = looked.count
        while at < ordered.count, count < CountedScores.atATime {
          let rival = ordered[at]
          at += 1
          guard rival.score + rest >= best - CountedScores.margin else { continue }
          looked.append((rival.rule, 0))
          places.initializeElement(at: count, to: phrasings.place(of: rival.rule))
          count += 1
        }
        for number in 0..<count where phrasings.count(at: places[number]) == 0 {
          places[number] = 0..<0
        }
        for number in 0..<count {
          let score = phrasings.score(at: places[number])
          looked[first + number].score = score.whole
          best = max(best, score.least)
        }
      }
    }
  }

  /// Picks the best of the rules looked up, and sums the probabilities.
  private func collect(wordCount: Int, _ candidateCount: Int, into ranking: inout Ranking) {
    ranking.clear()
    let offset = offset(wordCount)
    let highest = looked.reduce(0) { max($0, $1.score) }
    let leastShare = max(0, highest + offset) - CountedScores.reach
    // The background's own share.
    var sum: Float = 1
    for (rule, ahead) in looked {
      let score = ahead + offset
      if score > leastShare { sum += Float(exp(Double(min(80, score)))) }
      let at =
        ranking.candidates.firstIndex { $0.score < score || ($0.score == score && $0.rule > rule) }
        ?? ranking.candidates.count
      guard at < candidateCount else { continue }
      if ranking.candidates.count == candidateCount { ranking.candidates.removeLast() }
      ranking.candidates.insert(
        Ranking.Candidate(rule: rule, score: score, probability: 0), at: at)
    }
    for index in ranking.candidates.indices {
      ranking.candidates[index].probability =
        Float(exp(Double(min(80, ranking.candidates[index].score)))) / sum
    }
    ranking.background = 1 / sum
  }
}
