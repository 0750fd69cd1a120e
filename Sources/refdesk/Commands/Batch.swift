import ArgumentParser
internal import RefdeskCore
internal import RefdeskRules
internal import Synchronization

struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer many questions, one a line, in their order.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "How to print the answers; ids prints a rule's id a line, - where it declines.")
  var to: LineAnswerer.Form = .text
  @Option(help: "How many threads answer, at most one a core; the order is kept.") var jobs = 1
  @Flag(help: "Say at the end, on standard error, how long it took.") var stats = false
  @Argument(help: "The file with the questions; - for standard input.") var file = "-"

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs takes 1 to 256") }
  }

  func run() throws {
    let start = ProcessorTime.now
    let rules = try options.open()
    let style = look.style(for: .standard)
    let answerers = (0..<min(jobs, Parallel.cores)).map { _ in
      LineAnswerer(Desk(rules: rules, language: RuleOptions.language), form: to, style: style)
    }
    let loaded = ProcessorTime.now
    try answerTogether(answerers, Lines(file))
    if stats {
      report(load: loaded - start, answers: answerers.reduce(0) { $0 + $1.count }, since: loaded)
    }
  }

  /// Gives each thread the next block of lines as soon as it has answered one, and writes the answers in order. A block is
  /// what can be read without waiting, and its answers are sent at once, so that a program at the other end of a pipe need
  /// not ask on to get them.
  private func answerTogether(_ answerers: [LineAnswerer], _ lines: Lines) throws {
    let lines = Mutex(lines)
    try Parallel.inOrder(
      workers: answerers.count, next: { try lines.withLock { try $0.nextBlock() } },
      work: { answerers[$0].answers(to: $1) },
      use: { answers in
        LineAnswerer.write(answers, to: .standard)
        Output.standard.flush()
      })
  }

  private func report(load: Double, answers: Int, since loaded: Double) {
    let seconds = ProcessorTime.now - loaded
    Output.error.write(
      "#stats {\"load_s\": \(load), \"cpu_s\": \(seconds), \"n\": \(answers)}\n")
    Output.error.flush()
  }
}

extension LineAnswerer.Form: ExpressibleByArgument {}
