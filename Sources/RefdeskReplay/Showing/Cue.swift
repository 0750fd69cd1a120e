/// Something that happens when a transcript is played: on a terminal, in a cast, in a page.
package enum Cue: Sendable, Equatable {
  /// A line that stands there at once; an empty one is a gap.
  case line(String)
  /// A line of the desk's answer.
  case spoken(String)
  /// What somebody types after a prompt.
  case typed(prompt: String, String)
  /// A note for whoever teaches, in lines.
  case note([String])
  /// A question to the learners, with hints to be had; then it waits.
  case question([String], hints: [[String]])
  /// Waits for a key, or for so many seconds.
  case pause(seconds: Double?, [String])
  /// A place to jump to.
  case marker(String)
  case pace(Transcript.Pace)
  /// A turn is over.
  case turnEnd(Int)
}
