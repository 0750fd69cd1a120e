import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskFAQ
internal import RefdeskPages

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what the desk knows: rules, topics, partners, targets or passages.")

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case rules, topics, partners, targets, passages
  }

  @OptionGroup var options: RuleOptions
  @OptionGroup var look: LookOptions
  @Argument(help: "What to list.") var subject: Subject = .rules

  func run() throws {
    let rules = try options.open()
    if subject == .targets, Output.standard.isTerminal, !look.plain { return chart(rules) }
    let lines: [(String, String)] =
      switch subject {
      case .rules: rules.rules.filter { $0.kind != .courtesy }.map { ($0.id, $0.question) }
      case .topics:
        rules.topics.map { topic in
          let count = rules.rules.count { $0.topic == topic.id }
          return (topic.id, "\(topic.title) (\(count))")
        }
      case .partners: rules.partners.map { ($0.id, "\($0.name): \($0.who)") }
      case .targets:
        rules.goals.flatMap { goal in
          [("\(goal.number)", goal.title)]
            + goal.targets.map {
              ($0.code.description, $0.title + ($0.opening.isEmpty ? "" : " *"))
            }
        }
      case .passages: rules.passages.map { ($0.id, $0.gist) }
      }
    let style = look.style(for: .standard)
    let widest = lines.map { Cells.count($0.0) }.max() ?? 0
    let text = Output.standard.isTerminal
    for (id, words) in lines {
      let gap = String(repeating: " ", count: widest - Cells.count(id) + 2)
      let room = style.width - widest - 2
      let shown = text && room > 20 ? shortened(words, to: room) : words
      Output.standard.write("\(Cells.printable(id))\(gap)\(Cells.printable(shown))\n")
    }
  }

  /// On a terminal people would rather look than read: which targets the answers speak of.
  private func chart(_ rules: CompiledRules) {
    let faq = FAQCollector.allRules(Desk(rules: rules, language: BuiltIn.language))
    let map = GoalMap(rules.goals, faq.entries.map(\.answer))
    Output.standard.write(map.text(TerminalWriter(look.style(for: .standard))))
    Output.standard.write(
      """

      \(map.coveredTargets) of \(map.targets) targets are spoken of. refdesk show 4.6 shows one whole;
      refdesk list targets --plain lists all with their titles.

      """)
  }

  /// On a terminal a line stays a line.
  private func shortened(_ text: String, to cells: Int) -> String {
    if Cells.count(text) <= cells { return text }
    var result = ""
    for character in text where Cells.count(result) < cells - 1 { result.append(character) }
    return result + "\u{2026}"
  }
}
