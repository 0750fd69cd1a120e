/// The features by which a question is weighed: what of it the weights of a rule base can know.
///
/// Four blocks, each brought to its own length and share (matching method: words and character n-grams as in
/// linear text classification, with relations between words counted from WordNet):
///
/// | block | a feature is | share |
/// | --- | --- | --- |
/// | words | a stem, a code, a concept of the thesaurus | 1.0 |
/// | pairs | two neighbouring stems, with the question's ends | 0.2 |
/// | letters | 3 to 5 neighbouring letters of a word, with its ends | 0.7 |
/// | relations | the words' place among all words (`Language.addRelations`) | 1.0 |
package enum FeatureBlock: Int, Sendable, CaseIterable {
  case words = 0
  case pairs, letters, relations

  /// The square root of the block's share.
  package var scale: Float {
    switch self {
    case .words: 1
    case .pairs: 0.4472136
    case .letters: 0.83666
    case .relations: 1
    }
  }
}

/// Keys of features that are no words.
package enum FeatureKey {
  static let start = Key("^", role: .phrase)
  static let end = Key("$", role: .phrase)
  static let someGoal = Key("goal", role: .code)
  static let someTarget = Key("target", role: .code)
  static let goalByName = Key("name", role: .code)
  static let someCountry = Key("country", role: .code)

  /// That a turn came after a rule's answer, or after one of a topic.
  package static func after(rule id: String) -> Key { Key("after " + id, role: .code) }
  package static func after(topic id: String) -> Key { Key("after topic " + id, role: .code) }
  /// That a rule's answer, or one of a topic, was the one before the last.
  package static func earlier(rule id: String) -> Key { Key("earlier " + id, role: .code) }
  package static func earlier(topic id: String) -> Key { Key("earlier topic " + id, role: .code) }

  static func code(_ code: Code) -> Key { Key(bits: Key.mix(code.bits ^ 0xC0DE) & Key.mask) }
  package static func concept(_ index: Int) -> Key {
    Key(bits: Key.mix(UInt64(index) ^ 0xC0_CE97_0000) & Key.mask)
  }

  static func pair(_ a: Key, _ b: Key) -> Key { a.followed(by: b) }
}

extension Utterance {
  /// Calls `body` with each feature of the blocks words, pairs and letters, once for each time that it occurs, and with
  /// the first token it comes from (-1 for none).
  package func forEachFeature(_ broader: (Int) -> [Int], _ body: (FeatureBlock, Key, Int) -> Void) {
    forEachTerm { key, token in body(.words, key, token) }
    forEachPair { key, token in body(.pairs, key, token) }
    forEachLetters { key, token in body(.letters, key, token) }
    forEachConcept(broader) { key, token in body(.words, key, token) }
    forEachMark { key, token in body(.words, key, token) }
  }

  /// That a country is named, and what went before.
  package func forEachMark(_ body: (Key, Int) -> Void) {
    for mention in countries { body(FeatureKey.someCountry, mention.tokens.lowerBound) }
    for key in context { body(key, -1) }
  }

  /// What a counted model knows: the stems with their tokens, then the goals and targets named and the terms found.
  package func forEachWord(_ body: (Key, Int?) -> Void) {
    for (index, token) in tokens.enumerated() {
      if let stem = token.stem { body(stem, index) }
    }
    for mention in codes { body(FeatureKey.code(mention.code), nil) }
    for mention in concepts { body(FeatureKey.concept(mention.concept), nil) }
  }

  /// The stems in order, a code standing as one.
  package func forEachTerm(_ body: (Key, Int) -> Void) {
    for (index, token) in tokens.enumerated() {
      if let stem = token.stem { body(stem, index) }
    }
    forEachCode(body)
  }

  /// The terms of the thesaurus found, and those above them.
  func forEachConcept(_ broader: (Int) -> [Int], _ body: (Key, Int) -> Void) {
    for mention in concepts {
      body(FeatureKey.concept(mention.concept), mention.tokens.lowerBound)
      for term in broader(mention.concept) {
        body(FeatureKey.concept(term), mention.tokens.lowerBound)
      }
    }
  }

  /// The goals and targets named.
  func forEachCode(_ body: (Key, Int) -> Void) {
    for mention in codes {
      let at = mention.tokens.lowerBound
      if mention.byName {
        body(FeatureKey.goalByName, at)
        body(FeatureKey.code(mention.code), at)
      } else {
        body(mention.code.isGoal ? FeatureKey.someGoal : FeatureKey.someTarget, at)
        body(FeatureKey.code(mention.code), at)
        if !mention.code.isGoal { body(FeatureKey.code(mention.code.parent), at) }
      }
    }
  }

  package func forEachPair(_ body: (Key, Int) -> Void) {
    var previous = FeatureKey.start
    var any = false
    for index in tokens.indices {
      guard let key = tokens[index].stem ?? codeKey(at: index) else { continue }
      body(FeatureKey.pair(previous, key), index)
      previous = key
      any = true
    }
    if any { body(FeatureKey.pair(previous, FeatureKey.end), tokens.count - 1) }
  }

  /// What stands among the words for a goal or target named by number: a code of several tokens stands once, in place of
  /// its first.
  @inline(never)
  private func codeKey(at index: Int) -> Key? {
    let mention = codes.first { !$0.byName && $0.tokens.lowerBound == index }
    return mention.map { $0.code.isGoal ? FeatureKey.someGoal : FeatureKey.someTarget }
  }

  package func forEachLetters(_ body: (Key, Int) -> Void) {
    for (index, token) in tokens.enumerated() where token.stem != nil {
      forEachLetters(of: token) { body($0, index) }
    }
  }

  /// Calls `body` with each run of three to five letters of one word.
  func forEachLetters(of token: Token, _ body: (Key) -> Void) {
    withBytes(of: token) { bytes in
      let count = bytes.count + 2
      @inline(__always) func letter(_ at: Int) -> UInt64 {
        at == 0 ? 0x3C : at == count - 1 ? 0x3E : UInt64(bytes[at - 1])
      }
      guard count >= 3 else { return }
      for at in 0...(count - 3) {
        var run = letter(at) | letter(at + 1) << 8 | letter(at + 2) << 16
        body(Key(bits: Key.mix(run | 3 << 56) & Key.mask))
        if at + 3 < count {
          run |= letter(at + 3) << 24
          body(Key(bits: Key.mix(run | 4 << 56) & Key.mask))
          if at + 4 < count {
            run |= letter(at + 4) << 32
            body(Key(bits: Key.mix(run | 5 << 56) & Key.mask))
          }
        }
      }
    }
  }

  /// The key of the whole question, for finding a phrasing of just these words.
  package var wholeKey: Key? { wholeKey(codesAsOne: false) }

  /// The same with any goal or target in place of the one that is named; nil where none is named.
  package var slotKey: Key? {
    codes.isEmpty ? nil : wholeKey(codesAsOne: true)
  }

  private func wholeKey(codesAsOne: Bool) -> Key? {
    var whole: Key?
    for (index, token) in tokens.enumerated() {
      if codesAsOne, let mention = codes.first(where: { $0.tokens.contains(index) }) {
        guard mention.tokens.lowerBound == index else { continue }
        let slot =
          mention.byName
          ? FeatureKey.goalByName
          : mention.code.isGoal ? FeatureKey.someGoal : FeatureKey.someTarget
        whole = whole.map { $0.followed(by: slot) } ?? slot
        continue
      }
      whole = whole.map { $0.followed(by: token.surface) } ?? token.surface
    }
    return whole
  }
}
