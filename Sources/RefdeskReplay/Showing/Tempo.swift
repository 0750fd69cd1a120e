/// How long things take when a transcript is played, in seconds.
package struct Tempo: Sendable {
  package var pace: Transcript.Pace
  package var speed: Double
  package var longest: Double

  /// - Parameters:
  ///   - speed: 2 is twice as fast.
  ///   - longest: no pause takes more than that.
  package init(pace: Transcript.Pace, speed: Double = 1, longest: Double = .infinity) {
    self.pace = pace
    self.speed = speed
    self.longest = longest
  }

  /// After each character that is typed.
  package var character: Double { pace == .typing ? 0.045 / speed : 0 }

  /// After what was typed, before the answer.
  package var beforeAnswer: Double { pace == .none ? 0 : 0.5 / speed }

  /// After a line: as long as it takes to read a third of it, so that eyes can follow.
  package func after(_ line: String) -> Double {
    pace == .none ? 0 : (0.08 + Double(line.utf8.count) * 0.004) / speed
  }

  /// After a turn.
  package var afterTurn: Double { pace == .none ? 0 : min(1.2 / speed, longest) }

  package func pause(_ seconds: Double) -> Double { min(seconds / speed, longest) }
}
