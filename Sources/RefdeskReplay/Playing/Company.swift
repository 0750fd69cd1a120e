package import RefdeskCore
internal import RefdeskRules

/// Several players, each with a desk of its own, that share out a long transcript: what follows a `[reset]` leans on nothing
/// before it. What comes of it is the same as when one plays it all.
///
/// Unchecked: each player is used by one thread at a time, and transcripts are played one after another.
package final class Company: @unchecked Sendable {
  /// At least one; the others join when a transcript is long enough for them.
  private var players: [Player]
  private let desk: Desk
  private let matching: Player.Matching
  private let most: Int

  /// Fewer turns than that are not worth another desk, which has every word to meet for the first time.
  private static let leastTurns = 500

  /// A core may be slower than the others, or have more to do: each player takes the next stretch when it is done with one.
  private static let stretchesEach = 4

  /// - Parameter most: how many may play at once.
  package init(_ desk: Desk, matching: Player.Matching, most: Int) {
    players = [Player(desk, matching: matching)]
    self.desk = desk
    self.matching = matching
    self.most = most
  }

  /// One of them, for what is to be said of turns played.
  package var player: Player { players[0] }

  /// - Parameter isWanted: whether a turn is compared; what is not is asked all the same, as others may lean on it.
  package func play(
    _ transcript: Transcript, isWanted: @Sendable (_ turn: Turn, _ scene: String) -> Bool
  ) -> [Played] {
    let workers = max(1, min(most, transcript.turns.count / Company.leastTurns))
    let stretches = transcript.stretches(workers == 1 ? 1 : Company.stretchesEach * workers)
    while players.count < workers {
      players.append(
        Player(Desk(rules: desk.rules, language: desk.language), matching: matching))
    }
    let parts = Parallel.map(stretches.count, workers: workers) { worker, number in
      var player = self.players[worker]
      return player.play(stretches[number], of: transcript, isWanted: isWanted)
    }
    return parts.count == 1 ? parts[0] : Array(parts.joined())
  }
}
