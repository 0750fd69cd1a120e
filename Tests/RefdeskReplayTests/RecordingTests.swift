import RefdeskPages
import RefdeskReplay
import RefdeskShell
import RefdeskTestSupport
import Testing

@Suite struct `Taking out personal data` {
  @Test(arguments: [
    ("write to anna.b@lib.example.org please", "write to {email} please"),
    ("call +49 30 1234567.", "call {phone}."),
    ("my number is (030) 123 45 67", "my number is {phone}"),
    ("0171-2345678 or 555-1234-99", "{phone} or {phone}"),
    ("pay with 4111 1111 1111 1111, ok?", "pay with {card}, ok?"),
    ("4111-1111-1111-1111", "{card}"),
    ("two: a@b.org and c@d.org", "two: {email} and {email}"),
  ])
  func `leaves a placeholder of its kind`(text: String, wanted: String) {
    #expect(Redaction.written(text) == wanted)
  }

  @Test(arguments: [
    "the review of 2026, goal 4.6 and 5.b", "from 2020-2026", "on 2026-11-22", "22.11.2026",
    "1,500 readers and 20 euros", "what is 16.10", "@home", "a@b", "10:30 to 12:30", "2026 2030",
  ])
  func `leaves all else alone`(text: String) { #expect(Redaction.written(text) == text) }

  @Test func `writes signs that would read as a placeholder so that they do not`() {
    #expect(Redaction.written("{date} [..] ... = {\"a\"") == "\\{date} \\[..] \\... \\= {\"a\"")
  }
}

@Suite struct `Writing a conversation down` {
  private func session() throws -> Session {
    Session(try Bakery.desk(), writer: TerminalWriter(TerminalStyle(width: 40, colour: .full)))
  }

  private func recording(_ lines: [String]) throws -> String {
    var session = try session()
    var text = RecordedTurn.heading(clock: "2026-11-22T10:00Z")
    for line in lines {
      text += RecordedTurn(line, in: &session)?.text ?? ""
    }
    return text
  }

  @Test func `gives a transcript that holds`() throws {
    let text = try recording([
      "opening times please", "/more", "order cake from a.b@c.org", "who won the world cup?", "1",
      "/why",
      "/json", "{date} ... \\{ = [..]", "/new", "2", "hello", "/topics", "/nonsense",
    ])
    let transcript = try Bakery.transcript(text)
    #expect(transcript.turns.count == 13)
    #expect(transcript.header.clock == "2026-11-22T10:00Z")
    var player = Player(try Bakery.desk())
    let drifted = player.play(transcript).filter { $0.drift != nil }.map(\.question)
    #expect(drifted == [])
    #expect(!text.contains("a.b@c.org") && text.contains("order cake from {email}"))
  }

  @Test func `names the rule that answered, or none`() throws {
    let text = try recording(["order cake", "who won the world cup?"])
    #expect(text.contains("      = order-a-cake\n") && text.contains("      = none\n"))
  }

  @Test(arguments: ["", "  ", "/record x", "/save x", "/quit", "bye"])
  func `leaves out what is no turn`(line: String) throws {
    var session = try session()
    #expect(RecordedTurn(line, in: &session) == nil)
  }
}
