package import RefdeskCore

/// What a conversation came to as a worksheet in Markdown: steps to tick off, partners with columns to fill in, targets,
/// dates and sources.
package struct PlanPage: Sendable {
  /// The worksheet; empty where nothing was answered yet.
  package let text: String

  package init(_ conversation: Conversation, _ rules: CompiledRules) {
    let answers = PlanPage.distinct(conversation.turns.map(\.answer))
    guard !answers.isEmpty else {
      text = ""
      return
    }
    var lines = ["# Our plan", ""]
    let who = ProfilePage.names(conversation.profile, rules).joined(separator: ", ")
    if !who.isEmpty { lines += ["For: " + who, ""] }
    lines += PlanPage.steps(answers)
    lines += PlanPage.partners(answers)
    lines += PlanPage.targets(answers)
    lines += PlanPage.dates(answers)
    lines += PlanPage.sources(answers, rules)
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Each answer once, as it was given last.
  private static func distinct(_ answers: [Answer]) -> [Answer] {
    var seen: Set<String> = []
    return answers.reversed().filter { seen.insert($0.rule).inserted }.reversed()
  }

  private static func steps(_ answers: [Answer]) -> [String] {
    var lines = ["## Steps", ""]
    for answer in answers where !answer.steps.isEmpty {
      lines += ["### " + escaped(answer.title), ""]
      lines += answer.steps.map { "- [ ] " + escaped($0.text) }
      lines += answer.remarks.map { "- [ ] " + escaped($0.text) }
      lines.append("")
    }
    return lines
  }

  private static func partners(_ answers: [Answer]) -> [String] {
    var seen: Set<String> = []
    let partners = answers.flatMap(\.partners).filter { seen.insert($0.id).inserted }
    guard !partners.isEmpty else { return [] }
    return [
      "## Partners", "",
      "| Partner | Why they would care | What to offer | Who in our town | Whom we asked, when | Answer |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
      + partners.map {
        "| \(cell($0.name)) | \(cell($0.why)) | \(cell($0.offer)) |  |  |  |"
      } + [""]
  }

  private static func targets(_ answers: [Answer]) -> [String] {
    var seen: Set<String> = []
    let targets = answers.flatMap(\.targets).filter { seen.insert($0.code.description).inserted }
    guard !targets.isEmpty else { return [] }
    return ["## Targets", ""]
      + targets.map { "- **\($0.code)** " + escaped($0.title) } + [""]
  }

  private static func dates(_ answers: [Answer]) -> [String] {
    var seen: Set<String> = []
    let records = answers.flatMap(\.records).filter { seen.insert($0.text).inserted }
    guard !records.isEmpty else { return [] }
    return ["## On record", ""]
      + records.map { "- " + escaped($0.text) + " (As known: \(escaped($0.asOf)).)" } + [""]
  }

  private static func sources(_ answers: [Answer], _ rules: CompiledRules) -> [String] {
    var seen: Set<String> = []
    let cited = answers.flatMap(\.sources).filter { seen.insert($0).inserted }
    guard !cited.isEmpty else { return [] }
    let documents = rules.documents
    let passages = rules.passages
    return ["## Sources", ""]
      + cited.map { id in
        guard let passage = passages.first(where: { $0.id == id }) else { return "- " + id }
        let title = documents.first { $0.id == passage.document }?.title ?? passage.document
        return "- " + escaped("\(title), \(passage.locator)") + " `\(id)`"
      }
  }

  // MARK: Markdown

  /// Text in which nothing is taken for markup.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_[]<>#|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  private static func cell(_ text: String) -> String { escaped(text) }
}
