extension Transcript {
  /// A part that can be played by itself.
  struct Stretch: Sendable {
    var items: Range<Int>
    var turnsBefore = 0
    /// The scene that it begins in.
    var scene = ""
  }

  var whole: Stretch { Stretch(items: items.indices) }

  /// Cuts the transcript at `[reset]` into at most so many parts of about the same length, each of which leans on nothing
  /// before it.
  func stretches(_ most: Int) -> [Stretch] {
    // What a placeholder stood for is remembered over a reset.
    guard most > 1, !source.bytes.contains(UInt8(ascii: "{")) else { return [whole] }
    let length = (turns.count + most - 1) / most
    var stretches: [Stretch] = []
    var current = Stretch(items: 0..<0)
    var turnCount = 0
    var scene = ""
    // A direction may be meant for the turn after the reset.
    var isPending = false
    for (at, item) in items.enumerated() {
      switch item {
      case .scene(let title, _): scene = title
      case .prose: break
      case .turn:
        turnCount += 1
        isPending = false
      case .direction(let direction):
        switch direction.kind {
        case .skip, .knownDrift: isPending = true
        case .reset where !isPending && turnCount - current.turnsBefore >= length:
          current.items = current.items.lowerBound..<at
          stretches.append(current)
          current = Stretch(items: at..<at, turnsBefore: turnCount, scene: scene)
        default: break
        }
      }
    }
    current.items = current.items.lowerBound..<items.count
    return stretches + [current]
  }
}
