import ArgumentParser
internal import RefdeskCore
internal import RefdeskFAQ
internal import RefdeskRules

struct Faq: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make pages of questions and answers to publish.",
    discussion: """
      Without questions: everything that the rules can say. With a list (text,
      CSV, JSON Lines) or transcripts: what was asked, with the questions that
      lead to the same answer merged.

        refdesk faq -o faq                       every form, into a folder
        refdesk faq asked.csv --column Question  a piece of HTML to paste
        refdesk faq transcripts/ -o faq.html     one page that stands alone
        refdesk faq -o faq --check               are the pages up to date?

      The same input gives the same bytes. A date of publication stands on the
      pages only where --date or SOURCE_DATE_EPOCH gives one.
      """)

  @OptionGroup var options: RuleOptions

  @Argument(
    help: "Lists of questions, transcripts, or folders of transcripts; - for standard input.")
  var input: [String] = []
  @Option(help: ArgumentHelp("The form of the input; else by name and content.", valueName: "form"))
  var from: QuestionForm?
  @Option(help: ArgumentHelp("The column or field with the question.", valueName: "name"))
  var column: String?

  @Option(
    help: ArgumentHelp(
      "The forms to write, with commas between. Without -o: fragment; with it: all.",
      valueName: "forms"))
  var to: FormList?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder to write to, or one file such as faq.html; else standard output.",
      valueName: "folder"))
  var output: String?
  @Option(help: "The order of the answers; file is as first asked.") var order: FAQ.Order = .topic
  @Option(help: "The title of the pages.") var title: String?
  @Option(help: ArgumentHelp("How many ways of asking to show with an answer.", valueName: "n"))
  var variants = 5
  @Option(
    help: ArgumentHelp("The level of the fragment's topmost headings, 1 to 5.", valueName: "n"))
  var heading = 2
  @Option(help: "Whether answers stand open or fold out.") var layout: FragmentWriter.Layout = .open
  @Option(help: "Whose columns the CSV has.") var csv: CSVWriter.Preset = .plain
  @Flag(help: "Begin the CSV with a byte order mark, for Excel.") var bom = false

  @Option(
    help: ArgumentHelp(
      "Write the questions without an answer to this file, as a worklist (a table if it ends in .csv).",
      valueName: "file"))
  var unanswered: String?
  @Option(
    help: ArgumentHelp("Mark answers not reviewed for so long, as 365d.", valueName: "days"))
  var staleAfter: Age?
  @Option(
    help: ArgumentHelp(
      "End with status 1 where a question is unanswered, or also ambiguous, or an answer stale.",
      valueName: "what"))
  var failOn: [FailOn] = []
  @Option(
    help: ArgumentHelp(
      "The day of publication; else SOURCE_DATE_EPOCH's, else none.", valueName: "yyyy-mm-dd"))
  var date: String?
  @Flag(
    help: "Write nothing: compare with what is in the folder, and end with status 1 if it differs.")
  var check = false

  enum FailOn: String, ExpressibleByArgument, CaseIterable { case unanswered, ambiguous, stale }

  func validate() throws {
    if !(1...5).contains(heading) { throw ValidationError("--heading takes 1 to 5.") }
    if variants < 0 { throw ValidationError("--variants takes 0 or more.") }
    if let to, to.forms.count > 1, outputFile != nil {
      throw ValidationError("One file takes one form: name a folder, or one of the forms.")
    }
    if check, output == nil { throw ValidationError("--check needs the folder: add -o FOLDER.") }
    if output == nil, let to, to.forms.count > 1 {
      throw ValidationError("Several forms need a folder: add -o FOLDER.")
    }
    if failOn.contains(.stale), staleAfter == nil {
      throw ValidationError("--fail-on stale needs an age: add --stale-after 365d.")
    }
    if input.isEmpty, unanswered != nil {
      throw ValidationError("--unanswered needs questions: name a list, or - for standard input.")
    }
    _ = try publicationDay()
  }

  func run() throws {
    let desk = try options.desk()
    var faq: FAQ
    var worklist: Worklist?
    if input.isEmpty {
      faq = FAQCollector.allRules(desk)
    } else {
      var intake = QuestionIntake(desk, form: from, column: column)
      for path in input { try intake.take(path) }
      intake.finish()
      if intake.collector.progress.questions == 0 {
        throw Failure.no(
          "there is no question in \(input.joined(separator: ", ")), so nothing was written; "
            + "check the path, or name the form of the list with --from")
      }
      faq = intake.collector.faq(order: order, variants: variants)
      worklist = intake.collector.worklist
    }
    if let title { faq.title = title }
    faq.day = try publicationDay()
    if let staleAfter {
      faq = faq.markingStale(after: staleAfter.days, on: faq.day ?? Clock.today)
    }
    let isCurrent = try publish(faq, worklist)
    report(faq)
    if !isCurrent || isFailure(faq) { throw ExitCode(1) }
  }

  // MARK: Writing

  /// Writes or compares; false where a comparison found a difference.
  private func publish(_ faq: FAQ, _ worklist: Worklist?) throws -> Bool {
    var writer = FAQWriter()
    writer.heading = heading
    writer.layout = layout
    writer.csv = csv
    writer.hasMark = bom
    guard let output else {
      let form = to?.forms.first ?? .fragment
      let text = writer.text(faq, as: form)
      try PublishedFolder.write(worklistFile(worklist))
      Output.standard.write(text)
      return true
    }
    if let (path, form) = outputFile {
      let file = (path: path, text: writer.text(faq, as: form))
      if check { return try PublishedFolder.compare([file]) }
      try PublishedFolder.makeParent(of: path)
      try PublishedFolder.write([file] + worklistFile(worklist))
      return true
    }
    let forms = to?.forms ?? FAQForm.allCases
    let files = forms.map {
      (path: output + "/" + $0.fileName(csv), text: writer.text(faq, as: $0))
    }
    if check { return try PublishedFolder.compare(files) }
    try PublishedFolder.make(output)
    try PublishedFolder.write(files + worklistFile(worklist))
    return true
  }

  /// The one file to write, where no folder is meant.
  private var outputFile: (path: String, form: FAQForm)? {
    guard let output, !Files.isFolder(output), let named = FAQForm.named(by: output) else {
      return nil
    }
    return (output, to?.forms.first ?? named)
  }

  private func worklistFile(_ worklist: Worklist?) -> [(path: String, text: String)] {
    guard let unanswered, let worklist, !check else { return [] }
    return [(unanswered, unanswered.lowercased().hasSuffix(".csv") ? worklist.csv : worklist.yaml)]
  }

  // MARK: What became of it

  /// A line for the person or the log of the script.
  private func report(_ faq: FAQ) {
    var parts: [String] = []
    if let counts = faq.counts {
      parts.append(
        "\(counts.all) \(counts.all == 1 ? "question" : "questions"): \(counts.answered) answered, "
          + "\(counts.askedBack) unclear, \(counts.declined) declined, \(counts.courtesies) greetings"
      )
    }
    parts.append("\(faq.entries.count) \(faq.entries.count == 1 ? "answer" : "answers")")
    let stale = faq.entries.count { $0.isStale }
    if let staleAfter { parts.append("\(stale) not reviewed for \(inDays(staleAfter.days))") }
    Output.error.write("refdesk: " + parts.joined(separator: "; ") + "\n")
    Output.error.flush()
  }

  private func isFailure(_ faq: FAQ) -> Bool {
    failOn.contains {
      switch $0 {
      case .unanswered: (faq.counts?.declined ?? 0) > 0
      case .ambiguous: (faq.counts.map { $0.declined + $0.askedBack } ?? 0) > 0
      case .stale: faq.entries.contains { $0.isStale }
      }
    }
  }

  private func publicationDay() throws -> Day? {
    if let date {
      guard let day = Day(date) else {
        throw ValidationError("'\(date)' is no date; write it as 2026-11-22.")
      }
      return day
    }
    guard let epoch = environment("SOURCE_DATE_EPOCH"), !epoch.isEmpty else { return nil }
    guard let seconds = Int(epoch) else {
      throw ValidationError("SOURCE_DATE_EPOCH is '\(epoch)'; it takes seconds since 1970.")
    }
    return Day(secondsSince1970: seconds)
  }
}
