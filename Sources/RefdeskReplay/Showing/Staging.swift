package import RefdeskCore
package import RefdeskPages

/// Turns a transcript into cues, with what the desk says today.
package struct Staging {
  /// Where notes for whoever teaches go.
  package enum Notes: String, Sendable, CaseIterable {
    case show, hide, stderr
  }

  private let transcript: Transcript
  private var player: Player
  private var style: TerminalStyle
  private let notes: Notes
  private var number = 0
  private var quiz: Direction?
  private var hints: [[String]] = []
  private var isSkipped = false
  /// The last turn that was put to the desk.
  package private(set) var lastPlayed: Played?
  /// Turns that are no longer as written.
  package private(set) var drifted = 0

  package init(
    _ transcript: Transcript, desk: Desk, style: TerminalStyle, notes: Notes = .show
  ) {
    self.transcript = transcript
    self.style = style
    self.notes = notes
    player = Player(desk, display: TerminalWriter(style))
  }

  /// What comes before the first item.
  package var opening: [Cue] {
    [.marker(transcript.title), .line(strong(Cells.printable(transcript.title))), .line("")]
  }

  /// The cues of one item.
  ///
  /// - Parameters:
  ///   - asks: whether questions to the learners are put as cues; else whoever plays asks them.
  package mutating func cues(_ item: Transcript.Item, asks: Bool = true) -> [Cue] {
    switch item {
    case .scene(let title, _):
      let clean = Cells.printable(title)
      return [.marker(clean), .line(strong(clean)), .line("")]
    case .prose(let lines):
      return prose(lines)
    case .direction(let direction): return cues(direction)
    case .turn(let turn): return cues(turn, asks: asks)
    }
  }

  private mutating func cues(_ direction: Direction) -> [Cue] {
    let text = direction.text
    switch direction.kind {
    case .note: return notes == .hide ? [] : [.note(wrapped("Note: ", text))]
    case .pause(let seconds):
      return [.pause(seconds: seconds, text.isEmpty ? [] : wrapped("", text))]
    case .quiz: quiz = direction
    case .hint: hints.append(wrapped("Hint: ", text))
    case .reset: player.reset()
    case .set(.width(let width)): style.width = min(style.width, width)
    case .set(.pace(let pace)): return [.pace(pace)]
    case .skip: isSkipped = true
    case .clock, .knownDrift: break
    }
    return []
  }

  private mutating func cues(_ turn: Turn, asks: Bool) -> [Cue] {
    number += 1
    defer {
      quiz = nil
      hints = []
      isSkipped = false
    }
    if isSkipped { return [] }
    var cues: [Cue] = []
    if asks, let quiz {
      cues.append(.question(wrapped("Question: ", quiz.quizText), hints: hints))
    }
    var played = player.put(turn, number: number)
    player.compare(&played, with: transcript)
    if played.drift != nil, played.drift?.kind != .unwritten { drifted += 1 }
    lastPlayed = played
    cues.append(.typed(prompt: strong("you>") + " ", Cells.printable(played.question)))
    let text = player.shownText(of: played, style)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    cues += lines.map { .spoken($0) }
    return cues + [.line(""), .turnEnd(number)]
  }

  /// Prose, without the marks of Markdown that stand for nothing on a screen.
  private func prose(_ lines: Range<Int>) -> [Cue] {
    var cues: [Cue] = []
    var paragraph: [String] = []
    func end() {
      if paragraph.isEmpty { return }
      cues += wrapped("", paragraph.joined(separator: " ")).map { .line($0) } + [.line("")]
      paragraph = []
    }
    for line in lines {
      let text = transcript.source.text(ofLine: line).trimmed
      if text.isEmpty { end() } else { paragraph.append(text) }
    }
    end()
    return cues
  }

  // MARK: Looks

  private func wrapped(_ label: String, _ text: String) -> [String] {
    var spans: [Span] = label.isEmpty ? [] : [.strong(label)]
    spans.append(.text(text))
    let written = TerminalWriter(style).text([.paragraph(spans)], speaker: "")
    return written.split(separator: "\n").map(String.init)
  }

  private func strong(_ text: String) -> String {
    style.colour == .none ? text : "\u{1B}[1m\(text)\u{1B}[22m"
  }
}
