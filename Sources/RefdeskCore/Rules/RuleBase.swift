/// A rule base as its authors wrote it, read and whole.
package struct RuleBase: Sendable, Equatable {
  package var about = About()
  package var topics: [Topic] = []
  package var rules: [Rule] = []
  package var phrasings: [Phrasing] = []
  package var documents: [Document] = []
  package var passages: [Passage] = []
  package var partners: [Partner] = []
  package var goals: [Goal] = []
  package var codeWords = CodeWords()
  package var thesaurus: [Term] = []
  package var recordSets: [RecordSet] = []
  package var countries: [Country] = []
  package var traits: [Trait] = []
  package var dialogues: [Dialogue] = []

  package init() {}
}
