package import RefdeskCore
internal import RefdeskPages

/// Writes what the desk says now into the turns that differ, and leaves every other byte of the file as it is.
package struct Blesser {
  package struct Result: Sendable {
    /// The file's new bytes; nil where nothing changes.
    package var bytes: [UInt8]?
    package var blessed: [Played] = []
    /// Turns that would give the asker something else, and that nobody has said yes to.
    package var refused: [Played] = []
  }

  /// The width that answers are wrapped to, as in a recording.
  package static let width = 80

  private let transcript: Transcript
  private var changes: [(lines: Range<Int>, with: [String])] = []

  /// - Parameters:
  ///   - played: the transcript's turns as they were replayed.
  ///   - text: what the desk says in a turn, unwrapped.
  ///   - consents: whether a turn that is lost, rerouted or changed may be written down so.
  package static func bless(
    _ transcript: Transcript, _ played: [Played], text: (Played) -> String,
    consents: (Played) -> Bool
  ) -> Result {
    var result = Result()
    var blesser = Blesser(transcript)
    for entry in played where entry.status == .drifted {
      guard let drift = entry.drift else { continue }
      if drift.kind.needsConsent, !consents(entry) {
        result.refused.append(entry)
        continue
      }
      blesser.change(entry, drift, text(entry))
      result.blessed.append(entry)
    }
    if !blesser.changes.isEmpty { result.bytes = blesser.written() }
    return result
  }

  private init(_ transcript: Transcript) { self.transcript = transcript }

  private mutating func change(_ entry: Played, _ drift: Drift, _ text: String) {
    let turn = entry.turn
    if drift.kind == .unwritten {
      let lines =
        Self.opening(text, isDeclined: entry.response?.outcome == .declined)
        + (Blesser.check(entry).map { ["      = " + $0] } ?? [])
      return change(turn.end..<turn.end, lines)
    }
    if let steps = drift.steps, let words = drift.words, let lines = turn.answerLines {
      change(lines, AnswerLayout(transcript.source, lines, steps, words).lines)
    }
    if !drift.unmet.isEmpty { changeChecks(of: entry, drift) }
  }

  private mutating func change(_ lines: Range<Int>, _ new: [String]) {
    changes.append((lines, new))
  }

  // MARK: Checks

  private mutating func changeChecks(of entry: Played, _ drift: Drift) {
    let unmet = drift.unmet.map(\.check)
    let own = Blesser.check(entry)
    var isNamed = false
    for line in entry.turn.checkLines {
      let checks = entry.turn.checks.filter { $0.place.line == line + 1 }
      if !checks.contains(where: { unmet.contains($0) }) { continue }
      var kept: [String] = []
      for check in checks {
        if !unmet.contains(check) {
          kept.append(check.text)
        } else if check.namesOutcome {
          if case .outcome = check.kind, let outcome = entry.response?.outcome {
            kept.append("outcome \(outcome.rawValue)")
          } else if let own, !isNamed {
            kept.append(own)
            isNamed = true
          }
        } else if let other = Blesser.replacement(check, entry) {
          kept.append(other)
        }
      }
      let source = transcript.source.text(ofLine: line)
      let indent = String(source.prefix { $0 == " " })
      let isAlone =
        kept.isEmpty && entry.turn.answerLines == nil && entry.turn.checkLines.count == 1
      if isAlone, let own { kept.append(own) }
      change(line..<line + 1, kept.isEmpty ? [] : [indent + "= " + kept.joined(separator: ", ")])
    }
  }

  /// What to check instead; nil where the check has no place any more.
  private static func replacement(_ check: Check, _ entry: Played) -> String? {
    switch check.kind {
    case .after: return entry.ruleBefore.map { "after \($0)" }
    case .read(let typed, _):
      return entry.response?.read.first { $0.typed.lowercased() == typed.lowercased() }
        .map { "read \($0.typed) as \($0.read)" }
    default: return nil
    }
  }

  /// The check that says what a turn came to.
  package static func check(_ entry: Played) -> String? {
    check(entry.response, rule: entry.rule)
  }

  /// - Parameter rule: the rule that answered, asked back, or that a command is about.
  package static func check(_ response: Response?, rule: String?) -> String? {
    switch response?.outcome {
    case .declined: "none"
    case .askedBack: rule ?? "asks"
    case .answered: rule
    case nil: nil
    }
  }

  // MARK: Lines

  /// An answer's first block, and that more follows. Of what is offered where the desk declines nothing is kept: it
  /// changes with every rule.
  private static func opening(_ text: String, isDeclined: Bool) -> [String] {
    let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false).split {
      $0.isEmpty
    }
    guard !paragraphs.isEmpty else { return ["desk> ..."] }
    // What was made of the turn stands before the opening, in brackets: "(I read ...)", "(I took that as: ...)".
    let asides = paragraphs.prefix(while: isAside)
    let shown = paragraphs.prefix(asides.count + 1)
    var lines: [String] = []
    for paragraph in shown {
      if !lines.isEmpty { lines.append("") }
      for line in isDeclined ? paragraph.prefix(1) : paragraph {
        let words = line.split(whereSeparator: \.isWhitespace).map { String($0) }
        let isFirst = lines.isEmpty && words.first == "desk>"
        lines += AnswerLayout.wrapped(
          (isFirst ? Array(words.dropFirst()) : words).map(Pattern.escaped),
          first: isFirst ? "desk> " : "      ", depth: 0)
      }
    }
    if isDeclined { return lines + ["      ..."] }
    return lines + (paragraphs.count > shown.count ? ["", "      ..."] : [])
  }

  private static func isAside(_ paragraph: ArraySlice<Substring>) -> Bool {
    let words = paragraph.joined(separator: " ").split(separator: " ").drop { $0 == "desk>" }
    return words.first?.hasPrefix("(") == true && words.last?.hasSuffix(")") == true
  }

  /// The file with all changes made, the last first so that line numbers stay right.
  private func written() -> [UInt8] {
    let source = transcript.source
    var lines = source.lines.indices.map { source.text(ofLine: $0) }
    for change in changes.sorted(by: { $0.lines.lowerBound > $1.lines.lowerBound }) {
      lines.replaceSubrange(change.lines, with: change.with)
    }
    return Array(lines.map { $0 + source.lineEnd }.joined().utf8)
  }
}
