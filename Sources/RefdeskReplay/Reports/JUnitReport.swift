internal import RefdeskCore
internal import RefdeskPages

/// JUnit's XML, as build servers read it: a suite a transcript, a case a turn.
enum JUnitReport {
  static func text(_ run: TestRun) -> String {
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(run.turns)\" failures=\"\(run.failures)\" skipped=\"\(run.count(.skipped))\">",
    ]
    for file in run.files {
      let failures = file.played.count {
        $0.status == .drifted && !file.blessed.contains($0.number)
      }
      let skipped = file.played.count { $0.status == .skipped || $0.status == .known }
      lines.append(
        "  <testsuite name=\"\(escaped(file.transcript.title))\" file=\"\(escaped(file.transcript.path))\" "
          + "tests=\"\(file.played.count)\" failures=\"\(failures)\" skipped=\"\(skipped)\">")
      for played in file.played { lines += testCase(played, file) }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>"]).map { $0 + "\n" }.joined()
  }

  private static func testCase(_ played: Played, _ file: TestRun.File) -> [String] {
    let open =
      "    <testcase name=\"\(escaped(file.name(of: played)))\" "
      + "classname=\"\(escaped(file.transcript.path))\" line=\"\(played.turn.place.line)\""
    switch played.status {
    case .asWritten, .unchecked, .mended: return [open + "/>"]
    case .skipped:
      return [open + "><skipped message=\"\(escaped(played.skipped ?? ""))\"/></testcase>"]
    case .known:
      return [open + "><skipped message=\"\(escaped(played.knownDrift ?? ""))\"/></testcase>"]
    case .drifted:
      guard !file.blessed.contains(played.number), let words = DriftWords(played),
        let drift = played.drift
      else { return [open + "/>"] }
      let body =
        words.checks + (words.runs.isEmpty ? [] : [words.differenceText]) + words.places
        + words.nearest.map { "nearest: \($0)" }
      return [
        open + ">",
        "      <failure type=\"\(drift.kind.rawValue)\" message=\"\(escaped(words.headline))\">"
          + body.map(escaped).joined(separator: "\n") + "</failure>", "    </testcase>",
      ]
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in Cells.printable(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
