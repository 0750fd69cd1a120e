internal import RefdeskCore
internal import RefdeskPages

/// What is to be said of a turn that differs, in one place for every report.
package struct DriftWords {
  private let played: Played
  private let drift: Drift

  package init?(_ played: Played) {
    guard let drift = played.drift else { return nil }
    self.played = played
    self.drift = drift
  }

  /// One line: what happened.
  package var headline: String {
    let question = "\u{201C}\(played.question)\u{201D}"
    let rule = drift.rule ?? "several rules"
    let before = drift.ruleWritten ?? "another rule"
    switch drift.kind {
    case .reworded:
      return "\(question) is answered in other words" + (drift.rule.map { ", by \($0)" } ?? "")
    case .rerouted, .changed:
      let asks = played.response?.outcome == .askedBack
      let now =
        asks ? (drift.rule.map { "\($0) asks back" } ?? "it is asked back") : "\(rule) answers"
      return drift.ruleWritten == nil
        ? "\(question): \(now)" : "\(question): \(now), no longer \(before)"
    case .lost:
      return "\(question) is declined"
        + (drift.ruleWritten.map { ", no longer answered by \($0)" } ?? "")
    case .gained: return "\(question) was declined, and \(rule) takes it now"
    case .unmet: return "\(question): a check does not hold"
    case .unwritten: return "\(question) has no answer and no check written down"
    }
  }

  /// The checks that do not hold, as "= target 4.6: the targets are 4.1".
  package var checks: [String] { drift.unmet.map { "= \($0.check.text): \($0.instead)" } }

  /// Where the rules stand: the one written down, and the one that answers.
  package var places: [String] {
    var lines: [String] = []
    if let rule = drift.ruleWritten, rule != drift.rule {
      lines.append("written: \(rule), \(drift.placeWritten?.description ?? "no such rule")")
    }
    if let rule = drift.rule, let place = drift.place { lines.append("now: \(rule), \(place)") }
    return lines
  }

  /// The rules that fitted best, with their share of the evidence.
  package var nearest: [String] {
    drift.nearest.map { "\($0.rule) \(Drift.share($0.probability)), \($0.place)" }
  }

  /// What to do about it.
  package var advice: String {
    switch drift.kind {
    case .unwritten: "write `desk> ...` or `= RULE` under it, or let --bless do so"
    case .lost, .rerouted, .changed: "mend the rules, or accept it with --bless=ask"
    default: "mend the rules, or accept it with --bless"
    }
  }

  // MARK: The difference in words

  package enum Run: Equatable {
    case same(String)
    case removed(String)
    case added(String)
    case paragraph
  }

  /// The words that differ, with a few around them.
  package var runs: [Run] {
    guard let steps = drift.steps, let words = drift.words else { return [] }
    var runs: [Run] = []
    for step in steps {
      switch step {
      case .kept(let entry, _): runs.append(entry.item == .gap ? .paragraph : .same(entry.source))
      case .removed(let entry): if entry.item != .gap { runs.append(.removed(entry.source)) }
      case .added(let token):
        if case .word(let word) = words.tokens[token] { runs.append(.added(word)) }
      }
    }
    return DriftWords.shortened(DriftWords.gathered(runs))
  }

  /// Single words as runs. A word or two that stayed amid others that did not is chance, and counts as changed.
  private static func gathered(_ words: [Run]) -> [Run] {
    var runs: [Run] = []
    var same: [String] = []
    var removed: [String] = []
    var added: [String] = []
    func endChange() {
      if !removed.isEmpty { runs.append(.removed(cut(removed))) }
      if !added.isEmpty { runs.append(.added(cut(added))) }
      (removed, added) = ([], [])
    }
    func endSame(isChance: Bool) {
      if isChance, same.count < 3, same != ["..."], !removed.isEmpty || !added.isEmpty {
        removed += same
        added += same
      } else {
        endChange()
        if !same.isEmpty { runs.append(.same(same.joined(separator: " "))) }
      }
      same = []
    }
    for word in words {
      switch word {
      case .same(let text): same.append(text)
      case .removed(let text):
        endSame(isChance: true)
        removed.append(text)
      case .added(let text):
        endSame(isChance: true)
        added.append(text)
      case .paragraph:
        endSame(isChance: false)
        endChange()
        runs.append(.paragraph)
      }
    }
    endSame(isChance: false)
    endChange()
    return runs
  }

  /// Of many words that came or went, the first tell which they were.
  private static func cut(_ words: [String]) -> String {
    let most = 40
    if words.count <= most + 5 { return words.joined(separator: " ") }
    return words.prefix(most).joined(separator: " ")
      + " \u{2026} (\(words.count - most) words more)"
  }

  /// Long stretches without a change are cut to the words next to one.
  private static func shortened(_ runs: [Run]) -> [Run] {
    let context = 6
    var result: [Run] = []
    for (index, run) in runs.enumerated() {
      guard case .same(let text) = run else {
        result.append(run)
        continue
      }
      let words = text.split(separator: " ")
      func changes(_ at: Int) -> Bool {
        guard runs.indices.contains(at) else { return false }
        if case .removed = runs[at] { return true }
        if case .added = runs[at] { return true }
        return false
      }
      let after = changes(index - 1) ? Array(words.prefix(context)) : []
      let before = changes(index + 1) ? Array(words.suffix(context)) : []
      if after.count + before.count >= words.count {
        result.append(run)
      } else {
        let parts = [after.joined(separator: " "), "\u{2026}", before.joined(separator: " ")]
        result.append(.same(parts.filter { !$0.isEmpty }.joined(separator: " ")))
      }
    }
    // Of paragraphs in which nothing changes, one sign of them is enough.
    var short: [Run] = []
    for run in result {
      if run == .paragraph, short.last == .paragraph || short.isEmpty { continue }
      if run == .same("\u{2026}"), short.last == .paragraph, short.dropLast().last == run {
        short.removeLast()
        continue
      }
      short.append(run)
    }
    if short.last == .paragraph { short.removeLast() }
    return short
  }

  /// The difference on one line: `[-was-] {+is+}`.
  package var differenceText: String {
    runs.map { run in
      switch run {
      case .same(let text): text
      case .removed(let text): "[-\(text)-]"
      case .added(let text): "{+\(text)+}"
      case .paragraph: "\u{B6}"
      }
    }.joined(separator: " ")
  }
}
