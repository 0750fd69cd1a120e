package import RefdeskCore
package import RefdeskPages
package import RefdeskShell

/// What a turn came to when it was put to the desk.
package struct Played: Sendable {
  package var turn: Turn
  /// Counted from 1 in the transcript.
  package var number: Int
  /// The scene's heading; empty before the first.
  package var scene: String
  /// What was said to the desk, placeholders filled in.
  package var question: String
  /// Nil for a command of the conversation, and where the turn was skipped.
  package var response: Response?
  /// The rule that answered, or that a command such as `/more` is about.
  package var rule: String?
  /// The rule that had answered before.
  package var ruleBefore: String?
  /// The session's own reply, where it is no response.
  package var reply: String?
  /// The same as it is shown to people, where somebody looks on.
  package var shownReply: String?
  package var skipped: String?
  /// The reason given for a difference that is known.
  package var knownDrift: String?
  package var drift: Drift?
  /// Whether anything was compared.
  package var isChecked = true

  package enum Status: String, Sendable {
    case asWritten = "as_written"
    case drifted, known, mended, skipped, unchecked
  }

  /// Whether there is something to say of it.
  var wantsWords: Bool { drift != nil || knownDrift != nil || skipped != nil }

  package var status: Status {
    if skipped != nil { return .skipped }
    if drift != nil { return knownDrift == nil ? .drifted : .known }
    if knownDrift != nil { return .mended }
    return isChecked ? .asWritten : .unchecked
  }
}

/// Puts the turns of a transcript to the desk, one after the other, in a conversation of its own.
package struct Player {
  /// What of a turn is compared.
  package enum Matching: String, Sendable, CaseIterable {
    case both, rule, wording
  }

  private let desk: Desk
  private let matching: Matching
  private let display: TerminalWriter?
  private var session: Session
  private var captures = Captures()
  private var ruleBefore: String?

  /// - Parameter display: how turns are set for people who look on; nil where nobody does.
  package init(_ desk: Desk, matching: Matching = .both, display: TerminalWriter? = nil) {
    self.desk = desk
    self.matching = matching
    self.display = display
    session = Player.session(desk)
  }

  /// A conversation whose text is neither wrapped nor coloured.
  private static func session(_ desk: Desk) -> Session {
    Session(desk, writer: TerminalWriter(TerminalStyle(width: TerminalStyle.unwrapped)))
  }

  /// - Parameter isWanted: whether a turn is compared; what is not is asked all the same, as others may lean on it.
  package mutating func play(
    _ transcript: Transcript, isWanted: (_ turn: Turn, _ scene: String) -> Bool = { _, _ in true }
  ) -> [Played] {
    play(transcript.whole, of: transcript, isWanted: isWanted)
  }

  /// Plays a stretch that leans on nothing before it.
  mutating func play(
    _ stretch: Transcript.Stretch, of transcript: Transcript,
    isWanted: (_ turn: Turn, _ scene: String) -> Bool
  ) -> [Played] {
    session = Player.session(desk)
    captures = Captures()
    ruleBefore = nil
    var played: [Played] = []
    played.reserveCapacity(stretch.items.count)
    var scene = stretch.scene
    var number = stretch.turnsBefore
    var skip: String?
    var known: String?
    for item in transcript.items[stretch.items] {
      switch item {
      case .scene(let title, _): scene = title
      case .prose: break
      case .direction(let direction):
        switch direction.kind {
        case .reset: reset()
        case .skip: skip = direction.text
        case .knownDrift: known = direction.text
        default: break
        }
      case .turn(let turn):
        number += 1
        var entry = Played(turn: turn, number: number, scene: scene, question: turn.question)
        entry.skipped = skip
        if skip == nil {
          entry.knownDrift = known
          ask(&entry)
          if isWanted(turn, scene) {
            compare(&entry, transcript.source)
          } else {
            entry.isChecked = false
          }
        }
        if isWanted(turn, scene) { played.append(entry) }
        skip = nil
        known = nil
      }
    }
    return played
  }

  /// Puts one turn to the desk, without comparing.
  package mutating func put(_ turn: Turn, number: Int = 0, scene: String = "") -> Played {
    var entry = Played(turn: turn, number: number, scene: scene, question: turn.question)
    ask(&entry)
    return entry
  }

  /// Compares a turn that was put to the desk with what is written down.
  package mutating func compare(_ entry: inout Played, with transcript: Transcript) {
    compare(&entry, transcript.source)
  }

  /// Forgets what was said, as `/new` does.
  package mutating func reset() {
    session = Player.session(desk)
    ruleBefore = nil
  }

  private mutating func ask(_ entry: inout Played) {
    entry.question = captures.filled(entry.turn.question)
    entry.ruleBefore = ruleBefore
    let before = display == nil ? nil : session
    switch session.take(entry.question) {
    case .response(let response):
      entry.response = response
      entry.rule = response.rule(in: desk.rules)
      if response.outcome == .answered { ruleBefore = entry.rule }
    case .reply(let reply):
      entry.rule = session.lastRule
      if entry.rule == nil { ruleBefore = nil }
      entry.reply = reply.text
      if let display, var before {
        before.writer = display
        entry.shownReply = before.reply(to: entry.question).text
      }
    }
  }

  private mutating func compare(_ entry: inout Played, _ source: SourceText) {
    let turn = entry.turn
    var unmet: [Drift.Unmet] = []
    if matching != .wording { unmet = CheckJudge(entry, desk.rules).unmet(turn.checks) }
    var wording: WordingMatcher?
    if matching != .rule, let lines = turn.answerLines {
      let matcher = WordingMatcher(Pattern(lines, of: source), Answered(text(of: entry)))
      if let found = matcher.match(captures) { captures = found } else { wording = matcher }
    }
    let comparesChecks = matching != .wording && !turn.checks.isEmpty
    let comparesWords = matching != .rule && turn.answerLines != nil
    entry.isChecked = comparesChecks || comparesWords
    if turn.checks.isEmpty, turn.answerLines == nil {
      entry.drift = Drift(kind: .unwritten, entry, desk.rules)
    } else if !unmet.isEmpty || wording != nil {
      entry.drift = Drift(
        of: entry, unmet: unmet, steps: wording?.alignment(captures),
        words: Answered(text(of: entry)), source: source, rules: desk.rules)
    }
  }

  /// What the desk says in a turn, as it is shown to people.
  package func shownText(of entry: Played, _ style: TerminalStyle) -> String {
    if let reply = entry.shownReply ?? entry.reply { return reply }
    var session = session
    session.writer = TerminalWriter(style)
    return entry.response.map(session.text) ?? ""
  }

  /// What the desk says in a turn, unwrapped.
  package func text(of entry: Played) -> String {
    entry.reply ?? entry.response.map(session.text) ?? ""
  }
}

extension Session.Reply {
  /// The words of it; nothing is written down while replaying.
  package var text: String {
    switch self {
    case .text(let text), .leave(let text): text
    case .record, .save, .write, .keep:
      "desk> Nothing is written down while a transcript is replayed.\n"
    }
  }
}

extension Response {
  /// The id of the rule that answered or asked back; nil where none did, or several.
  package func rule(in rules: CompiledRules) -> String? {
    switch outcome {
    case .answered: return answer.flatMap { $0.rule.isEmpty ? nil : $0.rule }
    case .declined: return nil
    case .askedBack:
      guard let best = ranking.candidates.first, best.rule < rules.ruleCount,
        rules.kind(ofRuleAt: best.rule) == .choice
      else { return nil }
      return rules.heading(ofRuleAt: best.rule).id
    }
  }
}
