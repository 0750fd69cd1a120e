/// The numbers of a counted model that are chosen, not counted, and what follows from them.
package enum CountedWeights {
  /// μ: how many phrasings' worth of everybody's words each rule's asker is taken to know.
  static let smoothing = 3.0
  /// What is taken off each count: a word that one phrasing alone has is mostly chance (absolute discounting).
  static let discount = 0.8
  /// ρ: the share of a question's words that comes from the one phrasing which its asker has in mind.
  static let share = 0.2

  /// How many times likelier a rule's askers say a word than they would if none of its phrasings had it.
  ///
  /// - Parameters:
  ///   - count: how many of the rule's phrasings have the word; at least one.
  ///   - own: how many phrasings the rule has, and `mean`: how many a rule has.
  ///   - share: the share of all phrasings that have the word.
  @inline(__always)
  package static func odds(count: Double, own: Double, mean: Double, share: Double) -> Double {
    1 + (count - discount) * (mean + smoothing) / ((own + smoothing) * smoothing * share)
  }

  /// How many times likelier still, where the asker has a phrasing in mind that has the word.
  @inline(__always)
  static func oddsInPhrasing(odds: Double, mean: Double, share: Double) -> Double {
    1 + Self.share * (mean + smoothing) / ((1 - Self.share) * smoothing * share * odds)
  }

  /// What a word of the question costs a rule that does not have it: the logarithm of how much less likely its askers
  /// say it than anybody.
  package static func costOfWord(mean: Double) -> Double {
    log((mean + smoothing) / ((1 - share) * smoothing))
  }
}
