import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskPages
internal import RefdeskRules

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a rule base on the questions of each writer, learned without that writer.",
    discussion: """
      A line a writer, shares of their questions: the best rule is right; its answer serves (is right, or cites what is
      at the right rule's heart); then what would have been done: answered and serves, answered and does not, asked
      back (and offered what serves), declined; and the calibration error of the confidence.
      """)

  @Argument(help: "The folder with the rules.") var folder = "Rules"
  @Option(help: "Only this writer.") var voice: String?
  @Option(help: "Do without a part of the method, to see what it is worth.")
  var without: Evaluation.Part?
  @Flag(
    help:
      "Measure later turns of the dialogues instead: what serves is the likeliest alone, and in context."
  )
  var dialogues = false
  @Flag(help: "List which rules took whose questions, the most frequent first.") var confusions =
    false

  func run() throws {
    let base: RuleBase
    do {
      base = try RuleSources(folder).read().usable()
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    } catch let findings as Findings {
      throw Failure.rules(findings)
    }
    if dialogues {
      writeDialogues(DialogueEvaluation(base, language: BuiltIn.language))
      return
    }
    let evaluation = Evaluation(base, language: BuiltIn.language, without: without)
    var all = Evaluation.VoiceReport(voice: "all writers")
    Output.standard.write(
      "writer\tasked\tbest right\tbest serves\tright\twrong\tasked back\toffered\tdeclined\tcalibration error\n"
    )
    for name in evaluation.voices where (voice ?? name) == name {
      let report = evaluation.leaveOut(name)
      write(report)
      // What no rule answers, and the canonical questions, are no writer's.
      if report.bestServes > 0, name != "question" { all.add(report) }
    }
    if voice == nil {
      write(all)
      if without == nil, let choice = evaluation.choice {
        Output.standard.write("\(choice.words)\n")
      }
    }
    if confusions { writeConfusions(all) }
  }

  private func writeDialogues(_ evaluation: DialogueEvaluation) {
    Output.standard.write("writer\tasked\talone\tin context\n")
    var asked = 0
    var alone = 0
    var inContext = 0
    func line(_ name: String, _ asked: Int, _ alone: Int, _ inContext: Int) {
      guard asked > 0 else { return }
      let shares = [alone, inContext].map { decimal(Float($0) / Float(asked), digits: 3) }
      Output.standard.write("\(name)\t\(asked)\t\(shares.joined(separator: "\t"))\n")
    }
    for report in evaluation.reports() where (voice ?? report.voice) == report.voice {
      line(report.voice, report.asked, report.alone, report.inContext)
      asked += report.asked
      alone += report.alone
      inContext += report.inContext
      guard confusions else { continue }
      for miss in report.misses {
        Output.standard.write(
          "\t\(Cells.printable(miss.text))\tafter \(miss.after)\twanted \(miss.wanted)\tgot \(miss.got)\n"
        )
      }
    }
    if voice == nil { line("all writers", asked, alone, inContext) }
  }

  private func write(_ report: Evaluation.VoiceReport) {
    guard report.asked > 0 else { return }
    let shares = [
      report.bestIsRight, report.bestServes, report.right, report.wrong, report.askedBack,
      report.offered, report.declined,
    ].map { decimal(Float($0) / Float(report.asked), digits: 3) }
    Output.standard.write(
      "\(report.voice)\t\(report.asked)\t\(shares.joined(separator: "\t"))\t"
        + decimal(calibrationError(report.trials), digits: 3) + "\n")
    Output.standard.flush()
  }

  private func writeConfusions(_ report: Evaluation.VoiceReport) {
    var pairs: [String: [String]] = [:]
    for confusion in report.confusions {
      pairs["\(confusion.rule) taken by \(confusion.by)", default: []].append(confusion.question)
    }
    for (pair, questions) in pairs.sorted(by: {
      ($0.value.count, $1.key) > ($1.value.count, $0.key)
    }) {
      Output.standard.write("\(questions.count)\t\(pair)\n")
      for question in questions { Output.standard.write("\t\t\(Cells.printable(question))\n") }
    }
  }
}

extension Evaluation.Part: ExpressibleByArgument {}

extension Evaluation.VoiceReport {
  fileprivate mutating func add(_ other: Evaluation.VoiceReport) {
    asked += other.asked
    bestIsRight += other.bestIsRight
    bestServes += other.bestServes
    right += other.right
    wrong += other.wrong
    askedBack += other.askedBack
    offered += other.offered
    declined += other.declined
    confusions += other.confusions
    trials += other.trials
  }
}
