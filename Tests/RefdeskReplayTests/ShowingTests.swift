import Foundation
import RefdeskPages
import RefdeskReplay
import RefdeskTestSupport
import Testing

@Suite struct `Playing a transcript` {
  private let lesson = """
    # A <cake>

    [transcript 1, clock 2026-11-22T10:00Z]

    For *bakers*.

    ## At the counter

    [note] She is in a hurry.
    [quiz] What now?
    [hint] Ask.
    you> i need a cake for my daughter's party

    [pause 5s] Think.

    [skip] no
    you> order cake

    """

  private func cues() throws -> [Cue] {
    let transcript = try Bakery.transcript(lesson)
    var staging = Staging(transcript, desk: try Bakery.desk(), style: TerminalStyle(width: 40))
    return staging.opening + transcript.items.flatMap { staging.cues($0) }
  }

  @Test func `gives everything its cue`() throws {
    let cues = try cues()
    #expect(cues.contains(.marker("At the counter")))
    #expect(cues.contains(.note(["Note: She is in a hurry."])))
    #expect(cues.contains(.question(["Question: What now?"], hints: [["Hint: Ask."]])))
    #expect(cues.contains(.typed(prompt: "you> ", "i need a cake for my daughter's party")))
    #expect(cues.contains(.spoken("desk> 1. Tell us the day, the size and")))
    #expect(cues.contains(.pause(seconds: 5, ["Think."])))
    #expect(!cues.contains(.typed(prompt: "you> ", "order cake")))
  }

  private func cast(_ version: CastWriter.Version, notes: Staging.Notes = .hide) throws -> (
    header: [String: Any], events: [[Any]]
  ) {
    let text = CastWriter.write(
      try Bakery.transcript(lesson), desk: try Bakery.desk(), version: version,
      tempo: Tempo(pace: .typing), notes: notes)
    let lines = try text.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8))
    }
    return (try #require(lines[0] as? [String: Any]), lines.dropFirst().compactMap { $0 as? [Any] })
  }

  @Test func `as a cast of version 2 has times that only grow`() throws {
    let (header, events) = try cast(.two)
    #expect(
      header["version"] as? Int == 2 && header["width"] as? Int == 80
        && header["height"] as? Int == 30)
    #expect(header["timestamp"] as? Int == 1_795_341_600)
    #expect(header["title"] as? String == "A <cake>")
    #expect(events.allSatisfy { $0.count == 3 && ["o", "m"].contains($0[1] as? String) })
    let times = events.compactMap { ($0[0] as? NSNumber)?.doubleValue }
    #expect(times == times.sorted() && times.last! > 5)
    let markers = events.filter { $0[1] as? String == "m" }.compactMap { $0[2] as? String }
    #expect(
      markers == [
        "A <cake>", "At the counter", "Note: She is in a hurry.", "Question: What now?", "Think.",
      ])
    let shown = events.filter { $0[1] as? String == "o" }.compactMap { $0[2] as? String }.joined()
    #expect(!shown.contains("in a hurry") && shown.contains("\r\n"))
    #expect(!shown.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
  }

  @Test func `as a cast of version 3 has the times between events`() throws {
    let (header, events) = try cast(.three, notes: .show)
    let term = try #require(header["term"] as? [String: Any])
    #expect(header["version"] as? Int == 3 && term["cols"] as? Int == 80)
    let times = events.compactMap { ($0[0] as? NSNumber)?.doubleValue }
    let last = try #require(try cast(.two).events.last?[0] as? NSNumber).doubleValue
    #expect(times.allSatisfy { $0 >= 0 } && times.reduce(0, +) > last)
  }

  @Test func `as a page is closed and quotes what is no markup of ours`() throws {
    let page = HTMLExport.write(try Bakery.transcript(lesson), desk: try Bakery.desk(), notes: true)
    #expect(page.contains("<h1>A &lt;cake&gt;</h1>") && !page.contains("<cake>"))
    #expect(page.contains("<ol><li>Tell us the day, the size and the name.</li>"))
    #expect(!page.contains("http") && !page.contains("<script"))
    #expect(page.contains("in a hurry"))
    let bare = HTMLExport.write(
      try Bakery.transcript(lesson), desk: try Bakery.desk(), notes: false)
    #expect(!bare.contains("in a hurry"))
  }

  @Test func `as Markdown quotes the desk`() throws {
    let page = MarkdownExport.write(
      try Bakery.transcript(lesson), desk: try Bakery.desk(), notes: true)
    #expect(page.hasPrefix("# A \\<cake\\>\n\nFor *bakers*.\n\n## At the counter\n"))
    #expect(page.contains("> 1. Tell us the day, the size and the name.\n> 2. Pay half"))
  }

  @Test func `takes no longer than it is told to`() {
    var tempo = Tempo(pace: .line, speed: 2, longest: 1)
    #expect(tempo.pause(1) == 0.5 && tempo.pause(30) == 1)
    tempo.pace = .none
    #expect(tempo.after("anything") == 0 && tempo.afterTurn == 0 && tempo.character == 0)
  }
}

@Suite struct `A quiz` {
  private func quiz(_ question: String, hints: Int = 0) throws -> (Quiz?, Played) {
    let hint = String(repeating: "[hint] Think.\n", count: hints)
    let transcript = try Bakery.transcript("[quiz] What now?\n\(hint)you> \(question)\n")
    let directions: [Direction] = transcript.items.compactMap {
      if case .direction(let direction) = $0 { direction } else { nil }
    }
    let desk = SmallDesk.builtIn()
    var player = Player(desk)
    let played = player.put(transcript.turns[0])
    return (Quiz(directions[0], hints: Array(directions.dropFirst()), played, desk), played)
  }

  @Test(arguments: [
    "who could help us get more people reading", "how do i start?", "how do i fix a bicycle",
  ])
  func `has four answers of which one is right`(question: String) throws {
    let (quiz, played) = try quiz(question, hints: 2)
    let found = try #require(quiz)
    #expect(found.options.count == 4 && Set(found.options.map(\.text)).count == 4)
    #expect(found.options[found.right].rule == played.rule)
    #expect(found.hints == ["Think.", "Think."])
  }

  @Test func `is the same each time`() throws {
    let question = "who could help us get more people reading"
    #expect(try quiz(question).0?.options == quiz(question).0?.options)
  }

  @Test func `takes own words for the answer that they are nearest to`() throws {
    let found = try #require(try quiz("who could help us get more people reading").0)
    #expect(found.option(meantBy: "perhaps the teachers and the authors") == found.right)
    #expect(found.option(meantBy: "xyzzy") == nil)
    #expect(found.option(meantBy: "") == nil)
  }

  @Test func `is not made of a command`() throws { #expect(try quiz("/help").0 == nil) }

  @Test func `keeps the score`() throws {
    let found = try #require(try quiz("how do i fix a bicycle").0)
    var score = Score()
    #expect(score.words == "There was no question in it.")
    for (chosen, hints) in [(found.right, 0), (found.right, 1), ((found.right + 1) % 4, 0)] {
      score.add(
        Score.Entry(turn: 1, said: "a", quiz: found, typed: "", chosen: chosen, hints: hints))
    }
    #expect(score.words == "You had 2 of 3, 1 with a hint.")
    let record = try JSONSerialization.jsonObject(with: Data(score.json.utf8)) as? [String: Any]
    #expect(record?["right"] as? Int == 2 && record?["of"] as? Int == 3)
    #expect((record?["answers"] as? [[String: Any]])?[2]["correct"] as? Bool == false)
  }
}
