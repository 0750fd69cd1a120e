internal import RefdeskFAQ

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A line on standard error that says how far long work is; nothing where standard error is no terminal.
struct Progress {
  private let isShown = isTerminal(2)
  private var calls = 0
  private var last = Clock.milliseconds
  private var isOnScreen = false

  /// Work that is done sooner needs no line.
  private static let patience = 300

  mutating func show(_ done: (questions: Int, answers: Int)) {
    calls += 1
    // The clock is asked now and then only.
    guard isShown, calls % 256 == 0, Clock.milliseconds - last > Progress.patience else { return }
    last = Clock.milliseconds
    isOnScreen = true
    Output.error.write("\r\u{1B}[K\(grouped(done.questions)) questions, \(done.answers) answers")
    Output.error.flush()
  }

  mutating func end() {
    guard isOnScreen else { return }
    isOnScreen = false
    Output.error.write("\r\u{1B}[K")
    Output.error.flush()
  }
}

/// The time, for what is shown to a person; what is written for others never depends on it by itself.
enum Clock {
  static var milliseconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
  }

  static var today: Day { Day(secondsSince1970: time(nil)) }
}
