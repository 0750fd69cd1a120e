import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskPages
internal import RefdeskRules

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a folder of rules: keys, references, sources, phrasings.",
    discussion:
      "Prints one line a finding, as file:line:column: severity: what is wrong; what to do.")

  @Argument(help: "The folder with the rules.") var folder = "Rules"
  @Flag(help: "End with status 1 on warnings too.") var strict = false
  @Flag(help: "Also list phrasings that another rule takes when they are left out of the learning.")
  var phrasings = false

  func run() throws {
    let sources: RuleSources
    do {
      sources = try RuleSources(folder)
    } catch {
      throw Failure.file(error)
    }
    let result = sources.read()
    var findings = result.findings
    if phrasings, !findings.contains(where: { $0.severity == .error }) {
      findings += Evaluation(result.base, language: BuiltIn.language).takenPhrasings()
    }
    for finding in findings { Output.standard.write(Cells.printable("\(finding)") + "\n") }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count - errors
    let base = result.base
    Output.standard.write(
      "\(base.rules.count) rules, \(base.phrasings.count) phrasings, \(base.passages.count) passages, "
        + "\(base.partners.count) kinds of partner, \(base.goals.flatMap(\.targets).count) targets: "
        + "\(errors) errors, \(warnings) warnings\n")
    if errors > 0 || (strict && warnings > 0) { throw ExitCode(1) }
  }
}
