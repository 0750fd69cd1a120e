extension QuestionReader {
  /// Finds terms of the thesaurus and names of goals, longest first, by their stems.
  func findPhrases(in utterance: inout Utterance) {
    guard !lexicon.phrases.isEmpty else { return }
    var index = 0
    while index < utterance.tokens.count {
      // Most words begin no phrase.
      let first = Int(utterance.tokens[index].phrase)
      guard first >= 0, var key = utterance.tokens[index].stem else {
        index += 1
        continue
      }
      var end = index + 1
      var found = first == Lexicon.phraseGoesOn ? nil : (value: first, end: end)
      while end < utterance.tokens.count, let stem = utterance.tokens[end].stem {
        key = key.followed(by: stem)
        guard let value = lexicon.phrases[key] else { break }
        end += 1
        if value != Lexicon.phraseGoesOn { found = (value, end) }
      }
      guard let found else {
        index += 1
        continue
      }
      switch Lexicon.Meaning(packed: found.value) {
      case .concept(let concept):
        utterance.concepts.append(ConceptMention(concept: concept, tokens: index..<found.end))
      case .goal(let code):
        utterance.codes.append(CodeMention(code: code, tokens: index..<found.end, byName: true))
      case .both(let concept, let code):
        utterance.concepts.append(ConceptMention(concept: concept, tokens: index..<found.end))
        utterance.codes.append(CodeMention(code: code, tokens: index..<found.end, byName: true))
      }
      index = found.end
    }
  }
}
