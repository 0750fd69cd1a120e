import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages

struct Chat: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Hold a conversation.")

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Option(help: "Print each turn's record instead: jsonl.") var to: Form = .text

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  func run() throws {
    let desk = try options.desk()
    var json = JSONWriter()
    var lines = try Lines("-")
    while let line = try lines.next() {
      json.clear()
      desk.respond(to: String(decoding: line, as: UTF8.self)).writeJSON(to: &json)
      Output.standard.write(json.bytes + [0x0A])
    }
  }
}
