import Foundation
import Testing

/// Many questions from a file or a pipe, and conversations from a pipe.
@Suite struct BatchTests {
  private let questions = [
    Asked.answered, Asked.declined, Asked.askedBack, "hello", Asked.answered,
  ]
  private var input: String { questions.map { $0 + "\n" }.joined() }

  @Test func `jsonl has one record a line, in order, each as ask prints it`() throws {
    let run = try refdesk("batch", "--to", "jsonl", input: input)
    #expect(run.status == 0)
    let lines = run.lines
    #expect(try records(run).map { $0.text("question") } == questions)
    for (line, question) in zip(lines, questions) {
      #expect(try refdesk("ask", "--json", question).text == line + "\n")
    }
  }

  @Test func `tsv has outcome, best rule and confidence, in order, and agrees with the records`()
    throws
  {
    let run = try refdesk("batch", "--to", "tsv", input: input)
    #expect(run.status == 0)
    let rows = run.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.count == questions.count && rows.allSatisfy { $0.count == 3 })
    let all = try records(try refdesk("batch", "--to", "jsonl", input: input))
    for (row, record) in zip(rows, all) {
      #expect(String(row[0]) == record.outcome)
      #expect(!row[1].isEmpty)
      #expect(Double(row[2]) != nil)
      if let answer = record.object("answer") {
        #expect(String(row[1]) == answer.text("rule"))
        #expect(Double(row[2]) == answer.number("confidence"))
      }
    }
  }

  @Test func `text has every question and its answer, in order`() throws {
    let run = try refdesk("batch", "--to", "text", input: input)
    #expect(run.status == 0)
    #expect(run.lines.filter { $0.hasPrefix("you> ") } == questions.map { "you> " + $0 })
    #expect(run.lines.count { $0.hasPrefix("desk> ") } == questions.count)
    #expect(run.text.contains(try refdesk("ask", Asked.answered).text))
  }

  @Test func `questions come from a file or, for a hyphen, from standard input`() throws {
    let folder = Folder()
    let file = try folder.write(input, to: "questions.txt")
    let fromFile = try refdesk("batch", "--to", "jsonl", file)
    #expect(fromFile.status == 0)
    #expect(try refdesk("batch", "--to", "jsonl", "-", input: input).output == fromFile.output)
  }

  @Test func `line ends of other systems and a missing last one do no harm`() throws {
    let run = try refdesk("batch", "--to", "jsonl", input: "hello\r\npartners\r\nhello")
    #expect(try records(run).map { $0.text("question") } == ["hello", "partners", "hello"])
  }

  @Test func `the mark that begins some files is no part of the first question`() throws {
    let run = try refdesk("batch", "--to", "jsonl", input: "\u{FEFF}partners\npartners\n")
    #expect(Set(try records(run).map { $0.text("question") }) == ["partners"])
  }

  @Test func `a batch does not remember: a number picks nothing`() throws {
    let run = try refdesk("batch", "--to", "jsonl", input: "\(Asked.askedBack)\n2\n")
    #expect(try records(run).map(\.outcome) == ["asked_back", "declined"])
  }

  @Test func `no questions, no answers`() throws {
    for form in ["text", "jsonl", "tsv"] {
      let run = try refdesk("batch", "--to", form)
      #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
    }
  }

  @Test func `many questions keep their order`() throws {
    let many = (0..<3000).map { "\($0) \(questions[$0 % questions.count])" }
    let run = try refdesk("batch", "--to", "jsonl", input: many.joined(separator: "\n"))
    #expect(try records(run).map { $0.text("question") } == many)
  }

  @Test(arguments: ["text", "jsonl", "tsv", "ids"])
  func `several threads print what one prints, in the same order`(_ form: String) throws {
    // Many blocks, of lines of very different length, some empty, the last without an end.
    let many = (0..<4000).map { number in
      number % 50 == 7
        ? "" : String(repeating: "\(number) ", count: number % 9) + questions[number % 5]
    }.joined(separator: "\n")
    let one = try refdesk("batch", "--to", form, input: many)
    #expect(try refdesk("batch", "--jobs", "2", "--to", form, input: many).output == one.output)
    #expect(try refdesk("batch", "--jobs", "16", "--to", form, input: many).output == one.output)
  }

  @Test func `a line longer than a block is one question`() throws {
    let long = "who helps " + String(repeating: "with reading and writing ", count: 2000)
    for jobs in ["1", "2"] {
      let run = try refdesk(
        "batch", "--jobs", jobs, "--to", "tsv", input: "hello\n\(long)\nhello\n")
      #expect(run.lines.count == 3)
      #expect(run.lines.first == run.lines.last)
    }
  }
}

@Suite struct PipeTests {
  @Test func `without a command each line of a pipe is answered, and no prompt waits`() throws {
    let run = try refdesk(input: "hello\n\(Asked.answered)\n")
    #expect(run.status == 0)
    #expect(run.lines.count { $0.hasPrefix("desk> ") } == 2)
    #expect(run.text.hasPrefix("you> hello\ndesk> "))
    #expect(run.lines.last?.hasPrefix("you>") == false)
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [
    [], ["batch", "--to", "jsonl"], ["batch", "--to", "tsv"],
    ["batch", "--jobs", "2", "--to", "tsv"],
    ["chat", "--to", "jsonl"],
  ])
  func `an answer comes before the next question is asked`(_ arguments: [String]) throws {
    let run = try Run(Command.binary, arguments)
    #expect(run.send("\(Asked.answered)\n", until: arguments.isEmpty ? "Sources:" : "\n"))
    let first = run.output.count
    try run.finish(Array("hello\n".utf8))
    #expect(run.output.count > first && run.status == 0)
  }

