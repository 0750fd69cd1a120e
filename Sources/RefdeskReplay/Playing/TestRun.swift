internal import RefdeskCore

/// What came of replaying some transcripts: the facts that every report words in its own way.
package struct TestRun: Sendable {
  package struct File: Sendable {
    package var transcript: Transcript
    package var played: [Played]
    /// Where `--bless` had a say: turns written anew, and turns that it left alone.
    package var blessed: Set<Int> = []
    package var refused: Set<Int> = []

    package init(_ transcript: Transcript, _ played: [Played]) {
      self.transcript = transcript
      self.played = played
    }
  }

  package var files: [File] = []
  package init() {}

  package func count(_ status: Played.Status) -> Int {
    tally.statuses[status] ?? 0
  }

  /// How many turns there are of each kind.
  private struct Tally {
    var statuses: [Played.Status: Int] = [:]
    var drifts: [Drift.Kind: Int] = [:]
  }

  private var tally: Tally {
    var tally = Tally()
    for file in files {
      // By index: a turn that was played is much to copy.
      for index in file.played.indices {
        let status = file.played[index].status
        tally.statuses[status, default: 0] += 1
        if status == .drifted, let drift = file.played[index].drift {
          tally.drifts[drift.kind, default: 0] += 1
        }
      }
    }
    return tally
  }

  package var turns: Int { files.reduce(0) { $0 + $1.played.count } }
  package var blessed: Int { files.reduce(0) { $0 + $1.blessed.count } }

  /// Turns that differ, are not known to, and were not blessed.
  package var failures: Int { count(.drifted) - blessed }

  /// "3 transcripts, 40 turns: 38 as written, 1 reworded, 1 skipped".
  package var summary: String {
    func some(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
    let tally = tally
    func count(_ status: Played.Status) -> Int { tally.statuses[status] ?? 0 }
    var parts = ["\(count(.asWritten) + count(.mended)) as written"]
    for kind in Drift.Kind.allCases {
      if let count = tally.drifts[kind] { parts.append("\(count) \(kind.rawValue)") }
    }
    for (status, word) in [
      (Played.Status.known, "known to differ"), (.skipped, "skipped"), (.unchecked, "not compared"),
    ] where count(status) > 0 {
      parts.append("\(count(status)) \(word)")
    }
    if blessed > 0 { parts.append("\(blessed) blessed") }
    return "\(some(files.count, "transcript")), \(some(turns, "turn")): "
      + parts.joined(separator: ", ")
  }
}
