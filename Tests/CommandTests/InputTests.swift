import Foundation
import Testing

/// What no person types on purpose.
@Suite struct InputTests {
  private static let forms = [
    ["batch", "--to", "text"], ["batch", "--to", "jsonl"], ["batch", "--to", "tsv"],
    ["chat", "--to", "text"], ["chat", "--to", "jsonl"], [],
  ]

  private func answers(_ arguments: [String], to input: [UInt8]) throws -> Run {
    let run = try Run(Command.binary, arguments)
    try run.finish(input)
    #expect(run.status == 0, "\(arguments)")
    #expect(run.errors.isEmpty, "\(arguments): \(run.complaint)")
    #expect(String(validating: run.output, as: UTF8.self) != nil, "\(arguments)")
    return run
  }

  @Test func `bytes that are no UTF-8 are shown as such and answered`() throws {
    let input = Array("caf".utf8) + [0xE9] + Array(" partners\n".utf8) + [0xFF, 0xFE, 0xC3, 0x0A]
    for form in Self.forms { #expect(!(try answers(form, to: input)).output.isEmpty) }
    let run = try answers(["batch", "--to", "jsonl"], to: input)
    #expect(
      try records(run).map { $0.text("question") } == [
        "caf\u{FFFD} partners", "\u{FFFD}\u{FFFD}\u{FFFD}",
      ])
    #expect(try answers([], to: input).text.contains("you> caf\u{FFFD} partners\n"))
  }

  @Test func `bytes that command terminals are never echoed`() throws {
    let lines = [
      "partners \u{1B}[31mred", "\u{1B}]0;title\u{07}partners", "a\u{00}b",
      "\u{08}\u{15}\u{0C}x\u{7F}",
      "\u{9B}31m csi", "tab\tand\rreturn", "\u{202E}backwards",
    ]
    let input = lines.map { $0 + "\n" }.joined()
    for form in [["batch"], [], ["chat"]] {
      let run = try answers(form, to: Array(input.utf8))
      #expect(controls(run.output) == [], "\(form)")
      #expect(!run.text.contains("\u{202E}"))
    }
    let records = try records(try answers(["batch", "--to", "jsonl"], to: Array(input.utf8)))
    #expect(records.map { $0.text("question") } == lines)
  }

  @Test func `what a mistake quotes can't command the terminal either`() throws {
    let bad = "\u{1B}[31mx\u{9B}\u{07}"
    for arguments in [
      [bad], [bad, "more"], ["show", bad], ["why", "--not", bad, "hello"], ["batch", bad],
      ["ask", "--rules", bad, "hello"], ["check", bad], ["--\(bad)"],
      ["ask", "--color", bad, "hello"],
      ["list", bad],
    ] {
      let run = try Run(Command.binary, arguments)
      try run.finish()
      #expect(controls(run.errors) == [], "\(arguments)")
      #expect(run.status != 0 && run.output.isEmpty)
    }
  }

  @Test func `what rules say can't command the terminal either`() throws {
    let folder = Folder()
    let rules = try folder.write(Fixture.commanding, to: "rules.yaml")
    let wrong = try folder.write("- id: \"a\\e[31mb\"\n  question: x\n", to: "wrong/rules.yaml")
    for arguments in [
      ["ask", "--rules", rules, "is this red"], ["list", "--rules", rules], ["check", wrong],
      ["show", "--rules", rules, "commands"], ["why", "--rules", rules, "tell me about red"],
      ["ask", "--rules", wrong, "is this red"],
    ] {
      let run = try Run(Command.binary, arguments)
      try run.finish()
      #expect(controls(run.output + run.errors) == [], "\(arguments)")
    }
  }

  @Test func `empty lines keep their place among the records`() throws {
    let input = Array("\n  \n\t\nhello\n\n".utf8)
    for form in ["jsonl", "tsv"] {
      #expect(try answers(["batch", "--to", form], to: input).lines.count == 5)
    }
    let turns = try records(try answers(["chat", "--to", "jsonl"], to: input))
    #expect(turns.map(\.outcome) == ["declined", "declined", "declined", "answered", "declined"])
  }

  @Test func `emoji and other writing are questions like any other`() throws {
    let lines = [
      "\u{1F600}", "partners \u{1F469}\u{200D}\u{1F4BB}", "\u{65E5}\u{672C}",
      "e\u{301}\u{301}\u{301}", "\u{0627}\u{0644}",
    ]
    let input = Array(lines.map { $0 + "\n" }.joined().utf8)
    let run = try answers(["batch", "--to", "jsonl"], to: input)
    #expect(try records(run).map { $0.text("question") } == lines)
    #expect(
      try answers([], to: input).lines.filter { $0.hasPrefix("you> ") }
        == lines.map { "you> " + $0 })
  }

  @Test func `a line of ten megabytes is one question`() throws {
    let long = [UInt8](repeating: 0x61, count: 10_000_000)
    let words = Array(repeatElement(Array("partners ".utf8), count: 1_200_000).joined())
    let wide = Array(repeatElement(Array("\u{65E5}".utf8), count: 3_400_000).joined())
    for line in [long, words, wide] {
      let input = line + Array("\n\(Asked.answered)\n".utf8)
      for form in ["jsonl", "tsv"] {
        #expect(try answers(["batch", "--to", form], to: input).lines.count == 2)
      }
      let records = try records(try answers(["chat", "--to", "jsonl"], to: input))
      #expect(records.count == 2)
      #expect(records.last?.text("question") == Asked.answered)
      #expect(records.last?.outcome == "answered")
      _ = try answers([], to: input)
    }
  }

  @Test func `a megabyte without a line end is one question`() throws {
    let run = try answers(["batch", "--to", "tsv"], to: [UInt8](repeating: 0x61, count: 1_000_000))
    #expect(run.lines.count == 1)
  }
}
