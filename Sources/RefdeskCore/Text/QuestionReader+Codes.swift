extension QuestionReader {
  /// Finds goals and targets named by number: "SDG 4", "goal sixteen", "sdg#4", "target 4.6", "5b", "#16.10".
  func findCodes(in utterance: inout Utterance) {
    guard mayNameCodes, !lexicon.codes.isEmpty else { return }
    var index = 0
    let tokens = utterance.tokens
    // In the company of these words a bare "1.2" is something else.
    lazy var otherNumbers = tokens.contains { $0.stem.map(lexicon.isOtherNumbering) ?? false }
    while index < tokens.count {
      defer { index += 1 }
      let token = tokens[index]
      let isBeforeReference = index + 1 < tokens.count && tokens[index + 1].mayNameCode
      guard token.mayNameCode || isBeforeReference else { continue }
      let word = utterance.bytes[Int(token.start)..<Int(token.start + token.count)]

      if let end = token.stem.flatMap({ lexicon.endOfReference($0, tokens, from: index) }) {
        guard end < tokens.count else { continue }
        if let code = code(at: end, utterance), lexicon.codes.contains(code) {
          mention(code, index..<end + 1, in: &utterance)
          index = end
        }
      } else if token.form == .mixed {
        // "sdg4", or a bare "4.6" or "5b".
        if let split = word.firstIndex(where: { (0x30...0x39).contains($0) }),
          split > word.startIndex
        {
          let prefix = word[word.startIndex..<split].withUnsafeBufferPointer {
            Key($0, role: .word)
          }
          if lexicon.isReference(prefix), let code = Code(bytes: word[split...]),
            lexicon.codes.contains(code)
          {
            mention(code, index..<index + 1, in: &utterance)
          }
        } else if let code = Code(bytes: word), !code.isGoal, lexicon.codes.contains(code),
          !otherNumbers
        {
          mention(code, index..<index + 1, in: &utterance)
        }
      } else if token.form == .word, let number = NumberWord.values[utterance.text(of: token)],
        index + 1 < tokens.count, tokens[index + 1].stem.map(lexicon.isReference) ?? false
      {
        // "the thirteenth goal"; but not "one goal", and not where a number follows.
        let ordinal = !word.elementsEqual("one".utf8) && index + 2 >= tokens.count
        if ordinal || word.suffix(2).elementsEqual("th".utf8) {
          let code = Code(goal: number)
          if lexicon.codes.contains(code) {
            mention(code, index..<index + 2, in: &utterance)
            index += 1
          }
        }
      }
    }
  }

  private func code(at index: Int, _ utterance: Utterance) -> Code? {
    let token = utterance.tokens[index]
    if token.form == .word {
      return NumberWord.values[utterance.text(of: token)].map { Code(goal: $0) }
    }
    return Code(bytes: utterance.bytes[Int(token.start)..<Int(token.start + token.count)])
  }

  private func mention(_ code: Code, _ range: Range<Int>, in utterance: inout Utterance) {
    for index in range { utterance.tokens[index].stem = nil }
    utterance.codes.append(CodeMention(code: code, tokens: range, byName: false))
  }
}
