import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskRules

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile rules to an image that is opened at once.",
    discussion: """
      A rule base of up to 1,000 rules and at least 1,000 phrasings has a part of them held out, to find out whether \
      weights that are counted answer as well as those that are learned, which take twice as long to answer. What came \
      of it is said in a line.
      """)

  @Argument(help: "The rules: a folder of YAML files, or a file of JSON lines.") var folder: String
  @Option(name: .shortAndLong, help: "The image to write.") var output: String

  func run() throws {
    do {
      let base = try RuleSources(folder).read().usable()
      let (image, choice) = Compiler(base, language: BuiltIn.language).compiled()
      try Files.write(image, to: output)
      if let choice { Output.standard.write("\(choice.words)\n") }
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    } catch let findings as Findings {
      throw Failure.rules(findings)
    }
  }
}
