/// What was found out about texts before. A conversation comes back to the same ones: the last question is put together
/// with each turn after it, and whoever replays transcripts asks the same again and again.
final class QuestionMemory {
  /// By the bytes of a text, as it is read: two that only look the same are two.
  private var entries = KeyMap<Entry>()

  private final class Entry {
    var utterance: Utterance?
    var ranking: Ranking?
    var scores: [Float]?
  }

  /// How many texts are kept before all are let go, and how long they may be: some megabytes.
  private static let mostEntries = 2048
  private static let longest = 1000

  func utterance(of text: String, _ read: () -> Utterance) -> Utterance {
    let entry = entry(of: text)
    if let known = entry.utterance { return known }
    let found = read()
    entry.utterance = found
    return found
  }

  func ranking(of text: String, _ rank: () -> Ranking) -> Ranking {
    let entry = entry(of: text)
    if let known = entry.ranking { return known }
    let found = rank()
    entry.ranking = found
    return found
  }

  func scores(of text: String, _ score: () -> [Float]) -> [Float] {
    let entry = entry(of: text)
    if let known = entry.scores { return known }
    let found = score()
    entry.scores = found
    return found
  }

  private func entry(of text: String) -> Entry {
    if text.utf8.count > QuestionMemory.longest { return Entry() }
    let key = Key(text, role: .surface)
    if let known = entries[key] { return known }
    if entries.count >= QuestionMemory.mostEntries { entries.removeAll() }
    let entry = Entry()
    entries[key] = entry
    return entry
  }
}
