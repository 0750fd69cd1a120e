import ArgumentParser

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Explain an answer.")
  @Argument var question: [String]
  func run() throws {}
}
