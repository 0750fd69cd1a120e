import RefdeskFAQ
import Testing

@Suite struct `Lists of questions` {
  private func read(
    _ text: String, _ form: QuestionForm, column: String? = nil
  ) throws -> [AskedQuestion] {
    var list = QuestionList(form, column: column)
    var questions: [AskedQuestion] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let question = try list.next(Array(line.utf8)[...]) { questions.append(question) }
    }
    try list.end()
    return questions
  }

  private func problem(_ text: String, _ form: QuestionForm, column: String? = nil)
    -> QuestionListProblem?
  {
    do {
      _ = try read(text, form, column: column)
      return nil
    } catch {
      return error as? QuestionListProblem
    }
  }

  @Test func `a text has a question a line, and blank lines are none`() throws {
    #expect(
      try read("\u{FEFF}one\n\n  \ntwo\n", .text) == [
        AskedQuestion(text: "one"), AskedQuestion(text: "two"),
      ])
  }

  @Test func `a table's cells may hold separators, quotes and line ends`() throws {
    let table = "id,Question,asked\n7,\"one, \"\"two\"\"\nand three\",12\n8,plain 19\" disk,\n"
    #expect(
      try read(table, .csv) == [
        AskedQuestion(text: "one, \"two\"\nand three", count: 12, id: "7"),
        AskedQuestion(text: "plain 19\" disk", count: 1, id: "8"),
      ])
  }

  @Test(arguments: [",", ";", "\t"])
  func `the separator of a table is found`(_ mark: String) throws {
    let questions = try read("when\(mark)text\nmonday\(mark)one\n", .csv)
    #expect(questions.map(\.text) == ["one"])
  }

  @Test func `a column may be named, in any case`() throws {
    #expect(try read("a,b\n1,2\n", .csv, column: "B").map(\.text) == ["2"])
    #expect(
      problem("a,b\n1,2\n", .csv, column: "c")
        == QuestionListProblem(kind: .noColumn("c", has: ["a", "b"]), line: 1))
    #expect(
      problem("a,b\n1,2\n", .csv)
        == QuestionListProblem(kind: .whichColumn(has: ["a", "b"]), line: 1))
  }

  @Test func `a quote that never closes is said where it opens`() {
    #expect(
      problem("question\nfine\n\"open\nand\non\n", .csv)
        == QuestionListProblem(kind: .openQuote, line: 3))
  }

  @Test func `JSON Lines have ids and counts`() throws {
    let lines = #"""
      {"question": "caf\u00e9 \ud83d\ude00 \"here\"", "count": 3, "id": 17, "extra": [1, {"a": null}]}
      "only a text"
      {"text": "other name", "asked": "2"}
      """#
    #expect(
      try read(lines, .jsonl) == [
        AskedQuestion(text: "café 😀 \"here\"", count: 3, id: "17"),
        AskedQuestion(text: "only a text"), AskedQuestion(text: "other name", count: 2),
      ])
  }

  @Test(arguments: [
    "{", "{\"question\": }", "nonsense", "{\"question\": \"a\"} x", "[[[[", "\"a\u{1}\"",
  ])
  func `what is no JSON is said with its line`(_ line: String) {
    #expect(problem("\"fine\"\n" + line + "\n", .jsonl)?.line == 2)
  }

  @Test func `depth is bounded`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(
      problem(deep, .jsonl)
        == QuestionListProblem(kind: .notJSON("it is nested too deeply"), line: 1))
  }

  @Test(arguments: ["0", "-1", "many", "99999999999999999999"])
  func `what is no count is said`(_ count: String) {
    #expect(
      problem("question,count\nwho,\(count)\n", .csv)
        == QuestionListProblem(kind: .badCount(count), line: 2))
  }

  @Test func `the form is guessed by name and content`() {
    func guess(_ path: String, _ text: String) -> QuestionForm {
      QuestionForm.guess(path: path, head: Array(text.utf8))
    }
    #expect(guess("a.csv", "x") == .csv)
    #expect(guess("a.ndjson", "x") == .jsonl)
    #expect(guess("a", "{\"question\": 1}") == .jsonl)
    #expect(guess("a.txt", "# Title\n\nyou> who\n") == .transcript)
    #expect(guess("a.md", "Prose\nyou> who\n") == .transcript)
    #expect(guess("a.txt", "# of partners?\n") == .text)
  }
}

@Suite struct `Days` {
  @Test func `a day is read and written`() throws {
    for text in [
      "1970-01-01", "2024-02-29", "2026-11-22", "1999-12-31", "2000-03-01", "1600-02-29",
    ] {
      #expect(try #require(Day(text)).description == text)
    }
    #expect(Day("1970-01-01")?.number == 0)
    #expect(Day("2026-11-22")?.number == 20_779)
    #expect(Day("2026-11-22")?.inWords == "22 November 2026")
    #expect(Day("2026-11-02")?.inManual == "November 2, 2026")
    #expect(Day(secondsSince1970: 86_399).number == 0)
    #expect(Day(secondsSince1970: -1).number == -1)
  }

  @Test(arguments: [
    "", "2026-13-01", "2026-00-10", "2026-02-29", "26-1-1", "2026-1-01", "2026-11-31", "+026-11-01",
  ])
  func `what is no day is none`(_ text: String) { #expect(Day(text) == nil) }
}