  @Test func `a conversation in records understands a number after a question back`() throws {
    let run = try refdesk("chat", "--to", "jsonl", input: "\(Asked.askedBack)\n2\n")
    #expect(run.status == 0)
    let turns = try records(run)
    #expect(turns.map(\.outcome) == ["asked_back", "answered"])
    let options = try #require(turns[0].object("question_back")?.objects("options"))
    #expect(turns[1].rule == options[1].text("rule"))
    #expect(turns[1].text("question") == "2")
  }

  @Test func `a record says how a turn was understood that leans on earlier ones`() throws {
    let turns = try records(
      try refdesk("chat", "--to", "jsonl", input: "\(Asked.answered)\nand for health?\n"))
    #expect(turns[0].object("understood") == nil)
    let understood = try #require(turns[1].object("understood"))
    #expect(understood.text("kind") == "ellipsis")
    #expect(understood.text("after") == turns[0].rule)
  }

  @Test func `a worksheet is written to a new file, and over one only after a yes`() throws {
    let folder = Folder()
    let path = folder.path + "/plan.md"
    let turns = "\(Asked.answered)\n/plan \(path)\n/plan \(path)\n"
    let run = try refdesk("chat", input: turns)
    #expect(run.status == 0)
    #expect(
      run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "is there already"))
    #expect(String(decoding: try folder.read("plan.md"), as: UTF8.self).hasPrefix("# Our plan"))
    #expect(try refdesk("chat", input: turns + "/plan \(path) yes\n").status == 0)
  }

  @Test func `a profile is kept where that is asked for, and never of a private conversation`()
    throws
  {
    let folder = Folder()
    let home = ["XDG_CONFIG_HOME": folder.path]
    let said = "/me we are a school library in Peru\n/me save\n"
    _ = try refdesk("chat", "--private", input: said, environment: home)
    #expect((try? folder.read("refdesk/profile")) == nil)
    _ = try refdesk("chat", input: said, environment: home)
    #expect(
      String(decoding: try folder.read("refdesk/profile"), as: UTF8.self)
        == "library: school\ncountry: PER\n")
    let next = try refdesk("chat", input: "/me\n", environment: home)
    #expect(next.text.contains("kind of library"))
    let private_ = try refdesk("chat", "--private", input: "/me\n", environment: home)
    #expect(!private_.text.contains("kind of library"))
  }

  @Test(arguments: [
    "1", "2.", "#2", "option 2", "the second one", "the last", "Number two, please",
  ])
  func `a choice may be put in many ways`(_ choice: String) throws {
    let turns = try records(
      try refdesk("chat", "--to", "jsonl", input: "\(Asked.askedBack)\n\(choice)\n"))
    let rules = try #require(turns[0].object("question_back")?.objects("options"))
      .map { $0.text("rule") }
    let wanted = choice == "1" ? rules.first : choice == "the last" ? rules.last : rules[1]
    #expect(turns[1].rule == wanted)
  }

  @Test func `a number picks one of the nearest after a decline`() throws {
    let turns = try records(
      try refdesk("chat", "--to", "jsonl", input: "\(Asked.declined)\n1\n"))
    let near = try #require(turns[0].objects("nearest"))
    #expect(turns[1].rule == near.first?.text("rule"))
  }

  @Test func `a number beyond the options picks none of them`() throws {
    let turns = try records(try refdesk("chat", "--to", "jsonl", input: "\(Asked.askedBack)\n99\n"))
    #expect(turns[1].outcome != "answered")
  }

  @Test func `every turn of a conversation is a whole record`() throws {
    let input = "hello\n\(Asked.answered)\n\(Asked.declined)\n\(Asked.askedBack)\n1\n"
    let run = try refdesk("chat", "--to", "jsonl", input: input)
    #expect(run.output.count { $0 == 0x0A } == 5)
    for turn in try records(run) {
      #expect(turn.text("schema") == "refdesk.answer/1")
      #expect((turn["answer"] != nil) == (turn.outcome == "answered"))
      #expect((turn["question_back"] != nil) == (turn.outcome == "asked_back"))
      #expect((turn["nearest"] != nil) == (turn.outcome == "declined"))
    }
  }

  @Test func `a conversation from a pipe reads like the screen of one`() throws {
    let run = try refdesk("chat", input: "\(Asked.askedBack)\n\n2\n/source\n/quit\nnever asked\n")
    #expect(run.status == 0)
    let turns = run.lines.filter { $0.hasPrefix("you> ") }
    #expect(turns == ["you> \(Asked.askedBack)", "you> 2", "you> /source", "you> /quit"])
    #expect(run.text.hasSuffix("you> /quit\nbye\n"))
    #expect(!run.output.contains(0x1B))
  }
}
