/// A place in a text that stands for something of a kind: `{date}`, and `{date:due}` to remember it.
package struct Placeholder: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable, CustomStringConvertible {
    case date, time, int, money, email, phone, card, any

    package var description: String { rawValue }

    /// What is said to the desk where a question has the placeholder.
    package var sample: String {
      switch self {
      case .date: "22 November 2026"
      case .time: "10:00"
      case .int: "3"
      case .money: "20 euros"
      case .email: "reader@example.org"
      case .phone: "+1 555 0100 199"
      case .card: "4111 1111 1111 1111"
      case .any: "something"
      }
    }
  }

  /// Nil where it uses what an earlier one has remembered: `{due}`.
  package var kind: Kind?
  /// Under which name it is remembered.
  package var name: String?

  /// Reads what stands between the brackets; nil where that is no placeholder at all ("{" in a record of JSON).
  init?(_ inside: String) {
    let parts = inside.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy(Placeholder.isName) else { return nil }
    kind = Kind(rawValue: String(parts[0]))
    name = parts.count == 2 ? String(parts[1]) : kind == nil ? String(parts[0]) : nil
    isTyped = parts.count == 2
    typed = String(parts[0])
    written = String(inside)
  }

  /// Whether a kind was written, known or not.
  let isTyped: Bool
  /// What stands in the kind's place.
  let typed: String
  /// All that stands between the brackets.
  let written: String

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
    }
  }
}
