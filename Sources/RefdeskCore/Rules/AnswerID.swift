/// Ids under which goals and targets answer: "goal-4", "target-4.6". Other answers have the id of their rule.
package enum AnswerID {
  package static func id(of code: Code) -> String {
    (code.isGoal ? "goal-" : "target-") + code.description
  }

  /// The goal or target that an id stands for; nil for any other.
  package static func code(_ id: String) -> Code? {
    // Nearly all ids are those of rules.
    let isGoal = id.hasPrefix("goal-")
    guard isGoal || id.hasPrefix("target-"),
      let code = Code(id.dropFirst(isGoal ? "goal-".count : "target-".count)), code.isGoal == isGoal
    else { return nil }
    return code
  }
}
