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
    let response = try Ask.answer(
      question.joined(separator: " "), rules: options.rules, asJSON: json,
      style: look.style(for: .standard))
    switch (failOn, response.outcome) {
    case (.unanswered, .declined), (.ambiguous, .declined), (.ambiguous, .askedBack):
      throw ExitCode(1)
    default: break
    }
  }

  /// The words of a question asked without any option; nil where there is more to read in a command line.
  static func plainWords(of arguments: [String]) -> ArraySlice<String>? {
    guard arguments.count > 1, arguments[0] == "ask",
      !arguments.contains(where: { $0.hasPrefix("-") })
    else { return nil }
    return arguments.dropFirst()
  }

  static func answer(_ words: ArraySlice<String>) throws {
    _ = try answer(
      words.joined(separator: " "), rules: nil, asJSON: false,
      style: LookOptions.style(for: .standard))
  }

  private static func answer(
    _ question: String, rules: String?, asJSON: Bool, style: TerminalStyle
  ) throws -> Response {
    let desk = Desk(rules: try RuleOptions.open(rules), language: RuleOptions.language)
    let response = desk.respond(to: question)
    if asJSON {
      var writer = JSONWriter()
      response.writeJSON(to: &writer)
      Output.standard.write(writer.bytes + [0x0A])
    } else {
      let page = ResponsePage(response, about: desk.rules.about)
      Output.standard.write(TerminalWriter(style).text(page.blocks))
    }
    Output.standard.flush()
    return response
  }
}
