/// Ids under which goals and targets answer: "goal-4", "target-4.6". Other answers have the id of their rule.
package enum AnswerID {
  package static func id(of code: Code) -> String {
    (code.isGoal ? "goal-" : "target-") + code.description
  }

  /// The goal or target that an id stands for; nil for any other.
  package static func code(_ id: String) -> Code? {
    let parts = id.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let code = Code(parts[1]),
      parts[0] == (code.isGoal ? "goal" : "target")
    else { return nil }
    return code
  }
}
