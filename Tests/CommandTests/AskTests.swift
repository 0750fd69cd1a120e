import Foundation
import Testing

/// `refdesk ask`, for people and for programs.
@Suite struct AskTests {
  @Test func `an answer has an opening, steps, partners, targets and sources`() throws {
    let run = try refdesk("ask", Asked.answered)
    #expect(run.status == 0)
    #expect(run.complaint.isEmpty)
    let asked = try refdesk("ask", "--json", Asked.answered)
    let answer = try #require(try record(asked.output).object("answer"))
    let text = reflowed(run.text)
    #expect(run.text.hasPrefix("desk> "))
    #expect(text.contains(try #require(answer.text("opening"))))
    for (number, step) in try #require(answer.objects("steps")).enumerated() {
      #expect(text.contains("\(number + 1). \(try #require(step.text("text")))"))
    }
    for partner in try #require(answer.objects("partners")) {
      #expect(text.contains("- \(try #require(partner.text("name"))): "))
    }
    #expect(run.lines.contains("      Partners"))
    #expect(run.lines.contains("      Targets"))
    // The badge of target 4.6, without colour.
    #expect(text.contains("- [4.6] "))
    for (number, source) in try #require(answer.texts("sources")).enumerated() {
      #expect(text.contains("[\(number + 1)] \(source)"))
    }
    #expect(!run.output.contains(0x1B))
  }

  @Test func `words of a question need no quotes`() throws {
    let words = Asked.answered.split(separator: " ").map(String.init)
    let run = try Run(Command.binary, ["ask", "--json"] + words)
    try run.finish()
    #expect(try record(run.output).text("question") == Asked.answered)
  }

  @Test func `a question that could mean several things is asked back, with numbers`() throws {
    let run = try refdesk("ask", Asked.askedBack)
    #expect(run.status == 0)
    #expect(run.lines.count { $0.contains(#/^ {6}[1-9]\. ./#) } > 1)
  }

  @Test func `what the desk does not know is declined, with the nearest questions`() throws {
    let run = try refdesk("ask", Asked.declined)
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("desk> I do not know that one."))
    let asked = try refdesk("ask", "--json", Asked.declined)
    for near in try #require(try record(asked.output).objects("nearest")) {
      #expect(reflowed(run.text).contains(try #require(near.text("title"))))
    }
  }

  @Test func `what was misread can be seen`() throws {
    let question = "who could help us get more poeple raeding"
    let read = try #require(
      try record(try refdesk("ask", "--json", question).output).objects("read"))
    #expect(read.contains { $0.text("typed") == "raeding" && $0.text("as") == "reading" })
    #expect(
      reflowed(try refdesk("ask", question).text).contains(
        "\u{201C}raeding\u{201D} as \u{201C}reading\u{201D}"))
  }

  @Test func `an answer without an opening begins beside its speaker`() throws {
    let folder = Folder()
    let yaml = Fixture.bakery.replacing("  opening: Nearly always.\n", with: "")
    let run = try refdesk(
      "ask", "--rules", try folder.write(yaml, to: "rules.yaml"), "when are you open")
    #expect(run.lines.first == "desk> 1. Come between seven and six, on Sundays until noon.")
  }

  @Test func `no line ends in a blank`() throws {
    for question in [Asked.answered, Asked.askedBack, Asked.declined] {
      let run = try refdesk("ask", question)
      #expect(run.lines.allSatisfy { $0.last != " " }, "\(run.text)")
    }
  }

  @Test func `the width is kept to`() throws {
    for width in [30, 40, 72, 80] {
      let run = try refdesk("ask", "--width", "\(width)", Asked.answered)
      #expect(run.lines.allSatisfy { cells($0) <= width }, "\(width) columns: \(run.text)")
    }
    let widest = try refdesk("ask", "--width", "300", Asked.answered).lines.map { cells($0) }.max()
    #expect(try #require(widest) <= 88)
  }

  @Test func `writing without blanks and long words keep to the width, too`() throws {
    let folder = Folder()
    let sentence = String(repeating: "\u{65E5}\u{672C}\u{8A9E}", count: 30)
    let address = "https://example.org/" + String(repeating: "long/", count: 20)
    let rules = try folder.write(
      """
      - id: wide
        question: What is wide?
        opening: \(sentence)
        steps:
          - do: Look at \(address) again.
      """, to: "rules.yaml")
    let run = try refdesk("ask", "--rules", rules, "--width", "40", "what is wide")
    #expect(run.lines.filter { cells($0) > 40 } == [])
    #expect(run.text.filter { !$0.isWhitespace }.contains(sentence))
    #expect(run.text.filter { !$0.isWhitespace }.contains(address))
  }

  @Test func `a script may have the outcome as an exit status`() throws {
    let cases: [(String, String, Int32)] = [
      ("none", Asked.declined, 0), ("none", Asked.askedBack, 0),
      ("unanswered", Asked.declined, 1), ("unanswered", Asked.askedBack, 0),
      ("unanswered", Asked.answered, 0), ("ambiguous", Asked.declined, 1),
      ("ambiguous", Asked.askedBack, 1), ("ambiguous", Asked.answered, 0),
    ]
    for (when, question, status) in cases {
      let run = try refdesk("ask", "--fail-on", when, question)
      #expect(run.status == status, "--fail-on \(when) \(question)")
      #expect(!run.text.isEmpty)
    }
  }
}

