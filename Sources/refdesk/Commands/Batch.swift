import ArgumentParser
internal import RefdeskCore
internal import RefdeskRules

struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer many questions, one a line, in their order.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "How to print the answers; ids prints a rule's id a line, - where it declines.")
  var to: LineAnswerer.Form = .text
  @Option(help: "How many threads answer; the order is kept.") var jobs = 1
  @Flag(help: "Say at the end, on standard error, how long it took.") var stats = false
  @Argument(help: "The file with the questions; - for standard input.") var file = "-"

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs takes 1 to 256") }
  }

  func run() throws {
    let start = ProcessorTime.now
    let rules = try options.open()
    let style = look.style(for: .standard)
    let answerers = (0..<jobs).map { _ in
      LineAnswerer(Desk(rules: rules, language: RuleOptions.language), form: to, style: style)
    }
    let loaded = ProcessorTime.now
    var lines = try Lines(file)
    if jobs == 1 {
      while let line = try lines.next() { answerers[0].answer(line, to: .standard) }
    } else {
      try answerTogether(answerers, &lines)
    }
    Output.standard.flush()
    if stats {
      report(load: loaded - start, answers: answerers.reduce(0) { $0 + $1.count }, since: loaded)
    }
  }

  /// Gives each thread a block of lines, writes what they made in order, and goes on with the next blocks.
  private func answerTogether(_ answerers: [LineAnswerer], _ lines: inout Lines) throws {
    var blocks = try lines.blocks(upTo: jobs)
    while !blocks.isEmpty {
      let current = blocks
      let answers = Parallel.map(current.count) { answerers[$0].answers(to: current[$0]) }
      for answer in answers { LineAnswerer.write(answer, to: .standard) }
      blocks = try lines.blocks(upTo: jobs)
    }
  }

  private func report(load: Double, answers: Int, since loaded: Double) {
    let seconds = ProcessorTime.now - loaded
    Output.error.write(
      "#stats {\"load_s\": \(load), \"cpu_s\": \(seconds), \"n\": \(answers)}\n")
    Output.error.flush()
  }
}

extension LineAnswerer.Form: ExpressibleByArgument {}
