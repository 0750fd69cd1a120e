import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskRules
internal import RefdeskShell

struct Chat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold a conversation.",
    discussion: """
      On a terminal, lines are edited with readline and kept in a history of your own ($XDG_STATE_HOME/refdesk/history).
      From a pipe, each line is a turn of one conversation.
      """)

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "How to print the turns.") var to: Form = .text
  @Flag(help: "Keep no history of what you type, and write nothing down.") var `private` = false
  @Option(
    help: ArgumentHelp(
      "Write the conversation down in a new file, turn by turn: a transcript.", valueName: "file"))
  var record: String?

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  func run() throws {
    if record != nil, to == .jsonl || self.private {
      throw Failure.usage(
        self.private
          ? "--private writes nothing down; leave it out, or --record"
          : "--record writes down what people see; leave out --to jsonl")
    }
    let desk = try options.desk()
    if to == .jsonl { return try writeRecords(desk) }
    var recorder = Recorder(isPrivate: self.private)
    if let record { try recorder.start(record) }
    defer { recorder.sayWhere() }
    var session = Session(
      desk, writer: TerminalWriter(look.style(for: .standard)),
      profile: self.private ? Profile() : ProfileFile.named()?.read() ?? Profile())
    // A person types where standard input is a terminal, even one that can do little, or with answers piped on.
    if isTerminal(0), isTerminal(1) || isTerminal(2) {
      try converse(&session, &recorder)
    } else {
      try followScript(&session, &recorder)
    }
  }

  private func writeRecords(_ desk: Desk) throws {
    var conversation = Conversation()
    var json = JSONWriter()
    var lines = try Lines("-")
    while let line = try lines.next() {
      json.clear()
      desk.respond(to: String(decoding: line, as: UTF8.self), in: &conversation).writeJSON(
        to: &json)
      Output.standard.write(json.bytes + [0x0A])
    }
  }

  /// Turns from a pipe: printed with the questions, so that what comes out reads like the screen of a conversation.
  private func followScript(_ session: inout Session, _ recorder: inout Recorder) throws {
    var lines = try Lines("-")
    while let line = try lines.next() {
      let text = String(decoding: line, as: UTF8.self)
      if text.allSatisfy(\.isWhitespace) { continue }
      Output.standard.write("you> \(Cells.printable(text))\n")
      switch recorder.reply(to: text, in: &session) {
      case .text(let reply): Output.standard.write(reply + "\n")
      case .record, .save, .write, .keep: break
      case .leave(let word):
        Output.standard.write(word)
        return
      }
    }
  }

  private func converse(_ session: inout Session, _ recorder: inout Recorder) throws {
    let completer = session
    let editor = LineEditor(
      name: "refdesk", history: self.private ? nil : HistoryFile.named(), isPlain: look.plain
    ) { line in
      completer.completions(of: line).map { Completion(text: $0.text, note: $0.note) }
    }
    Output.standard.write(session.banner + "\n")
    Output.standard.flush()
    var interruptions = 0
    while true {
      switch editor.read(prompt: "you> ") {
      case .endOfInput:
        Output.standard.write("bye\n")
        return
      case .interrupted:
        interruptions += 1
        if interruptions > 1 { throw ExitCode(130) }
        Output.error.write("(Ctrl-D or /quit leaves)\n")
        Output.error.flush()
      case .text(let line):
        interruptions = 0
        for question in try questions(in: line, editor) {
          editor.remember(question)
          // The terminal may have been made wider or narrower since.
          session.writer.style = look.style(for: .standard)
          switch recorder.reply(to: question, in: &session) {
          case .record, .save, .write, .keep: break
          case .text(let reply): Output.standard.write(reply + (reply.isEmpty ? "" : "\n"))
          case .leave(let word):
            Output.standard.write(word)
            return
          }
          Output.standard.flush()
        }
        if let failure = editor.takeHistoryFailure() {
          Output.error.write("(what you type can't be kept: \(failure))\n")
          Output.error.flush()
        }
      }
    }
  }

  /// A line is one question; of a pasted block, each line may be one.
  private func questions(in line: String, _ editor: borrowing LineEditor) throws -> [String] {
    let lines = line.split(separator: "\n").map(String.init).filter {
      !$0.allSatisfy(\.isWhitespace)
    }
    guard lines.count > 1 else { return lines }
    Output.error.write("\(lines.count) lines pasted: answer each, or as one?\n")
    Output.error.flush()
    switch editor.read(prompt: "each or one> ") {
    case .text(let answer):
      let isOne = ["o", "a"].contains(answer.lowercased().prefix(1))
      return isOne ? [lines.joined(separator: " ")] : lines
    case .interrupted, .endOfInput:
      // Neither: what was pasted is dropped, and the prompt comes back.
      return []
    }
  }
}
