/// What a question comes to, without the words: outcome, rule and confidence.
///
/// Like the ranking and the utterance of its desk, it is good until the next question.
package struct Verdict: Sendable, Equatable {
  package var outcome: Response.Outcome
  /// The best rule's number; nil where the rule base has none.
  package var rule: Int?
  /// The goal or target that the question names.
  package var code: Code?
  package var confidence: Float
  package var decision: Decision
}

extension Desk {
  /// Writes the id under which a rule answers: a goal's or target's own where the rule stands for all of them.
  package func writeID(ofRuleAt index: Int, code: Code?, to bytes: inout [UInt8]) {
    switch rules.kind(ofRuleAt: index) {
    case .goals, .targets:
      guard let code else { break }
      bytes.append(contentsOf: code.isGoal ? "goal-".utf8 : "target-".utf8)
      bytes.append(contentsOf: code.description.utf8)
      return
    default: break
    }
    bytes.append(contentsOf: rules.idBytes(ofRuleAt: index).bindMemory(to: UInt8.self))
  }
}
