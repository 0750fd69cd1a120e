/// One word of a question, folded, with the place in the question where it was typed.
package struct Token: Sendable, Equatable {
  /// The word's bytes in `Utterance.bytes`.
  package var start: Int32
  package var count: Int32
  /// Where it stood in the question as typed, in bytes.
  package var typedStart: Int32
  package var typedEnd: Int32
  /// The key of its bytes.
  package var surface: Key
  /// The key of its stem; nil for a word that a code has taken the place of.
  package var stem: Key?
  /// The word of the rule base's vocabulary that it is, or was repaired to.
  package var vocabulary: Int32 = -1
  package var form: Form
  /// Whether it may begin a goal's or target's number, or be one.
  var mayNameCode = false
  /// What it stands for among terms of the thesaurus and goals' names, by itself or as the first word of one; -1 for
  /// nothing.
  var phrase: Int32 = -1
  /// Whether it begins a country's name.
  var beginsCountry = false
  /// Whether it is a function word.
  package internal(set) var isStopWord = false

  package enum Form: UInt8, Sendable {
    case word, number, mixed
  }
}

/// A word that was read as another: a slip of the pen or an abbreviation.
package struct Repair: Sendable, Equatable {
  package let typed: String
  package let read: String

  package init(typed: String, read: String) {
    self.typed = typed
    self.read = read
  }
}

/// A question as it was read: its words, what was repaired in it, the codes and the concepts found in it.
///
/// Made by `QuestionReader`, which reuses one for every question of a batch.
package struct Utterance: Sendable {
  /// The question as typed, as UTF-8; bytes that were no UTF-8 stand as U+FFFD.
  package internal(set) var typed: [UInt8] = []
  package internal(set) var bytes: [UInt8] = []
  package internal(set) var tokens: [Token] = []
  /// The tokens that were repaired.
  var repaired: [Int] = []
  package internal(set) var codes: [CodeMention] = []
  package internal(set) var concepts: [ConceptMention] = []
  package internal(set) var countries: [CountryMention] = []
  /// What went before, as features; empty for a question that stands alone.
  package var context: [Key] = []

  package init() {}

  mutating func clear() {
    typed.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    repaired.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    concepts.removeAll(keepingCapacity: true)
    countries.removeAll(keepingCapacity: true)
    context.removeAll(keepingCapacity: true)
  }

  /// What was read as something else than was typed.
  package var repairs: [Repair] {
    repaired.map { Repair(typed: typedText($0..<$0 + 1), read: text(of: tokens[$0])) }
  }

  /// Appends letters and digits of ASCII, capitals made small: digits have the bit that makes them so already.
  @inline(__always)
  mutating func appendSmall(_ letters: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: letters)
    bytes.withUnsafeMutableBufferPointer {
      for at in start..<$0.count { $0[at] |= 0x20 }
    }
  }

  /// Puts other bytes in a token's place.
  mutating func repair(_ index: Int, to word: UnsafeBufferPointer<UInt8>, surface: Key) {
    repaired.append(index)
    tokens[index].start = Int32(bytes.count)
    tokens[index].count = Int32(word.count)
    tokens[index].surface = surface
    bytes.append(contentsOf: word)
  }

  /// Calls `body` with a token's bytes.
  @inline(__always)
  func withBytes<Result>(
    of token: Token, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[Int(token.start)..<Int(token.start + token.count)]))
    }
  }

  package func text(of token: Token) -> String {
    String(decoding: bytes[Int(token.start)..<Int(token.start + token.count)], as: UTF8.self)
  }

  /// The words from one token to another as they were typed.
  package func typedText(_ tokens: Range<Int>) -> String {
    String(decoding: typed[typedRange(tokens)], as: UTF8.self)
  }

  /// Where the words from one token to another stand in `typed`.
  func typedRange(_ tokens: Range<Int>) -> Range<Int> {
    guard let first = tokens.first, let last = tokens.last else { return 0..<0 }
    return Int(self.tokens[first].typedStart)..<Int(self.tokens[last].typedEnd)
  }
}

/// A term of the thesaurus found in a question.
package struct ConceptMention: Sendable, Equatable {
  /// The term's place in the thesaurus.
  package let concept: Int
  /// The tokens that name it.
  package let tokens: Range<Int>
}

/// A country named in a question.
package struct CountryMention: Sendable, Equatable {
  /// The country's place among the rule base's countries.
  package let country: Int
  package let tokens: Range<Int>
}

/// A goal or target named in a question.
package struct CodeMention: Sendable, Equatable {
  package let code: Code
  package let tokens: Range<Int>
  /// Whether it was named in words ("climate action") and not by number.
  package let byName: Bool
}
