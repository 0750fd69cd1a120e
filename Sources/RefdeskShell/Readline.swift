@preconcurrency internal import CReadline

#if canImport(Darwin)
  @preconcurrency internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// GNU readline, through its callback interface: `poll` waits for keys and for signals alike, so that no signal is
/// handled in the middle of readline and no key is lost to one.
final class Readline: Keyboard {
  /// The one that readline's callbacks, which carry no context, belong to.
  nonisolated(unsafe) private static var current: Readline?

  private let complete: (String) -> [Completion]
  private let output: Int32
  private var finished: Line?
  private var offered: [Completion] = []

  init(name: String, complete: @escaping (String) -> [Completion]) {
    precondition(Self.current == nil, "readline serves one editor at a time")
    self.complete = complete
    output = Terminals.output ?? STDERR_FILENO
    Self.current = self
    Self.setLocale()

    // Readline keeps the pointers to these strings.
    rl_readline_name = UnsafePointer(strdup(name))
    rl_completer_word_break_characters = UnsafePointer(strdup(""))
    // A stream of its own: the prompt never mixes with what the program prints, nor follows it into a pipe.
    rl_outstream = fdopen(output, "w")
    // Signals are ours, and so is the environment: a pager asks the terminal for its size.
    rl_catch_signals = 0
    rl_catch_sigwinch = 0
    rl_change_environment = 0
    rl_sort_completion_matches = 0
    rl_getc_function = { _ in Readline.nextByte() }
    rl_input_available_hook = { Readline.hasByte() ? 1 : 0 }
    rl_prep_term_function = { meta in
      rl_prep_terminal(meta)
      TerminalSignals.readInterruptAsKey()
    }
    rl_attempted_completion_function = { text, _, _ in
      rl_attempted_completion_over = 1  // never fall back to file names
      rl_completion_append_character = 0
      return text.flatMap { Readline.current?.matches(for: String(cString: $0)) }
    }
    rl_completion_display_matches_hook = { _, _, _ in Readline.current?.listCompletions() }
    // Before the person's own ~/.inputrc is read, which can change it.
    rl_variable_bind("show-all-if-ambiguous", "on")
    using_history()
    stifle_history(Int32(HistoryFile.capacity))
    rl_initialize()
  }

  func close() {
    clear_history()
    Self.current = nil
  }

  /// Adds an entry from an earlier session.
  func recall(_ line: String) { add_history(line) }

  func remember(_ line: String) {
    using_history()
    for index in stride(from: history_length - 1, through: 0, by: -1) {
      guard let text = history_get(index + history_base)?.pointee.line else { continue }
      if String(cString: text) == line { free_history_entry(remove_history(index)) }
    }
    add_history(line)
  }

  func read(prompt: String) -> Line {
    let prompt = prompt.isEmpty ? "" : "\u{01}\u{1B}[1m\u{02}\(prompt)\u{01}\u{1B}[0m\u{02}"
    _ = TerminalSignals.takeInterrupt()
    if TerminalSignals.takeResize() { rl_reset_screen_size() }
    takeTerminal(prompt: prompt)
    defer { freeTerminal() }
    while true {
      if let finished { return finished }
      if TerminalSignals.takeInterrupt() {
        if !abandonLine() { return .interrupted }
        takeTerminal(prompt: prompt)
      }
      if TerminalSignals.takeStop() { stop() }
      if TerminalSignals.takeResume() { redrawAfterStop() }
      if TerminalSignals.takeResize() { rl_resize_terminal() }
      if Self.byteAhead != nil {
        rl_callback_read_char()
        continue
      }
      switch Terminals.wait() {
      case .input: _ = Self.hasByte()
      case .signal: break
      case .hangUp: return .endOfInput
      }
    }
  }

  // MARK: The terminal

  private func takeTerminal(prompt: String) {
    finished = nil
    fflush(nil)  // what the program printed comes before the prompt
    TerminalSignals.terminalIsTaken(over: output, bracketedPaste: pastesAreBracketed)
    rl_callback_handler_install(prompt) { line in
      Readline.current?.accept(line)
      free(line)
    }
  }

  private func freeTerminal() {
    rl_callback_handler_remove()
    TerminalSignals.terminalIsFree()
  }

  private var pastesAreBracketed: Bool {
    rl_variable_value("enable-bracketed-paste").map { String(cString: $0) } == "on"
  }

  private func accept(_ line: UnsafeMutablePointer<CChar>?) {
    if let line {
      let text = String(cString: line)
      // A block pasted with its last newline ends once, not twice.
      finished = .text(String(text.reversed().drop { $0 == "\n" }.reversed()))
    } else if TerminalSignals.takeInterrupt() {
      // Ctrl-C met readline in the middle of reading, which therefore thinks the input has ended.
      // A moment hardly ever hit; an empty line is as good as a fresh one.
      finished = rl_end > 0 ? .text("") : .interrupted
      rl_echo_signal_char(SIGINT)
      rl_crlf()
      rl_eof_found = 0
    } else {
      finished = .endOfInput
      // Readline leaves the line by itself only when it also switches bracketed paste off.
      if !pastesAreBracketed { rl_crlf() }
    }
    freeTerminal()
  }

