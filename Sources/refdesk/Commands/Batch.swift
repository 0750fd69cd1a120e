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
    let records = RecordWriter(desk)
    var json = JSONWriter()
    var row: [UInt8] = []
    var first = true
    var lines = try Lines(file)
    while let line = try lines.next() {
      switch to {
      case .tsv:
        let verdict = line.withUnsafeBufferPointer(desk.verdict)
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: verdict.outcome.rawValue.utf8)
        row.append(0x09)
        if let rule = verdict.rule {
          desk.rules.writeID(ofRuleAt: rule, code: verdict.code, to: &row)
        } else {
          row.append(0x2D)
        }
        row.append(0x09)
        appendDecimal(verdict.confidence, digits: 4, to: &row)
        row.append(0x0A)
        Output.standard.write(row)
      case .jsonl:
        json.clear()
        line.withUnsafeBufferPointer { records.write($0, to: &json) }
        json.endLine()
        Output.standard.write(json.bytes)
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
