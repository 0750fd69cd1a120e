#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// Lines as the terminal edits them by itself: for dumb terminals, screen readers and `--plain`.
final class PlainKeyboard: Keyboard {
  private var unread: [UInt8] = []
  private var isAtEnd = false

  func read(prompt: String) -> Line {
    _ = TerminalSignals.takeInterrupt()
    fflush(nil)
    let output = isatty(STDIN_FILENO) == 1 ? Terminals.output : nil
    if let output { Terminals.write(prompt, to: output) }
    while true {
      if let newline = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeSubrange(...newline) }
        return .text(String(decoding: unread[..<newline], as: UTF8.self))
      }
      if isAtEnd {
        if let output { Terminals.write("\n", to: output) }
        if unread.isEmpty { return .endOfInput }
        defer { unread = [] }
        return .text(String(decoding: unread, as: UTF8.self))
      }
      fill()
      if TerminalSignals.takeInterrupt() {
        // The terminal has forgotten the line already, and nobody knows what it was.
        unread = []
        if let output { Terminals.write("\n", to: output) }
        return .interrupted
      }
    }
  }

  func remember(_ line: String) {}

  func close() {}

  private func fill() {
    let event = Terminals.wait()
    if event == .hangUp { isAtEnd = true }
    guard event == .input, !TerminalSignals.isInterrupted else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = systemRead(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { unread += bytes[..<count] }
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { isAtEnd = true }
  }
}
