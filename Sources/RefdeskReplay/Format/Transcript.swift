package import RefdeskCore

/// A dialogue as it stands in a file: turns with what they should come to, stage directions, and prose for people.
package struct Transcript: Sendable {
  /// The text that it was read from; blessing changes single lines of it and leaves the rest.
  package let source: SourceText
  /// What stands after `# `; the name of the file where nothing does.
  package internal(set) var title: String
  package internal(set) var header = Header()
  package internal(set) var items: [Item] = []

  package var path: String { source.name }
  /// The turns among the items, in their order.
  package internal(set) var turns: [Turn] = []

  /// The moment at which it begins, by its header or its first `[clock]`.
  package var moment: Moment? {
    let first = items.lazy.compactMap { item -> String? in
      if case .direction(let direction) = item, case .clock(let text) = direction.kind {
        return text
      }
      return nil
    }.first
    return (header.clock ?? first).flatMap { Moment($0) }
  }

  /// What `[transcript 1, ...]` says of the whole.
  package struct Header: Sendable, Equatable {
    package var language = "en"
    /// The moment at which it plays, as written ("2026-11-02T10:00Z"); stamps what is made of it.
    package var clock: String?
    package var pace: Pace?
  }

  /// How a replay appears on the screen.
  package enum Pace: String, Sendable, CaseIterable {
    case none, line, typing
  }

  package enum Item: Sendable {
    case scene(String, Place)
    case turn(Turn)
    case direction(Direction)
    /// Unmarked text: the numbers of its lines.
    case prose(Range<Int>)
  }
}

/// Something said to the desk, and what it should come to.
package struct Turn: Sendable {
  /// Where `you>` stands.
  package var place: Place
  /// What is said, as written: with placeholders and escapes.
  package var question: String
  /// The lines of the question, counted from 0.
  package var questionLines: Range<Int>
  /// The lines from `desk>` to the end of its text; nil where no words are written down.
  package var answerLines: Range<Int>?
  package var checks: [Check] = []
  /// The lines with checks.
  package var checkLines: [Int] = []

  /// The line before which a check or an answer would be added.
  package var end: Int {
    max(questionLines.upperBound, answerLines?.upperBound ?? 0, (checkLines.last ?? -1) + 1)
  }
}

/// A stage direction: a line in brackets.
package struct Direction: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// For whoever teaches.
    case note
    /// Waits for a key, or for so many seconds.
    case pause(seconds: Double?)
    /// The learner answers the next turn first.
    case quiz
    case hint
    /// Forgets what was said.
    case reset
    case set(Setting)
    case clock(String)
    /// The next turn is neither asked nor checked, for the reason given.
    case skip
    /// The next turn is known to differ, for the reason given.
    case knownDrift
  }

  package enum Setting: Sendable, Equatable {
    case width(Int)
    case pace(Transcript.Pace)
  }

  package var kind: Kind
  /// What is said in it: the note, the question of the quiz, the reason.
  package var text: String
  package var place: Place
}

/// Something that must hold of a turn, after `=`.
package struct Check: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case rule(String)
    /// Declined.
    case none
    /// Asked back.
    case asks
    case outcome(Response.Outcome)
    /// The answer before it, in the same conversation, was this rule's.
    case after(String)
    case not(String)
    /// Another rule that would do as well.
    case alternative(String)
    case read(typed: String, as: String)
    case target(Code)
    case partner(String)
    case cites(String)
    /// Offers this rule to go on with: as an option, under See also, or among the nearest.
    case offers(String)
    case score(Comparison, Float)
  }

  package enum Comparison: String, Sendable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  package var kind: Kind
  /// As written.
  package var text: String
  package var place: Place

  /// Whether it says which rule answers, or whether one does.
  var namesOutcome: Bool {
    switch kind {
    case .rule, .none, .asks, .outcome, .alternative: true
    default: false
    }
  }
}
