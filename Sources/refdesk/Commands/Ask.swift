import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages

struct Ask: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Answer one question.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Flag(help: "Print the answer as a JSON record.") var json = false
  @Option(
    help: "End with status 1 when the question is unanswered, or when it is also ambiguous.")
  var failOn: FailOn = .none
  @Argument(parsing: .remaining, help: "The question, in your own words.") var question: [String]

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case none, unanswered, ambiguous
  }

  func run() throws {
    let desk = try options.desk()
    let response = desk.respond(to: question.joined(separator: " "))
    if json {
      var writer = JSONWriter()
      response.writeJSON(to: &writer)
      Output.standard.write(writer.bytes + [0x0A])
    } else {
      let page = ResponsePage(response, about: desk.rules.about)
      Output.standard.write(TerminalWriter(look.style(for: .standard)).text(page.blocks))
    }
    Output.standard.flush()
    switch (failOn, response.outcome) {
    case (.unanswered, .declined), (.ambiguous, .declined), (.ambiguous, .askedBack):
      throw ExitCode(1)
    default: break
    }
  }
}
