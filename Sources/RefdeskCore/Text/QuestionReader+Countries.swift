extension QuestionReader {
  /// Finds countries by the names and adjectives that the rule base has for them, longest first.
  func findCountries(in utterance: inout Utterance) {
    guard !lexicon.countryNames.isEmpty else { return }
    var index = 0
    while index < utterance.tokens.count {
      // Most words begin no name.
      guard utterance.tokens[index].beginsCountry else {
        index += 1
        continue
      }
      var found: (country: Int, end: Int)?
      var key: Key?
      var end = index
      while end < utterance.tokens.count, end - index < Lexicon.longestPhrase {
        let word = utterance.tokens[end].surface
        key = key.map { $0.followed(by: word) } ?? word
        end += 1
        guard let country = lexicon.countryNames[key!] else { break }
        if country != Lexicon.phraseGoesOn { found = (country, end) }
      }
      guard let found else {
        index += 1
        continue
      }
      let tokens = index..<found.end
      utterance.countries.append(CountryMention(country: found.country, tokens: tokens))
      // Which country it is makes no difference to what is asked, unless the rules have it among their terms.
      if !utterance.concepts.contains(where: { $0.tokens.overlaps(tokens) }) {
        for at in tokens { utterance.tokens[at].stem = nil }
      }
      index = found.end
    }
  }
}
