import Foundation
import TerminalSupport
import Testing

/// A lesson on a terminal, steered by keys.
@Suite struct ReplayTerminalTests {
  private let folder = Folder()

  private func play(_ text: String, _ arguments: [String] = []) throws -> Terminal {
    let path = try folder.write(text, to: "lesson.md")
    return try Terminal(
      Command.binary, ["replay"] + arguments + [path], environment: Command.variables(),
      columns: 80,
      rows: 60)
  }

  private func leaves(
    _ terminal: Terminal, with ending: Terminal.Ending = .exited(0),
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(terminal.end(seconds: 60) == ending, sourceLocation: location)
    #expect(terminal.isOrdinary, "\(terminal.screen)", sourceLocation: location)
  }

  private let lesson = """
    # Finding partners

    [quiz] Who would help?
    [hint] Think of schools.
    you> \(Asked.answered)
    you> \(Asked.declined)

    """

  @Test func `a question waits for a key, and gives hints`() throws {
    let terminal = try play(lesson, ["--pace", "none"])
    #expect(terminal.waitFor("(space goes on, h gives a hint)", seconds: 60))
    #expect(!terminal.isOrdinary)
    terminal.send("h")
    #expect(terminal.waitFor("Think of schools.", seconds: 60))
    terminal.send(" ")
    #expect(terminal.waitFor("I do not know that one.", seconds: 60))
    leaves(terminal)
  }

  @Test func `it can be stopped, stepped through, hurried and left`() throws {
    let terminal = try play(
      lesson.replacingOccurrences(of: "[hint]", with: "[note]"), ["--speed", "0.2"])
    #expect(terminal.waitFor("(space goes on)", seconds: 60))
    terminal.send(" ")
    #expect(terminal.waitFor(Asked.answered, seconds: 60))
    terminal.send(" ")
    terminal.settle(milliseconds: 1500)
    let stopped = terminal.screen
    terminal.settle(milliseconds: 1500)
    #expect(terminal.screen == stopped)
    terminal.send(".")
    #expect(terminal.waitForScreen(seconds: 60) { $0.count > stopped.count })
    terminal.send("]")
    #expect(terminal.waitFor("Sources:", seconds: 60))
    terminal.send("q")
    leaves(terminal)
  }

  @Test(arguments: [["--pace", "line"], ["--quiz"]])
  func `Ctrl-C leaves, and the terminal is as before`(arguments: [String]) throws {
    let terminal = try play(lesson, arguments)
    #expect(terminal.waitFor(arguments == ["--quiz"] ? "answer> " : "(space goes on", seconds: 60))
    terminal.settle()
    terminal.send(.ctrlC)
    leaves(terminal, with: .exited(130))
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `a signal that ends it leaves the terminal as before`(signal: Int32) throws {
    let terminal = try play(lesson)
    #expect(terminal.waitFor("(space goes on", seconds: 60))
    terminal.settle()
    terminal.signal(signal)
    leaves(terminal, with: .signalled(signal))
  }

  @Test func `the learner answers first, by number or in words`() throws {
    let terminal = try play(lesson, ["--quiz", "--pace", "none"])
    #expect(terminal.waitFor("answer> ", seconds: 60))
    terminal.settle()
    #expect(!terminal.screen.contains { $0.hasPrefix("desk>") })
    terminal.send("unions of teachers")
    terminal.send(.enter)
    #expect(terminal.waitFor("I take that as", seconds: 60))
    #expect(terminal.waitFor("You had 1 of 1.", seconds: 60))
    leaves(terminal)
  }

  @Test func `no pause is longer than wanted`() throws {
    let terminal = try play(
      "# A\n[pause 600s]\n[pause]\nyou> \(Asked.declined)\n", ["--max-pause", "0.1"])
    #expect(terminal.waitFor("I do not know that one.", seconds: 60))
    leaves(terminal)
  }
}
