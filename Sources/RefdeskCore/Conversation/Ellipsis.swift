/// A turn that names something of the same kind as the last question did, and nothing else: "and for health?", "what
/// about Moldova", "and goal 13". The last question is asked again with the one in place of the other.
struct Ellipsis {
  /// The last question with the new thing in it.
  let question: String
  /// Whether the new thing is a country.
  let isCountry: Bool

  /// Nil where the turn says more than that, or the last question has nothing of the kind.
  ///
  /// - Parameters:
  ///   - kinds: the class of each term of the thesaurus; empty where it has none.
  init?(
    _ turn: Utterance, after last: Utterance, language: Language, kinds: [String],
    countryName: (Int) -> String
  ) {
    // A country, a goal or target, or a term.
    for (new, old) in Ellipsis.pairs(turn, last, kinds) {
      guard Ellipsis.isAll(new, of: turn, language) else { continue }
      let replaced = last.typedRange(old)
      let before = last.typed[..<replaced.lowerBound]
      let after = last.typed[replaced.upperBound...]
      let country = turn.countries.first { $0.tokens == new }
      let name = country.map { countryName($0.country) } ?? turn.typedText(new)
      let text = String(decoding: before + Array(name.utf8) + after, as: UTF8.self)
      guard turn.typedText(new).lowercased() != last.typedText(old).lowercased() else { continue }
      question = text
      isCountry = country != nil
      return
    }
    return nil
  }

  /// Whether a turn names one thing and nothing else, so that it may be an ellipsis after some question.
  static func mayBe(_ turn: Utterance, _ language: Language) -> Bool {
    let named =
      [turn.countries.last?.tokens, turn.codes.last?.tokens].compactMap(\.self)
      + turn.concepts.map(\.tokens)
    return named.contains { isAll($0, of: turn, language) }
  }

  /// The number that is all of a turn after "and", "what about" and the like; nil where it says anything else.
  static func number(in typed: String) -> Int? {
    var hasLeadIn = false
    var words: [TurnWord] = []
    TurnWords.each(of: typed, digits: true) { word, _ in
      if words.isEmpty, leadIns.contains(word) {
        hasLeadIn = true
      } else {
        words.append(word)
      }
      return words.count < 2
    }
    guard hasLeadIn, words.count == 1 else { return nil }
    return words[0].number ?? numbers[words[0]]
  }

  private static let numbers: [TurnWord: Int] = Dictionary(
    uniqueKeysWithValues: NumberWord.values.map { (TurnWord($0.utf8), $1) })
  private static let leadIns: Set<TurnWord> = [
    "and", "what", "how", "about", "for", "number", "goal", "sdg", "then", "or", "with",
  ]

  /// What the turn names with what of the last question it may stand for.
  private static func pairs(
    _ turn: Utterance, _ last: Utterance, _ kinds: [String]
  ) -> [(Range<Int>, Range<Int>)] {
    var pairs: [(Range<Int>, Range<Int>)] = []
    if let new = turn.countries.last, let old = last.countries.last {
      pairs.append((new.tokens, old.tokens))
    }
    if let new = turn.codes.last, let old = last.codes.last {
      pairs.append((new.tokens, old.tokens))
    }
    func kind(_ mention: ConceptMention) -> String {
      mention.concept < kinds.count ? kinds[mention.concept] : ""
    }
    for new in turn.concepts where !kind(new).isEmpty {
      if let old = last.concepts.last(where: { kind($0) == kind(new) }) {
        pairs.append((new.tokens, old.tokens))
      }
    }
    return pairs
  }

  /// Whether a turn has no word of substance but these.
  private static func isAll(_ tokens: Range<Int>, of turn: Utterance, _ language: Language) -> Bool
  {
    turn.tokens.indices.allSatisfy { index in
      tokens.contains(index) || turn.tokens[index].isStopWord
    }
  }
}
