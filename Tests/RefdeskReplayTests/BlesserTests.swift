import RefdeskReplay
import RefdeskTestSupport
import Testing

@Suite struct `Blessing a transcript` {
  private func bless(
    _ text: String, rules: String = SmallDesk.bakery, consents: Bool = false
  ) throws -> (text: String?, refused: Int) {
    var player = Player(try Bakery.desk(rules))
    let transcript = try Bakery.transcript(text)
    let played = player.play(transcript)
    let result = Blesser.bless(
      transcript, played, text: player.text, consents: { _ in consents })
    return (result.bytes.map { String(decoding: $0, as: UTF8.self) }, result.refused.count)
  }

  private let story = """
    # A cake

    [note] She is
      in a hurry.

    you>   opening times please
    desk> 1. Come between seven and six,
          on {any} until noon.


          = opening-hours   ,   not allergies

    Prose  stays.

    you> order cake
    desk> 1. Tell us the day, [..] name.
          2. Pay half when you order.
          = order-a-cake

    """

  @Test func `changes nothing where nothing drifted`() throws {
    #expect(try bless(story).text == nil)
  }

  @Test func `writes new words and keeps placeholders, notes and empty lines`() throws {
    let blessed = try bless(story, rules: Bakery.rules("until noon", "until one"))
    #expect(
      blessed.text
        == story.replacing("until noon.", with: "until one.").replacing(
          "desk> 1. Come between seven and six,\n      on {any}",
          with: "desk> 1. Come between seven and six, on {any}"))
  }

  @Test func `keeps the lines of items that did not change`() throws {
    let blessed = try bless(story, rules: Bakery.rules("Pay half when", "Pay a third when"))
    #expect(blessed.text == story.replacing("Pay half", with: "Pay a third"))
  }

  @Test func `is content with what it has written`() throws {
    let rules = Bakery.rules(
      "Pay half when you order.", "Pay when you {date} = [..] come ... \\\\{x}.")
    let first = try bless(story, rules: rules)
    #expect(try bless(try #require(first.text), rules: rules).text == nil)
  }

  @Test(arguments: [
    "you> who won the world cup\n= opening-hours\n", "you> order cake\n= opening-hours\n",
    "you> order cake\n\(Bakery.opening)\n= opening-hours\n",
  ])
  func `leaves lost, rerouted and changed turns alone without a yes`(text: String) throws {
    let refused = try bless(text)
    #expect(refused.text == nil && refused.refused == 1)
    let accepted = try #require(try bless(text, consents: true).text)
    #expect(try bless(accepted).text == nil && !accepted.contains("opening-hours"))
  }

  @Test func `rewrites the checks that do not hold, and no others`() throws {
    let blessed = try bless(
      "you> order cake\n= opening-hours, not allergies, after allergies, score < 0.1\n",
      consents: true)
    #expect(blessed.text == "you> order cake\n= order-a-cake, not allergies\n")
  }

  @Test func `writes the beginning of an answer under a bare question`() throws {
    let blessed = try bless("you> opening times please\n\nyou> who won the world cup\n")
    #expect(
      blessed.text == """
        you> opening times please
        desk> 1. Come between seven and six, on Sundays until noon.
              = opening-hours

        you> who won the world cup
        desk> I do not know that one. The nearest questions that I can answer:
              ...
              = none

        """)
  }

  @Test func `keeps the ends of lines`() throws {
    let blessed = try bless("you> order cake\r\n\r\nProse\r\n")
    #expect(blessed.text?.contains("= order-a-cake\r\n\r\nProse\r\n") == true)
    #expect(blessed.text?.replacing("\r\n", with: "").contains("\n") == false)
  }

  @Test func `adds what is new to an answer that is cut short, and keeps the cut`() throws {
    let text = "you> order cake\ndesk> 1. Tell us the day,\n      ...\n      = order-a-cake\n"
    #expect(try bless(text).text == nil)
    let blessed = try bless(text, rules: Bakery.rules("Tell us the day", "Tell us soon the day"))
    #expect(blessed.text == text.replacing("us the", with: "us soon the"))
  }
}
