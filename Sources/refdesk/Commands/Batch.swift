import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages

struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer many questions, one a line, in their order.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "How to print the answers.") var to: Form = .text
  @Argument(help: "The file with the questions; - for standard input.") var file = "-"

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl, tsv
  }

  func run() throws {
    let desk = try options.desk()
    let about = desk.rules.about
    let terminal = TerminalWriter(look.style(for: .standard))
    var json = JSONWriter()
    var first = true
    var lines = try Lines(file)
    while let line = try lines.next() {
      switch to {
      case .tsv:
        let verdict = line.withUnsafeBufferPointer(desk.verdict)
        Output.standard.write(
          "\(verdict.outcome.rawValue)\t\(verdict.rule)\t\(decimal(verdict.confidence, digits: 4))\n"
        )
      case .jsonl:
        json.clear()
        desk.respond(to: String(decoding: line, as: UTF8.self)).writeJSON(to: &json)
        Output.standard.write(json.bytes)
        Output.standard.write([0x0A])
      case .text:
        if line.allSatisfy({ $0 <= 0x20 }) { continue }
        let response = desk.respond(to: String(decoding: line, as: UTF8.self))
        if !first { Output.standard.write("\n") }
        Output.standard.write(
          "you> \(Cells.printable(response.question))\n"
            + terminal.text(ResponsePage(response, about: about).blocks))
      }
      first = false
    }
  }
}
