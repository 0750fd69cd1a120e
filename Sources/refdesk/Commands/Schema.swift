import ArgumentParser
internal import RefdeskReplay

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the description of a format that refdesk reads or writes.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case transcript
  }

  @Argument(help: "Which format.") var format: Format

  func run() throws {
    switch format {
    case .transcript: Output.standard.write(TranscriptFormat.page)
    }
  }
}
