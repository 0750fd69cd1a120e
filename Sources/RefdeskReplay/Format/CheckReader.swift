internal import RefdeskCore
internal import RefdeskRules

/// Reads what stands after `=`: checks, set off by commas.
enum CheckReader {
  static let words = [
    "none", "asks", "after", "not", "alt", "read", "target", "partner", "cites", "offers",
    "outcome", "score",
  ]

  /// - Parameters:
  ///   - range: where the checks stand in the line, after the `=`.
  static func read(
    _ range: Range<Int>, line: Int, in source: SourceText, faults: inout [TranscriptFault]
  ) -> [Check] {
    var checks: [Check] = []
    var start = range.lowerBound
    while start <= range.upperBound {
      let end = source.bytes[start..<range.upperBound].firstIndex(of: 0x2C) ?? range.upperBound
      let part = trimmed(start..<end, source.bytes)
      let place = source.place(line: line, at: part.lowerBound)
      if part.isEmpty {
        faults.append(TranscriptFault(.emptyCheck, at: place))
      } else {
        let text = source.text(part)
        switch kind(text) {
        case .success(let kind): checks.append(Check(kind: kind, text: text, place: place))
        case .failure(let failure):
          faults.append(TranscriptFault(failure.problem, at: place))
        }
      }
      start = end + 1
    }
    return checks
  }

  private struct Failure: Error { let problem: TranscriptFault.Problem }

  private static func kind(_ text: String) -> Result<Check.Kind, Failure> {
    // Most checks are an id and nothing else.
    if !text.utf8.contains(0x20) {
      switch text {
      case "none": return .success(.none)
      case "asks": return .success(.asks)
      default: break
      }
      if let form = forms[text] { return bad(text, form) }
      return isID(text) ? .success(.rule(text)) : unknown(text)
    }
    let parts = words(of: text)
    let rest = Array(parts.dropFirst())
    guard let form = forms[parts[0]] else {
      // `score>= .8` and the like, or a word that is none of ours.
      return unknown(parts[0])
    }
    func one(_ kind: (String) -> Check.Kind) -> Result<Check.Kind, Failure> {
      rest.count == 1 ? .success(kind(rest[0])) : bad(text, form)
    }
    switch parts[0] {
    case "after": return one(Check.Kind.after)
    case "not": return one(Check.Kind.not)
    case "alt": return one(Check.Kind.alternative)
    case "partner": return one(Check.Kind.partner)
    case "cites": return one(Check.Kind.cites)
    case "offers": return one(Check.Kind.offers)
    case "target":
      guard rest.count == 1, let code = Code(rest[0]) else { return bad(text, form) }
      return .success(.target(code))
    case "outcome":
      guard rest.count == 1, let outcome = Response.Outcome(rawValue: rest[0]) else {
        return bad(text, form)
      }
      return .success(.outcome(outcome))
    case "read":
      guard let middle = rest.firstIndex(of: "as"), middle > 0, middle + 1 < rest.count else {
        return bad(text, form)
      }
      return .success(
        .read(
          typed: rest[..<middle].joined(separator: " "),
          as: rest[(middle + 1)...].joined(separator: " ")))
    case "score":
      guard rest.count == 2, let comparison = Check.Comparison(rawValue: rest[0]),
        let share = Float(rest[1]), (0...1).contains(share)
      else { return bad(text, form) }
      return .success(.score(comparison, share))
    default: return bad(text, form)
    }
  }

  private static func words(of text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      var words: [String] = []
      words.reserveCapacity(4)
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x20) ?? bytes.count
        if end > start { words.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
        start = end + 1
      }
      return words
    }
  }

  private static let forms: [String: String] = [
    "after": "after RULE", "not": "not RULE", "alt": "alt RULE", "partner": "partner ID",
    "cites": "cites PASSAGE", "offers": "offers RULE", "target": "target 4.6",
    "outcome": "outcome answered|asked_back|declined", "read": "read teh as the",
    "score": "score >= 0.8", "none": "none", "asks": "asks",
  ]

  private static func bad(_ text: String, _ form: String) -> Result<Check.Kind, Failure> {
    .failure(Failure(problem: .badCheck(text, form: form)))
  }

  private static func unknown(_ word: String) -> Result<Check.Kind, Failure> {
    .failure(Failure(problem: .unknownCheck(word, nearest: nearest(word, of: words))))
  }

  private static func isID(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
  }
}

/// A range of bytes without the blanks around it.
func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, bytes[start] == 0x20 { start += 1 }
  while end > start, bytes[end - 1] == 0x20 { end -= 1 }
  return start..<end
}
