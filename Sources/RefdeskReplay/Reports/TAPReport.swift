internal import RefdeskPages

/// The Test Anything Protocol, version 13: a line a turn.
enum TAPReport {
  static func text(_ run: TestRun) -> String {
    var lines = ["TAP version 13", "1..\(run.turns)"]
    var number = 0
    for file in run.files {
      for played in file.played {
        number += 1
        let name = escaped("\(file.place(of: played)) \(file.name(of: played))")
        switch played.status {
        case .asWritten, .unchecked, .mended: lines.append("ok \(number) - \(name)")
        case .skipped:
          lines.append("ok \(number) - \(name) # SKIP \(escaped(played.skipped ?? ""))")
        case .known:
          lines.append("not ok \(number) - \(name) # TODO \(escaped(played.knownDrift ?? ""))")
        case .drifted:
          let isBlessed = file.blessed.contains(played.number)
          lines.append((isBlessed ? "ok" : "not ok") + " \(number) - \(name)")
          lines += details(played)
        }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func details(_ played: Played) -> [String] {
    guard let words = DriftWords(played), let drift = played.drift else { return [] }
    var lines = [
      "  ---", "  drift: \(drift.kind.rawValue)", "  message: \(quoted(words.headline))",
    ]
    func list(_ key: String, _ items: [String]) {
      if items.isEmpty { return }
      lines.append("  \(key):")
      lines += items.map { "    - \(quoted($0))" }
    }
    list("checks", words.checks)
    if !words.runs.isEmpty { lines.append("  difference: \(quoted(words.differenceText))") }
    list("rules", words.places)
    list("nearest", words.nearest)
    return lines + ["  ..."]
  }

  /// `#` begins a directive.
  private static func escaped(_ text: String) -> String {
    Cells.printable(text).split(separator: "#", omittingEmptySubsequences: false).joined(
      separator: "\\#")
  }

  private static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.string(Cells.printable(text))
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
