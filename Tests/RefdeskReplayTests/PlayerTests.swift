import RefdeskCore
import RefdeskReplay
import RefdeskTestSupport
import Testing

/// The bakery and its transcripts.
enum Bakery {
  static func desk(_ yaml: String = SmallDesk.bakery) throws -> Desk { try SmallDesk.desk(yaml) }

  static func transcript(_ text: String) throws -> Transcript {
    try TranscriptReader.read(Array(text.utf8), name: "cake.md").usable()
  }

  static func play(
    _ text: String, matching: Player.Matching = .both, rules: String = SmallDesk.bakery
  ) throws -> [Played] {
    var player = Player(try desk(rules), matching: matching)
    return player.play(try transcript(text))
  }

  /// The rules with one text in place of another.
  static func rules(_ old: String, _ new: String) -> String {
    SmallDesk.bakery.replacing(old, with: new)
  }

  static let opening = "desk> 1. Come between seven and six, on Sundays until noon."
}

@Suite struct `Replaying a transcript` {
  @Test func `turns that are as written pass`() throws {
    let played = try Bakery.play(
      "you> opening times please\n\(Bakery.opening)\n= opening-hours\n\nyou> who won the world cup\n= none\n"
    )
    #expect(played.map(\.status) == [.asWritten, .asWritten])
  }

  @Test(arguments: [
    (
      "you> opening times please\ndesk> 1. Come between eight and six, on Sundays until noon.\n= opening-hours\n",
      Drift.Kind.reworded
    ),
    (
      "you> order cake\n\("desk> 1. Tell us the day, the size and the name.\n      2. Pay half when you order.")\n= opening-hours\n",
      .rerouted
    ),
    ("you> order cake\n= opening-hours\n", .rerouted),
    ("you> order cake\n\(Bakery.opening)\n= opening-hours\n", .changed),
    ("you> who won the world cup\n= opening-hours\n", .lost),
    ("you> who won the world cup\n\(Bakery.opening)\n", .lost),
    ("you> order cake\n= none\n", .gained),
    ("you> order cake\ndesk> I do not know that one. The nearest questions:\n      ...\n", .gained),
    ("you> order cake\n= order-a-cake, after opening-hours\n", .unmet),
    ("you> order cake\n= order-a-cake, read ordr as order\n", .unmet),
    ("you> order cake\n= score < 0.1\n", .unmet),
    ("you> order cake\n", .unwritten),
  ])
  func `drift has a name`(text: String, kind: Drift.Kind) throws {
    let played = try Bakery.play(text)
    #expect(played.map { $0.drift?.kind } == [kind])
  }

  @Test(arguments: [
    "order-a-cake", "not allergies", "opening-hours, alt order-a-cake", "outcome answered",
    "score >= 0.5", "read ordr as order",
  ])
  func `checks hold`(check: String) throws {
    #expect(try Bakery.play("you> ordr cake\n= \(check)\n")[0].drift == nil)
  }

  @Test func `a turn knows what answered before it, until the conversation is reset`() throws {
    let played = try Bakery.play(
      """
      you> opening times please
      = opening-hours

      you> order cake
      = after opening-hours

      [reset]

      you> allergy information
      = after order-a-cake

      """)
    #expect(played.map { $0.drift?.kind } == [nil, nil, .unmet])
    #expect(played[2].drift?.unmet[0].instead == "nothing had been answered")
  }

  @Test func `what is compared can be chosen`() throws {
    let text = "you> opening times please\ndesk> No words of ours.\n= opening-hours\n"
    #expect(try Bakery.play(text)[0].drift?.kind == .reworded)
    #expect(try Bakery.play(text, matching: .rule)[0].drift == nil)
    #expect(
      try Bakery.play("you> order cake\n= allergies\n", matching: .wording)[0].status == .unchecked)
  }

  @Test func `a skipped turn is not asked, and a known drift does not fail`() throws {
    let played = try Bakery.play(
      """
      [skip] later
      you> order cake
      = allergies

      [known-drift] being rewritten
      you> order cake
      = allergies

      [known-drift] done by now
      you> order cake
      = order-a-cake

      """)
    #expect(played.map(\.status) == [.skipped, .known, .mended])
    #expect(played[0].response == nil)
  }

  @Test func `a drift tells where the rules stand, and which were near`() throws {
    let drift = try #require(try Bakery.play("you> order cake\n= opening-hours\n")[0].drift)
    #expect(drift.placeWritten?.line == 1)
    #expect(drift.rule == "order-a-cake" && drift.place?.line == 10)
    #expect(drift.nearest.first?.rule == "order-a-cake")
    #expect(drift.nearest.count == 3)
  }

  @Test func `only what is wanted is compared, but all is asked`() throws {
    var player = Player(try Bakery.desk())
    let transcript = try Bakery.transcript(
      "## One\nyou> opening times please\n= none\n## Two\nyou> order cake\n= after opening-hours\n")
    let played = player.play(transcript) { _, scene in scene == "Two" }
    #expect(played.map(\.number) == [2])
    #expect(played[0].drift == nil)
  }

  @Test(arguments: [
    ("= order-cake", "3:3: error: unknown rule 'order-cake'; did you mean 'order-a-cake'?"),
    ("= nonee", "3:3: error: unknown check 'nonee'; did you mean 'none'?"),
    ("= allergies, target 4.6", "3:14: error: there is no target '4.6'"),
    ("= allergies, partner nobody", "3:14: error: unknown partner 'nobody'"),
    ("= allergies, cites x.y", "3:14: error: unknown passage 'x.y'"),
    (
      "= un-office, not vnr-basics",
      "3:3: error: none of the 2 rules named in this file is known here"
    ),
  ])
  func `a name that is not in the rule base is an error with its place`(
    check: String, wanted: String
  ) throws {
    let transcript = try Bakery.transcript("# A\nyou> order cake\n\(check)\n")
    let faults = NameCheck(try Bakery.desk().rules).faults(transcript)
    #expect(faults.first.map { "\($0)".hasPrefix("cake.md:" + wanted) } == true, "\(faults)")
  }
}
