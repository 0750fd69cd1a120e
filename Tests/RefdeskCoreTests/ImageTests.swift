import RefdeskCore
import RefdeskData
import RefdeskTestSupport
import Testing

@Suite struct `An image` {
  let image: [UInt8]

  init() throws { image = try SmallDesk.image(SmallDesk.bakery) }

  private func damage(_ bytes: [UInt8]) -> Image.Damage? {
    do {
      _ = try CompiledRules(Bytes(copying: bytes))
      return nil
    } catch {
      return error
    }
  }

  @Test func `is valid UTF-8 from end to end, so that a string literal can hold it`() {
    #expect(String(validating: image, as: UTF8.self) != nil)
  }

  @Test func `opens when it is whole`() { #expect(damage(image) == nil) }

  @Test func `is refused when cut short, with how much is missing`() {
    let cut = Array(image.prefix(image.count / 2))
    #expect(damage(cut) == .truncated(have: cut.count, want: image.count))
  }

  @Test func `is refused when a byte was changed, wherever`() {
    for place in stride(from: 40, to: image.count, by: image.count / 50) {
      var changed = image
      changed[place] ^= 1
      #expect(damage(changed) == .altered)
    }
  }

  @Test func `is refused when it is something else, or nothing`() {
    #expect(damage(Array("#!/bin/sh\necho hello, this is no image at all".utf8)) == .notAnImage)
    #expect(damage([]) == .notAnImage)
  }

  @Test func `is refused when another version wrote it`() {
    var other = image
    other[14] = UInt8(ascii: "7")
    #expect(damage(other) == .otherVersion)
  }

  @Test func `misleads but never crashes when its damage goes unnoticed`() {
    var state: UInt64 = 1
    for _ in 0..<200 {
      var changed = image
      for _ in 0..<20 {
        state = Key.mix(state)
        changed[60 + Int(state % UInt64(image.count - 60))] = UInt8(state >> 32 & 0x7F)
      }
      guard let rules = try? CompiledRules(Bytes(copying: changed), verified: true) else {
        continue
      }
      let desk = Desk(rules: rules, language: BuiltIn.language)
      _ = desk.respond(to: "when are you opne on sundays")
      _ = desk.account(of: "order a cake")
      _ = rules.phrasings
    }
  }
}
