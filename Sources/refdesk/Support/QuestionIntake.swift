internal import RefdeskCore
internal import RefdeskFAQ
internal import RefdeskReplay
internal import RefdeskRules

/// Reads lists of questions and transcripts into a collector, a piece at a time, and says how far it is.
struct QuestionIntake {
  private(set) var collector: FAQCollector
  private let desk: Desk
  private let form: QuestionForm?
  private let column: String?
  private var progress = Progress()

  /// - Parameter form: the form of every file; nil where each shows its own.
  init(_ desk: Desk, form: QuestionForm?, column: String?) {
    self.desk = desk
    collector = FAQCollector(desk)
    self.form = form
    self.column = column
  }

  /// Takes a file, standard input, or every transcript of a folder.
  mutating func take(_ path: String) throws {
    guard Files.isFolder(path) else { return try takeFile(path, form ?? guess(path)) }
    do {
      for file in try Files.list(path, endings: [".md", ".txt"]) {
        // What lies beside transcripts, such as a README, is none and is passed over.
        if form == .transcript || guess(file) == .transcript { try takeFile(file, .transcript) }
      }
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    }
  }

  mutating func finish() { progress.end() }

  private func guess(_ path: String) -> QuestionForm {
    // Standard input is read once, and so can't be looked at beforehand.
    if path == "-" { return .text }
    return QuestionForm.guess(path: path, head: Files.head(path, bytes: 1 << 16))
  }

  private mutating func takeFile(_ path: String, _ form: QuestionForm) throws {
    if form == .transcript { return try takeTranscript(path) }
    var list = QuestionList(form, column: column)
    var lines = try Lines(path)
    do {
      while let line = try lines.next() {
        if let question = try list.next(line) { collector.add(question) }
        progress.show(collector.progress)
      }
      try list.end()
    } catch let problem as QuestionListProblem {
      progress.end()
      throw Failure.questions(path == "-" ? "standard input" : path, problem)
    }
  }

  private mutating func takeTranscript(_ path: String) throws {
    do {
      let transcript = try TranscriptFiles.read(path).usable()
      var player = Player(desk)
      collector.add(conversation: player.play(transcript).compactMap(\.response))
      progress.show(collector.progress)
    } catch let faults as TranscriptFaults {
      throw Failure.transcripts(faults)
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    }
  }
}
