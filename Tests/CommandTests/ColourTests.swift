import Foundation
import TerminalSupport
import Testing

/// When there are colours, and which.
@Suite struct ColourTests {
  /// Whether an answer was coloured, printed into a pipe.
  private func piped(_ options: [String], _ environment: [String: String?] = [:]) throws -> Bool {
    let run = try Run(
      Command.binary, ["ask"] + options + [Asked.answered], environment: environment)
    try run.finish()
    #expect(run.status == 0)
    return run.output.contains(0x1B)
  }

  /// What was printed on a terminal.
  private func shown(_ options: [String], _ environment: [String: String?] = [:]) throws -> String {
    let terminal = try Terminal(
      Command.binary, ["ask"] + options + [Asked.answered],
      environment: Command.variables(environment), rows: 60)
    #expect(terminal.end(seconds: 60) == .exited(0))
    return terminal.transcript
  }

  private func isColoured(_ options: [String], _ environment: [String: String?] = [:]) throws
    -> Bool
  {
    try shown(options, environment).contains("\u{1B}")
  }

  @Test func `targets are a chart on a terminal, and a list in a pipe`() throws {
    let terminal = try Terminal(
      Command.binary, ["list", "targets"],
      environment: Command.variables(["TERM": "xterm-256color", "COLORTERM": "truecolor"]), rows: 60
    )
    #expect(terminal.end(seconds: 60) == .exited(0))
    // Goal 4 in its official colour.
    #expect(terminal.transcript.contains("\u{1B}[48;2;197;25;45;38;5;231;1m  4 "))
    #expect(visible(terminal.transcript).contains(" 4  Quality education"))
    let list = try refdesk("list", "targets")
    #expect(list.lines.count == 17 + 169)
    #expect(!list.output.contains(0x1B))
    let plain = try Terminal(
      Command.binary, ["list", "targets", "--plain"], environment: Command.variables(), rows: 200)
    #expect(plain.end(seconds: 60) == .exited(0))
    #expect(!plain.transcript.contains("\u{1B}"))
  }

  @Test func `a pipe has no colours unless they are asked for`() throws {
    #expect(try !piped([]))
    #expect(try !piped(["--color", "auto"]))
    #expect(try piped(["--color", "always"]))
    #expect(try piped([], ["CLICOLOR_FORCE": "1"]))
    #expect(try piped([], ["FORCE_COLOR": "1"]))
    #expect(try !piped([], ["CLICOLOR_FORCE": "0"]))
    #expect(try !piped([], ["CLICOLOR_FORCE": ""]))
  }

  @Test func `a terminal has colours unless they are turned down`() throws {
    #expect(try isColoured([]))
    #expect(try isColoured([], ["NO_COLOR": ""]))
    #expect(try !isColoured([], ["NO_COLOR": "1"]))
    #expect(try !isColoured([], ["CLICOLOR": "0"]))
    #expect(try !isColoured([], ["TERM": "dumb"]))
    #expect(try !isColoured(["--color", "never"]))
    #expect(try !isColoured(["--plain"]))
  }

  @Test func `the option goes before NO_COLOR, and that before CLICOLOR_FORCE`() throws {
    #expect(try piped(["--color", "always"], ["NO_COLOR": "1"]))
    #expect(try !piped(["--color", "never"], ["CLICOLOR_FORCE": "1"]))
    #expect(try !piped([], ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]))
    #expect(try piped([], ["CLICOLOR": "0", "CLICOLOR_FORCE": "1"]))
    #expect(try !piped(["--plain"], ["CLICOLOR_FORCE": "1"]))
  }

  @Test func `a target's badge has its goal's colour, as well as the terminal has it`() throws {
    // Goal 4 is #C5192D.
    #expect(try shown([], ["COLORTERM": "truecolor"]).contains("\u{1B}[48;2;197;25;45;"))
    #expect(try shown([], ["TERM": "xterm-256color"]).contains("\u{1B}[48;5;"))
    let basic = try shown([], ["TERM": "xterm"])
    #expect(!basic.contains("\u{1B}[48;") && visible(basic).contains("[4.6]"))
  }

  @Test func `colours change no word`() throws {
    let plain = try refdesk("ask", "--color", "never", Asked.answered).text
    let coloured = try refdesk(
      "ask", "--color", "always", Asked.answered, environment: ["TERM": "xterm"]
    ).text
    #expect(coloured != plain && visible(coloured) == plain)
  }

  @Test func `records have no colours`() throws {
    let run = try refdesk("ask", "--color", "always", "--json", Asked.answered)
    #expect(run.output == (try refdesk("ask", "--json", Asked.answered).output))
  }

  @Test func `an answer is as wide as the terminal, and no wider than is easy to read`() throws {
    for columns in [40, 80, 200] {
      let terminal = try Terminal(
        Command.binary, ["ask", Asked.answered], environment: Command.variables(),
        columns: columns, rows: 100)
      #expect(terminal.end(seconds: 60) == .exited(0))
      let lines = visible(terminal.transcript).split(separator: "\n")
      #expect(lines.allSatisfy { cells($0) <= min(columns, 88) })
      #expect(terminal.screen.map(\.count).max() ?? 0 > min(columns, 88) - 15)
    }
  }
}
