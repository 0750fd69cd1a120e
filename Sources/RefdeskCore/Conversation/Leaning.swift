/// Whether a turn leans on what went before, seen from the turn alone.
///
/// What gives a turn away is its build and not its subject: that it begins in the middle ("and for ...?"), points to
/// what it does not name ("why would they"), is short, or has no word of substance. So a turn is reduced to its
/// function words, with a placeholder for every other word, and the weights of those, of their pairs and of the
/// turn's length are learned from dialogues (turns that lean) and from the phrasings of rules (which do not).
package enum Leaning {
  /// The classes of the model.
  package static let leaning = 0
  package static let alone = 1

  /// The words of a turn that point to something which they do not name, as they were read.
  static func pointers(in utterance: Utterance) -> [String] {
    utterance.tokens.filter { pointing.contains($0.surface) }.map(utterance.text)
  }

  /// Whether a turn begins in the middle, or points to what it does not name.
  static func pointsBack(_ utterance: Utterance) -> Bool {
    guard let first = utterance.tokens.first else { return false }
    return openings.contains(first.surface)
      || utterance.tokens.contains { pointing.contains($0.surface) }
  }

  private static let openings: Set<Key> = Set(
    ["and", "but", "so", "or", "then"].map { Key($0, role: .surface) })

  /// How likely it is, from 0 to 1, that a turn leans: as often as not before anything is seen of it.
  ///
  /// - Parameter alone: what it comes to by itself.
  static func probability(
    _ utterance: Utterance, _ alone: Response, _ matcher: Matcher?, language: Language,
    learnedShare: Float
  ) -> Float {
    let lead = shareOfBuild * leadOfBuild(utterance, matcher, language, learnedShare) + lead(alone)
    return Float(1 / (1 + exp(-lead)))
  }

  /// The logarithm of the odds that a turn leans, by its build.
  private static func leadOfBuild(
    _ utterance: Utterance, _ matcher: Matcher?, _ language: Language, _ learnedShare: Float
  ) -> Double {
    guard let matcher else {
      // Nothing was learned: only a turn without a word of substance surely leans.
      return shape(utterance, language).contains(placeholder) ? -1 : 1.4
    }
    let scores = matcher.scores(for: features(of: utterance, language: language))
    return Double(scores[leaning] - scores[alone]) - logOdds(learnedShare)
  }

  /// What it adds to those odds how a turn is answered by itself.
  private static func lead(_ alone: Response) -> Double {
    switch alone.outcome {
    case .answered: 0.75 - 0.8 * logOdds(alone.ranking.exact ? 1 : alone.ranking.confidence)
    case .askedBack: 0.3
    case .declined: min(0.4, -0.1 - 0.8 * logOdds(1 - alone.ranking.coverage))
    }
  }

  // Fitted by logistic regression to 2,551 turns of six writers who were held out, 581 of them first turns of a
  // dialogue. That a turn is surely
  // declined speaks against its leaning, which could not be seen there: people ask what no desk knows, too.
  private static let shareOfBuild = 1.4

  private static func logOdds(_ probability: Float) -> Double {
    let bounded = Double(min(max(probability, 0.005), 0.995))
    return log(bounded / (1 - bounded))
  }

  /// A turn's build, as an utterance that has features and no words.
  package static func features(of utterance: Utterance, language: Language) -> Utterance {
    let shape = shape(utterance, language)
    var features = Utterance()
    var previous = FeatureKey.start
    for key in shape {
      features.context.append(key)
      features.context.append(FeatureKey.pair(previous, key))
      previous = key
    }
    features.context.append(FeatureKey.pair(previous, FeatureKey.end))
    let substance = shape.count { $0 == placeholder }
    for (count, key) in lengths where shape.count <= count { features.context.append(key) }
    for (count, key) in substances where substance <= count { features.context.append(key) }
    return features
  }

  private static let lengths = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16].map { ($0, length($0, "words")) }
  private static let substances = (0...6).map { ($0, length($0, "substance")) }
  private static let placeholder = Key("\u{B7}", role: .phrase)

  private static func length(_ count: Int, _ what: String) -> Key {
    Key("at most \(count) \(what)", role: .phrase)
  }

  private static func shape(_ utterance: Utterance, _ language: Language) -> [Key] {
    utterance.tokens.map { token in
      let word = token.surface
      let isFunction = token.stem != nil && (token.isStopWord || pointing.contains(word))
      return isFunction ? word : placeholder
    }
  }

  private static let pointing: Set<Key> = Set(
    """
    they them their theirs it its this that these those there he she him her his one ones other others another same \
    such else instead too
    """.split(separator: " ").map { Key(String($0), role: .surface) })
}
