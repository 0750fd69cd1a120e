import RefdeskCore
import RefdeskReplay
import Testing

@Suite struct `Players in company` {
  /// Scenes of three turns, each a fresh conversation.
  private static func transcript(scenes: Int) throws -> Transcript {
    var text = "# Many scenes\n\n"
    for number in 1...scenes {
      text += """
        ## Scene \(number)

        [reset]

        you> opening times please
        = opening-hours

        [known-drift] reason \(number)
        you> order cake
        = opening-hours, after opening-hours

        you> \(number % 2 == 0 ? "1" : "who won the world cup")
        = not order-a-cake


        """
    }
    return try Bakery.transcript(text)
  }

  @Test func `find what one finds alone`() throws {
    let transcript = try Self.transcript(scenes: 600)
    var player = Player(try Bakery.desk(), matching: .both)
    let alone = player.play(transcript)
    for most in [1, 2, 3] {
      let company = Company(try Bakery.desk(), matching: .both, most: most)
      let together = company.play(transcript) { _, _ in true }
      #expect(together.map(\.number) == alone.map(\.number))
      #expect(together.map(\.scene) == alone.map(\.scene))
      #expect(together.map(\.status) == alone.map(\.status))
      #expect(together.map(\.response) == alone.map(\.response))
      #expect(together.map(\.ruleBefore) == alone.map(\.ruleBefore))
      #expect(together.map(\.knownDrift) == alone.map(\.knownDrift))
    }
  }

  @Test func `remember over a reset what a placeholder stood for`() throws {
    let scenes = String(
      repeating: "[reset]\n\nyou> opening times please\n= opening-hours\n\n", count: 1100)
    let transcript = try Bakery.transcript(
      "you> order cake\ndesk> 1. Tell us the {any:what}, the size and the name.\n      ...\n\n"
        + scenes
        + "you> {what}\n")
    let company = Company(try Bakery.desk(), matching: .both, most: 2)
    let played = company.play(transcript) { _, _ in true }
    #expect(played.last?.question == "day")
  }
}
