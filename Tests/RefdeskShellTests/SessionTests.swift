import RefdeskCore
import RefdeskPages
import RefdeskShell
import RefdeskTestSupport
import Testing

@Suite struct `A line typed into the conversation` {
  @Test(arguments: ["help", "?", "/help", ".help", ":help", "\\help", "/h", "HELP"])
  func `asks for help in whatever dialect`(line: String) {
    #expect(ShellInput(line) == .command(.help, argument: ""))
  }

  @Test(arguments: ["quit", "exit", "bye", "/quit", "/exit", "q", "/q", "Bye!"])
  func `leaves in whatever dialect`(line: String) {
    #expect(ShellInput(line) == .command(.quit, argument: ""))
  }

  @Test func `takes the rest of a command's line as its argument`() {
    #expect(ShellInput("/whynot  un-office") == .command(.whynot, argument: "un-office"))
  }

  @Test func `may cut a command short where only one begins so`() {
    #expect(ShellInput("/so") == .command(.source, argument: ""))
  }

  @Test func `with a slip in a command is told which was meant`() {
    #expect(ShellInput("/hlep") == .unknownCommand("hlep", nearest: .help))
    #expect(ShellInput("/xyzzy") == .unknownCommand("xyzzy", nearest: nil))
  }

  @Test(arguments: [
    "how do I quit a partnership?", "...and for health?", "5.b", "help me find partners",
  ])
  func `is a question else`(line: String) {
    guard case .question = ShellInput(line) else {
      Issue.record("\(line) is no question")
      return
    }
  }

  @Test func `of blanks is nothing`() { #expect(ShellInput("  \t ") == .nothing) }
}

@Suite struct `A session` {
  private func session() -> Session {
    Session(SmallDesk.builtIn(), writer: TerminalWriter(TerminalStyle(width: 80)))
  }

  private func text(_ reply: Session.Reply) -> String {
    if case .text(let text) = reply { text } else { "" }
  }

  @Test func `asks the question whose number is typed`() {
    var session = session()
    let back = text(session.reply(to: "how do i start?"))
    #expect(back.contains("1. "))
    let answer = text(session.reply(to: "1"))
    #expect(answer.contains("Sources:"))
    #expect(answer.contains("1. "))
  }

  @Test func `spells out the sources of the last answer`() {
    var session = session()
    _ = session.reply(to: "who could help us get kids reading")
    #expect(text(session.reply(to: "/source")).contains("Part 6: Engage with Partners"))
  }

  @Test func `tells more of the last answer`() {
    var session = session()
    _ = session.reply(to: "who could help us get kids reading")
    let more = text(session.reply(to: "/more"))
    #expect(more.contains("\u{2192} Offer") && more.contains("\u{2192} Ask"))
  }

  @Test func `says why, with numbers, and why not`() {
    var session = session()
    _ = session.reply(to: "who could help us get kids reading")
    #expect(text(session.reply(to: "/why")).contains("partners-for-literacy"))
    #expect(
      text(session.reply(to: "/whynot partners-for-health")).contains(
        "Asked about: partners-for-health"))
    #expect(text(session.reply(to: "/whynot nonesuch")).contains("no rule nonesuch"))
  }

  @Test func `tells more when asked in plain words`() {
    var session = session()
    let answer = text(session.reply(to: "who could help us get kids reading"))
    let more = text(session.reply(to: "tell me more"))
    #expect(more.count > answer.count)
    #expect(more == text(session.reply(to: "/more")))
  }

  @Test func `says that there is nothing to choose when a number comes from nowhere`() {
    var session = session()
    #expect(text(session.reply(to: "7")).contains("no numbers to choose from"))
    _ = session.reply(to: "how do i start?")
    #expect(text(session.reply(to: "99")).contains("type 1 to"))
  }

  @Test func `lists the seventeen goals to choose from`() {
    var session = session()
    #expect(text(session.reply(to: "/topics goals")).contains("17. SDG 17"))
    #expect(text(session.reply(to: "13")).contains("Sources:"))
  }

  @Test func `says of an answer that was chosen by number that it was chosen`() {
    var session = session()
    _ = session.reply(to: "how do i start?")
    _ = session.reply(to: "1")
    #expect(text(session.reply(to: "/why")).contains("You picked it from what I offered"))
  }

  @Test func `lists topics and the questions of one`() {
    var session = session()
    #expect(text(session.reply(to: "/topics")).contains("finding-partners"))
    #expect(text(session.reply(to: "/topics reviews")).contains("1. "))
    #expect(text(session.reply(to: "2")).contains("Sources:"))
  }

  @Test func `has an answer to every command before anything was asked`() {
    for command in ShellCommand.all where command.name != .quit {
      var session = session()
      #expect(!text(session.reply(to: "/\(command.name.rawValue)")).isEmpty)
    }
  }

  @Test func `leaves with a word`() {
    var session = session()
    #expect(session.reply(to: "bye") == .leave("bye\n"))
  }

  @Test func `completes commands, their arguments and known questions`() {
    let session = session()
    #expect(session.completions(of: "/so").map(\.text) == ["/source"])
    #expect(session.completions(of: "/topics rev").map(\.text) == ["/topics reviews"])
    #expect(
      session.completions(of: "/whynot partners-for-h").map(\.text) == [
        "/whynot partners-for-health"
      ])
    #expect(
      session.completions(of: "Who can help us").contains { $0.text.hasPrefix("Who can help us") })
  }
}
