/// Reads a question: splits it into words, repairs slips, finds codes and concepts.
///
/// A reader keeps scratch space and a stemmer, so it serves one thread; make another for another thread.
package final class QuestionReader {
  let language: Language
  let lexicon: Lexicon
  let stemmer = Stemmer()
  private let speller: Speller
  /// Whether words outside the vocabulary are repaired. Off while a rule base is compiled: its words are the vocabulary.
  let repairsSpelling: Bool
  /// Whether a word of the question being read may name a goal or target by number.
  private(set) var mayNameCodes = false
  private(set) var settled = KeyMap<Settled>(capacity: 256)
  private var replacements: [[UInt8]] = []

  package init(language: Language, lexicon: Lexicon, repairsSpelling: Bool = true) {
    self.language = language
    self.lexicon = lexicon
    speller = Speller(lexicon)
    self.repairsSpelling = repairsSpelling
  }

  /// The longest question that is read, in bytes; what comes after is left out. A page of text is about 3,000.
  package static let longest = 16_384

  package func read(_ question: String) -> Utterance {
    var utterance = Utterance()
    var question = question
    question.withUTF8 { read($0, into: &utterance) }
    return utterance
  }

  /// Reads a question given as bytes, in the space of an earlier one.
  package func read(_ question: UnsafeBufferPointer<UInt8>, into utterance: inout Utterance) {
    utterance.clear()
    mayNameCodes = false
    if settled.count > QuestionReader.mostSettled {
      settled.removeAll()
      replacements.removeAll()
    }
    split(question.prefix(QuestionReader.longest), into: &utterance)
    findCodes(in: &utterance)
    findPhrases(in: &utterance)
    findCountries(in: &utterance)
  }

  /// What a word was found to be, kept because people use the same words again and again.
  struct Settled {
    var stem: Key
    var surface: Key
    var vocabulary: Int32
    var form: Token.Form
    /// Whether it may begin a goal's or target's number, or be one.
    var mayNameCode = false
    /// What it stands for among terms of the thesaurus and goals' names, by itself or as the first word of one; -1 for
    /// nothing.
    var phrase: Int32 = -1
    /// Whether it begins a country's name.
    var beginsCountry = false
    var isStopWord = false
    /// Whether it was typed so; a part of a contracted form need not be.
    var isWhole = false
    /// The word read in its place, in `replacements`; -1 where it is read as typed.
    var replacement: Int32 = -1
  }

  /// How many words are kept; then all are let go.
  private static let mostSettled = 1 << 15

  /// Settles what word a token is: of the vocabulary, an abbreviation, or a slip that can be repaired.
  func look(up index: Int, isWhole: Bool, in utterance: inout Utterance) {
    let token = utterance.tokens[index]
    var found = settled[token.surface] ?? meaning(of: token, in: utterance)
    found.mayNameCode = token.form == .mixed || lexicon.beginsReference(found.stem)
    found.phrase = lexicon.phrases[found.stem].map(Int32.init) ?? -1
    found.isStopWord = language.isStopWord(found.surface)
    found.beginsCountry = lexicon.countryNames[found.surface] != nil
    found.isWhole = found.isWhole || isWhole
    settled[token.surface] = found
    settle(index, found, in: &utterance)
  }

  @inline(__always)
  func settle(_ index: Int, _ found: Settled, in utterance: inout Utterance) {
    utterance.tokens[index].stem = found.stem
    utterance.tokens[index].vocabulary = found.vocabulary
    utterance.tokens[index].mayNameCode = found.mayNameCode
    utterance.tokens[index].phrase = found.phrase
    utterance.tokens[index].beginsCountry = found.beginsCountry
    utterance.tokens[index].isStopWord = found.isStopWord
    mayNameCodes = mayNameCodes || found.mayNameCode
    if found.replacement >= 0 {
      replacements[Int(found.replacement)].withUnsafeBufferPointer {
        utterance.repair(index, to: $0, surface: found.surface)
      }
    }
  }

  private func meaning(of token: Token, in utterance: Utterance) -> Settled {
    let surface = token.surface
    // "six" is "6".
    if let number = NumberWord.cardinals[surface] {
      return Settled(
        stem: Key("\(number)", role: .word), surface: surface,
        vocabulary: lexicon.word(surface).map(Int32.init) ?? -1,
        form: token.form)
    }
    if token.form == .word, let full = language.expansion(of: surface) {
      return replaced(by: Array(full.utf8), vocabulary: nil)
    }
    if let word = lexicon.word(surface) {
      return Settled(
        stem: lexicon.stem(ofWord: word), surface: surface, vocabulary: Int32(word),
        form: token.form)
    }
    if repairsSpelling, token.form == .word, token.count >= 4, !language.knows(surface),
      let word = utterance.withBytes(of: token, { speller.nearestWord(to: $0) })
    {
      return replaced(by: lexicon.bytes(ofWord: word), vocabulary: word)
    }
    let stem = utterance.withBytes(of: token) {
      token.form == .word
        ? stemmer.withStem(of: $0) { Key($0, role: .word) } : Key($0, role: .word)
    }
    return Settled(stem: stem, surface: surface, vocabulary: -1, form: token.form)
  }

  private func replaced(by word: [UInt8], vocabulary: Int?) -> Settled {
    replacements.append(word)
    return word.withUnsafeBufferPointer { bytes in
      Settled(
        stem: vocabulary.map(lexicon.stem(ofWord:))
          ?? stemmer.withStem(of: bytes) { Key($0, role: .word) },
        surface: Key(bytes, role: .surface), vocabulary: vocabulary.map(Int32.init) ?? -1,
        form: .word, replacement: Int32(replacements.count - 1))
    }
  }
}
