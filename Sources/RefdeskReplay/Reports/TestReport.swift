internal import RefdeskCore
package import RefdeskPages

/// A form in which the outcome of a test run is printed.
package enum TestReport: String, CaseIterable, Sendable {
  case pretty, tap, junit, json, github

  /// The whole report, with line ends. Nothing in it depends on time or machine.
  package func text(_ run: TestRun, style: TerminalStyle) -> String {
    switch self {
    case .pretty: PrettyReport(style).text(run)
    case .tap: TAPReport.text(run)
    case .junit: JUnitReport.text(run)
    case .json: JSONReport.text(run)
    case .github: GitHubReport.text(run)
    }
  }
}

extension TestRun.File {
  /// What a report calls a turn: its scene, its number and what was said.
  func name(of played: Played) -> String {
    let scene = played.scene.isEmpty ? transcript.title : played.scene
    return "\(scene), turn \(played.number): \(played.question)"
  }

  func place(of played: Played) -> Place { played.turn.place }
}