  /// Leaves what was typed on the screen with `^C` behind it. False if nothing was.
  private func abandonLine() -> Bool {
    let searching = rl_readline_state & UInt(RL_STATE_ISEARCH | RL_STATE_NSEARCH) != 0
    let hadText = rl_end > 0 || searching
    rl_callback_sigcleanup()  // ends a search, and shows the prompt and what it found again
    rl_point = rl_end
    rl_redisplay()
    rl_echo_signal_char(SIGINT)  // before the rest, which moves the cursor
    rl_crlf()
    rl_free_line_state()
    freeTerminal()
    return hadText
  }

  private func stop() {
    rl_point = rl_end
    rl_redisplay()
    rl_echo_signal_char(SIGTSTP)
    fflush(rl_outstream)
    rl_deprep_terminal()
    TerminalSignals.terminalIsFree()
    TerminalSignals.stopHere()
    redrawAfterStop()
  }

  /// The shell has had the terminal meanwhile: another mode, another size, other text.
  private func redrawAfterStop() {
    _ = TerminalSignals.takeResume()
    rl_deprep_terminal()  // readline would believe the terminal still prepared
    TerminalSignals.terminalIsFree()
    TerminalSignals.terminalIsTaken(over: output, bracketedPaste: pastesAreBracketed)
    rl_prep_terminal(1)
    TerminalSignals.readInterruptAsKey()
    rl_reset_screen_size()
    rl_on_new_line()
    rl_forced_update_display()
  }

  // MARK: Keys

  /// READERR, which readline keeps in a private header.
  private static let readFailure: Int32 = -2
  /// The byte already read on readline's behalf. Never Ctrl-C, which therefore meets readline only when it insists on
  /// another byte, as within a paste.
  nonisolated(unsafe) private static var byteAhead: Int32?

  /// Whether readline, which likes to look ahead, can have another byte at once.
  private static func hasByte() -> Bool {
    if byteAhead != nil { return true }
    guard !TerminalSignals.isInterrupted, Terminals.hasInput else { return false }
    let byte = readByte()
    if byte != readFailure { byteAhead = byte }
    return byteAhead != nil
  }

  /// What readline reads keys with. Unlike its own it ends at once on Ctrl-C, also in the middle of a paste.
  private static func nextByte() -> Int32 {
    if let byte = byteAhead {
      byteAhead = nil
      return byte
    }
    while !TerminalSignals.isInterrupted {
      switch Terminals.wait() {
      case .hangUp: return -1
      case .signal: continue
      case .input: return readByte()
      }
    }
    return readFailure
  }

  /// A byte from the terminal, -1 at its end, or a failure in place of Ctrl-C, which is then noted like the signal.
  private static func readByte() -> Int32 {
    var byte: UInt8 = 0
    while true {
      let count = systemRead(STDIN_FILENO, &byte, 1)
      if count == 1 { break }
      if count == 0 || (errno != EINTR && errno != EAGAIN) { return -1 }
    }
    if !TerminalSignals.isInterruptKey(byte) { return Int32(byte) }
    TerminalSignals.noteInterrupt()
    return readFailure
  }

  // MARK: Completion

  /// The array that readline wants and frees: what to put in place of the typed text, then the matches.
  private func matches(for typed: String) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    var seen: Set<String> = []
    offered = complete(typed).filter { seen.insert($0.text).inserted }
    guard !offered.isEmpty else { return nil }
    var strings = offered.map(\.text)
    if strings.count > 1 { strings.insert(offered.commonBeginning(of: typed), at: 0) }
    let size = (strings.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
    guard let memory = malloc(size) else { return nil }
    let array = memory.bindMemory(
      to: UnsafeMutablePointer<CChar>?.self, capacity: strings.count + 1)
    for (index, string) in strings.enumerated() { array[index] = strdup(string) }
    array[strings.count] = nil
    return array
  }

  private func listCompletions() {
    var rows: Int32 = 24
    var columns: Int32 = 80
    rl_get_screen_size(&rows, &columns)
    rl_crlf()
    for line in offered.listing(columns: Int(columns), rows: Int(rows)) {
      fputs(line, rl_outstream)
      rl_crlf()
    }
    rl_forced_update_display()
  }

  // MARK: Text

  private static var isUTF8: Bool { String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" }

  /// Everything here is UTF-8. Readline needs a locale that says so, whether or not the environment names one; and it
  /// asks the environment again before each line, so that is where an `LC_ALL=C` must give way.
  private static func setLocale() {
    setlocale(LC_CTYPE, "")
    if isUTF8 { return }
    let names = ["C.UTF-8", "en_US.UTF-8"]
    guard let name = names.first(where: { (name: String) in setlocale(LC_CTYPE, name) != nil })
    else { return }
    setenv(getenv("LC_ALL").map { $0.pointee != 0 } == true ? "LC_ALL" : "LC_CTYPE", name, 1)
  }
}
