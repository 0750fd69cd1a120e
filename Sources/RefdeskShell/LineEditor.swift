/// One turn of the person at the keyboard.
package enum Line: Equatable, Sendable {
  /// What was typed, without the newline that ended it. A pasted block keeps the newlines inside it.
  case text(String)
  /// Ctrl-C while nothing was typed. Ctrl-C on a half-typed line only brings a fresh line.
  case interrupted
  /// Ctrl-D on an empty line, or the terminal went away.
  case endOfInput
}

/// Reads lines from a person, with editing, history and completion by GNU readline.
///
/// For the main thread, and one at a time: readline keeps its state once per process. The terminal is in its ordinary
/// mode whenever `read` is not running, and goes back to it when a signal ends the program during `read`.
///
/// For as long as the editor lives Ctrl-C no longer ends the program at once: pressed outside `read` it is noted for
/// `takeInterrupt`, and only a second Ctrl-C before it was taken ends the program.
package struct LineEditor: ~Copyable {
  /// True if lines are read as the terminal itself edits them: no escape sequences, no completion, no recall.
  package let isPlain: Bool
  private let keyboard: any Keyboard
  private let history: HistoryKeeper

  /// True if the program sits at a terminal that can be written to freely: typing from there, and no dumb terminal.
  package static var isCapable: Bool { Terminals.isCapable }

  /// - Parameters:
  ///   - name: what `$if` in `~/.inputrc` calls this program.
  ///   - history: where lines outlive the program; nil keeps them only until it ends.
  ///   - isPlain: asks for plain reading where the terminal could do more. Without a capable terminal it is always plain.
  ///   - complete: the whole lines that could be meant by what stands before the cursor, best first.
  package init(
    name: String, history: HistoryFile?, isPlain: Bool = false,
    complete: @escaping (String) -> [Completion]
  ) {
    TerminalSignals.begin()
    self.isPlain = isPlain || !Terminals.isCapable
    self.history = HistoryKeeper(file: history)
    if self.isPlain {
      keyboard = PlainKeyboard()
    } else {
      let readline = Readline(name: name, complete: complete)
      self.history.entries.forEach(readline.recall)
      keyboard = readline
    }
  }

  deinit {
    keyboard.close()
    TerminalSignals.end()
  }

  /// Shows the prompt and waits for a line. The prompt goes to the terminal, never down a pipe, and is bold unless
  /// `isPlain`; the cursor must be at the start of a line, and is there again afterwards.
  package func read(prompt: String) -> Line {
    let printable = prompt.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    return keyboard.read(prompt: String(String.UnicodeScalarView(printable)))
  }

  /// Puts a line into the history, here and in the file. Repeated lines count once, and those that
  /// begin with a space not at all.
  package func remember(_ line: String) {
    if let entry = history.add(line) { keyboard.remember(entry) }
  }

  /// What kept the history from being read or written, the first time this is asked after it happened.
  package func takeHistoryFailure() -> HistoryFile.Failure? { history.takeFailure() }

  /// Whether Ctrl-C was pressed since `read` returned or this was last asked, so that a long answer can stop.
  package func takeInterrupt() -> Bool { TerminalSignals.takeInterrupt() }
}

/// A way to get lines out of the keyboard.
protocol Keyboard: AnyObject {
  func read(prompt: String) -> Line
  func remember(_ line: String)
  func close()
}

/// The lines of this session and of earlier ones, and what went wrong in keeping them.
private final class HistoryKeeper {
  private(set) var entries: [String] = []
  private let file: HistoryFile?
  private var failure: HistoryFile.Failure?
  private var hasFailed = false

  init(file: HistoryFile?) {
    self.file = file
    guard let file else { return }
    do throws(HistoryFile.Failure) { entries = try file.load() } catch { note(error) }
  }

  /// The entry to be recalled from now on, or nil if the line is not to be kept.
  func add(_ line: String) -> String? {
    guard let entry = HistoryFile.entry(for: line), entry != entries.last else { return nil }
    entries.removeAll { $0 == entry }
    entries.append(entry)
    if entries.count > HistoryFile.capacity { entries.removeFirst() }
    if let file {
      do throws(HistoryFile.Failure) { try file.append(entry) } catch { note(error) }
    }
    return entry
  }

  func takeFailure() -> HistoryFile.Failure? {
    defer { failure = nil }
    return failure
  }

  private func note(_ failure: HistoryFile.Failure) {
    if !hasFailed { self.failure = failure }
    hasFailed = true
  }
}
