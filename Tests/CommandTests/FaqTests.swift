import Foundation
import Testing

/// `refdesk faq`, as a web editor's script runs it.
@Suite struct FaqTests {
  private static let files = [
    "faq.7", "faq.csv", "faq.fragment.html", "faq.html", "faq.json", "faq.jsonl", "faq.jsonld",
    "faq.md", "faq.txt",
  ]

  @Test func `without questions, everything that the rules say is written in every form`() throws {
    let folder = Folder()
    let run = try refdesk("faq", "-o", folder.path + "/deep/pages")
    #expect(run.status == 0)
    #expect(run.text.isEmpty)
    #expect(folder.names(in: "deep/pages") == Self.files)
    let json = try record(try folder.read("deep/pages/faq.json"))
    let listed = try refdesk("list", "rules").lines.compactMap { $0.split(separator: " ").first }
    let ids = Set(try #require(json.objects("entries")).compactMap { $0.text("id") })
    #expect(ids.contains("goal-17") && ids.contains("partners-for-literacy"))
    #expect(listed.count { ids.contains(String($0)) } > 100)
  }

  @Test func `questions that lead to one answer merge, and a fragment goes to standard output`()
    throws
  {
    let run = try refdesk(
      "faq", "--rules", try bakery(), "-",
      input: "When are you open?\nopening times please\nwhen are you OPEN\norder cake\n")
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("<section class=\"faq\""))
    #expect(run.text.contains("Asked 3 times, also as <bdi>“opening times please”</bdi>."))
    #expect(run.text.contains("id=\"faq-order-a-cake\""))
    #expect(!run.text.contains("allergies"))
    #expect(
      run.complaint
        == "refdesk: 4 questions: 4 answered, 0 unclear, 0 declined, 0 greetings; 2 answers\n")
  }

  @Test func `a table's column may be named, and ids and counts are carried through`() throws {
    let folder = Folder()
    let table = try folder.write("ref;Frage;asked\nx;order cake;12\n", to: "asked.csv")
    let rules = try bakery()
    let run = try refdesk("faq", "--rules", rules, table, "--column", "frage", "--to", "jsonl")
    let entry = try #require(try records(run).first)
    #expect(entry.object("asked")?.number("count") == 12)
    let lines = try folder.write(
      "{\"id\": \"a1\", \"question\": \"order cake\", \"count\": 2}\n", to: "asked.jsonl")
    let other = try #require(
      try records(try refdesk("faq", "--rules", rules, lines, "--to", "jsonl")).first)
    #expect(other.object("asked")?.objects("variants")?.first?.texts("ids") == ["a1"])
  }

  @Test func `a folder of transcripts gives its answered turns`() throws {
    let folder = Folder()
    try folder.write("# One\n\nyou> opening times please\ndesk> Nearly always.\n", to: "t/one.md")
    try folder.write("# Two\n\nyou> order cake\n", to: "t/deep/two.txt")
    try folder.write("Order cake, it says here.\n", to: "t/README.md")
    let run = try refdesk(
      "faq", "--rules", try bakery(), folder.path + "/t", "--to", "jsonl")
    #expect(try records(run).map { $0.text("id") } == ["opening-hours", "order-a-cake"])
  }

  @Test func `what found no answer is a worklist, and the status where that is wanted`() throws {
    let folder = Folder()
    let questions = "order cake\nquux corge xyzzy\nquux corge xyzzy!\n"
    func run(_ arguments: String...) throws -> Run {
      try refdesk(
        arguments: ["faq", "--rules", try bakery(), "-"] + arguments, input: questions)
    }
    let list = folder.path + "/todo.yaml"
    let quiet = try run("--unanswered", list)
    #expect(quiet.status == 0)
    let text = String(decoding: try folder.read("todo.yaml"), as: UTF8.self)
    #expect(text.contains("- ask: \"quux corge xyzzy\"\n  asked: 2\n  outcome: declined\n"))
    #expect(!text.contains("order cake"))
    #expect(try run("--unanswered", folder.path + "/todo.csv").status == 0)
    let table = String(decoding: try folder.read("todo.csv"), as: UTF8.self)
    #expect(table.contains("\"quux corge xyzzy\",\"2\",\"declined\""))
    let strict = try run("--fail-on", "unanswered")
    #expect(strict.status == 1)
    #expect(try run("--fail-on", "ambiguous").status == 1)
    // The page is there all the same.
    #expect(strict.text.contains("faq-order-a-cake"))
  }

  @Test func `a check says what is behind, and nothing else is touched`() throws {
    let folder = Folder()
    let rules = try folder.write(Fixture.bakery, to: "rules/bakery.yaml")
    let pages = folder.path + "/pages"
    func run(_ arguments: String...) throws -> Run {
      try refdesk(arguments: ["faq", "--rules", rules, "-o", pages, "--to", "md,json"] + arguments)
    }
    let missing = try run("--check")
    #expect(missing.status == 1)
    #expect(missing.text.contains("faq.md: not there yet"))
    #expect(folder.names(in: "pages").isEmpty)
    #expect(try run().status == 0)
    let current = try run("--check")
    #expect(current.status == 0)
    #expect(current.text.isEmpty)
    try folder.write(
      Fixture.bakery.replacingOccurrences(of: "Gladly.", with: "With joy."), to: "rules/bakery.yaml"
    )
    let behind = try run("--check")
    #expect(behind.status == 1)
    #expect(behind.lines.contains("-Gladly."))
    #expect(behind.lines.contains("+With joy."))
    #expect(String(decoding: try folder.read("pages/faq.md"), as: UTF8.self).contains("Gladly."))
  }

  @Test func `twice is identical, and the one date is given`() throws {
    let folder = Folder()
    let rules = try bakery()
    for name in ["a", "b"] {
      #expect(try refdesk("faq", "--rules", rules, "-o", folder.path + "/" + name).status == 0)
    }
    for file in Self.files {
      #expect(try folder.read("a/" + file) == folder.read("b/" + file))
    }
    let dated = try refdesk(
      "faq", "--rules", rules, "--to", "html", environment: ["SOURCE_DATE_EPOCH": "1795305600"])
    #expect(dated.text.contains("Published on 22 November 2026."))
    let chosen = try refdesk("faq", "--rules", rules, "--to", "man", "--date", "2025-02-03")
    #expect(chosen.text.hasPrefix(".Dd February 3, 2025\n"))
  }

  @Test func `answers not reviewed for long are marked, or fail`() throws {
    let folder = Folder()
    let rules = try folder.write(
      """
      - {id: old, question: Old?, opening: Yes., reviewed: 2024-01-01, steps: [{do: Go.}], asks: [a, b]}
      - {id: new, question: New?, opening: Yes., reviewed: 2026-10-01, steps: [{do: Go.}], asks: [c, d]}

      """, to: "rules.yaml")
    let arguments = [
      "faq", "--rules", rules, "--to", "jsonl", "--stale-after", "365d", "--date", "2026-11-22",
    ]
    let marked = try refdesk(arguments: arguments)
    #expect(marked.status == 0)
    #expect(try records(marked).map { $0["stale"] as? Bool } == [true, false])
    #expect(try refdesk(arguments: arguments + ["--fail-on", "stale"]).status == 1)
  }

  @Test func `a former id keeps its anchor, and show finds it`() throws {
    let folder = Folder()
    let rules = try folder.write(
      "- {id: now, formerly: [then], question: Now?, opening: Yes., steps: [{do: Go.}], asks: [a, b]}\n",
      to: "rules.yaml")
    #expect(try refdesk("faq", "--rules", rules).text.contains("<span id=\"faq-then\"></span>"))
    let shown = try refdesk("show", "--rules", rules, "then")
    #expect(shown.status == 0)
    #expect(shown.text.contains("now, "))
  }

  @Test func `the records are as their schema says`() throws {
    let schema = try record(try refdesk("schema", "faq").output)
    let definitions = try #require(schema.object("definitions"))
    let json = try record(try refdesk("faq", "--to", "json").output)
    for (name, value) in [
      ("faq", json), ("entry", try #require(json.objects("entries")?.first)),
    ] {
      let definition = try #require(definitions.object(name))
      let described = Set(try #require(definition.object("properties")).keys)
      #expect(Set(value.keys).isSubset(of: described))
      #expect(Set(try #require(definition.texts("required"))).isSubset(of: value.keys))
    }
  }

  @Test func `one file may be named instead of a folder`() throws {
    let folder = Folder()
    let rules = try bakery()
    let page = folder.path + "/new/page.md"
    #expect(try refdesk("faq", "--rules", rules, "-o", page).status == 0)
    #expect(try refdesk("faq", "--rules", rules, "-o", page, "--check").status == 0)
    #expect(folder.names(in: "new") == ["page.md"])
    #expect(String(decoding: try folder.read("new/page.md"), as: UTF8.self).hasPrefix("# Quest"))
  }

  // MARK: What goes wrong

  @Test func `no question is no page`() throws {
    let folder = Folder()
    try folder.write("nothing here\n", to: "empty/README.md")
    for input in ["-", folder.path + "/empty"] {
      let run = try refdesk("faq", input, "-o", folder.path + "/pages")
      #expect(run.status == 1)
      #expect(run.complaint.contains("there is no question in \(input)"))
    }
    #expect(folder.names() == ["empty"])
  }

  @Test(
    arguments: [
      ["--check"], ["--to", "pdf"], ["--to", "html,md"], ["--heading", "6"],
      ["--stale-after", "x"],
      ["--fail-on", "stale"], ["--date", "tomorrow"], ["--unanswered", "x"], ["--variants", "-1"],
    ])
  func `a mistake in usage`(_ arguments: [String]) throws {
    let run = try refdesk(arguments: ["faq"] + arguments)
    #expect(run.status == 64)
    #expect(run.text.isEmpty)
  }

  @Test func `a list that is not there, or can't be read as one`() throws {
    let folder = Folder()
    let nowhere = try refdesk("faq", folder.path + "/nowhere")
    #expect(nowhere.status == 66)
    let table = try folder.write("a,b\n1,2\n", to: "table.csv")
    let column = try refdesk("faq", table)
    #expect(column.status == 65)
    #expect(column.complaint.contains("table.csv:1: which column holds the questions?"))
    let lines = try folder.write("{\"question\": \"fine\"}\n{oops\n", to: "lines.jsonl")
    let broken = try refdesk("faq", lines, "-o", folder.path + "/pages")
    #expect(broken.status == 65)
    #expect(broken.complaint.contains("lines.jsonl:2: not JSON"))
    // Nothing is written of what could not be read whole.
    #expect(folder.names(in: "pages").isEmpty)
  }

  @Test func `a folder that can't be made, or a file in its place`() throws {
    let folder = Folder()
    let file = try folder.write("mine", to: "taken")
    let run = try refdesk("faq", "--rules", try bakery(), "-o", file)
    #expect(run.status == 73)
    #expect(String(decoding: try folder.read("taken"), as: UTF8.self) == "mine")
  }

  @Test func `an interruption leaves what was there`() throws {
    let folder = Folder()
    try folder.write("before", to: "pages/faq.html")
    let run = try Run(
      Command.binary, ["faq", "-", "-o", folder.path + "/pages", "--to", "html"],
      environment: Command.variables())
    // It waits for questions that do not come.
    Thread.sleep(forTimeInterval: 0.5)
    run.interrupt()
    try run.finish()
    #expect(run.status != 0)
    #expect(folder.names(in: "pages") == ["faq.html"])
    #expect(String(decoding: try folder.read("pages/faq.html"), as: UTF8.self) == "before")
  }

  @Test func `progress is for terminals`() throws {
    let questions = String(repeating: "order cake\n", count: 3_000)
    let run = try refdesk("faq", "--rules", try bakery(), "-", input: questions)
    #expect(!run.errors.contains(0x0D))
    #expect(!run.errors.contains(0x1B))
    #expect(run.text.contains("Asked 3,000 times"))
  }

  /// The bakery's rules as a file of the tests' own folder.
  private func bakery() throws -> String {
    try Command.home.write(Fixture.bakery, to: "faq-bakery.yaml")
  }
}
