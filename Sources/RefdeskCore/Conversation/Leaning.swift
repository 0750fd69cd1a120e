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

  /// The share of turns that lean, in a conversation, before anything is seen of the turn.
  private static let usualShare: Float = 0.5

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

  /// How likely it is, from 0 to 1, that a turn leans.
  static func probability(
    _ utterance: Utterance, _ matcher: Matcher?, language: Language, learnedShare: Float
  ) -> Float {
    guard let matcher else {
      // Nothing was learned: only a turn without a word of substance surely leans.
      return shape(utterance, language).contains(placeholder) ? 0.3 : 0.8
    }
    let scores = matcher.scores(for: features(of: utterance, language: language))
    let usual = log(Double(usualShare / (1 - usualShare)))
    let learned = log(Double(learnedShare / (1 - learnedShare)))
    let lead = Double(scores[leaning] - scores[alone]) + usual - learned
    return Float(1 / (1 + exp(-lead)))
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
      let isFunction = token.stem != nil && (language.isStopWord(word) || pointing.contains(word))
      return isFunction ? word : placeholder
    }
  }

  private static let pointing: Set<Key> = Set(
    """
    they them their theirs it its this that these those there he she him her his one ones other others another same \
    such else instead too
    """.split(separator: " ").map { Key(String($0), role: .surface) })
}
