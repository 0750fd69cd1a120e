/// What was asked in a transcript: the lines after `you>`, conversation by conversation.
package enum Transcript {
  private static let speaker = Array("you> ".utf8)

  /// Whether a file is a transcript: it has turns, and begins with a title or is named as transcripts are.
  static func isOne(_ head: some Collection<UInt8>, isNamedOne: Bool) -> Bool {
    let lines = head.split(separator: 0x0A)
    let hasTitle = lines.first { !$0.isEmpty }.map { $0.starts(with: "# ".utf8) } ?? false
    return (hasTitle || isNamedOne) && lines.contains { $0.starts(with: speaker) }
  }

  /// The turns of each conversation. A `[reset]` ends one; what is a command of the shell asks nothing.
  package static func conversations(in bytes: some Collection<UInt8>) -> [[String]] {
    var conversations: [[String]] = [[]]
    for line in bytes.split(separator: 0x0A) {
      if line.starts(with: "[reset".utf8) {
        conversations.append([])
      } else if line.starts(with: speaker) {
        let text = String(decoding: line.dropFirst(speaker.count), as: UTF8.self)
          .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty || text.hasPrefix("/") { continue }
        conversations[conversations.count - 1].append(text)
      }
    }
    return conversations.filter { !$0.isEmpty }
  }
}
