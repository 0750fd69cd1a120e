internal import RefdeskPages
internal import RefdeskRules

extension ModelChoice {
  /// Which kind of model was taken, and what both did with the phrasings held out.
  var words: String {
    let (taken, other) = kind == .counted ? (counted, learned) : (learned, counted)
    let otherKind: Kind = kind == .counted ? .learned : .counted
    func percent(_ share: Float) -> String { "\(decimal(share * 100, digits: 1)) %" }
    return
      "Weights are \(kind.rawValue): of \(asked) phrasings held out, they answer \(percent(taken.right)) rightly "
      + "(\(otherKind.rawValue) ones \(percent(other.right))) and decline \(percent(taken.declined)) of what no rule "
      + "answers (\(percent(other.declined)))."
  }
}
