#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// Single keys from the terminal, as somebody needs who steers what is shown. The terminal gets its ordinary mode
/// back whatever ends the program.
package final class KeyReader {
  package enum Key: Sendable, Equatable {
    case character(Character)
    /// Ctrl-C, or the terminal is gone.
    case interrupt
  }

  private var isTaken = false
  private let output: Int32
  private var ordinary = termios()

  /// Nil where nobody can press a key: standard input is no terminal.
  package init?() {
    guard isatty(STDIN_FILENO) == 1, let output = Terminals.output else { return nil }
    self.output = output
    tcgetattr(STDIN_FILENO, &ordinary)
    TerminalSignals.begin()
    take()
  }

  deinit {
    free()
    TerminalSignals.end()
  }

  /// Lets something else, such as a line editor, have the terminal.
  package func free() {
    guard isTaken else { return }
    isTaken = false
    setMode(keys: false)
    TerminalSignals.terminalIsFree()
  }

  /// Takes the terminal back.
  package func take() {
    guard !isTaken else { return }
    isTaken = true
    TerminalSignals.terminalIsTaken(over: output, bracketedPaste: false)
    setMode(keys: true)
  }

  private func setMode(keys: Bool) {
    var mode = ordinary
    if keys { mode.c_lflag &= ~tcflag_t(ICANON | ECHO) }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
  }

  /// The next key, or nil where none came in that time.
  ///
  /// - Parameter seconds: how long to wait; nil for as long as it takes.
  package func wait(seconds: Double?) -> Key? {
    let end = seconds.map { KeyReader.now + $0 }
    while true {
      if TerminalSignals.takeInterrupt() { return .interrupt }
      if TerminalSignals.takeStop() { stop() }
      _ = TerminalSignals.takeResume()
      let left = end.map { $0 - KeyReader.now }
      if let left, left <= 0 { return nil }
      var watched = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: TerminalSignals.wakeReader, events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds = left.map { Int32(min(1e6, ($0 * 1000).rounded(.up))) } ?? -1
      if poll(&watched, nfds_t(watched.count), milliseconds) < 0, errno != EINTR {
        return .interrupt
      }
      if watched[1].revents != 0 {
        TerminalSignals.drain()
        continue
      }
      if watched[0].revents != 0 {
        guard let key = readKey() else { continue }
        return key
      }
    }
  }

  /// Gives the terminal back to the shell until the program is continued.
  private func stop() {
    free()
    TerminalSignals.stopHere()
    take()
  }

  /// A character; the rest of what an arrow or function key sends is dropped.
  private func readKey() -> Key? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = systemRead(STDIN_FILENO, &bytes, 1)
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { return .interrupt }
    guard count > 0 else { return nil }
    if bytes[0] == 0x1B {
      while Terminals.hasInput, systemRead(STDIN_FILENO, &bytes, 1) > 0 {
        if (0x40...0x7E).contains(bytes[0]), bytes[0] != 0x5B, bytes[0] != 0x4F { break }
      }
      return nil
    }
    // Ctrl-D ends, as it does at a prompt.
    if bytes[0] == 0x04 { return .interrupt }
    guard bytes[0] < 0x80 else { return nil }
    return .character(Character(Unicode.Scalar(bytes[0])))
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
