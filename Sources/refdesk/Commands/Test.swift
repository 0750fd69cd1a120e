import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskReplay
internal import RefdeskRules

struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay transcripts and compare: does the desk still say what is written down?",
    discussion: """
      Without PATH, the transcripts in the folder 'transcripts'. How to write them: transcripts/README.md, or
      refdesk schema transcript.

      Drift has names: reworded (the same rule, other words), rerouted (another rule), changed (both), lost (now declined),
      gained (no longer declined), unmet (a check does not hold). --bless writes what the desk says now into turns that
      drifted, and leaves lost, rerouted and changed ones alone; --bless=ask asks for each of those.

      Exit codes: 0 all as written; 1 something drifted, or there was nothing to replay; 65 a transcript is malformed;
      66 it is missing.
      """)

  enum Blessing: EnumerableFlag {
    case all, ask

    static func name(for value: Blessing) -> NameSpecification {
      value == .all ? .customLong("bless") : .customLong("bless-ask")
    }

    static func help(for value: Blessing) -> ArgumentHelp? {
      value == .all
        ? "Write what the desk says now into the turns that drifted."
        : "The same as --bless=ask: also ask about lost, rerouted and changed turns."
    }
  }

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "What to compare.") var match: Player.Matching = .both
  @Option(
    help: ArgumentHelp(
      "Only turns whose scene, transcript's title or file fits: * for any text.", valueName: "glob")
  )
  var only: String?
  @Option(help: "How to print the outcome.") var format: TestReport = .pretty
  @Flag(exclusivity: .exclusive) var blessing: Blessing?
  @Argument(help: "Transcripts, or folders with them.") var paths: [String] = []

  func validate() throws {
    if blessing != nil, paths.contains("-") {
      throw ValidationError("--bless writes into files; name one in place of -")
    }
  }

  func run() throws {
    let transcripts = try Transcripts.read(paths)
    let desk = try options.desk()
    try Transcripts.checkNames(transcripts, desk.rules)
    let glob = only.map { Glob($0) }
    let company = Company(desk, matching: match, most: Parallel.cores)
    var run = TestRun()
    for transcript in transcripts {
      let isWhole = glob.map { $0.matches(transcript.title) || $0.matches(transcript.path) } ?? true
      let played = company.play(transcript) { _, scene in isWhole || glob!.matches(scene) }
      if played.isEmpty { continue }
      var file = TestRun.File(transcript, played)
      if blessing != nil { try bless(&file, company.player) }
      run.files.append(file)
    }
    if run.turns == 0 {
      throw Failure.no(
        only.map { "no scene or transcript fits '\(Cells.printable($0))'; look at the headings" }
          ?? "there is no turn to replay")
    }
    Output.standard.write(format.text(run, style: look.style(for: .standard)))
    Output.standard.flush()
    if run.failures > 0 { throw ExitCode(1) }
  }

  private func bless(_ file: inout TestRun.File, _ player: Player) throws {
    let result = Blesser.bless(
      file.transcript, file.played, text: player.text, consents: { blessing == .ask && asks($0) })
    file.blessed = Set(result.blessed.map(\.number))
    file.refused = Set(result.refused.map(\.number))
    guard let bytes = result.bytes else { return }
    do {
      try Files.write(bytes, to: file.transcript.path)
    } catch {
      throw Failure.file(error)
    }
  }

  /// Asks on standard error; anything but a yes is a no.
  private func asks(_ played: Played) -> Bool {
    guard let words = DriftWords(played), let drift = played.drift else { return false }
    let lines =
      ["\(played.turn.place): \(drift.kind.rawValue): \(words.headline)"]
      + (words.checks + words.places).map { "    \($0)" }
      + (words.runs.isEmpty ? [] : ["    " + words.differenceText])
    Output.error.write(lines.map { Cells.printable($0) + "\n" }.joined())
    Output.error.write("Write it down so? [y/N] ")
    Output.error.flush()
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }
}

extension Player.Matching: ExpressibleByArgument {}
extension TestReport: ExpressibleByArgument {}
