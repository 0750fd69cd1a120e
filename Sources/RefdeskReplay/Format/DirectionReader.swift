internal import RefdeskCore
internal import RefdeskRules

/// Reads a line in brackets.
enum DirectionReader {
  static let words = [
    "transcript", "note", "pause", "quiz", "hint", "reset", "set", "clock", "skip", "known-drift",
  ]

  enum Reading {
    case direction(Direction)
    case header(Transcript.Header)
    case fault(TranscriptFault.Problem)
  }

  /// Whether a line that begins with a bracket is meant as a direction, and no link or footnote of Markdown.
  static func isMeant(_ line: Range<Int>, _ bytes: [UInt8]) -> Bool {
    guard line.count > 1, isLetter(bytes[line.lowerBound + 1]) else { return false }
    guard let close = bytes[line].firstIndex(of: 0x5D), close + 1 < line.upperBound else {
      return true
    }
    return bytes[close + 1] != 0x28 && bytes[close + 1] != 0x3A
  }

  /// - Parameters:
  ///   - inside: what stands between the brackets.
  ///   - after: what follows them, and the lines indented below.
  static func read(inside: String, after: String, place: Place) -> Reading {
    let parts = inside.split(separator: " ", maxSplits: 1).map(String.init)
    let word = parts.first ?? ""
    let argument = parts.count > 1 ? parts[1].trimmed : ""
    let text = [argument, after].filter { !$0.isEmpty }.joined(separator: " ")
    func direction(_ kind: Direction.Kind, _ text: String) -> Reading {
      .direction(Direction(kind: kind, text: text, place: place))
    }
    func bad(_ form: String) -> Reading { .fault(.badDirection(inside, form: form)) }
    switch word {
    case "transcript": return header(argument, inside)
    case "note": return text.isEmpty ? bad("note] What to say") : direction(.note, text)
    case "quiz": return direction(.quiz, text)
    case "hint": return text.isEmpty ? bad("hint] What helps") : direction(.hint, text)
    case "pause":
      if argument.isEmpty { return direction(.pause(seconds: nil), after) }
      guard let seconds = seconds(argument) else { return bad("pause 5s") }
      return direction(.pause(seconds: seconds), after)
    case "reset": return argument.isEmpty ? direction(.reset, after) : bad("reset")
    case "skip": return text.isEmpty ? bad("skip REASON") : direction(.skip, text)
    case "known-drift":
      return text.isEmpty ? bad("known-drift REASON") : direction(.knownDrift, text)
    case "clock":
      guard isMoment(argument) else { return bad("clock 2026-11-22T10:00Z") }
      return direction(.clock(argument), after)
    case "set": return set(argument, inside, after, place)
    default: return .fault(.unknownDirection(word, nearest: nearest(word, of: words)))
    }
  }

  private static func set(
    _ argument: String, _ inside: String, _ after: String, _ place: Place
  ) -> Reading {
    let parts = argument.split(separator: " ").map(String.init)
    let setting: Direction.Setting?
    switch (parts.first, parts.count) {
    case ("width", 2):
      setting = Int(parts[1]).flatMap { (30...200).contains($0) ? .width($0) : nil }
    case ("pace", 2): setting = Transcript.Pace(rawValue: parts[1]).map { .pace($0) }
    default: setting = nil
    }
    guard let setting else {
      return .fault(.badDirection(inside, form: "set width 60] or [set pace line"))
    }
    return .direction(Direction(kind: .set(setting), text: after, place: place))
  }

  private static func header(_ argument: String, _ inside: String) -> Reading {
    let form = "transcript 1, lang en, clock 2026-11-22T10:00Z, pace line"
    var header = Transcript.Header()
    for (index, field) in argument.split(separator: ",", omittingEmptySubsequences: false)
      .enumerated()
    {
      let parts = field.split(separator: " ").map(String.init)
      switch (index, parts.first, parts.count) {
      case (0, "1", 1): break
      case (1..., "lang", 2): header.language = parts[1]
      case (1..., "clock", 2) where isMoment(parts[1]): header.clock = parts[1]
      case (1..., "pace", 2):
        guard let pace = Transcript.Pace(rawValue: parts[1]) else {
          return .fault(.badDirection(inside, form: form))
        }
        header.pace = pace
      default: return .fault(.badDirection(inside, form: form))
      }
    }
    return .header(header)
  }

  private static func seconds(_ text: String) -> Double? {
    let number = text.hasSuffix("s") ? String(text.dropLast()) : text
    return Double(number).flatMap { (0...3600).contains($0) ? $0 : nil }
  }

  /// A day, or a day and a time in UTC, as ISO 8601 has it.
  private static func isMoment(_ text: String) -> Bool { Moment(text) != nil }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }
}

extension StringProtocol {
  /// Without blanks around it.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
