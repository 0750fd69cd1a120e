#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// A program in a terminal of its own, to be typed at by a test.
///
/// The program leads a session, and the terminal is its controlling one: Ctrl-C reaches it as a signal. Ctrl-Z does
/// not stop it, for nobody could continue it; start a shell and the program in it to try that.
package final class Terminal {
  /// Keys without a letter.
  package enum Key: String, Sendable {
    case enter = "\r"
    case tab = "\t"
    case escape = "\u{1B}"
    case backspace = "\u{7F}"
    case up = "\u{1B}[A"
    case down = "\u{1B}[B"
    case right = "\u{1B}[C"
    case left = "\u{1B}[D"
    case home = "\u{1B}[H"
    case end = "\u{1B}[F"
    case ctrlA = "\u{01}"
    case ctrlC = "\u{03}"
    case ctrlD = "\u{04}"
    case ctrlE = "\u{05}"
    case ctrlL = "\u{0C}"
    case ctrlR = "\u{12}"
    case ctrlU = "\u{15}"
    case ctrlZ = "\u{1A}"
    case ctrlBackslash = "\u{1C}"
  }

  /// How the program ended.
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The program's process.
  package let process: Int32
  /// Everything printed so far, escape sequences and all.
  package private(set) var printed: [UInt8] = []

  private let master: Int32
  /// Kept open, so that the mode can be asked for after the program has gone.
  private let slave: Int32
  private var display: Screen
  /// Where in `printed` the last successful wait ended.
  private var mark = 0
  private var ending: Ending?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its path; a name without `/` is looked for in `PATH`.
  ///   - environment: set on top of this process's own; nil takes a variable away.
  ///   - output: a file for standard output in place of the terminal.
  package init(
    _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:],
    columns: Int = 80, rows: Int = 24, output: String? = nil
  ) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 1024)
    guard openpty(&master, &slave, &name, nil, nil) == 0 else {
      throw Failure(description: "no pseudo-terminal")
    }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    self.master = master
    self.slave = slave
    display = Screen(columns: columns, rows: rows)
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The leader of a session gets the first terminal it opens as its controlling one.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    if let output {
      posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    }
    // A test runner may ignore or block signals; the program must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigemptyset(&all)
    for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU] {
      sigaddset(&all, signal)
    }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    #if canImport(Darwin)
      let newSession = Int32(POSIX_SPAWN_SETSID)
    #else
      let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which the C library hides from Swift
    #endif
    let flags = newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = Self.variables(changed: environment).map { strdup($0) } + [nil]
    defer { for string in argv + envp { free(string) } }
    var process: pid_t = 0
    let error = posix_spawnp(&process, program, &actions, &attributes, argv, envp)
    self.process = process
    guard error == 0 else {
      close(master)
      close(slave)
      ending = .exited(127)
      throw Failure(description: "\(program): \(String(cString: strerror(error)))")
    }
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(master)
    close(slave)
  }

  // MARK: Typing

  package func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  package func send(_ keys: Key...) {
    for key in keys { send(key.rawValue) }
  }

  /// Pastes, as a terminal does: in brackets if the program asked for them.
  package func paste(_ text: String) {
    send(display.bracketsPastes ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
  }

  package func resize(columns: Int, rows: Int) {
    display.resize(columns: columns, rows: rows)
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)  // tells the program with SIGWINCH
  }

  package func signal(_ signal: Int32) { kill(process, signal) }

  // MARK: Watching

  /// What the terminal shows, from the top, without trailing spaces and empty rows.
  package var screen: [String] { display.lines }

  /// The text printed so far, escape sequences and all.
  package var transcript: String { String(decoding: printed, as: UTF8.self) }

  /// Everything printed in bold.
  package var bold: String { display.bold }

  /// Where the cursor is, counted from zero.
  package var cursor: (row: Int, column: Int) { (display.row, display.column) }

  /// Waits until the text was printed, after what the last wait found. Escape sequences count as part of what is
  /// printed: readline repaints only what changed, so wait for `screen` where it edits.
  @discardableResult
  package func waitFor(_ text: String, seconds: Double = 10) -> Bool {
    let wanted = Array(text.utf8)
    return wait(seconds: seconds) {
      guard let end = printed[mark...].endOfFirst(wanted) else { return false }
      mark = end
      return true
    }
  }

  /// Waits until what the terminal shows is as wanted.
  @discardableResult
  package func waitForScreen(seconds: Double = 10, _ isWanted: ([String]) -> Bool) -> Bool {
    wait(seconds: seconds) { isWanted(display.lines) }
  }

  /// Takes in what is printed until the program has read everything typed, waits for more, and has printed nothing for
  /// a while. Silence alone says nothing on a busy machine.
  package func settle(milliseconds: Int32 = 150, atMost seconds: Double = 60) {
    let deadline = Self.now() + seconds
    while takeIn(milliseconds: milliseconds) || !isWaiting, Self.now() < deadline {}
  }

  /// Waits for the program to end. Nil if it does not.
  package func end(seconds: Double = 10) -> Ending? {
    let deadline = Self.now() + seconds
    while ending == nil, Self.now() < deadline {
      while takeIn(milliseconds: 0) {}
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        let signal = status & 0x7F
        ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
      } else {
        takeIn(milliseconds: 10)
      }
    }
    while takeIn(milliseconds: 20) {}
    return ending
  }

  /// Whether the terminal is in its ordinary mode, lines and echo, rather than as a line editor takes it over.
  package var isOrdinary: Bool {
    var mode = termios()
    tcgetattr(slave, &mode)
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return mode.c_lflag & wanted == wanted && mode.c_iflag & tcflag_t(ICRNL) != 0
  }

  // MARK: Inside

  /// Whether nothing typed is unread and the program sleeps, or has ended.
  private var isWaiting: Bool {
    var unread: Int32 = 0
    #if canImport(Darwin)
      let question: UInt = 0x4004_667F  // FIONREAD, which the C library hides from Swift
    #else
      let question = UInt(FIONREAD)
    #endif
    guard ioctl(slave, question, &unread) == 0 else { return true }
    return unread == 0 && !isRunning
  }

  /// Whether the program is at work or waits for a processor. False where the system does not say.
  private var isRunning: Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = fread(&bytes, 1, bytes.count, file)
    // The state follows the name, which is in parentheses and may hold anything.
    guard let close = bytes[..<count].lastIndex(of: UInt8(ascii: ")")), close + 2 < count else {
      return false
    }
    return bytes[close + 2] == UInt8(ascii: "R") || bytes[close + 2] == UInt8(ascii: "D")
  }

  private func wait(seconds: Double, until isDone: () -> Bool) -> Bool {
    let deadline = Self.now() + seconds
    while takeIn(milliseconds: 0) {}
    while !isDone() {
      guard Self.now() < deadline else { return false }
      takeIn(milliseconds: 20)
    }
    return true
  }

  /// Reads what is there. False if nothing came.
  @discardableResult
  private func takeIn(milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    printed += bytes[..<count]
    display.feed(bytes[..<count])
    return true
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func variables(changed: [String: String?]) -> [String] {
    var values: [String: String] = ["TERM": "xterm"]
    #if canImport(Darwin)
      var entry = _NSGetEnviron().pointee
    #else
      var entry = environ
    #endif
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2, parts[0] != "TERM" { values[parts[0]] = parts[1] }
      entry += 1
    }
    for (name, value) in changed { values[name] = value }
    return values.map { "\($0)=\($1)" }
  }
}

extension ArraySlice<UInt8> {
  /// Where the first occurrence of the bytes ends.
  fileprivate func endOfFirst(_ wanted: [UInt8]) -> Int? {
    guard !wanted.isEmpty, count >= wanted.count else { return nil }
    return (startIndex...endIndex - wanted.count).first { self[$0...].starts(with: wanted) }.map {
      $0 + wanted.count
    }
  }
}
