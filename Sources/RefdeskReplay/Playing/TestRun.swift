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
    count { $0.status == status }
  }

  /// A turn is looked at where it lies: it holds a whole answer.
  private func count(where isCounted: (borrowing Played) -> Bool) -> Int {
    files.reduce(0) { sum, file in
      sum + file.played.indices.count { isCounted(file.played[$0]) }
    }
  }

  package var turns: Int { files.reduce(0) { $0 + $1.played.count } }
  package var blessed: Int { files.reduce(0) { $0 + $1.blessed.count } }

  /// Turns that differ, are not known to, and were not blessed.
  package var failures: Int { count(.drifted) - blessed }

  /// "3 transcripts, 40 turns: 38 as written, 1 reworded, 1 skipped".
  package var summary: String {
    func some(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
    var parts = ["\(count(.asWritten) + count(.mended)) as written"]
    for kind in Drift.Kind.allCases {
      let count = count { $0.status == .drifted && $0.drift?.kind == kind }
      if count > 0 { parts.append("\(count) \(kind.rawValue)") }
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
