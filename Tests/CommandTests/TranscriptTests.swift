import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Transcripts, tested, blessed, covered and played by the real program.
@Suite struct TranscriptTests {
  private let folder = Folder()

  private func lesson(_ text: String, _ name: String = "lesson.md") throws -> String {
    try folder.write(text, to: name)
  }

  private static let good = "# A\n\nyou> \(Asked.answered)\n= partners-for-literacy\n"

  @Test func `the transcripts of the repository hold`() throws {
    let run = try refdesk("test", Command.package.appending(path: "transcripts").path)
    #expect(run.status == 0, "\(run.text)\(run.complaint)")
    #expect(run.text.contains(#/\d+ transcripts, \d+ turns: \d+ as written/#))
  }

  @Test func `the screen of a chat is a transcript`() throws {
    let questions =
      "\(Asked.answered)\n/more\n/source\n\(Asked.askedBack)\n2\n/why\n/json\n\(Asked.declined)\n/topics roles\n/help\n99\n/quit\n"
    for width in ["40", "80"] {
      let chat = try refdesk("chat", "--width", width, input: questions)
      let run = try refdesk("test", try folder.write(chat.output, to: "screen\(width).md"))
      #expect(run.status == 0, "\(run.text)\(run.complaint)")
    }
  }

  @Test func `exit codes tell apart what drifted, what is malformed and what is missing`() throws {
    #expect(try refdesk("test", try lesson(Self.good)).status == 0)
    #expect(
      try refdesk("test", try lesson(Self.good.replacing("partners-for-literacy", with: "no-time")))
        .status == 1)
    #expect(try refdesk("test", folder.path + "/nothing.md").status == 66)
    let malformed = try refdesk("test", try lesson("you> a\n[nota] x\n", "bad.md"))
    #expect(malformed.status == 65)
    #expect(
      malformed.complaint.contains(
        "bad.md:2:1: error: unknown direction 'nota'; did you mean [note]?"))
    let empty = Folder()
    let none = try refdesk("test", empty.path)
    #expect(none.status == 1 && none.complaint.contains("no transcript"))
  }

  @Test func `one malformed file keeps all from being replayed or blessed`() throws {
    let good = try lesson("you> \(Asked.answered)\n", "a.md")
    _ = try lesson("you> a\n= nto b\n", "b.md")
    #expect(try refdesk("test", "--bless", folder.path).status == 65)
    #expect(try folder.read("a.md") == Array("you> \(Asked.answered)\n".utf8), "\(good)")
  }

  @Test func `blessing changes what drifted and nothing else, and keeps who may read it`() throws {
    let path = try lesson(Self.good + "\n[note] stays\n\nyou> \(Asked.declined)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let run = try refdesk("test", "--bless", path)
    #expect(run.status == 0 && run.text.contains("1 blessed"), "\(run.text)")
    let text = String(decoding: try folder.read("lesson.md"), as: UTF8.self)
    #expect(
      text.hasPrefix(
        Self.good + "\n[note] stays\n\nyou> \(Asked.declined)\ndesk> I do not know that one."))
    #expect(text.hasSuffix("      ...\n      = none\n"))
    #expect(try folder.mode(of: "lesson.md") == 0o640)
    #expect(folder.names() == ["lesson.md"])
    #expect(try refdesk("test", path).status == 0)
  }

  @Test func `blessing asks where somebody would get another answer`() throws {
    let bad = Self.good.replacing("partners-for-literacy", with: "no-time")
    let path = try lesson(bad)
    for (arguments, answer, wanted) in [
      (["--bless"], "", bad), (["--bless=ask"], "n\n", bad), (["--bless=ask"], "", bad),
      (["--bless=ask"], "y\n", Self.good),
    ] {
      let run = try Run(Command.binary, ["test"] + arguments + [path])
      try run.finish(Array(answer.utf8))
      #expect(run.status == (wanted == bad ? 1 : 0))
      #expect(String(decoding: try folder.read("lesson.md"), as: UTF8.self) == wanted)
    }
  }

  @Test(arguments: ["tap", "junit", "json", "github"])
  func `every report names the turn that drifted`(format: String) throws {
    let path = try lesson(Self.good + "\nyou> \(Asked.declined)\n= no-time\n")
    let run = try refdesk("test", "--format", format, path)
    #expect(run.status == 1)
    #expect(run.text.contains("lost") && run.text.contains("lesson.md"))
    switch format {
    case "tap": #expect(run.lines.prefix(2) == ["TAP version 13", "1..2"])
    case "junit": #expect(XMLParser(data: Data(run.output)).parse())
    case "json":
      let record = try record(run.output)
      #expect(record.text("schema") == "refdesk.test/1" && record.number("failures") == 1)
    default: #expect(run.text.hasPrefix("::error file="))
    }
  }

  @Test func `scenes can be picked`() throws {
    let path = try lesson("## One\nyou> partners\n= none\n\n## Two\nyou> 1\n= find-partners\n")
    let run = try refdesk("test", "--only", "tw*", path)
    #expect(run.status == 0 && run.text.contains("1 turn: 1 as written"), "\(run.text)")
    #expect(try refdesk("test", "--only", "Three", path).status == 1)
  }

  @Test func `cover lists what is not reached`() throws {
    let path = try lesson(Self.good)
    let run = try refdesk("cover", path)
    #expect(run.status == 0)
    #expect(
      run.text.contains("rule no-time is not reached")
        && !run.text.contains("rule partners-for-literacy is"))
    #expect(run.lines.suffix(4).allSatisfy { $0.contains(#/\d+ of \d+ \w+ reached/#) })
    #expect(try refdesk("cover", "--fail-under", "50", path).status == 1)
    #expect(try record(try refdesk("cover", "--json", path).output).objects("shares")?.count == 4)
  }

  // MARK: Recording

  @Test func `a recording holds, is its owner's alone, and never takes another file's place`()
    throws
  {
    let path = folder.path + "/talk.md"
    let run = try refdesk(
      "chat", "--record", path, input: "\(Asked.answered)\nmail me at a@b.org\n/quit\n")
    #expect(run.status == 0 && run.complaint.contains("written down in"))
    #expect(try folder.mode(of: "talk.md") == 0o600)
    let written = try folder.read("talk.md")
    #expect(!String(decoding: written, as: UTF8.self).contains("a@b.org"))
    #expect(try refdesk("test", path).status == 0)
    let again = try refdesk("chat", "--record", path, input: "hello\n")
    #expect(again.status == 73 && again.complaint.contains("choose another name"))
    #expect(try folder.read("talk.md") == written)
  }

  @Test func `each turn is in the file before the next is asked`() throws {
    let path = folder.path + "/talk.md"
    let run = try Run(Command.binary, ["chat", "--record", path])
    #expect(run.send("\(Asked.askedBack)\n\(Asked.answered)\n", until: "Sources:"))
    let text = String(decoding: try folder.read("talk.md"), as: UTF8.self)
    #expect(text.contains("= partners-for-literacy") && text.contains("= partners-in-general"))
    try run.finish()
  }

  @Test func `recording can begin and end within a conversation, and what was said can be saved`()
    throws
  {
    let talk = folder.path + "/talk.md"
    let saved = folder.path + "/saved.md"
    let run = try refdesk(
      "chat",
      input:
        "\(Asked.askedBack)\n/record \(talk)\n1\n/record off\nhello\n/save \(saved)\n/save \(saved)\n"
    )
    #expect(run.text.contains("choose another name"))
    let first = String(decoding: try folder.read("talk.md"), as: UTF8.self)
    #expect(
      first.contains("you> \(Asked.askedBack)") && first.contains("you> 1")
        && !first.contains("hello"))
    #expect(try refdesk("test", talk, saved).status == 0)
  }

  @Test func `a private conversation is never written down`() throws {
    let path = folder.path + "/talk.md"
    #expect(try refdesk("chat", "--private", "--record", path, input: "hello\n").status == 64)
    let run = try refdesk("chat", "--private", input: "hello\n/record \(path)\n/save \(path)\n")
    #expect(run.status == 0 && run.text.contains("private"))
    #expect(folder.names() == [])
  }

  // MARK: Playing

  @Test func `a transcript is played down a pipe without waiting`() throws {
    let path = try lesson(
      "# A\n[note] For you\n[pause] Wait\n[quiz] What?\nyou> \(Asked.answered)\n\n[pause 500s]\n")
    let run = try refdesk("replay", path)
    #expect(run.status == 0)
    #expect(
      run.text.contains("you> \(Asked.answered)\ndesk> ") && run.text.contains("Note: For you"))
    #expect(!(try refdesk("replay", "--notes", "hide", path).text.contains("For you")))
    #expect(try refdesk("replay", "--notes", "stderr", path).complaint.contains("For you"))
  }

  @Test func `a quiz down a pipe keeps the score`() throws {
    let path = try lesson(
      "# A\n[quiz] What?\nyou> \(Asked.declined)\n\n[quiz] And?\n[hint] Books.\nyou> \(Asked.answered)\n"
    )
    let run = try refdesk("replay", "--quiz", "--json", path, input: "1\nh\nteachers and authors\n")
    #expect(run.status == 0)
    let score = try record(run.output)
    #expect(score.number("of") == 2 && score.objects("answers")?[1].number("hints") == 1)
    #expect(score.objects("answers")?[1]["correct"] as? Bool == true)
    #expect(run.complaint.contains("Hint: Books.") && run.complaint.contains("I take that as"))
  }

  @Test(arguments: ["cast2", "cast3", "md", "html"])
  func `a transcript is written in other forms, the same each time`(form: String) throws {
    let path = try lesson(Self.good)
    let out = folder.path + "/out"
    #expect(try refdesk("replay", "--to", form, "-o", out, path).status == 0)
    let run = try refdesk("replay", "--to", form, path)
    #expect(try folder.read("out") == run.output)
    if form.hasPrefix("cast") {
      for line in run.lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  @Test func `the format is printed, every check and direction of it`() throws {
    let page = try refdesk("schema", "transcript").text
    let readme = try String(
      contentsOf: Command.package.appending(path: "transcripts/README.md"), encoding: .utf8)
    for word in [
      "none", "asks", "alt", "not", "after", "read", "target", "partner", "cites", "offers",
      "outcome", "score",
      "[transcript", "[note]", "[pause", "[quiz]", "[hint]", "[reset]", "[set width", "[clock",
      "[skip]",
      "[known-drift]", "{date}", "{time}", "{int}", "{money}", "{email}", "{phone}", "{card}",
      "{any}", "[..]",
    ] {
      #expect(page.contains(word), "\(word)")
      #expect(readme.contains(word), "\(word)")
    }
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    replacingOccurrences(of: part, with: other)
  }
}
