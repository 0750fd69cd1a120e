import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskRules

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say why a question is answered as it is, or why not by another rule.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: ArgumentHelp("The rule that you expected.", valueName: "rule")) var not: String?
  @Flag(help: "Print the account as JSON.") var json = false
  @Argument(help: "The question.") var question: [String]

  func run() throws {
    let desk = try options.desk()
    guard let account = desk.account(of: question.joined(separator: " "), insteadOf: not) else {
      let ids = (0..<desk.rules.ruleCount).map { desk.rules.heading(ofRuleAt: $0).id }
      throw Failure.unknownRule(not ?? "", nearest: not.flatMap { nearest($0, of: ids) })
    }
    if json {
      var writer = JSONWriter()
      account.writeJSON(to: &writer)
      Output.standard.write(writer.bytes + [0x0A])
    } else {
      let writer = TerminalWriter(look.style(for: .standard))
      Output.standard.write(writer.text(AccountPage(account).blocks))
    }
  }
}
