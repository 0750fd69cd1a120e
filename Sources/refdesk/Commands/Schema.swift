import ArgumentParser
internal import RefdeskFAQ

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of a record.")

  enum Record: String, ExpressibleByArgument, CaseIterable {
    case faq

    var text: String {
      switch self {
      case .faq: FAQSchema.text
      }
    }
  }

  @Argument(help: "The record.") var record: Record

  func run() throws { Output.standard.write(record.text) }
}
