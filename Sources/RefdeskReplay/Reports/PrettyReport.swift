internal import RefdeskCore
internal import RefdeskPages

/// For people: each turn that differs, with the difference in words, and a closing line.
struct PrettyReport {
  private let style: TerminalStyle

  init(_ style: TerminalStyle) { self.style = style }

  func text(_ run: TestRun) -> String {
    var lines: [String] = []
    for file in run.files {
      for number in file.played.indices where file.played[number].wantsWords {
        let played = file.played[number]
        switch played.status {
        case .drifted: lines += drifted(played, file)
        case .known:
          lines.append(
            faint("\(file.place(of: played)): known to differ: \(played.knownDrift ?? "")"))
        case .mended:
          lines.append(
            "\(file.place(of: played)): as written again; [known-drift] can be taken out")
        case .skipped:
          lines.append(faint("\(file.place(of: played)): skipped: \(played.skipped ?? "")"))
        case .asWritten, .unchecked: break
        }
      }
    }
    return (lines + [run.summary]).map { Self.clean($0) + "\n" }.joined()
  }

  private func drifted(_ played: Played, _ file: TestRun.File) -> [String] {
    guard let words = DriftWords(played), let drift = played.drift else { return [] }
    var lines = ["\(file.place(of: played)): \(strong(drift.kind.rawValue)): \(words.headline)"]
    lines += words.checks.map { "    \($0)" }
    lines += difference(words)
    lines += words.places.map { "    \($0)" }
    if drift.kind != .reworded, drift.kind != .unwritten, !words.nearest.isEmpty {
      lines.append("    nearest: " + words.nearest.joined(separator: "; "))
    }
    if file.blessed.contains(played.number) {
      lines.append("    blessed")
    } else {
      lines.append(
        "    \(file.refused.contains(played.number) ? "left as it was; " : "")\(words.advice)")
    }
    return lines + [""]
  }

  private func difference(_ words: DriftWords) -> [String] {
    let runs = words.runs
    if runs.isEmpty { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    let width = min(style.width, TerminalStyle.widest) - 4
    func end() {
      if used > 0 { lines.append("    " + line) }
      line = ""
      used = 0
    }
    func add(_ text: String, _ open: String, _ close: String, _ colour: String) {
      let words = text.split(separator: " ")
      for (index, word) in words.enumerated() {
        let shown =
          style.colour == .none
          ? (index == 0 ? open : "") + word + (index == words.count - 1 ? close : "")
          : String(word)
        let cells = Cells.count(shown)
        if used > 0, used + 1 + cells > width { end() }
        line += (used > 0 ? " " : "") + painted(shown, colour)
        used += cells + (used > 0 ? 1 : 0)
      }
    }
    for run in runs {
      switch run {
      case .same(let text): add(text, "", "", "")
      case .removed(let text): add(text, "[-", "-]", "31;9")
      case .added(let text): add(text, "{+", "+}", "32")
      case .paragraph: end()
      }
    }
    end()
    return lines
  }

  private func painted(_ text: String, _ colour: String) -> String {
    style.colour == .none || colour.isEmpty ? text : "\u{1B}[\(colour)m\(text)\u{1B}[0m"
  }

  private func strong(_ text: String) -> String { painted(text, "1") }
  private func faint(_ text: String) -> String { painted(text, "2") }

  /// What transcripts hold must not command the terminal; our own colours may.
  private static func clean(_ line: String) -> String {
    line.split(separator: "\u{1B}", omittingEmptySubsequences: false).map {
      Cells.printable(String($0))
    }.joined(separator: "\u{1B}")
  }
}
