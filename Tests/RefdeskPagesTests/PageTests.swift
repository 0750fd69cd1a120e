import RefdeskPages
import Testing

@Suite struct `Writing JSON` {
  @Test func `quotes, backslashes and control characters are escaped`() {
    var json = JSONWriter()
    json.object { $0.field("text", "a\"b\\c\n\u{1B}é") }
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"text":"a\"b\\c\n\u001bé"}"#)
  }

  @Test func `objects and lists nest with commas between`() {
    var json = JSONWriter()
    json.object { json in
      json.field("texts", ["a", "b"])
      json.key("list")
      json.list { json in
        json.object { $0.field("n", 1) }
        json.object { $0.field("share", share: 0.12345) }
      }
    }
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #"{"texts":["a","b"],"list":[{"n":1},{"share":0.1235}]}"#)
  }
}

@Suite struct `Writing for the terminal` {
  private func text(_ blocks: [Block], width: Int = 40, colour: TerminalStyle.Colour = .none)
    -> String
  {
    TerminalWriter(TerminalStyle(width: width, colour: colour)).text(blocks)
  }

  @Test func `text is wrapped to the width with the speaker before it`() {
    let shown = text([.paragraph([.text("one two three four five six seven eight nine ten")])])
    #expect(shown == "desk> one two three four five six seven\n      eight nine ten\n")
  }

  @Test func `steps hang under their numbers`() {
    let shown = text(
      [.numbered([[.text("one two three four five six seven")], [.text("eight")]])], width: 30)
    #expect(shown == "desk> 1. one two three four\n         five six seven\n      2. eight\n")
  }

  @Test func `no line is wider than the terminal`() {
    let words = String(repeating: "日本語 library é ", count: 30)
    for width in [30, 50, 80, 200] {
      for line in text([.paragraph([.text(words)])], width: width).split(separator: "\n") {
        #expect(Cells.count(line) <= min(width, TerminalStyle.widest))
      }
    }
  }

  @Test func `badges have the goal's colour where the terminal can, and brackets where not`() {
    let badge: [Block] = [.paragraph([.badge("4.6", colour: "#C5192D")])]
    #expect(text(badge) == "desk> [4.6]\n")
    #expect(text(badge, colour: .full).contains("48;2;197;25;45;38;5;231"))
    #expect(text(badge, colour: .extended).contains("48;5;"))
  }

  @Test func `pale badges are written on in black`() {
    #expect(RGB("#FCC30B")?.isLight == true)
    #expect(RGB("#19486A")?.isLight == false)
  }

  @Test func `nothing in a text can command the terminal`() {
    let shown = text([.paragraph([.text("a\u{1B}[2Jb\u{7}\u{202E}c\u{9B}d")])], width: 80)
    #expect(shown == "desk> a␛[2Jb␇c\u{FFFD}d\n")
  }
}
