extension QuestionReader {
  /// Finds terms of the thesaurus and names of goals, longest first, by their stems.
  func findPhrases(in utterance: inout Utterance) {
    guard !lexicon.phrases.isEmpty else { return }
    var index = 0
    while index < utterance.tokens.count {
      // Most words begin no phrase.
      guard utterance.tokens[index].beginsPhrase else {
        index += 1
        continue
      }
      var found: (value: Int, end: Int)?
      var key: Key?
      var end = index
      while end < utterance.tokens.count, let stem = utterance.tokens[end].stem {
        let longer = key.map { $0.followed(by: stem) } ?? stem
        guard let value = lexicon.phrases[longer] else { break }
        key = longer
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
