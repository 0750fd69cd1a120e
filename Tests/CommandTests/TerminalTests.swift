import Foundation
import TerminalSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  @preconcurrency import Glibc
#endif

/// The conversation on a terminal, typed at.
@Suite struct TerminalTests {
  private let folder = Folder()

  /// A conversation at its first prompt. Its history is below the test's folder.
  private func chat(
    _ arguments: [String] = ["chat"], _ environment: [String: String?] = [:], columns: Int = 80,
    rows: Int = 60
  ) throws -> Terminal {
    var variables = Command.variables(["XDG_STATE_HOME": folder.path + "/state"])
    for (name, value) in environment { variables[name] = .some(value) }
    let terminal = try Terminal(
      Command.binary, arguments, environment: variables, columns: columns, rows: rows)
    #expect(terminal.waitFor("you> ", seconds: 60), "\(terminal.screen)")
    terminal.settle()
    return terminal
  }

  /// Types a line, and waits for the prompt after what it comes to.
  private func type(
    _ line: String, to terminal: Terminal, _ location: SourceLocation = #_sourceLocation
  ) {
    terminal.send(line)
    press(.enter, on: terminal, location)
  }

  /// Presses a key, and waits for the prompt after what it comes to.
  private func press(
    _ key: Terminal.Key, on terminal: Terminal, _ location: SourceLocation = #_sourceLocation
  ) {
    terminal.settle()
    // Prompts that were drawn meanwhile, around what was typed, are not the one to wait for.
    while terminal.waitFor("you> ", seconds: 0) {}
    terminal.send(key)
    #expect(
      terminal.waitFor("you> ", seconds: 60), "\(terminal.screen)", sourceLocation: location)
    terminal.settle()
  }

  /// Ends a conversation as people do, and sees that nothing of it stays behind.
  private func leave(_ terminal: Terminal, _ location: SourceLocation = #_sourceLocation) {
    // While an answer is being printed there is no line to end.
    terminal.settle()
    terminal.send(.ctrlD)
    #expect(terminal.end(seconds: 60) == .exited(0), sourceLocation: location)
    #expect(terminal.isOrdinary, sourceLocation: location)
  }

  /// What was asked last, as the conversation understood it.
  private func lastRecord(_ terminal: Terminal) throws -> Record {
    let before = terminal.printed.count
    type("/json", to: terminal)
    #expect(
      terminal.waitForScreen(seconds: 60) { _ in
        terminal.printed[before...].contains(UInt8(ascii: "{"))
      })
    terminal.settle()
    let text = visible(String(decoding: terminal.printed[before...], as: UTF8.self))
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("{") })
    return try record(line.utf8)
  }

  // MARK: Asking

  @Test func `a conversation begins with what the desk knows, a hint and a prompt`() throws {
    let terminal = try chat([])
    #expect(terminal.screen.first?.hasPrefix("refdesk \u{2014} ") == true)
    let screen = reflowed(terminal.screen.joined(separator: "\n"))
    #expect(screen.contains(#/\d+ answers on \S/#))
    #expect(screen.contains("/help") && screen.contains("Ctrl-D leaves"))
    #expect(terminal.waitForScreen { $0.last == "you>" })
    #expect(terminal.bold.contains("you> "))
    #expect(!terminal.isOrdinary)
    leave(terminal)
  }

  @Test(arguments: [40, 60, 80, 120])
  func `a question is answered, wrapped to the width of the terminal`(_ columns: Int) throws {
    let terminal = try chat(columns: columns, rows: 120)
    type(Asked.answered, to: terminal)
    type(Asked.askedBack, to: terminal)
    type(Asked.declined, to: terminal)
    for command in ["/help", "/topics", "/why", "/topics roles"] { type(command, to: terminal) }
    let lines = visible(terminal.transcript).split(separator: "\n").filter { !$0.hasPrefix("you>") }
    #expect(lines.count > 50)
    let wide = lines.filter { cells($0) > min(columns, 88) }
    #expect(wide == [])
    let answer = try #require(
      try record(try refdesk("ask", "--json", Asked.answered).output).object("answer"))
    #expect(reflowed(visible(terminal.transcript)).contains(try #require(answer.text("opening"))))
    leave(terminal)
  }

  @Test func `a question longer than the terminal is wide is asked whole`() throws {
    let terminal = try chat(columns: 40)
    let question = "tell me please who in this town of ours could help us get more people reading"
    type(question, to: terminal)
    #expect(try lastRecord(terminal).text("question") == question)
    leave(terminal)
  }

  @Test func `a number picks an option`() throws {
    let terminal = try chat()
    type(Asked.askedBack, to: terminal)
    let back = try #require(try lastRecord(terminal).object("question_back")?.objects("options"))
    type("2", to: terminal)
    let turn = try lastRecord(terminal)
    #expect(turn.outcome == "answered")
    #expect(turn.rule == back[1].text("rule"))
    leave(terminal)
  }

  @Test func `commands work between a question back and the number`() throws {
    let terminal = try chat()
    type(Asked.askedBack, to: terminal)
    type("/why", to: terminal)
    type("1", to: terminal)
    #expect(try lastRecord(terminal).outcome == "answered")
    leave(terminal)
  }

  @Test func `an empty line is passed over`() throws {
    let terminal = try chat()
    let before = terminal.screen
    type("", to: terminal)
    type("   ", to: terminal)
    #expect(terminal.screen == before + ["you>", "you>"])
    leave(terminal)
  }

  @Test func `a mistyped command gets a suggestion`() throws {
    let terminal = try chat()
    type("/hlep", to: terminal)
    #expect(terminal.screen.contains("desk> There is no command /hlep. Did you mean /help?"))
    type("/xyzzy", to: terminal)
    #expect(terminal.screen.contains("desk> There is no command /xyzzy. /help lists them."))
    leave(terminal)
  }

  @Test func `what a mistyped command quotes can't command the terminal`() throws {
    let terminal = try chat(["chat", "--plain"])
    terminal.send("/x\u{16}\u{1B}[31m\r")
    #expect(terminal.waitFor("There is no command", seconds: 60))
    terminal.settle()
    #expect(!terminal.transcript.contains("\u{1B}"))
    leave(terminal)
  }

  // MARK: Leaving

  @Test func `Ctrl-D says goodbye and gives the terminal back`() throws {
    let terminal = try chat()
    terminal.send(.ctrlD)
    #expect(terminal.end(seconds: 60) == .exited(0))
    #expect(terminal.waitForScreen { $0.last == "bye" })
    #expect(terminal.isOrdinary)
    #expect(!visible(terminal.transcript).contains("\u{1B}"))
  }

  @Test(arguments: ["/quit", "quit", "bye", ".quit", "exit", "/q"])
  func `there are words to leave by`(_ word: String) throws {
    let terminal = try chat()
    terminal.send(word)
    terminal.send(.enter)
    #expect(terminal.end(seconds: 60) == .exited(0))
    #expect(terminal.screen.last == "bye" && terminal.isOrdinary)
  }

  @Test func `Ctrl-D with something typed does not leave`() throws {
    let terminal = try chat()
    terminal.send("hello")
    terminal.send(.ctrlD)
    press(.enter, on: terminal)
    leave(terminal)
  }

  @Test func `Ctrl-C drops the line and keeps the next one whole`() throws {
    let terminal = try chat()
    terminal.send("partial \u{65E5}\u{672C}")
    press(.ctrlC, on: terminal)
    type("next", to: terminal)
    #expect(terminal.screen.contains("you> partial \u{65E5}\u{672C}^C"))
    #expect(terminal.screen.contains("you> next"))
    #expect(try lastRecord(terminal).text("question") == "next")
    leave(terminal)
  }

  @Test func `Ctrl-C and the next line may come at once`() throws {
    for _ in 0..<5 {
      let terminal = try chat()
      terminal.send("partial\u{03}next\r")
      #expect(
        terminal.waitForScreen(seconds: 60) {
          $0.last == "you>" && $0.contains { $0.hasPrefix("desk>") }
        })
      terminal.settle()
      #expect(try lastRecord(terminal).text("question") == "next")
      leave(terminal)
    }
  }

  @Test func `Ctrl-C on an empty line says how to leave, and then leaves`() throws {
    let terminal = try chat()
    terminal.send(.ctrlC)
    #expect(terminal.waitFor("(Ctrl-D or /quit leaves)", seconds: 60))
    #expect(terminal.waitFor("you> ", seconds: 60))
    terminal.settle()
    type("hello", to: terminal)
    terminal.send(.ctrlC)
    #expect(terminal.waitFor("(Ctrl-D or /quit leaves)", seconds: 60))
    #expect(terminal.waitFor("you> ", seconds: 60))
    terminal.settle()
    terminal.send(.ctrlC)
    #expect(terminal.end(seconds: 60) == .exited(130))
    #expect(terminal.isOrdinary)
  }

  @Test func `a line dropped with Ctrl-C between two empty ones is no second Ctrl-C`() throws {
    let terminal = try chat()
    press(.ctrlC, on: terminal)
    type("hello", to: terminal)
    terminal.send("half")
    press(.ctrlC, on: terminal)
    type("hello", to: terminal)
    leave(terminal)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func `a signal that ends the program gives the terminal back`(_ signal: Int32) throws {
    let terminal = try chat()
    terminal.send("half a line")
    terminal.settle()
    #expect(!terminal.isOrdinary)
    terminal.signal(signal)
    #expect(terminal.end(seconds: 60) == .signalled(signal))
    #expect(terminal.isOrdinary)
  }

  // MARK: Pasting

  private let pasted = "who could help us get more people reading\nhello"

  @Test func `a paste of two lines is asked about, and each is answered`() throws {
    let terminal = try chat()
    terminal.paste(pasted)
    terminal.settle()
    terminal.send(.enter)
    #expect(terminal.waitForScreen(seconds: 60) { $0.joined().contains("2 lines pasted") })
    terminal.settle()
    let before = terminal.printed.count
    type("each", to: terminal)
    let isAnswered = terminal.waitForScreen(seconds: 60) { lines in
      lines.count { $0.hasPrefix("desk> ") } == 2 && lines.last == "you>"
    }
    #expect(isAnswered)
    let text = String(decoding: terminal.printed[before...], as: UTF8.self)
    #expect(visible(text).split(separator: "\n").count { $0.hasPrefix("desk> ") } == 2)
    #expect(try lastRecord(terminal).text("question") == "hello")
    leave(terminal)
  }

  @Test func `a paste may be one question`() throws {
    let terminal = try chat()
    terminal.paste("who could help us\nget more people reading\n")
    terminal.settle()
    terminal.send(.enter)
    #expect(terminal.waitForScreen(seconds: 60) { $0.joined().contains("2 lines pasted") })
    terminal.settle()
    type("one", to: terminal)
    #expect(
      try lastRecord(terminal).text("question") == "who could help us get more people reading")
    leave(terminal)
  }

  @Test(arguments: [40, 80])
  func `the question about a paste leaves its prompt a line of its own`(_ columns: Int) throws {
    let terminal = try chat(columns: columns)
    terminal.paste(pasted)
    terminal.settle()
    terminal.send(.enter)
    #expect(terminal.waitForScreen(seconds: 60) { $0.joined().contains("each or one>") })
    terminal.settle()
    #expect(terminal.waitForScreen { $0.last == "each or one>" })
    for line in visible(terminal.transcript).split(separator: "\n") where line.contains("pasted") {
      #expect(cells(line) <= columns)
    }
  }

  @Test func `Ctrl-C at the question about a paste drops the paste`() throws {
    let terminal = try chat()
    terminal.paste(pasted)
    terminal.settle()
    terminal.send(.enter)
    #expect(terminal.waitForScreen(seconds: 60) { $0.joined().contains("2 lines pasted") })
    terminal.settle()
    press(.ctrlC, on: terminal)
    #expect(!terminal.screen.contains { $0.hasPrefix("desk> ") })
    leave(terminal)
  }

  @Test func `Ctrl-D at the question about a paste leaves without an answer`() throws {
    let terminal = try chat()
    terminal.paste(pasted)
    terminal.settle()
    terminal.send(.enter)
    #expect(terminal.waitForScreen(seconds: 60) { $0.joined().contains("2 lines pasted") })
    terminal.settle()
    terminal.send(.ctrlD)
    terminal.settle(milliseconds: 500)
    #expect(!terminal.screen.contains { $0.hasPrefix("desk> ") })
  }

  @Test func `a paste of one line is an ordinary question`() throws {
    let terminal = try chat()
    terminal.paste("hello\n")
    press(.enter, on: terminal)
    #expect(try lastRecord(terminal).text("question") == "hello")
    leave(terminal)
  }

  // MARK: History

  @Test func `what was typed is kept for its owner alone, and recalled next time`() throws {
    let terminal = try chat()
    type("hello", to: terminal)
    type(Asked.declined, to: terminal)
    type(" not this one", to: terminal)
    leave(terminal)
    #expect(try folder.read("state/refdesk/history") == Array("hello\n\(Asked.declined)\n".utf8))
    #expect(try folder.mode(of: "state/refdesk/history") == 0o600)
    #expect(try folder.mode(of: "state/refdesk") == 0o700)
    let next = try chat()
    next.send(.up, .up)
    next.settle()
    #expect(next.waitForScreen { $0.last == "you> hello" })
    next.send(.enter)
    #expect(next.waitFor("desk>", seconds: 60))
    leave(next)
  }

  @Test func `a private conversation leaves no file`() throws {
    let terminal = try chat(["chat", "--private"])
    type("hello", to: terminal)
    terminal.send(.up)
    terminal.settle()
    #expect(
      terminal.waitForScreen { $0.last == "you> hello" }, "within the conversation it is recalled")
    terminal.send(.ctrlU)
    leave(terminal)
    #expect(folder.names() == [])
  }

  @Test func `the environment says where the history is, or that there is none`() throws {
    let file = folder.path + "/mine"
    let terminal = try chat(["chat"], ["REFDESK_HISTFILE": file])
    type("hello", to: terminal)
    leave(terminal)
    #expect(try folder.read("mine") == Array("hello\n".utf8))
    let other = try chat(["chat"], ["REFDESK_HISTFILE": ""])
    type("hello", to: other)
    leave(other)
    #expect(folder.names() == ["mine"])
  }

  @Test func `a history that can't be kept is told of once and harms nothing`() throws {
    let file = try folder.write("", to: "file")
    let terminal = try chat(["chat"], ["XDG_STATE_HOME": file])
    type("hello", to: terminal)
    #expect(terminal.screen.contains { $0.hasPrefix("(what you type can't be kept: ") })
    type("partners", to: terminal)
    #expect(terminal.screen.count { $0.hasPrefix("(what you type can't be kept: ") } == 1)
    #expect(try lastRecord(terminal).outcome == "asked_back")
    leave(terminal)
  }

  // MARK: Editing

  @Test func `Tab completes a command`() throws {
    let terminal = try chat()
    terminal.send("/he")
    terminal.send(.tab)
    terminal.settle()
    #expect(terminal.waitForScreen { $0.last == "you> /help" })
    press(.enter, on: terminal)
    leave(terminal)
  }

  @Test func `Tab lists what could be meant and keeps what was typed`() throws {
    let terminal = try chat()
    terminal.send("/why")
    terminal.send(.tab)
    terminal.settle()
    #expect(terminal.waitForScreen { $0.last == "you> /why" })
    for name in ["/why ", "/whynot "] {
      #expect(terminal.screen.dropLast().contains { $0.hasPrefix(name) }, "\(terminal.screen)")
    }
    terminal.send(.ctrlC)
    leave(terminal)
  }

  @Test func `Tab completes a question that the desk knows`() throws {
    let rules = try folder.write(Fixture.bakery, to: "rules.yaml")
    let terminal = try chat(["chat", "--rules", rules])
    terminal.send("how")
    terminal.send(.tab)
    terminal.settle()
    #expect(terminal.waitForScreen { $0.last == "you> How do I order a birthday cake?" })
    terminal.send(.enter)
    #expect(terminal.waitFor("Tell us the day", seconds: 60))
    leave(terminal)
  }

  @Test func `wide characters are edited whole`() throws {
    let terminal = try chat()
    terminal.send("\u{65E5}\u{672C}\u{8A9E}e\u{301}")
    terminal.settle()
    terminal.send(.left, .left, .backspace)
    terminal.settle()
    #expect(terminal.waitForScreen { $0.last == "you> \u{65E5}\u{8A9E}e\u{301}" })
    press(.enter, on: terminal)
    #expect(try lastRecord(terminal).text("question") == "\u{65E5}\u{8A9E}e\u{301}")
    leave(terminal)
  }

  @Test func `a terminal made narrower keeps the line and wraps the next answer anew`() throws {
    let terminal = try chat()
    type(Asked.answered, to: terminal)
    terminal.send("who could help us get ")
    terminal.settle()
    terminal.resize(columns: 40, rows: 60)
    terminal.settle()
    let before = terminal.printed.count
    type("more people reading", to: terminal)
    let text = visible(String(decoding: terminal.printed[before...], as: UTF8.self))
    let answer = text.split(separator: "\n").drop { !$0.hasPrefix("desk>") }
    #expect(answer.count > 10)
    for line in answer { #expect(cells(line) <= 40, "\(line)") }
    #expect(try lastRecord(terminal).text("question") == Asked.answered)
    leave(terminal)
  }

  // MARK: Plain

  @Test(arguments: [
    (["chat"], "dumb"), (["chat", "--plain"], "xterm-256color"), (["chat"], ""), (["chat"], nil),
  ])
  func `a dumb terminal and --plain see no escape sequence`(
    _ arguments: [String], _ term: String?
  ) throws {
    let terminal = try chat(arguments, ["TERM": term])
    terminal.send("\(Asked.answered)\r")
    #expect(terminal.waitFor("Sources:", seconds: 60))
    #expect(terminal.waitFor("you> ", seconds: 60))
    terminal.settle()
    terminal.send("half")
    press(.ctrlC, on: terminal)
    terminal.send("/json\r")
    #expect(terminal.waitFor("\"question\":\"\(Asked.answered)\"", seconds: 60))
    #expect(terminal.waitFor("you> ", seconds: 60))
    terminal.settle()
    #expect(terminal.isOrdinary)
    leave(terminal)
    #expect(terminal.waitForScreen { $0.last == "bye" })
    let isFree = !terminal.transcript.contains("\u{1B}")
    #expect(isFree, "TERM=\(term ?? "unset")")
  }

  @Test(arguments: ["xterm", "dumb"])
  func `a conversation whose answers go down a pipe keeps its prompt on the screen`(
    _ term: String
  ) throws {
    let answers = folder.path + "/answers"
    let terminal = try Terminal(
      "/bin/sh", ["-c", "\"$0\" chat --private | cat > \"$1\"", Command.binary, answers],
      environment: Command.variables(["TERM": term]), rows: 60)
    try #require(terminal.waitFor("you> ", seconds: 20), "\(terminal.screen)")
    terminal.settle()
    type("hello", to: terminal)
    #expect(terminal.screen.contains("you> hello"))
    terminal.send(.ctrlD)
    #expect(terminal.end(seconds: 60) == .exited(0))
    #expect(terminal.isOrdinary)
    let text = String(decoding: try folder.read("answers"), as: UTF8.self)
    #expect(text.contains("desk> "))
    #expect(!text.contains("you>") && !text.contains("\u{1B}"))
    #expect(!terminal.screen.contains { $0.hasPrefix("desk>") })
  }

  @Test func `questions from a pipe are answered on a terminal without a prompt`() throws {
    let terminal = try Terminal(
      "/bin/sh", ["-c", "echo hello | \"$0\"", Command.binary],
      environment: Command.variables(), rows: 60)
    #expect(terminal.end(seconds: 60) == .exited(0))
    #expect(terminal.screen.first == "you> hello")
    #expect(terminal.screen.count { $0.hasPrefix("you>") } == 1)
    #expect(terminal.isOrdinary)
  }
}
