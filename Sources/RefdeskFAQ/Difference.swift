/// What stands on disk against what would be written now, line by line, as patches show it.
package struct Difference: Sendable {
  package private(set) var text = ""
  package private(set) var changes = 0

  private static let context = 2

  package init(old: String, new: String) {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    changes = removed.count + added.count
    if changes > 0 { write(before, after, removed, added) }
  }

  private enum Line {
    case same(Substring, at: Int)
    case old(Substring)
    case new(Substring)

    var isChange: Bool { if case .same = self { false } else { true } }
  }

  private mutating func write(
    _ before: [Substring], _ after: [Substring], _ removed: Set<Int>, _ added: Set<Int>
  ) {
    var lines: [Line] = []
    var old = 0
    var new = 0
    while old < before.count || new < after.count {
      if old < before.count, removed.contains(old) {
        lines.append(.old(before[old]))
        old += 1
      } else if new < after.count, added.contains(new) {
        lines.append(.new(after[new]))
        new += 1
      } else {
        if new < after.count { lines.append(.same(after[new], at: new + 1)) }
        old += 1
        new += 1
      }
    }
    var last = -1
    for index in lines.indices {
      let near = max(0, index - Self.context)...min(lines.count - 1, index + Self.context)
      guard lines[near].contains(where: \.isChange) else { continue }
      if index != last + 1 || last < 0 {
        if case .same(_, let number) = lines[index] { text += "@@ line \(number)\n" }
      }
      last = index
      switch lines[index] {
      case .same(let line, _): text += " \(line)\n"
      case .old(let line): text += "-\(line)\n"
      case .new(let line): text += "+\(line)\n"
      }
    }
  }
}
