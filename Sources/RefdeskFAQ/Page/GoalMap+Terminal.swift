internal import RefdeskCore
package import RefdeskPages

extension GoalMap {
  /// The map as lines for a terminal: a row a goal, the targets that answers speak of on their goal's colour.
  package func text(_ writer: TerminalWriter) -> String {
    let titles = rows.map { Cells.printable($0.goal.title) }
    let widest = titles.map { Cells.count($0) }.max() ?? 0
    let squares = rows.map { row in row.targets.map { square($0, row.goal, writer) }.joined() }
    // A square is its sign with a cell on either side.
    let wide = rows.map { row in row.targets.reduce(0) { $0 + tail($1.code).count + 2 } }.max() ?? 0
    let isOneLine = 5 + widest + 2 + wide <= writer.style.width
    var text = ""
    for (index, row) in rows.enumerated() {
      let number =
        String(repeating: " ", count: row.goal.number < 10 ? 1 : 0) + "\(row.goal.number)"
      let title = titles[index] + String(repeating: " ", count: widest - Cells.count(titles[index]))
      text += writer.badge(number, colour: row.goal.colour) + " " + title
      text += (isOneLine ? "  " : "\n     ") + squares[index] + "\n"
    }
    return text
  }

  private func square(
    _ target: (code: Code, title: String, answers: Int), _ goal: Goal, _ writer: TerminalWriter
  ) -> String {
    target.answers > 0
      ? writer.badge(tail(target.code), colour: goal.colour)
      : writer.faint(" \(tail(target.code)) ")
  }
}
