/// Notices what people say of themselves: "we're a national library", "I work for an NGO in Togo".
struct ProfileReader {
  /// What a turn says of who is asking.
  struct Introduction: Equatable {
    var profile: Profile
    /// Whether the turn says nothing else.
    var isAll: Bool
  }

  /// A way of saying what one is, by its stems.
  private struct Form {
    var trait: String
    var value: String
    var stems: [Key?]
  }

  private let rules: CompiledRules
  private let language: Language
  private let terms: [String]
  /// Whether each term is something to care about.
  private let isCause: [Bool]
  private let forms: [Form]
  private let caring: [[Key?]]

  init(_ rules: CompiledRules, language: Language) {
    self.rules = rules
    self.language = language
    terms = rules.terms
    isCause = rules.termKinds.map { ProfileReader.causes.contains($0) }
    let reader = QuestionReader(
      language: language, lexicon: rules.lexicon, repairsSpelling: false)
    func stems(_ phrase: String) -> [Key?] { reader.read(phrase).tokens.map(\.stem) }
    forms = rules.traits.flatMap { trait in
      trait.values.flatMap { value in
        value.forms.map { Form(trait: trait.id, value: value.id, stems: stems($0)) }
      }
    }
    caring = ProfileReader.caring.map(stems)
  }

  /// Nil where the turn says nothing of who is asking.
  ///
  /// - Parameter isAllAboutIt: whether nothing else is to be expected in it, however long it is.
  func introduction(in utterance: Utterance, isAllAboutIt: Bool = false) -> Introduction? {
    guard let start = selfReference(utterance) else { return nil }
    var profile = Profile()
    var said: Set<Int> = Set(start..<min(start + 2, utterance.tokens.count))
    let stems = utterance.tokens.map(\.stem)
    for form in forms where profile.values[form.trait] == nil {
      guard let tokens = find(form.stems, in: stems, after: start),
        isAllAboutIt || tokens.lowerBound - start <= ProfileReader.near
      else { continue }
      profile.set(form.trait, form.value)
      said.formUnion(tokens)
    }
    // The country counts where it is said soon after "we are", "I work": not any that a question names.
    if let mention = utterance.countries.first(where: { $0.tokens.lowerBound > start }),
      isAllAboutIt || mention.tokens.lowerBound - start <= ProfileReader.reach,
      let country = rules.country(at: mention.country)
    {
      profile.country = country.id
      said.formUnion(mention.tokens)
    }
    if caring.contains(where: { find($0, in: stems, after: start) != nil }) {
      for mention in utterance.concepts
      where mention.concept < terms.count && isCause[mention.concept]
        && said.isDisjoint(with: mention.tokens)
      {
        profile.care(about: terms[mention.concept])
        said.formUnion(mention.tokens)
      }
    }
    guard !profile.isEmpty else { return nil }
    let left = utterance.tokens.indices.count { index in
      let token = utterance.tokens[index]
      return !said.contains(index) && token.stem != nil
        && !token.isStopWord
        && !ProfileReader.working.contains(utterance.text(of: token))
    }
    let asks = utterance.typed.contains(UInt8(ascii: "?"))
    return Introduction(profile: profile, isAll: left <= ProfileReader.mostLeft && !asks)
  }

  /// Whether it is said what one is not: "we are not a school". A not-for-profit is something, and "not sure" says nothing.
  private func isDenied(_ utterance: Utterance, at start: Int) -> Bool {
    let words = utterance.tokens[start...].prefix(ProfileReader.denying).map(\.surface)
    guard let at = words.firstIndex(of: ProfileReader.not) else { return false }
    return start + at + 1 >= utterance.tokens.count
      || utterance.tokens[start + at + 1].surface != ProfileReader.purpose
  }

  /// Within how many words, the self-reference with them, "not" denies it.
  private static let denying = 4
  private static let purpose = Key("for", role: .surface)
  private static let not = Key("not", role: .surface)
  /// How many words after a self-reference it may be said what one is.
  private static let near = 7
  /// How many words after a self-reference a country may stand.
  private static let reach = 10
  /// How many words of substance may be left over where a turn says only who is asking.
  private static let mostLeft = 1
  private static let working: Set<String> = [
    "work", "working", "run", "represent", "volunteer", "librarian", "based", "live", "come",
    "head",
    "director", "manage", "called", "small", "big", "new",
  ]
  /// The classes of terms that people care about.
  private static let causes: Set<String> = ["theme", "people"]
  private static let caring = [
    "care about", "care most about", "interested in", "work on", "focus on", "want to work on",
    "matters to us", "matters to me",
  ]
  /// Verbs that follow "we" or "I" where people say who they are.
  private static let being = keys(
    "are", "am", "work", "run", "represent", "belong", "come", "speak", "write", "volunteer",
    "care", "live", "head", "manage", "was")
  private static let we = Key("we", role: .surface)
  private static let i = Key("i", role: .surface)
  private static let articles = keys("a", "an")
  private static let places = keys("in", "at")
  private static let role = Key("as", role: .surface)
  private static let here = Key("here", role: .surface)

  private static func keys(_ words: String...) -> Set<Key> {
    Set(words.map { Key($0, role: .surface) })
  }

  /// Where a turn begins to speak of the asker; nil where it does not.
  private func selfReference(_ utterance: Utterance) -> Int? {
    for (index, token) in utterance.tokens.enumerated() {
      func isFollowed(by words: Set<Key>) -> Bool {
        index + 1 < utterance.tokens.count && words.contains(utterance.tokens[index + 1].surface)
      }
      let refers =
        switch token.surface {
        case ProfileReader.we, ProfileReader.i: isFollowed(by: ProfileReader.being)
        case ProfileReader.role: index == 0 && isFollowed(by: ProfileReader.articles)
        case ProfileReader.here: isFollowed(by: ProfileReader.places)
        default: false
        }
      if refers, !isDenied(utterance, at: index) { return index }
    }
    return nil
  }

  /// Where a phrase stands after a token, by its stems.
  private func find(_ wanted: [Key?], in stems: [Key?], after start: Int) -> Range<Int>? {
    let first = max(0, start)
    guard !wanted.isEmpty, first + wanted.count <= stems.count else { return nil }
    for at in first...(stems.count - wanted.count)
    where wanted.indices.allSatisfy({ stems[at + $0] == wanted[$0] }) {
      return at..<at + wanted.count
    }
    return nil
  }
}
