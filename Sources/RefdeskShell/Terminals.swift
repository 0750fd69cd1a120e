#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// Which of the program's three streams are terminals.
enum Terminals {
  /// True if lines come from a terminal that understands escape sequences, and the prompt can be shown on one.
  static var isCapable: Bool {
    guard isatty(STDIN_FILENO) == 1, output != nil else { return false }
    guard let term = getenv("TERM") else { return false }
    return !["", "dumb"].contains(String(cString: term))
  }

  /// Where prompts and echoes belong: standard error if standard output goes down a pipe.
  static var output: Int32? { [STDOUT_FILENO, STDERR_FILENO].first { isatty($0) == 1 } }

  /// Writes to the terminal, bytes as they are. A terminal that has gone away is no concern of the prompt.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Whether there is something to read, or nothing ever again.
  static var hasInput: Bool {
    var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0
  }

  /// What a wait ended with.
  enum Event { case input, signal, hangUp }

  /// Waits until there is something to read or a signal asks for attention.
  static func wait() -> Event {
    var watched = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: TerminalSignals.wakeReader, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&watched, nfds_t(watched.count), -1) < 0 {
      guard errno == EINTR else { return .hangUp }
    }
    // The signal first: what Ctrl-C ends was typed before what waits to be read.
    if watched[1].revents != 0 {
      TerminalSignals.drain()
      return .signal
    }
    if watched[0].revents & Int16(POLLNVAL) != 0 { return .hangUp }
    return .input
  }
}

// The system's calls, for types that have methods of the same name.

func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}

func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
