internal import RefdeskCore

/// Reads a transcript line by line. The first characters of a line decide what it is; nothing nests.
package struct TranscriptReader {
  /// What a file reads as, with everything that is wrong with it. It may be used only where nothing is.
  package struct Result: Sendable {
    package let transcript: Transcript
    package let faults: [TranscriptFault]

    /// - Throws: `TranscriptFaults` where something is wrong.
    package func usable() throws(TranscriptFaults) -> Transcript {
      if !faults.isEmpty { throw TranscriptFaults(faults) }
      return transcript
    }
  }

  private let source: SourceText
  private var transcript: Transcript
  private var faults: [TranscriptFault]
  /// What an indented line would go on with.
  private var open: Open = .nothing
  private var turn: Turn?
  private var direction: (inside: String, after: [String], place: Place)?
  private var hasTitle = false
  private var hasTurns = false
  private var proseStart: Int?

  private enum Open { case nothing, question, answer, checks, direction }

  package static func read(_ bytes: [UInt8], name: String) -> Result {
    var reader = TranscriptReader(bytes, name: name)
    reader.readLines()
    return Result(
      transcript: reader.transcript,
      faults: reader.faults.sorted {
        ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
      })
  }

  private init(_ bytes: [UInt8], name: String) {
    var faults: [TranscriptFault] = []
    source = SourceText(bytes, name: name, faults: &faults)
    let file = name.split(separator: "/").last ?? ""
    transcript = Transcript(
      source: source,
      title: String(file.split(separator: ".", omittingEmptySubsequences: true).first ?? file))
    self.faults = faults
  }

  private mutating func readLines() {
    for number in source.lines.indices { read(line: number) }
    finishTurn()
    finishDirection()
    finishProse(at: source.lines.count)
    checkOrder()
    if !hasTurns, faults.isEmpty {
      fault(.noTurns, line: 0)
    }
    CaptureCheck.check(transcript, faults: &faults)
  }

  // MARK: Lines

  private mutating func read(line: Int) {
    let range = source.lines[line]
    let text = trimmed(range, source.bytes)
    if text.isEmpty { return }
    let first = source.bytes[range.lowerBound]
    if first == 0x20 { return readIndented(line, text) }
    switch first {
    case UInt8(ascii: "y") where begins(range, "you>"): beginTurn(line, range)
    case UInt8(ascii: "d") where begins(range, "desk>"): beginAnswer(line, range)
    case UInt8(ascii: "=") where range.count == 1 || source.bytes[range.lowerBound + 1] == 0x20:
      readChecks(line, text)
    case UInt8(ascii: "#") where begins(range, "# ") || begins(range, "## "):
      readHeading(line, range)
    case UInt8(ascii: "[") where DirectionReader.isMeant(range, source.bytes):
      beginDirection(line, range)
    default: readProse(line, range)
    }
  }

  private mutating func readIndented(_ line: Int, _ text: Range<Int>) {
    if turn != nil, source.bytes[text.lowerBound] == UInt8(ascii: "="),
      text.count == 1 || source.bytes[text.lowerBound + 1] == 0x20
    {
      return readChecks(line, text)
    }
    switch open {
    case .question: extendQuestion(line, text)
    case .answer:
      let start = turn?.answerLines?.lowerBound ?? line
      turn?.answerLines = start..<line + 1
    case .checks: fault(.textAfterChecks, line: line, at: text.lowerBound)
    case .direction: direction?.after.append(source.text(text))
    case .nothing: if proseStart == nil { proseStart = line }
    }
  }

  private mutating func extendQuestion(_ line: Int, _ text: Range<Int>) {
    guard var turn, line == turn.questionLines.upperBound else {
      // A blank line ended the question; what follows indented is nobody's.
      return fault(.textWithoutSpeaker, line: line, at: text.lowerBound)
    }
    turn.question += " " + source.text(text)
    turn.questionLines = turn.questionLines.lowerBound..<line + 1
    self.turn = turn
  }

  private mutating func beginTurn(_ line: Int, _ range: Range<Int>) {
    close(before: line)
    let text = trimmed(range.lowerBound + 4..<range.upperBound, source.bytes)
    // The prompt that still waits at the end of a screen.
    if text.isEmpty { return }
    turn = Turn(
      place: source.place(line: line, at: range.lowerBound), question: source.text(text),
      questionLines: line..<line + 1)
    open = .question
  }

  private mutating func beginAnswer(_ line: Int, _ range: Range<Int>) {
    guard turn != nil, open == .question || open == .answer || open == .checks else {
      close(before: line)
      return fault(.answerWithoutQuestion, line: line)
    }
    if turn?.answerLines != nil { return fault(.secondAnswer, line: line) }
    if open == .checks { return fault(.textAfterChecks, line: line) }
    if trimmed(range.lowerBound + 5..<range.upperBound, source.bytes).isEmpty {
      // Its words may stand below, indented; nothing at all is a slip.
      let next = source.lines.indices.dropFirst(line + 1).first {
        !trimmed(source.lines[$0], source.bytes).isEmpty
      }
      guard let next, source.bytes[source.lines[next].lowerBound] == 0x20,
        source.bytes[trimmed(source.lines[next], source.bytes).lowerBound] != UInt8(ascii: "=")
      else { return fault(.emptyAnswer, line: line) }
    }
    turn?.answerLines = line..<line + 1
    open = .answer
  }

  private mutating func readChecks(_ line: Int, _ text: Range<Int>) {
    guard turn != nil else {
      return fault(.checkWithoutTurn, line: line, at: text.lowerBound)
    }
    turn?.checks += CheckReader.read(
      text.lowerBound + 1..<text.upperBound, line: line, in: source, faults: &faults)
    turn?.checkLines.append(line)
    open = .checks
  }

  private mutating func readHeading(_ line: Int, _ range: Range<Int>) {
    close(before: line)
    let isScene = source.bytes[range.lowerBound + 1] == UInt8(ascii: "#")
    let text = source.text(
      trimmed(range.lowerBound + (isScene ? 3 : 2)..<range.upperBound, source.bytes))
    if isScene {
      transcript.items.append(.scene(text, source.place(line: line, at: range.lowerBound)))
    } else if hasTitle {
      fault(.secondTitle, line: line)
    } else {
      hasTitle = true
      transcript.title = text
    }
  }

  private mutating func beginDirection(_ line: Int, _ range: Range<Int>) {
    close(before: line)
    guard let end = source.bytes[range].firstIndex(of: UInt8(ascii: "]")) else {
      return fault(.unclosedBracket, line: line, at: range.upperBound)
    }
    direction = (
      source.text(trimmed(range.lowerBound + 1..<end, source.bytes)),
      [source.text(trimmed(end + 1..<range.upperBound, source.bytes))],
      source.place(line: line, at: range.lowerBound)
    )
    open = .direction
  }

  private mutating func readProse(_ line: Int, _ range: Range<Int>) {
    if let word = speaker(range) {
      close(before: line)
      return fault(.unknownSpeaker(word), line: line)
    }
    if open == .question, let turn, line == turn.questionLines.upperBound {
      // A record, as `/json` prints it, has no speaker, and neither has a goodbye.
      guard source.bytes[range.lowerBound] == UInt8(ascii: "{") || source.text(range) == "bye"
      else { return fault(.lineWithoutIndent, line: line) }
      self.turn?.answerLines = line..<line + 1
      open = .answer
      return
    }
    finishTurn()
    finishDirection()
    open = .nothing
    if proseStart == nil { proseStart = line }
  }

  /// A first word that ends in `>` and so looks like a speaker.
  private func speaker(_ range: Range<Int>) -> String? {
    let word = source.bytes[range].prefix { $0 != 0x20 }
    guard (2...12).contains(word.count), word.last == UInt8(ascii: ">"),
      word.dropLast().allSatisfy({ (0x61...0x7A).contains($0 | 0x20) })
    else { return nil }
    return String(decoding: word, as: UTF8.self)
  }

  private func begins(_ range: Range<Int>, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard range.count >= count else { return false }
    for offset in 0..<count where source.bytes[range.lowerBound + offset] != text.utf8Start[offset]
    {
      return false
    }
    return true
  }

  // MARK: Ends

  private mutating func close(before line: Int) {
    finishTurn()
    finishDirection()
    finishProse(at: line)
    open = .nothing
  }

  private mutating func finishTurn() {
    guard let turn else { return }
    transcript.items.append(.turn(turn))
    transcript.turns.append(turn)
    hasTurns = true
    self.turn = nil
  }

  private mutating func finishDirection() {
    guard let direction else { return }
    self.direction = nil
    let after = direction.after.filter { !$0.isEmpty }.joined(separator: " ")
    switch DirectionReader.read(inside: direction.inside, after: after, place: direction.place) {
    case .direction(let direction): transcript.items.append(.direction(direction))
    case .header(let header):
      if hasTurns { faults.append(TranscriptFault(.lateHeader, at: direction.place)) }
      transcript.header = header
    case .fault(let problem): faults.append(TranscriptFault(problem, at: direction.place))
    }
  }

  private mutating func finishProse(at line: Int) {
    guard let start = proseStart else { return }
    proseStart = nil
    transcript.items.append(.prose(start..<line))
  }

  /// Directions that are for a turn need one after them.
  private mutating func checkOrder() {
    var waiting: [Direction] = []
    for item in transcript.items {
      switch item {
      case .turn: waiting = []
      case .direction(let direction):
        switch direction.kind {
        case .hint where !waiting.contains { $0.kind == .quiz }:
          faults.append(TranscriptFault(.hintWithoutQuiz, at: direction.place))
        case .quiz, .hint, .skip, .knownDrift: waiting.append(direction)
        default: break
        }
      case .scene: flush()
      case .prose: break
      }
    }
    flush()

    func flush() {
      for direction in waiting where direction.kind != .hint {
        faults.append(TranscriptFault(.noTurnAfter(direction.word), at: direction.place))
      }
      waiting = []
    }
  }

  private mutating func fault(
    _ problem: TranscriptFault.Problem, line: Int, at byte: Int? = nil
  ) {
    guard line < source.lines.count else {
      faults.append(TranscriptFault(problem, at: Place(file: source.name, line: 1, column: 1)))
      return
    }
    faults.append(
      TranscriptFault(
        problem, at: source.place(line: line, at: byte ?? source.lines[line].lowerBound)))
  }
}

extension Direction {
  /// The word that it begins with.
  package var word: String {
    switch kind {
    case .note: "note"
    case .pause: "pause"
    case .quiz: "quiz"
    case .hint: "hint"
    case .reset: "reset"
    case .set: "set"
    case .clock: "clock"
    case .skip: "skip"
    case .knownDrift: "known-drift"
    }
  }
}
