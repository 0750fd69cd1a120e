import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskRules

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile rules to an image that is opened at once.")

  @Argument(help: "The rules: a folder of YAML files, or a file of JSON lines.") var folder: String
  @Option(name: .shortAndLong, help: "The image to write.") var output: String

  func run() throws {
    do {
      let base = try RuleSources(folder).read().usable()
      let image = Compiler(base, language: BuiltIn.language).compile()
      try Files.write(image, to: output)
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    } catch let findings as Findings {
      throw Failure.rules(findings)
    }
  }
}
