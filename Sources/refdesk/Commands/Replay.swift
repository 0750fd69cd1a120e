import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskReplay
internal import RefdeskRules
internal import RefdeskShell

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a transcript, as in class; or write it as a cast or a page.",
    discussion: """
      On a terminal: space stops and goes on, . shows the next line, ] goes to the next turn, q leaves.
      --quiz puts the questions marked [quiz] to the learner before the desk answers.
      The desk answers anew; refdesk test says whether that is still what is written down.
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable { case cast2, cast3, md, html }

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "How text appears: at once, line by line, or as somebody types.")
  var pace: Transcript.Pace?
  @Option(help: "2 plays twice as fast.") var speed: Double = 1
  @Option(
    help: ArgumentHelp("No pause takes longer, not even one for a key.", valueName: "seconds"))
  var maxPause: Double?
  @Flag(help: "Wait for a key before each turn.") var step = false
  @Option(help: "Where notes for whoever teaches go.") var notes: Staging.Notes?
  @Option(help: ArgumentHelp("Begin with this turn, counted from 1.", valueName: "turn")) var from =
    1
  @Flag(help: "The learner answers first; a score at the end.") var quiz = false
  @Flag(
    help: "With --quiz: the score as a JSON record on standard output, all else on standard error.")
  var json = false
  @Option(help: "Write it in this form instead: cast2 and cast3 play in asciinema.") var to: Form?
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("With --to: the file to write.", valueName: "file"))
  var output: String?
  @Argument(help: "The transcript.") var file: String

  func validate() throws {
    if speed <= 0 || speed > 1000 {
      throw ValidationError("--speed is a number above 0, such as 2")
    }
    if let maxPause, maxPause < 0 { throw ValidationError("--max-pause is a number of seconds") }
    if json, !quiz { throw ValidationError("--json is the record of a --quiz; add that") }
    if output != nil, to == nil {
      throw ValidationError("-o is for --to; add --to html, for example")
    }
    if quiz, to != nil { throw ValidationError("--quiz is for the terminal; leave out --to") }
  }

  func run() throws {
    guard !Files.isFolder(file) else {
      throw Failure.usage("'\(file)' is a folder; name one transcript in it")
    }
    let transcript = try Transcripts.read([file])[0]
    let desk = try options.desk()
    try Transcripts.checkNames([transcript], desk.rules)
    guard (1...max(1, transcript.turns.count)).contains(from) else {
      throw Failure.usage(
        "there are \(transcript.turns.count) turns; --from takes 1 to \(transcript.turns.count)")
    }
    if let to { return try write(transcript, desk, to) }
    try play(transcript, desk)
  }

  // MARK: Playing

  private func play(_ transcript: Transcript, _ desk: Desk) throws {
    let out: Output = json ? .error : .standard
    let style = look.style(for: out)
    let isShown = out.isTerminal
    let keys = isShown ? KeyReader() : nil
    let tempo = Tempo(
      pace: pace ?? (isShown ? transcript.header.pace ?? .line : .none), speed: speed,
      longest: maxPause ?? .infinity)
    let performance = Performance(
      tempo: tempo, keys: keys, output: out, notes: notes == .stderr ? .error : out,
      canErase: isShown && style.colour != .none, isStepping: step)
    let examiner =
      quiz ? try Examiner(output: out, style: style, keys: keys, isPlain: look.plain) : nil
    var staging = Staging(transcript, desk: desk, style: style, notes: notes ?? .show)
    do {
      try perform(transcript, desk, &staging, performance, examiner)
    } catch is Performance.Quit {
      out.write("\n")
    }
    out.flush()
    if let examiner {
      out.write(examiner.score.words + "\n")
      out.flush()
      if json { Output.standard.write(examiner.score.json + "\n") }
    }
    if staging.drifted > 0 {
      let turns = staging.drifted == 1 ? "1 turn is" : "\(staging.drifted) turns are"
      Output.error.write(
        "(\(turns) no longer as written; refdesk test \(Cells.printable(file)) shows how)\n")
      Output.error.flush()
    }
  }

  private func perform(
    _ transcript: Transcript, _ desk: Desk, _ staging: inout Staging,
    _ performance: Performance, _ examiner: Examiner?
  ) throws {
    var turn = 0
    var waiting: [Direction] = []
    for cue in staging.opening where from == 1 { try performance.perform(cue) }
    for item in transcript.items {
      if case .direction(let direction) = item, [.quiz, .hint].contains(direction.kind) {
        waiting.append(direction)
      }
      let cues = staging.cues(item, asks: examiner == nil)
      guard case .turn = item else {
        if turn + 1 >= from { for cue in cues { try performance.perform(cue) } }
        continue
      }
      turn += 1
      if turn >= from {
        // Nothing to see of a turn that is skipped.
        var rest = cues[...]
        if let examiner, let quiz = waiting.first, let played = staging.lastPlayed, !rest.isEmpty,
          let question = Quiz(quiz, hints: Array(waiting.dropFirst()), played, desk)
        {
          if let typed = rest.popFirst() { try performance.perform(typed) }
          try examiner.ask(question, turn: turn, said: played.question)
        }
        for cue in rest { try performance.perform(cue) }
      }
      waiting = []
    }
  }

  // MARK: Writing

  private func write(_ transcript: Transcript, _ desk: Desk, _ form: Form) throws {
    let tempo = Tempo(
      pace: pace ?? transcript.header.pace ?? .typing, speed: speed, longest: maxPause ?? .infinity)
    let width = look.width.map { max(30, $0) } ?? 80
    let text =
      switch form {
      case .cast2, .cast3:
        CastWriter.write(
          transcript, desk: desk, version: form == .cast2 ? .two : .three, tempo: tempo,
          width: width,
          notes: notes ?? .hide)
      case .md: MarkdownExport.write(transcript, desk: desk, notes: (notes ?? .show) == .show)
      case .html: HTMLExport.write(transcript, desk: desk, notes: (notes ?? .show) == .show)
      }
    guard let output, output != "-" else { return Output.standard.write(text) }
    do {
      try Files.write(Array(text.utf8), to: output)
    } catch {
      throw Failure.file(error)
    }
  }
}

extension Transcript.Pace: ExpressibleByArgument {}
extension Staging.Notes: ExpressibleByArgument {}
