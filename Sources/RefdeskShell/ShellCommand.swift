/// A command of the conversation: what is typed after a slash.
package struct ShellCommand: Sendable, Equatable {
  package enum Name: String, Sendable, CaseIterable {
    case help, topics, more, source, why, whynot, json, me, plan, undo, record,
      save, new, quit
  }

  package let name: Name
  /// What may follow, as help shows it.
  package let argument: String
  package let summary: String

  package static let all: [ShellCommand] = [
    ShellCommand(
      name: .help, argument: "[command]", summary: "what you can type, or one command in detail"),
    ShellCommand(
      name: .topics, argument: "[topic]",
      summary: "what I know, by topic; with a topic, its questions to pick from"),
    ShellCommand(
      name: .more, argument: "",
      summary: "the last answer in full: what to offer a partner, what to ask, where to look"),
    ShellCommand(
      name: .source, argument: "[number]", summary: "the sources of the last answer, spelled out"),
    ShellCommand(
      name: .why, argument: "[question]",
      summary: "why the last question, or another, was answered as it was"),
    ShellCommand(name: .whynot, argument: "RULE", summary: "why that rule did not answer"),
    ShellCommand(name: .json, argument: "", summary: "the record of the last turn"),
    ShellCommand(
      name: .me, argument: "[who you are|save|forget]",
      summary: "what I know of you; with a sentence, changes it"),
    ShellCommand(
      name: .plan, argument: "[FILE]",
      summary: "all we found as a worksheet: steps, partners, targets, sources"),
    ShellCommand(name: .undo, argument: "", summary: "take the last turn back"),
    ShellCommand(
      name: .record, argument: "FILE|off",
      summary: "write this conversation down in a new file, turn by turn"),
    ShellCommand(
      name: .save, argument: "FILE", summary: "write down the conversation so far in a new file"),
    ShellCommand(
      name: .new, argument: "", summary: "start afresh; /me forget forgets who you are, too"),
    ShellCommand(name: .quit, argument: "", summary: "leave; so does Ctrl-D"),
  ]

  package static func named(_ name: Name) -> ShellCommand { all.first { $0.name == name }! }
}

/// What a line typed into the conversation is.
package enum ShellInput: Equatable, Sendable {
  case nothing
  case question(String)
  case command(ShellCommand.Name, argument: String)
  /// After a slash, but no command; the one that was most likely meant.
  case unknownCommand(String, nearest: ShellCommand.Name?)

  /// Reads a line. A full stop, a colon or a backslash will do for the slash, as other shells have it; a few words
  /// that newcomers type to get help or get out work bare.
  package init(_ line: String) {
    if ShellInput.isPlainlyAQuestion(line) {
      self = .question(line)
      return
    }
    let text = line.drop { $0.isWhitespace }
    guard let first = text.first else {
      self = .nothing
      return
    }
    if "/.:\\".contains(first), first == "/" || (text.dropFirst().first?.isLetter ?? false) {
      let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      let argument = words.count > 1 ? words[1].drop { $0.isWhitespace }.description : ""
      self = ShellInput.command(String(words[0].dropFirst()).lowercased(), argument)
      return
    }
    switch text.lowercased().trimmingEnd() {
    case "help", "?", "h": self = .command(.help, argument: "")
    case "quit", "exit", "bye", "q", "goodbye": self = .command(.quit, argument: "")
    default: self = .question(String(text))
    }
  }

  /// Whether a line begins with a letter and goes on after more than any bare word has, as most lines do.
  private static func isPlainlyAQuestion(_ line: String) -> Bool {
    let bytes = line.utf8
    guard bytes.count > 2 * longestBareWord, let first = bytes.first,
      (0x61...0x7A).contains(first | 0x20)
    else { return false }
    let start = bytes.index(bytes.startIndex, offsetBy: longestBareWord)
    return bytes[start...].contains { (0x61...0x7A).contains($0 | 0x20) }
  }

  private static let longestBareWord = "goodbye".count

  private static func command(_ word: String, _ argument: String) -> ShellInput {
    let aliases: [String: ShellCommand.Name] = [
      "exit": .quit, "bye": .quit, "q": .quit, "h": .help, "?": .help, "sources": .source,
      "reset": .new, "topic": .topics, "list": .topics,
    ]
    if let name = ShellCommand.Name(rawValue: word) ?? aliases[word] {
      return .command(name, argument: argument)
    }
    // A beginning that only one command has will do.
    let begun = ShellCommand.Name.allCases.filter { $0.rawValue.hasPrefix(word) }
    if !word.isEmpty, begun.count == 1 { return .command(begun[0], argument: argument) }
    return .unknownCommand(word, nearest: nearest(to: word))
  }

  private static func nearest(to word: String) -> ShellCommand.Name? {
    let typed = Array(word)
    func slips(_ name: String) -> Int {
      // Letters out of place, with a swap of neighbours as one: enough for words this short.
      let letters = Array(name)
      var previous: [Int] = []
      var row = Array(0...letters.count)
      for (i, a) in typed.enumerated() {
        var next = [i + 1]
        for (j, b) in letters.enumerated() {
          var least = min(row[j + 1] + 1, next[j] + 1, row[j] + (a == b ? 0 : 1))
          if i > 0, j > 0, a == letters[j - 1], typed[i - 1] == b {
            least = min(least, previous[j - 1] + 1)
          }
          next.append(least)
        }
        (previous, row) = (row, next)
      }
      return row[letters.count]
    }
    let best = ShellCommand.Name.allCases.min { slips($0.rawValue) < slips($1.rawValue) }
    return best.flatMap { slips($0.rawValue) <= 2 ? $0 : nil }
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self[...]
    while let last = text.last, last.isWhitespace || last == "." || last == "!" {
      text.removeLast()
    }
    return String(text)
  }
}
