import RefdeskCore
import RefdeskPages
import RefdeskShell
import RefdeskTestSupport
import Testing

@Suite struct `A session with a person` {
  private func session() -> Session {
    Session(SmallDesk.builtIn(), writer: TerminalWriter(TerminalStyle(width: 80)))
  }

  private func text(_ reply: Session.Reply) -> String {
    if case .text(let text) = reply { text } else { "" }
  }

  /// As one line, so that it does not matter where it is wrapped.
  private func line(_ reply: Session.Reply) -> String {
    text(reply).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `confirms in passing what the person says of themselves`() {
    var session = session()
    let reply = line(session.reply(to: "we are a national library in Kenya"))
    #expect(reply.contains("Noted: you are a national library, your country is Kenya"))
  }

  @Test func `shows, changes and forgets what it knows of the person`() {
    var session = session()
    #expect(line(session.reply(to: "/me")).contains("You have not told me who you are"))
    #expect(line(session.reply(to: "/me school library in Peru")).contains("a school library"))
    #expect(line(session.reply(to: "/me")).contains("country: Peru"))
    #expect(line(session.reply(to: "/me forget")).contains("Forgotten"))
    #expect(line(session.reply(to: "/me")).contains("You have not told me who you are"))
  }

  @Test func `keeps the person in mind when it starts afresh`() {
    var session = session()
    _ = session.reply(to: "/me university library")
    _ = session.reply(to: "/new")
    #expect(line(session.reply(to: "/me")).contains("a university library"))
  }

  @Test func `keeps a profile only where that is asked for`() {
    var session = session()
    _ = session.reply(to: "we are a school library")
    guard case .keep(let profile) = session.reply(to: "/me save") else {
      Issue.record("nothing to keep")
      return
    }
    #expect(profile.has("library.school"))
  }

  @Test
  func `tells a national library of the association, and an association of the national library`() {
    for (who, whom) in [
      ("national library", "library association"), ("library association", "national library"),
    ] {
      var session = session()
      _ = session.reply(to: "/me we are a \(who)")
      let reply = line(session.reply(to: "How does the review work, and how do we take part?"))
      #expect(reply.contains("As a"), "\(reply)")
      #expect(reply.contains(whom))
    }
  }

  @Test func `takes the last turn back`() {
    var session = session()
    _ = session.reply(to: "what are the SDGs")
    _ = session.reply(to: "goal 13")
    #expect(line(session.reply(to: "/undo")).contains("Taken back"))
    #expect(line(session.reply(to: "tell me more")).contains("17 goals"))
    _ = session.reply(to: "/undo")
    _ = session.reply(to: "/undo")
    #expect(line(session.reply(to: "/undo")).contains("There is no turn to take back"))
  }

  @Test func `gathers what was found in a worksheet`() {
    var session = session()
    #expect(line(session.reply(to: "/plan")).contains("nothing to plan yet"))
    _ = session.reply(to: "who could help us get more people reading")
    _ = session.reply(to: "is my country reporting? we are in Kenya")
    let plan = text(session.reply(to: "/plan"))
    for part in [
      "# Our plan", "- [ ] ", "| Partner |", "Teachers' unions", "**4.6**", "## On record",
      "Kenya presented", "## Sources", "`vnr6.literacy`",
    ] { #expect(plan.contains(part), "\(part)") }
  }

  @Test func `asks for a file where one is named, and for more only after a yes`() {
    var session = session()
    _ = session.reply(to: "goal 13")
    guard case .write(_, let path, let over) = session.reply(to: "/plan plan.md") else {
      Issue.record("no file")
      return
    }
    #expect(path == "plan.md")
    #expect(!over)
    guard case .write(_, _, true) = session.reply(to: "/plan plan.md yes") else {
      Issue.record("no yes")
      return
    }
  }

  @Test func `says why a turn was understood as it was`() {
    var session = session()
    _ = session.reply(to: "who could help us get more people reading")
    _ = session.reply(to: "and for health?")
    let why = line(session.reply(to: "/why"))
    #expect(why.contains("I asked that again"))
    #expect(why.contains("health"))
    _ = session.reply(to: "what if they refuse")
    #expect(line(session.reply(to: "/why")).contains("\u{201C}they\u{201D} ="))
  }

  @Test(arguments: ["and 6", "what about 6?", "and number six"])
  func `takes a bare number after a goal for another goal`(_ turn: String) {
    var session = session()
    _ = session.reply(to: "goal 13")
    #expect(line(session.reply(to: turn)).contains("water"))
  }

  @Test(arguments: [
    "no, I meant the UN office", "sorry, I mean the UN office", "No, the UN office",
    "no \u{2013} I\u{2019}m asking about the UN office",
  ])
  func `hears what a correction means, and not that it corrects`(_ turn: String) {
    var session = session()
    _ = session.reply(to: "who could help us get more people reading")
    #expect(line(session.reply(to: turn)).contains("UN website"))
  }

  @Test func `takes no thanks for no thanks`() {
    var session = session()
    _ = session.reply(to: "who could help us get more people reading")
    #expect(line(session.reply(to: "no, thank you")).contains("welcome"))
  }

  @Test func `notes nothing that is denied`() {
    var session = session()
    _ = session.reply(to: "who could help us get more people reading")
    #expect(!line(session.reply(to: "we are not Poland")).contains("Noted"))
  }

  @Test(arguments: [
    "we are not a school, we are a national library in Kenya",
    "I am not from Peru, we are a national library in Kenya",
  ])
  func `notes what is said after a denial`(_ turn: String) {
    var session = session()
    let reply = line(session.reply(to: turn))
    #expect(reply.contains("a national library, your country is Kenya"))
  }

  @Test func `guesses nothing of a name that no rule knows`() {
    let desk = SmallDesk.builtIn()
    var conversation = Conversation()
    _ = desk.respond(to: "is there a UN office in Haiti", in: &conversation)
    #expect(desk.respond(to: "what about Atlantis", in: &conversation).outcome == .declined)
  }

  @Test func `answers in the light of what went before what alone would be asked back`() {
    let desk = SmallDesk.builtIn()
    var conversation = Conversation()
    let turn = "what's in it for us"
    #expect(desk.respond(to: turn).outcome == .askedBack)
    _ = desk.respond(to: "how do I find the UN office in my country", in: &conversation)
    let response = desk.respond(to: turn, in: &conversation)
    #expect(response.answer?.rule == "what-libraries-gain")
  }

  @Test func `asks back at most twice before it answers`() {
    let desk = SmallDesk.builtIn()
    var conversation = Conversation()
    let outcomes = ["partners", "the UN", "advocacy"].map {
      desk.respond(to: $0, in: &conversation).outcome
    }
    #expect(outcomes == [.askedBack, .askedBack, .answered])
  }
}
