internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// What signals ask of the main thread, and the way back to a usable terminal when one ends the program.
///
/// The handlers keep to what is allowed inside one: they set flags, write a byte into a pipe that wakes `poll`, and
/// for the deadly signals put the terminal back. Everything else happens in the reading loop.
enum TerminalSignals {
  private static let interrupt = Atomic<Bool>(false)
  private static let resize = Atomic<Bool>(false)
  private static let stop = Atomic<Bool>(false)
  private static let resume = Atomic<Bool>(false)
  /// How many have begun and not ended: a line editor, a reader of keys.
  private static let users = Atomic<Int>(0)
  private static let reader = Atomic<Int32>(-1)
  private static let writer = Atomic<Int32>(-1)

  /// The terminal that readline has taken over, or -1 while it is in its ordinary mode.
  private static let takenOver = Atomic<Int32>(-1)
  private static let pastesAreBracketed = Atomic<Bool>(false)
  /// The ordinary mode.
  nonisolated(unsafe) private static let ordinary =
    UnsafeMutablePointer<termios>.allocate(capacity: 1)
  /// What each signal did before, at its number.
  nonisolated(unsafe) private static let earlier =
    UnsafeMutablePointer<sigaction>.allocate(capacity: 65)

  /// Signals that end the program, and would leave the terminal without echo. A trap of Swift is among them.
  private static let deadly = [
    SIGHUP, SIGTERM, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE,
  ]

  static var wakeReader: Int32 { reader.load(ordering: .relaxed) }
  static var isInterrupted: Bool { interrupt.load(ordering: .relaxed) }
  static func takeInterrupt() -> Bool { interrupt.exchange(false, ordering: .relaxed) }
  static func takeResize() -> Bool { resize.exchange(false, ordering: .relaxed) }
  static func takeStop() -> Bool { stop.exchange(false, ordering: .relaxed) }
  static func takeResume() -> Bool { resume.exchange(false, ordering: .relaxed) }

  /// Begins to note Ctrl-C and changes of size.
  static func begin() {
    guard users.add(1, ordering: .relaxed).oldValue == 0 else { return }
    if wakeReader < 0 {
      var ends: [Int32] = [-1, -1]
      if pipe(&ends) == 0 {
        for end in ends {
          _ = fcntl(end, F_SETFD, FD_CLOEXEC)
          _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reader.store(ends[0], ordering: .relaxed)
        writer.store(ends[1], ordering: .relaxed)
      }
      atexit { TerminalSignals.restoreTerminal() }
    }
    install(SIGINT)
    install(SIGWINCH)
  }

  static func end() {
    guard users.subtract(1, ordering: .relaxed).newValue == 0 else { return }
    uninstall(SIGINT)
    uninstall(SIGWINCH)
  }

  /// Just before readline takes the terminal over.
  static func terminalIsTaken(over output: Int32, bracketedPaste: Bool) {
    tcgetattr(STDIN_FILENO, ordinary)
    pastesAreBracketed.store(bracketedPaste, ordering: .relaxed)
    for signal in deadly { install(signal) }
    install(SIGTSTP)
    install(SIGCONT)
    takenOver.store(output, ordering: .releasing)
  }

  /// Lets Ctrl-C come as a key, in its place among the others. As a signal it overtakes them: what was typed before is
  /// lost, and what comes after can still land in the abandoned line.
  static func readInterruptAsKey() {
    var mode = termios()
    tcgetattr(STDIN_FILENO, &mode)
    #if canImport(Darwin)
      let disabled: UInt8 = 0xFF
    #else
      let disabled: UInt8 = 0
    #endif
    withUnsafeMutableBytes(of: &mode.c_cc) { $0[Int(VINTR)] = disabled }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
  }

  /// Whether this is the key that interrupts in the ordinary mode.
  static func isInterruptKey(_ byte: UInt8) -> Bool {
    let key = withUnsafeBytes(of: ordinary.pointee.c_cc) { $0[Int(VINTR)] }
    return key == byte && key != 0 && key != 0xFF
  }

  static func noteInterrupt() { interrupt.store(true, ordering: .relaxed) }

  /// Just after readline gave the terminal back.
  static func terminalIsFree() {
    guard takenOver.exchange(-1, ordering: .acquiring) >= 0 else { return }
    for signal in deadly { uninstall(signal) }
    uninstall(SIGTSTP)
    uninstall(SIGCONT)
  }

  /// Stops the program, as Ctrl-Z asks, until the shell continues it. The terminal must be free.
  static func stopHere() {
    raise(SIGTSTP)
  }

  static func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(wakeReader, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 {}
  }

  private static func install(_ signal: Int32) {
    var now = sigaction()
    sigaction(signal, nil, &now)
    earlier[Int(signal)] = now
    var action = sigaction()
    #if canImport(Darwin)
      if unsafeBitCast(now.__sigaction_u.__sa_handler, to: Int.self) == 1 { return }
      action.__sigaction_u.__sa_handler = TerminalSignals.handler
    #elseif canImport(Musl)
      if unsafeBitCast(now.__sa_handler.sa_handler, to: Int.self) == 1 { return }
      action.__sa_handler.sa_handler = TerminalSignals.handler
    #else
      if unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
      action.__sigaction_handler.sa_handler = TerminalSignals.handler
    #endif
    action.sa_flags = SA_RESTART | Int32(SA_ONSTACK)
    sigaction(signal, &action, nil)
  }

  private static func uninstall(_ signal: Int32) {
    sigaction(signal, &earlier[Int(signal)], nil)
  }

  private static let handler: @convention(c) (Int32) -> Void = { signal in
    let error = errno
    defer { errno = error }
    switch signal {
    case SIGWINCH: TerminalSignals.resize.store(true, ordering: .relaxed)
    case SIGTSTP: TerminalSignals.stop.store(true, ordering: .relaxed)
    case SIGCONT: TerminalSignals.resume.store(true, ordering: .relaxed)
    case SIGINT where !TerminalSignals.interrupt.exchange(true, ordering: .relaxed): break
    default:
      // Deadly, or a second Ctrl-C before anybody looked at the first: as if we had never been here.
      TerminalSignals.restoreTerminal()
      sigaction(signal, &TerminalSignals.earlier[Int(signal)], nil)
      raise(signal)
    }
    var byte: UInt8 = 0
    write(TerminalSignals.writer.load(ordering: .relaxed), &byte, 1)
  }

  /// Leaves the terminal as readline found it. Safe inside a signal handler.
  private static func restoreTerminal() {
    let output = takenOver.exchange(-1, ordering: .acquiring)
    guard output >= 0 else { return }
    if pastesAreBracketed.load(ordering: .relaxed) {
      let ending: StaticString = "\u{1B}[?2004l"
      write(output, ending.utf8Start, ending.utf8CodeUnitCount)
    }
    let newline: StaticString = "\r\n"
    write(output, newline.utf8Start, newline.utf8CodeUnitCount)
    tcsetattr(STDIN_FILENO, TCSANOW, ordinary)
  }
}
