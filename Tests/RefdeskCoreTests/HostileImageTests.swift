import RefdeskCore
import RefdeskData
import RefdeskRules
import RefdeskTestSupport
import Testing

/// Images that somebody tampered with and gave a right checksum: they may mislead, and must not crash or read elsewhere.
@Suite struct `A hostile image` {
  private let questions = [
    "are you open on sunday", "nut alergy", "i need a birhtday cake", "hello, how late can i come?",
    "birthdaz daughtre ingredeints", "gluten",
  ]

  /// Asks everything that a command asks of a rule base.
  private func use(_ bytes: [UInt8]) {
    guard let rules = try? CompiledRules(Bytes(copying: bytes), verified: true) else { return }
    let desk = Desk(rules: rules, language: BuiltIn.language)
    for question in questions {
      _ = desk.respond(to: question)
      _ = desk.account(of: question)
      var text = question
      _ = text.withUTF8 { desk.verdict(on: $0) }
    }
    _ = (rules.rules, rules.phrasings, rules.partners, rules.goals, rules.passages, rules.about)
  }

  private func images() throws -> [[UInt8]] {
    [try SmallDesk.image(SmallDesk.bakery), try counted()]
  }

  /// Enough rules for weights to be counted and not learned.
  private func counted() throws -> [UInt8] {
    let lines = (0..<1100).map {
      "{\"id\": \"r\($0)\", \"examples\": [\"open door \($0 % 37)\", \"cake \($0 / 9) loaf\", \"gluten \($0)\"]}"
    }
    let result = RuleBaseReader.read([("rules.jsonl", Array(lines.joined(separator: "\n").utf8))])
    return Compiler(try result.usable(), language: BuiltIn.language).compile()
  }

  @Test func `with bytes changed anywhere is used without a crash`() throws {
    for image in try images() {
      var state: UInt64 = 7
      for _ in 0..<60 {
        var changed = image
        for _ in 0..<12 {
          state = Key.mix(state)
          changed[32 + Int(state % UInt64(image.count - 32))] = UInt8(
            truncatingIfNeeded: state >> 40)
        }
        use(changed)
      }
    }
  }

  @Test func `with numbers as large as they can be is used without a crash`() throws {
    for image in try images() {
      var state: UInt64 = 9
      for _ in 0..<60 {
        var changed = image
        for _ in 0..<4 {
          state = Key.mix(state)
          let at = 32 + Int(state % UInt64(image.count - 40))
          for place in at..<at + 8 { changed[place] = 0x7F }
        }
        use(changed)
      }
    }
  }

  @Test func `with sections that start or end elsewhere is refused or used without a crash`() throws
  {
    let image = try SmallDesk.image(SmallDesk.bakery)
    let sections = Int(image[17]) | Int(image[18]) << 7
    for section in 0..<sections {
      // The second byte of where it starts, and of how long it is.
      for place in [2, 7] {
        var changed = image
        changed[32 + section * 11 + place] ^= 0x15
        use(changed)
      }
    }
  }

  @Test func `cut anywhere is refused`() throws {
    let image = try SmallDesk.image(SmallDesk.bakery)
    for count in stride(from: 0, to: image.count, by: max(1, image.count / 97)) {
      #expect(throws: Image.Damage.self) {
        _ = try CompiledRules(Bytes(copying: Array(image.prefix(count))), verified: true)
      }
    }
  }
}
