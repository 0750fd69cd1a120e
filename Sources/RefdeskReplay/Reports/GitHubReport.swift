internal import RefdeskCore
internal import RefdeskPages

/// Workflow commands that GitHub shows at the line of the turn, and the closing line.
enum GitHubReport {
  static func text(_ run: TestRun) -> String {
    var lines: [String] = []
    for file in run.files {
      for played in file.played
      where played.status == .drifted && !file.blessed.contains(played.number) {
        guard let words = DriftWords(played), let drift = played.drift else { continue }
        let place = played.turn.place
        let body =
          [words.headline] + words.checks + (words.runs.isEmpty ? [] : [words.differenceText])
          + words.places
        lines.append(
          "::error file=\(property(file.transcript.path)),line=\(place.line),col=\(place.column),"
            + "title=\(property(drift.kind.rawValue))::"
            + body.map(message).joined(separator: "%0A"))
      }
    }
    return (lines + [run.summary]).map { $0 + "\n" }.joined()
  }

  private static func message(_ text: String) -> String {
    Cells.printable(text).split(separator: "%", omittingEmptySubsequences: false).joined(
      separator: "%25")
  }

  private static func property(_ text: String) -> String {
    message(text).split(separator: ":", omittingEmptySubsequences: false).joined(separator: "%3A")
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: "%2C")
  }
}
