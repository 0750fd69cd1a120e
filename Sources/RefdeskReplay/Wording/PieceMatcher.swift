/// Compares a word with parts that may vary with a text.
struct PieceMatcher {
  private struct State: Hashable {
    var piece: Int
    var offset: Int
    var captures: Captures
  }

  private let pieces: [Pattern.Piece]
  private let text: [UInt8]
  /// From where it is known to fail.
  private var dead: Set<State> = []

  /// What the captures are afterwards; nil where the text is another.
  static func match(
    _ pieces: [Pattern.Piece], _ text: [UInt8], _ captures: Captures
  ) -> Captures? {
    var matcher = PieceMatcher(pieces: pieces, text: text)
    return matcher.match(State(piece: 0, offset: 0, captures: captures))
  }

  private init(pieces: [Pattern.Piece], text: [UInt8]) {
    self.pieces = pieces
    self.text = text
  }

  private mutating func match(_ state: State) -> Captures? {
    guard state.piece < pieces.count else {
      return state.offset == text.count ? state.captures : nil
    }
    if dead.contains(state) { return nil }
    let found = proceed(from: state)
    if found == nil { dead.insert(state) }
    return found
  }

  private mutating func proceed(from state: State) -> Captures? {
    let rest = text[state.offset...]
    func after(_ length: Int, _ captures: Captures? = nil) -> State {
      State(
        piece: state.piece + 1, offset: state.offset + length, captures: captures ?? state.captures)
    }
    switch pieces[state.piece] {
    case .text(let wanted): return rest.starts(with: wanted) ? match(after(wanted.count)) : nil
    case .any:
      if state.piece + 1 == pieces.count { return state.captures }
      for length in 0...rest.count {
        if let found = match(after(length)) { return found }
      }
      return nil
    case .placeholder(let placeholder):
      if let name = placeholder.name, let value = state.captures[name] {
        return rest.starts(with: value.utf8) ? match(after(value.utf8.count)) : nil
      }
      guard let kind = placeholder.kind else { return nil }
      for length in kind.lengths(rest) {
        var captures = state.captures
        if let name = placeholder.name {
          captures[name] = String(decoding: rest.prefix(length), as: UTF8.self)
        }
        if let found = match(after(length, captures)) { return found }
      }
      return nil
    }
  }
}
