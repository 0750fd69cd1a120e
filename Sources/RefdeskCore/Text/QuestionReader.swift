/// Reads a question: splits it into words, repairs slips, finds codes and concepts.
///
/// A reader keeps scratch space and a stemmer, so it serves one thread; make another for another thread.
package final class QuestionReader {
  let language: Language
  let lexicon: Lexicon
  let stemmer = Stemmer()
  /// Whether words outside the vocabulary are repaired. Off while a rule base is compiled: its words are the vocabulary.
  let repairsSpelling: Bool

  package init(language: Language, lexicon: Lexicon, repairsSpelling: Bool = true) {
    self.language = language
    self.lexicon = lexicon
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
    split(question.prefix(QuestionReader.longest), into: &utterance)
    for index in utterance.tokens.indices { look(up: index, in: &utterance) }
    findCodes(in: &utterance)
    findPhrases(in: &utterance)
    findCountries(in: &utterance)
  }

  /// Settles what word a token is: of the vocabulary, an abbreviation, or a slip that can be repaired.
  private func look(up index: Int, in utterance: inout Utterance) {
    let token = utterance.tokens[index]
    let range = Int(token.start)..<Int(token.start + token.count)
    let surface = utterance.bytes.withUnsafeBufferPointer {
      Key(UnsafeBufferPointer(rebasing: $0[range]), role: .surface)
    }
    // "six" is "6".
    if let number = NumberWord.cardinals[surface] {
      utterance.tokens[index].stem = Key("\(number)", role: .word)
      utterance.tokens[index].vocabulary = lexicon.word(surface).map(Int32.init) ?? -1
      return
    }
    if token.form == .word, let full = language.expansion(of: surface) {
      replace(index, by: Array(full.utf8), in: &utterance)
      return stem(index, in: &utterance)
    }
    if let word = lexicon.word(surface) {
      utterance.tokens[index].vocabulary = Int32(word)
      utterance.tokens[index].stem = lexicon.stem(ofWord: word)
      return
    }
    if repairsSpelling, token.form == .word {
      if token.count >= 4, !language.knows(surface),
        let word = lexicon.nearestWord(to: utterance.bytes[range])
      {
        replace(index, by: lexicon.bytes(ofWord: word), in: &utterance)
        utterance.tokens[index].vocabulary = Int32(word)
        utterance.tokens[index].stem = lexicon.stem(ofWord: word)
        return
      }
    }
    stem(index, in: &utterance)
  }

  private func stem(_ index: Int, in utterance: inout Utterance) {
    let now = utterance.tokens[index]
    let stem = utterance.bytes.withUnsafeBufferPointer { bytes in
      let word = UnsafeBufferPointer(
        rebasing: bytes[Int(now.start)..<Int(now.start + now.count)])
      return now.form == .word
        ? stemmer.withStem(of: word) { Key($0, role: .word) } : Key(word, role: .word)
    }
    utterance.tokens[index].stem = stem
  }

  private func replace(_ index: Int, by word: [UInt8], in utterance: inout Utterance) {
    utterance.repairs.append(
      Repair(
        typed: utterance.typedText(index..<index + 1), read: String(decoding: word, as: UTF8.self)))
    utterance.tokens[index].start = Int32(utterance.bytes.count)
    utterance.tokens[index].count = Int32(word.count)
    utterance.bytes += word
  }
}
