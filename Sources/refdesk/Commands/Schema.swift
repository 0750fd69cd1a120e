import ArgumentParser
internal import RefdeskFAQ
internal import RefdeskReplay

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the description of a format that refdesk reads or writes.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case faq, transcript

    var text: String {
      switch self {
      case .faq: FAQSchema.text
      case .transcript: TranscriptFormat.page
      }
    }
  }

  @Argument(help: "Which format.") var format: Format

  func run() throws { Output.standard.write(format.text) }
}
