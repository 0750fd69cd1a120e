import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskRules

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show one rule whole: its answer, its partners, its sources.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Flag(help: "Print the answer as JSON.") var json = false
  @Argument(help: "The rule's id, or goal-4, or target-4.6.") var rule: String

  func run() throws {
    let rules = try options.open()
    // A goal or target may be named by its number alone.
    let id = Code(rule).map { ($0.isGoal ? "goal-" : "target-") + $0.description } ?? rule
    guard let answer = Advisor(rules).answer(withID: id) else {
      throw Failure.unknownRule(
        rule,
        nearest: nearest(
          rule,
          of: rules.rules.filter { $0.kind != .goals && $0.kind != .targets }.map(\.id)))
    }
    if json {
      var writer = JSONWriter()
      answer.writeJSON(to: &writer)
      Output.standard.write(writer.bytes + [0x0A])
      return
    }
    let writer = TerminalWriter(look.style(for: .standard))
    let page = ResponsePage(answer, isFull: true).blocks
    let sources = SourcePage(answer, rules).blocks
    Output.standard.write(
      Cells.printable(answer.title) + "\n" + Cells.printable("\(answer.rule), \(answer.place)")
        + (answer.reviewed.isEmpty ? "" : ", reviewed \(answer.reviewed)") + "\n\n"
        + writer.text(page) + "\n" + writer.text(sources, speaker: "      "))
  }
}
