package import RefdeskCore
internal import RefdeskPages

/// Which goals and targets a set of answers covers: a picture for the page and for the terminal.
package struct GoalMap: Sendable {
  package struct Row: Sendable {
    package var goal: Goal
    package var targets: [(code: Code, title: String, answers: Int)]
    /// The answers that have to do with the goal or one of its targets.
    package var answers: Int
  }

  package private(set) var rows: [Row] = []

  package init(_ goals: [Goal], _ answers: [Answer]) {
    var byCode: [Code: Int] = [:]
    var byGoal: [Int: Int] = [:]
    for answer in answers {
      let codes = Set(answer.targets.map(\.code))
      for code in codes { byCode[code, default: 0] += 1 }
      var goals = Set(codes.map(\.number))
      // An answer about a goal is about it even where it names no target.
      if answer.kind == .goals, let code = Code(answer.rule.dropFirst("goal-".count)) {
        goals.insert(code.number)
      }
      for goal in goals { byGoal[goal, default: 0] += 1 }
    }
    rows = goals.map { goal in
      Row(
        goal: goal,
        targets: goal.targets.map { ($0.code, $0.title, byCode[$0.code] ?? 0) },
        answers: byGoal[goal.number] ?? 0)
    }
  }

  package var coveredTargets: Int {
    rows.reduce(0) { $0 + $1.targets.count { $0.answers > 0 } }
  }
  package var targets: Int { rows.reduce(0) { $0 + $1.targets.count } }

  // MARK: On the page

  /// The side of a square and the way from one to the next, in pixels.
  private static let side = 18
  private static let pitch = 21

  /// A figure with a row a goal: its number, its name, a square for each target, and how many answers it has. Each row says
  /// the same in words to those who do not see it.
  ///
  /// - Parameter linked: the ids of the answers on the page, to which the rows lead.
  func html(linked: Set<String>) -> String {
    guard !rows.isEmpty else { return "" }
    var text = """
      <figure class="map" aria-labelledby="map-title">
      <figcaption id="map-title"><strong>What the answers cover</strong>: \(coveredTargets) of the \(targets) targets. \
      A full square is a target that an answer speaks of.</figcaption>
      <ol class="map-rows">

      """
    for row in rows { text += html(row, linked: linked) }
    return text + "</ol>\n</figure>\n"
  }

  private func html(_ row: Row, linked: Set<String>) -> String {
    let number = row.goal.number
    let title = HTML.escaped(row.goal.title)
    let id = "goal-\(number)"
    let name =
      linked.contains(id) ? "<a href=\"#\(HTML.name(Entry.anchor(id)))\">\(title)</a>" : title
    return """
      <li><span class="faq-badge faq-goal-\(number)">\(number)</span> <span class="map-name">\(name)</span>
      \(svg(row))
      <span class="map-count">\(row.answers) \(row.answers == 1 ? "answer" : "answers")</span></li>

      """
  }

  private func svg(_ row: Row) -> String {
    let covered = row.targets.filter { $0.answers > 0 }.map(\.code.description)
    let words =
      covered.isEmpty
      ? "No target of goal \(row.goal.number) is spoken of"
      : "Targets spoken of: \(covered.joined(separator: ", ")), of \(row.targets.count)"
    let width = max(1, row.targets.count * Self.pitch - (Self.pitch - Self.side))
    var text =
      "<svg class=\"map-squares\" role=\"img\" aria-label=\"\(HTML.escaped(words))\" "
      + "viewBox=\"0 0 \(width) \(Self.side)\" width=\"\(width)\" height=\"\(Self.side)\">"
    for (index, target) in row.targets.enumerated() {
      let kind = target.answers > 0 ? "map-full faq-goal-\(row.goal.number)" : "map-empty"
      let tip =
        "\(target.code) \(target.title)"
        + (target.answers > 0
          ? " (\(target.answers) \(target.answers == 1 ? "answer" : "answers"))" : "")
      text +=
        "<g class=\"\(kind)\"><title>\(HTML.escaped(tip))</title>"
        + "<rect x=\"\(index * Self.pitch)\" y=\"0\" width=\"\(Self.side)\" height=\"\(Self.side)\" rx=\"4\"/>"
        + "<text x=\"\(index * Self.pitch + Self.side / 2)\" y=\"13\">\(HTML.escaped(tail(target.code)))</text></g>"
    }
    return text + "</svg>"
  }

  /// What tells a target from others of its goal: "6" of 4.6.
  func tail(_ code: Code) -> String {
    code.description.split(separator: ".").last.map(String.init) ?? ""
  }
}
