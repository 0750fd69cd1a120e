import RefdeskReplay
import Testing

@Suite struct `Comparing the words of an answer` {
  /// The lines of an answer in a file, against what the desk says.
  private func matches(
    _ written: String, _ said: String, _ captures: Captures = Captures()
  ) -> Captures? {
    let result = TranscriptReader.read(Array("you> a\n\(written)\n".utf8), name: "t.md")
    let turn = result.transcript.turns[0]
    let pattern = Pattern(turn.answerLines!, of: result.transcript.source)
    return WordingMatcher(pattern, Answered(said)).match(captures)
  }

  private let said = """
    desk> Come between seven and six, on Sundays until noon. [1]

          1. Ring us before 22 November 2026.
          2. Pay \u{20AC}20 to office@bakery.example, see [4.6].
    """

  @Test(arguments: [
    // Wrapped otherwise, or with a badge's code as a coloured screen shows it.
    "desk> Come between\n      seven and six, on Sundays\n      until noon. [1]\n\n      1. Ring us before 22\n      November 2026.\n      2. Pay \u{20AC}20 to office@bakery.example, see 4.6.",
    "desk> Come between seven and six, on Sundays until noon. [1]\n\n      ...",
    "desk> ...",
    "desk> Come [..] noon. [1]\n\n\n      ...\n      2. Pay {money} to {email}, see [4.6].",
    "desk> Come between sev[..] and six, {any} [1]\n      ...",
    "desk> ...\n      1. Ring us before {date}.\n      ...",
  ])
  func `agrees, however it is wrapped and whatever was left open`(written: String) {
    #expect(matches(written, said) != nil)
  }

  @Test(arguments: [
    "desk> Come between seven and six, on Sundays until noon. [1]",
    "desk> Come between seven and five, [..]\n      ...",
    // A gap where there is none, and none where there is one.
    "desk> Come between seven and six,\n\n      on Sundays until noon. [1]\n      ...",
    "desk> ...\n      1. Ring us before {time}.\n      ...",
    "desk> ...\n      2. Ring us before {date}.\n      ...",
    "desk> Come [..] 2026.\n      ...",
  ])
  func `differs`(written: String) { #expect(matches(written, said) == nil) }

  @Test func `escapes take the meaning from signs`() {
    #expect(matches("desk> \\{date} \\[..] \\=", "desk> {date} [..] =") != nil)
    #expect(matches("desk> \\...", "desk> ...") != nil)
    #expect(matches("desk> \\...", "desk> anything") == nil)
    #expect(matches("desk> {\"a\":1} {}", "desk> {\"a\":1} {}") != nil)
  }

  @Test func `what was captured must agree`() throws {
    let first = try #require(matches("desk> Due {date:due}.", "desk> Due 22 November 2026."))
    #expect(matches("desk> By {due}", "desk> By 22 November 2026", first) != nil)
    #expect(matches("desk> By {date:due}", "desk> By 22 November 2026", first) != nil)
    #expect(matches("desk> By {date:due}", "desk> By 23 November 2026", first) == nil)
    #expect(first.filled("is it {due}?") == "is it 22 November 2026?")
    #expect(matches("desk> {int:a} of {int:a}", "desk> 3 of 3") != nil)
    #expect(matches("desk> {int:a} of {int:a}", "desk> 3 of 4") == nil)
  }

  @Test(arguments: [
    ("date", "2026-11-22"), ("date", "22/11/2026"), ("date", "22.11.2026"), ("date", "1 May"),
    ("date", "Nov 22, 2026"), ("date", "November 2026"), ("time", "9:30"), ("time", "09:30:15"),
    ("time", "9.30 am"), ("int", "12"), ("int", "1,234,567"), ("money", "\u{20AC}20"),
    ("money", "20 euros"), ("money", "USD 1,000.50"), ("email", "a.b+c@d-e.org"),
    ("phone", "+49 (30) 1234-567"), ("phone", "0171 2345678"), ("card", "4111 1111 1111 1111"),
    ("any", "one or two"),
  ])
  func `placeholders stand for what they are called`(kind: String, value: String) {
    #expect(matches("desk> x {\(kind)} y", "desk> x \(value) y") != nil)
    #expect(matches("desk> x {\(kind)}.", "desk> x \(value).") != nil)
  }

  @Test(arguments: [
    ("date", "soon"), ("date", "3.5"), ("time", "10"), ("int", "ten"), ("int", "3.5"),
    ("money", "20"),
    ("email", "a@b"), ("phone", "12"), ("card", "4111"),
  ])
  func `and for nothing else`(kind: String, value: String) {
    #expect(matches("desk> x {\(kind)} y", "desk> x \(value) y") == nil)
  }

  @Test func `a word that a narrow screen broke is still the word`() {
    #expect(
      matches(
        "desk> see Rules/wo\n      rking.yaml:3:1 now", "desk> see Rules/working.yaml:3:1 now")
        != nil)
  }
}
