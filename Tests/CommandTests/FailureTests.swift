import Foundation
import TerminalSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  @preconcurrency import Glibc
#endif

/// What is wrong is said on standard error, in words and with the numbers of sysexits.
@Suite struct FailureTests {
  private let folder = Folder()

  /// A failure's message: where it belongs, and in a form that a script can log.
  private func expect(
    _ run: Run, _ status: Int32, saying words: String, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, sourceLocation: location)
    #expect(run.output.isEmpty, sourceLocation: location)
    #expect(run.complaint.contains(words), "\(run.complaint)", sourceLocation: location)
    #expect(run.complaint.hasPrefix("refdesk: "), "\(run.complaint)", sourceLocation: location)
    #expect(run.complaint.hasSuffix("\n"), sourceLocation: location)
  }

  // MARK: Usage, 64

  @Test func `an unknown command is a mistake in usage, and the one that was meant is named`()
    throws
  {
    expect(try refdesk("aks"), 64, saying: "did you mean: refdesk ask\n")
    expect(try refdesk("lits", "topics"), 64, saying: "did you mean: refdesk list topics\n")
    expect(try refdesk("xyzzy"), 64, saying: "refdesk --help")
  }

  @Test func `a question in place of a command is told where questions go`() throws {
    expect(
      try refdesk("who", "could", "help", "us"), 64,
      saying: "did you mean: refdesk ask \"who could help us\"\n")
    expect(
      try refdesk("who could help us"), 64,
      saying: "did you mean: refdesk ask \"who could help us\"\n")
  }

  @Test(arguments: [
    "who could help us", "what is \"4.6\" about", "how much is $HOME worth", "who's there",
    "a `date` and a \\ here", "do you mean it, really!",
  ])
  func `the line that is suggested can be pasted into a shell`(_ question: String) throws {
    let run = try refdesk(question)
    let line = try #require(run.complaint.split(separator: "\n").last).replacing(
      "did you mean: ", with: "")
    let shell = try Run("/bin/sh", ["-c", "refdesk() { printf '%s' \"$2\"; }\n\(line)"])
    try shell.finish()
    #expect(shell.text == question)
  }

  @Test func `an unknown option or a missing question is a mistake in usage`() throws {
    for arguments in [
      ["ask"], ["ask", "--bogus", "hello"], ["--bogus"], ["batch", "--to", "xml"], ["show"],
      ["ask", "--width", "wide", "hello"], ["compile", "Rules"], ["list", "everything"],
    ] {
      let run = try Run(Command.binary, arguments)
      try run.finish()
      #expect(run.status == 64, "\(arguments)")
      #expect(run.output.isEmpty && !run.errors.isEmpty, "\(arguments)")
    }
    #expect(try refdesk("ask", "--jsno", "hello").complaint.contains("'--json'"))
  }

  @Test func `help and version are answers`() throws {
    for arguments in [
      ["--help"], ["-h"], ["help"], ["--version"], ["help", "ask"], ["ask", "-h"],
    ] {
      let run = try Run(Command.binary, arguments)
      try run.finish()
      #expect(run.status == 0, "\(arguments)")
      #expect(!run.output.isEmpty && run.errors.isEmpty, "\(arguments)")
    }
    let help = try refdesk("--help").text
    for command in ["ask", "batch", "chat", "why", "list", "show", "check", "compile"] {
      #expect(help.contains("  \(command) "), "\(command)")
    }
    #expect(try refdesk("--version").text.contains(#/^\d+\.\d+\.\d+\n$/#))
  }

  // MARK: Input, 65 and 66

  @Test func `a file that is not there`() throws {
    let nowhere = folder.path + "/nowhere"
    expect(try refdesk("batch", nowhere), 66, saying: "can't read '\(nowhere)': no such file")
    expect(try refdesk("ask", "--rules", nowhere, "hello"), 66, saying: nowhere)
    expect(try refdesk("ask", "--rules", nowhere + ".yaml", "hello"), 66, saying: nowhere)
    expect(try refdesk("ask", "--rules", nowhere + ".image", "hello"), 66, saying: nowhere)
    expect(try refdesk("chat", "--rules", nowhere), 66, saying: nowhere)
    expect(try refdesk("check", nowhere), 66, saying: nowhere)
    expect(try refdesk("compile", nowhere, "-o", folder.path + "/x"), 66, saying: nowhere)
  }

  @Test func `a folder in place of a file of questions`() throws {
    expect(try refdesk("batch", folder.path), 74, saying: "can't read '\(folder.path)'")
  }

  @Test func `malformed rules are reported with their places`() throws {
    let file = try folder.write(Fixture.broken, to: "rules.yaml")
    expect(try refdesk("ask", "--rules", file, "hello"), 65, saying: "\(file):3:3: error: ")
    expect(try refdesk("list", "--rules", folder.path), 65, saying: "\(file):3:3: error: ")
    let image = folder.path + "/rules.image"
    expect(try refdesk("compile", folder.path, "-o", image), 65, saying: "\(file):3:3: error: ")
    #expect(folder.names() == ["rules.yaml"])
  }

  @Test func `rules that are no YAML are reported once`() throws {
    let file = try folder.write("- id: [\n", to: "rules.yaml")
    let run = try refdesk("ask", "--rules", file, "hello")
    expect(run, 65, saying: "\(file):2:1: error: not YAML")
    #expect(
      run.complaint.split(separator: "\n").count { $0.contains("error: ") } == 1, "\(run.complaint)"
    )
  }

  @Test func `a folder without rules`() throws {
    expect(try refdesk("ask", "--rules", folder.path, "hello"), 65, saying: "no rules")
  }

  @Test func `a damaged image is told from a whole one`() throws {
    let rules = try folder.write(Fixture.bakery, to: "rules.yaml")
    let image = folder.path + "/rules.image"
    #expect(try refdesk("compile", rules, "-o", image).status == 0)
    let whole = try folder.read("rules.image")
    var damages: [(String, [UInt8])] = [
      ("nonsense", Array("nonsense, and plenty of it\n".utf8)), ("empty", []),
      ("longer", whole + [0]), ("a beginning", Array(whole.prefix(7))),
    ]
    for share in 1..<8 {
      damages.append(("cut at \(share)/8", Array(whole.prefix(whole.count * share / 8))))
      var altered = whole
      altered[whole.count * share / 8] ^= 1
      damages.append(("altered at \(share)/8", altered))
    }
    for (name, bytes) in damages {
      let file = try folder.write(bytes, to: "damaged.image")
      let run = try refdesk("ask", "--rules", file, "when are you open")
      #expect(run.status == 65, "\(name): \(run.ending as Any) \(run.text)")
      #expect(run.output.isEmpty && run.complaint.hasPrefix("refdesk: '\(file)' "), "\(name)")
      #expect(run.complaint.contains("compile"), "\(name): \(run.complaint)")
    }
  }

  // MARK: Output, 73 and 74

  @Test func `an image that can't be made`() throws {
    let rules = try folder.write(Fixture.delivery, to: "rules.yaml")
    let nowhere = folder.path + "/nowhere/rules.image"
    expect(try refdesk("compile", rules, "-o", nowhere), 73, saying: "can't write '\(nowhere)'")
    let below = rules + "/rules.image"
    expect(try refdesk("compile", rules, "-o", below), 73, saying: "can't write '\(below)'")
    let taken = try folder.write("", to: "taken/file")
    let directory = URL(filePath: taken).deletingLastPathComponent().path
    expect(try refdesk("compile", rules, "-o", directory), 73, saying: "can't write '\(directory)'")
    #expect(folder.names() == ["rules.yaml", "taken"], "nothing is left behind")
  }

  #if os(Linux)
    @Test(arguments: [
      ["ask", Asked.answered], ["ask", "--json", Asked.answered], ["batch"],
      ["batch", "--to", "jsonl"], ["batch", "--to", "tsv"], ["chat"], ["chat", "--to", "jsonl"],
      ["list"], ["list", "topics"], ["show", "first-targets"], ["why", Asked.answered],
      ["check", Command.rules], ["--help"], ["help", "ask"], ["--version"],
    ])
    func `a full disk is no success`(_ arguments: [String]) throws {
      let run = try Run(Command.binary, arguments, to: .file("/dev/full"))
      try run.finish(Array("hello\n".utf8))
      #expect(run.status == 74)
      #expect(run.complaint.contains("no space left on device"), "\(run.complaint)")
    }
  #endif

  @Test(arguments: [
    ["batch"], ["batch", "--to", "jsonl"], ["batch", "--to", "tsv"], ["chat", "--to", "jsonl"],
  ])
  func `a reader that goes away ends the program quietly`(_ arguments: [String]) throws {
    let run = try Run(Command.binary, arguments, to: .pipeLeft(after: 1))
    let line = Array((Asked.answered + "\n").utf8)
    try run.finish(Array(repeatElement(line, count: 50_000).joined()))
    #expect(run.errors.isEmpty, "\(run.complaint)")
    #expect(run.ending == .signalled(SIGPIPE) || run.status == 0)
  }

  @Test func `head has what it wants`() throws {
    let shell = try Run(
      "/bin/sh",
      ["-c", "yes hello | head -20000 | \"$0\" batch --to tsv | head -1", Command.binary])
    try shell.finish()
    #expect(shell.status == 0 && shell.errors.isEmpty && shell.lines.count == 1)
  }
}
