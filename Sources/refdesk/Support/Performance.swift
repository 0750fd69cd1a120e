import ArgumentParser
internal import RefdeskReplay
internal import RefdeskShell

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Plays cues on the terminal in their time, and lets whoever watches steer: space stops and goes on, `.` shows the next
/// line, `]` goes to the next turn, `q` leaves.
final class Performance {
  /// Leaves before the end.
  struct Quit: Error {}

  var tempo: Tempo
  private let keys: KeyReader?
  private let output: Output
  private let notes: Output
  private let canErase: Bool
  private let isStepping: Bool
  private var isPaused = false
  /// Without waiting to the end of the turn.
  private var isHurrying = false

  init(
    tempo: Tempo, keys: KeyReader?, output: Output, notes: Output, canErase: Bool, isStepping: Bool
  ) {
    self.tempo = tempo
    self.keys = keys
    self.output = output
    self.notes = notes
    self.canErase = canErase
    self.isStepping = isStepping
  }

  func perform(_ cue: Cue) throws {
    switch cue {
    case .line(let text): try show(text, then: 0)
    case .spoken(let text): try show(text, then: tempo.after(text))
    case .typed(let prompt, let text):
      if isStepping { try waitForKey() }
      output.write(prompt)
      for character in text {
        output.write(String(character))
        if tempo.character > 0 { try wait(tempo.character) }
      }
      output.write("\n")
      try wait(tempo.beforeAnswer)
    case .note(let lines):
      output.flush()
      notes.write(lines.map { $0 + "\n" }.joined() + "\n")
      notes.flush()
    case .question(let lines, let hints):
      for line in lines { try show(line, then: 0) }
      try waitForKey(hints: hints)
      output.write("\n")
    case .pause(let seconds, let lines):
      for line in lines { try show(line, then: 0) }
      if let seconds { try wait(tempo.pause(seconds)) } else { try waitForKey() }
      if !lines.isEmpty { output.write("\n") }
    case .marker: break
    case .pace(let pace): tempo.pace = pace
    case .turnEnd:
      isHurrying = false
      try wait(tempo.afterTurn)
    }
  }

  private func show(_ text: String, then seconds: Double) throws {
    output.write(text + "\n")
    try wait(seconds)
  }

  // MARK: Waiting

  private func wait(_ seconds: Double) throws {
    output.flush()
    guard let keys else {
      if seconds > 0 { usleep(UInt32(min(seconds, 4000) * 1e6)) }
      return
    }
    if isHurrying { return }
    if !isPaused {
      // A pace of none shows all at once, and still hears a key.
      guard let key = keys.wait(seconds: seconds) else { return }
      try take(key)
    }
    while isPaused, !isHurrying {
      guard let key = keys.wait(seconds: nil) else { continue }
      try take(key)
      if key == .character(".") { return }
    }
  }

  private func take(_ key: KeyReader.Key) throws {
    switch key {
    case .character(" "): isPaused.toggle()
    case .character("]"): isHurrying = true
    case .character("q"), .character("Q"): throw Quit()
    case .interrupt: throw ExitCode(130)
    case .character: break
    }
  }

  /// Waits until somebody has had a look.
  private func waitForKey(hints: [[String]] = []) throws {
    guard let keys else { return }
    if isHurrying { isHurrying = false }
    var hints = hints[...]
    while true {
      let word = hints.isEmpty ? "(space goes on)" : "(space goes on, h gives a hint)"
      output.write(word)
      output.flush()
      let key = keys.wait(seconds: tempo.longest.isFinite ? tempo.longest : nil)
      output.write(canErase ? "\r\u{1B}[K" : "\n")
      switch key {
      case nil, .character(" "), .character("\n"), .character("\r"), .character("."):
        isPaused = false
        return
      case .character("h"):
        for line in hints.popFirst() ?? [] { output.write(line + "\n") }
      case .character("]"):
        isHurrying = true
        return
      case let key?: try take(key)
      }
    }
  }
}