/// The record that programs read, `refdesk.answer/1`.
@Suite struct RecordTests {
  private func asked(_ question: String) throws -> Record {
    let run = try refdesk("ask", "--json", question)
    #expect(run.status == 0)
    #expect(run.output.count { $0 == 0x0A } == 1 && run.output.last == 0x0A)
    let record = try record(run.output)
    #expect(record.text("schema") == "refdesk.answer/1")
    #expect(record.text("question") == question)
    for repair in try #require(record.objects("read")) {
      #expect(repair.text("typed") != nil && repair.text("as") != nil)
    }
    return record
  }

  private func isShare(_ value: Double?) -> Bool { value.map { (0...1).contains($0) } ?? false }

  @Test func `an answered question's record has every field of an answer and no other outcome's`()
    throws
  {
    let record = try asked(Asked.answered)
    #expect(record.outcome == "answered")
    #expect(record["question_back"] == nil && record["nearest"] == nil)
    let answer = try #require(record.object("answer"))
    #expect(answer.text("rule")?.isEmpty == false)
    #expect(answer.text("title")?.isEmpty == false)
    #expect(isShare(answer.number("confidence")))
    #expect(answer.text("opening")?.isEmpty == false)
    let sources = try #require(answer.texts("sources"))
    #expect(!sources.isEmpty && Set(sources).count == sources.count)
    #expect(answer.texts("see_also") != nil)
    var cited: Set<String> = []
    let steps = try #require(answer.objects("steps"))
    #expect(!steps.isEmpty)
    for step in steps {
      #expect(step.text("text")?.isEmpty == false)
      cited.formUnion(try #require(step.texts("sources")))
    }
    let partners = try #require(answer.objects("partners"))
    #expect(!partners.isEmpty)
    for partner in partners {
      for field in ["id", "name", "why", "offer", "ask", "find"] {
        #expect(partner.text(field)?.isEmpty == false, "\(field)")
      }
      cited.formUnion(try #require(partner.texts("sources")))
    }
    let targets = try #require(answer.objects("targets"))
    #expect(!targets.isEmpty)
    for target in targets {
      let code = try #require(target.text("code"))
      #expect(
        target.number("goal").map { "\(Int($0))" }
          == code.split(separator: ".").first.map(String.init))
      #expect(target.text("title")?.isEmpty == false && target.text("why")?.isEmpty == false)
      cited.formUnion(try #require(target.texts("sources")))
    }
    #expect(cited.isSubset(of: sources), "the answer lists all it rests on")
  }

  @Test func `a record of a question back has the options and no other outcome's fields`() throws {
    let record = try asked(Asked.askedBack)
    #expect(record.outcome == "asked_back")
    #expect(record["answer"] == nil && record["nearest"] == nil)
    let back = try #require(record.object("question_back"))
    #expect(back.text("text")?.isEmpty == false)
    let options = try #require(back.objects("options"))
    #expect(options.count > 1)
    for option in options {
      #expect(option.text("rule")?.isEmpty == false && option.text("label")?.isEmpty == false)
      #expect(option.texts("sources") != nil)
    }
  }

  @Test func `a declined question's record has the nearest rules and no other outcome's fields`()
    throws
  {
    let record = try asked(Asked.declined)
    #expect(record.outcome == "declined")
    #expect(record["answer"] == nil && record["question_back"] == nil)
    for near in try #require(record.objects("nearest")) {
      #expect(near.text("rule")?.isEmpty == false && near.text("title")?.isEmpty == false)
      #expect(isShare(near.number("confidence")))
    }
  }

  @Test func `whatever was typed comes back as it was in the record`() throws {
    for question in [
      #"say "hello" \ and \n"#, "tab\there", "line\nbreak", "\u{1B}[31m red \u{07}\u{7F}",
      "日本 😀 é e\u{301}",
      "\u{2028}\u{9B}", "</script>",
    ] {
      #expect(try asked(question).text("question") == question)
    }
  }

  @Test func `the record is the same for the same question`() throws {
    let first = try refdesk("ask", "--json", Asked.answered)
    #expect(try refdesk("ask", "--json", Asked.answered).output == first.output)
  }
}
