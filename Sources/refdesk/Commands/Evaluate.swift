import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskPages
internal import RefdeskRules

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a rule base on the questions of each writer, learned without that writer.")

  @Argument(help: "The folder with the rules.") var folder = "Rules"
  @Option(help: "Only this voice.") var voice: String?
  @Flag(help: "List the questions that another rule took.") var misses = false

  func run() throws {
    let base: RuleBase
    do {
      base = try RuleSources(folder).read().usable()
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    } catch let findings as Findings {
      throw Failure.rules(findings)
    }
    let evaluation = Evaluation(base, language: BuiltIn.language)
    var confusions: [Evaluation.Confusion] = []
    Output.standard.write("voice\tasked\tfirst\tamong three\tsame ground\tdeclined\n")
    for name in evaluation.voices where (voice ?? name) == name {
      let report = evaluation.leaveOut(name)
      guard report.asked > 0 else { continue }
      func share(_ count: Int) -> String { decimal(Float(count) / Float(report.asked), digits: 3) }
      Output.standard.write(
        "\(name)\t\(report.asked)\t\(share(report.first))\t\(share(report.amongThree))\t\(share(report.sameGround))\t\(share(report.declined))\n"
      )
      Output.standard.flush()
      confusions += report.confusions
    }
    if misses {
      var pairs: [String: [String]] = [:]
      for confusion in confusions {
        pairs["\(confusion.rule) taken by \(confusion.by)", default: []].append(confusion.question)
      }
      for (pair, questions) in pairs.sorted(by: {
        ($0.value.count, $1.key) > ($1.value.count, $0.key)
      }) {
        Output.standard.write("\(questions.count)\t\(pair)\n")
        for question in questions { Output.standard.write("\t\t\(question)\n") }
      }
    }
  }
}
