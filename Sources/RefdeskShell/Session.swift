package import RefdeskCore
package import RefdeskPages

/// A conversation in the shell: takes lines, gives what to print. It reads and writes nothing itself.
package struct Session {
  package let desk: Desk
  package var writer: TerminalWriter
  private var conversation = Conversation()
  /// The record of the last question; nil before the first.
  package private(set) var lastResponse: Response?
  /// The question that `/why` explains.
  private var lastQuestion: String?
  private let about: About

  /// - Parameter profile: what is known of the person asking from before.
  package init(_ desk: Desk, writer: TerminalWriter, profile: Profile = Profile()) {
    conversation.profile = profile
    self.desk = desk
    self.writer = writer
    about = desk.about
  }

  /// What a line comes to.
  package enum Reply: Equatable, Sendable {
    case text(String)
    case leave(String)
    /// Wants the conversation written down in a file of that name, from now on or once: a session itself writes
    /// nothing. "off" ends it.
    case record(String)
    case save(String)
    /// Wants a text in a file of that name; over one that is there only where that is wanted, too.
    case write(String, to: String, over: Bool)
    /// Wants the profile kept for the next conversation.
    case keep(Profile)
  }

  /// What a line comes to before it is put into words: replaying many turns needs no more of most of them.
  package enum Turn: Sendable {
    case response(Response)
    case reply(Reply)
  }

  /// The id of the rule that answered last; what `/more` and the like are about.
  package var lastRule: String? { conversation.lastAnswer?.rule }

  /// What is shown first: what the desk knows, and how to begin.
  package var banner: String {
    let rules = desk.rules
    let answers = rules.rules.filter { $0.kind == .answer }
    let reviewed = answers.map(\.reviewed).max() ?? ""
    let subject = about.subject.isEmpty ? "" : " on " + about.subject
    var blocks: [Block] = [
      .paragraph([
        .strong("refdesk"), .text(" \u{2014} \(answers.count) answers\(subject)"),
        .text(reviewed.isEmpty ? "." : ", reviewed to \(reviewed)."),
      ]),
      .aside([.faint("Type a question in your own words, or /help. Ctrl-D leaves.")]),
    ]
    if !about.samples.isEmpty {
      blocks.append(.aside([.faint("For example:")]))
      blocks.append(.bullets(about.samples.map { [.faint($0)] }))
    }
    return writer.text(blocks, speaker: "")
  }

  package mutating func reply(to line: String) -> Reply {
    switch take(line) {
    case .response(let response): .text(text(of: response))
    case .reply(let reply): reply
    }
  }

  /// A response as it is shown in the conversation.
  package func text(of response: Response) -> String {
    writer.text(
      ResponsePage(response, about: about, rules: desk.rules, isConversation: true).blocks)
  }

  /// Takes a line, and leaves the wording of a response to `text(of:)`.
  package mutating func take(_ line: String) -> Turn {
    switch ShellInput(line) {
    case .nothing: return .reply(.text(""))
    case .question(let question):
      if let number = Pick.number(in: question), !conversation.offers(number),
        Int(question) != nil || !conversation.offered.isEmpty,
        !desk.namesAnotherGoal(question, in: conversation)
      {
        return .reply(
          say(
            conversation.offered.isEmpty
              ? "There are no numbers to choose from just now. Type a question."
              : "There are \(conversation.offered.count) to choose from; type 1 to \(conversation.offered.count), or a question."
          ))
      }
      let response = desk.respond(to: question, in: &conversation)
      lastResponse = response
      // What was chosen by number or leans on the last answer has no evidence of its own to explain.
      if !response.ranking.candidates.isEmpty { lastQuestion = question }
      return .response(response)
    case .command(let name, let argument): return .reply(run(name, argument))
    case .unknownCommand(let word, let nearest):
      let hint = nearest.map { "Did you mean /\($0.rawValue)?" } ?? "/help lists them."
      return .reply(say("There is no command /\(word). \(hint)"))
    }
  }

  /// A word of the desk's own, as it is shown in the conversation.
  package func say(_ text: String) -> Reply { .text(writer.text([.paragraph([.text(text)])])) }

  private mutating func run(_ name: ShellCommand.Name, _ argument: String) -> Reply {
    switch name {
    case .help: return .text(writer.text(help(argument)))
    case .topics: return .text(writer.text(topics(argument)))
    case .more:
      guard let answer = conversation.lastAnswer else {
        return say("Nothing has been answered yet.")
      }
      return .text(writer.text(ResponsePage(answer, isFull: true).blocks))
    case .source:
      guard let answer = conversation.lastAnswer else {
        return say("Nothing has been answered yet.")
      }
      return .text(writer.text(SourcePage(answer, desk.rules, only: Int(argument)).blocks))
    case .why:
      // The question asked last, typed once more, is explained as it was understood then.
      let argument = argument == lastResponse?.question ? "" : argument
      if argument.isEmpty, let lastResponse, let understanding = lastResponse.understanding {
        return .text(writer.text(LeaningPage(lastResponse, understanding, desk).blocks))
      }
      if argument.isEmpty, let lastResponse, lastResponse.ranking.candidates.isEmpty {
        return say(
          lastQuestion.map {
            "You chose that answer yourself, from what I offered for \u{201C}\($0)\u{201D}. /why with a question explains another."
          }
            ?? "You chose that answer yourself.")
      }
      guard let question = argument.isEmpty ? lastQuestion : argument else {
        return say("Ask something first, or type /why with a question.")
      }
      guard let account = desk.account(of: question) else {
        return say("There are no rules to explain.")
      }
      return .text(writer.text(AccountPage(account).blocks))
    case .whynot:
      guard let question = lastQuestion else { return say("Ask something first.") }
      guard !argument.isEmpty else { return say("Which rule? For example: /whynot \(exampleRule)") }
      guard let account = desk.account(of: question, insteadOf: argument) else {
        return say(
          "There is no rule \(argument). refdesk list rules shows them all; Tab completes them.")
      }
      return .text(writer.text(AccountPage(account).blocks))
    case .json:
      guard let lastResponse else { return say("Nothing has been asked yet.") }
      var json = JSONWriter()
      lastResponse.writeJSON(to: &json)
      return .text(String(decoding: json.bytes, as: UTF8.self) + "\n")
    case .record:
      return argument.isEmpty ? say("Where to? For example: /record lesson.md") : .record(argument)
    case .save:
      return argument.isEmpty ? say("Where to? For example: /save lesson.md") : .save(argument)
    case .me: return me(argument)
    case .undo:
      guard conversation.undo() else { return say("There is no turn to take back.") }
      lastResponse = nil
      return say(
        conversation.lastAnswer.map {
          "Taken back. The last answer is the one to \u{201C}\($0.title)\u{201D}."
        } ?? "Taken back. We are where we began.")
    case .plan:
      let plan = PlanPage(conversation, desk.rules).text
      guard !plan.isEmpty else {
        return say("There is nothing to plan yet. Ask something first.")
      }
      let words = argument.split(separator: " ").map(String.init)
      guard let path = words.first else {
        return .text(
          "desk> This is our plan so far; /plan with the name of a file writes it down.\n\n"
            + plan.split(separator: "\n", omittingEmptySubsequences: false).map {
              $0.isEmpty ? "" : "      " + $0
            }.joined(separator: "\n"))
      }
      return .write(plan, to: path, over: words.dropFirst().first == "yes")
    case .new:
      // Who is asking stays the same.
      let profile = conversation.profile
      conversation = Conversation()
      conversation.profile = profile
      lastResponse = nil
      lastQuestion = nil
      return say("Let us start afresh. What would you like to know?")
    case .quit: return .leave("bye\n")
    }
  }

  /// Shows and changes what is known of the person asking.
  private mutating func me(_ argument: String) -> Reply {
    switch argument.lowercased() {
    case "": break
    case "save": return .keep(conversation.profile)
    case "forget":
      conversation.profile = Profile()
      return say("Forgotten. /me save makes it so for next time, too.")
    default:
      guard let said = desk.profile(in: argument) else {
        return say(
          "I do not see who you are in that. For example: /me we are a school library in Peru")
      }
      conversation.profile.take(said)
    }
    return .text(writer.text(ProfilePage(conversation.profile, desk.rules).blocks))
  }

  private var exampleRule: String {
    desk.rules.ruleCount > 0 ? desk.rules.heading(ofRuleAt: 0).id : "RULE"
  }

  // MARK: Help and topics

  private func help(_ argument: String) -> [Block] {
    let name = argument.drop { !$0.isLetter }.description
    if let command = ShellCommand.all.first(where: { $0.name.rawValue == name }) {
      return [
        .paragraph([.strong("/\(command.name.rawValue) \(command.argument)")]),
        .paragraph([
          .text(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".")
        ]),
      ]
    }
    var blocks: [Block] = [
      .paragraph([
        .text(
          "Ask in your own words; slips of the pen are fine. Where I offer numbers, type one to choose it."
        )
      ])
    ]
    blocks.append(
      .bullets(
        ShellCommand.all.map { command in
          let form =
            "/\(command.name.rawValue)" + (command.argument.isEmpty ? "" : " \(command.argument)")
          return [.strong(form), .text("  " + command.summary)]
        }))
    blocks.append(
      .aside([
        .faint(
          "Tab completes commands, rules and questions; Ctrl-R searches what you typed before; Ctrl-C drops a line."
        )
      ]))
    return blocks
  }

  private mutating func topics(_ argument: String) -> [Block] {
    let rules = desk.rules.rules.filter {
      $0.kind == .answer || $0.kind == .goals || $0.kind == .targets
    }
    // A rule base need not name its topics; then their ids are their titles.
    let named = desk.rules.topics
    let topics =
      named.isEmpty ? Set(rules.map(\.topic)).sorted().map { Topic(id: $0, title: $0) } : named
    let wanted = argument.lowercased()
    if !wanted.isEmpty,
      let topic = topics.first(where: { $0.id == wanted })
        ?? topics.first(where: { $0.id.hasPrefix(wanted) || $0.title.lowercased().contains(wanted) }
        )
    {
      let inTopic = rules.filter { $0.topic == topic.id }.flatMap(listed)
      conversation.offer(inTopic.map(\.rule))
      return [
        .paragraph([.strong(topic.title)]), .options(inTopic.map { [.text($0.title)] }),
        .aside([.faint("Type a number to ask it.")]),
      ]
    }
    var blocks: [Block] = []
    if !wanted.isEmpty {
      blocks.append(.paragraph([.text("There is no topic \(argument). These there are:")]))
    }
    blocks.append(
      .bullets(
        topics.compactMap { topic in
          let count = rules.count { $0.topic == topic.id }
          return count == 0 ? nil : [.strong(topic.id), .text("  \(topic.title) (\(count))")]
        }))
    blocks.append(.aside([.faint("/topics with a name lists its questions.")]))
    return blocks
  }

  /// A rule as it is listed; the rule of all goals as one line a goal, and that of all targets, too many, not at all.
  private func listed(_ rule: Rule) -> [Link] {
    switch rule.kind {
    case .goals:
      desk.rules.goals.map {
        Link(rule: "goal-\($0.number)", title: "SDG \($0.number): \($0.title)")
      }
    case .targets: []
    default: [Link(rule: rule.id, title: rule.question)]
    }
  }

  // MARK: Completion

  /// What a line may become: commands with their arguments, and questions that the desk knows.
  package func completions(of line: String) -> [(text: String, note: String)] {
    if line.hasPrefix("/") {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      if words.count < 2 {
        return ShellCommand.all.filter { "/\($0.name.rawValue)".hasPrefix(line) }
          .map { ("/\($0.name.rawValue)", $0.summary) }
      }
      let begun = words[1].lowercased()
      switch words[0] {
      case "/help":
        return ShellCommand.all.filter { $0.name.rawValue.hasPrefix(begun) }
          .map { ("/help \($0.name.rawValue)", $0.summary) }
      case "/topics":
        return desk.rules.topics.filter { $0.id.hasPrefix(begun) }.map {
          ("/topics \($0.id)", $0.title)
        }
      case "/whynot":
        return desk.rules.rules.filter { $0.id.hasPrefix(begun) }.map {
          ("/whynot \($0.id)", $0.question)
        }
      case "/why": return questions(begun).map { ("/why \($0.text)", $0.note) }
      default: return []
      }
    }
    return questions(line.lowercased())
  }

  /// Questions of the desk that begin with what is typed, or else that have a word that does.
  private func questions(_ begun: String) -> [(text: String, note: String)] {
    guard !begun.isEmpty else { return [] }
    let rules = desk.rules.rules.filter { $0.kind == .answer }
    let starting = rules.filter { $0.question.lowercased().hasPrefix(begun) }
    return starting.map { ($0.question, $0.topic) }
  }
}
