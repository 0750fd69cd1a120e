internal import RefdeskCore

/// A file as lines, checked for what no editor shows: broken UTF-8, tabs, control characters, mixed or missing line
/// ends.
package struct SourceText: Sendable {
  package let name: String
  package let bytes: [UInt8]
  /// Where each line stands in `bytes`, without its end.
  package let lines: [Range<Int>]
  /// "\n", or "\r\n" where every line ends so.
  package let lineEnd: String

  init(_ bytes: [UInt8], name: String, faults: inout [TranscriptFault]) {
    self.name = name
    self.bytes = bytes
    var lines: [Range<Int>] = []
    var start = 0
    var isReturned: Bool?
    var mixed: Int?
    bytes.withUnsafeBufferPointer { bytes in
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        let isCut = end == bytes.count
        let hasReturn = !isCut && end > start && bytes[end - 1] == 0x0D
        if !isCut {
          if let isReturned, isReturned != hasReturn, mixed == nil { mixed = lines.count }
          if isReturned == nil { isReturned = hasReturn }
        }
        lines.append(start..<(hasReturn ? end - 1 : end))
        start = end + 1
      }
    }
    self.lines = lines
    lineEnd = isReturned == true ? "\r\n" : "\n"
    check(mixed: mixed, &faults)
  }

  private func check(mixed: Int?, _ faults: inout [TranscriptFault]) {
    func fault(_ problem: TranscriptFault.Problem, line: Int, column: Int) {
      faults.append(
        TranscriptFault(problem, at: Place(file: name, line: line + 1, column: column)))
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { fault(.byteOrderMark, line: 0, column: 1) }
    if let mixed {
      fault(
        .mixedLineEnds(first: lineEnd == "\n" ? "LF" : "CR LF"), line: mixed,
        column: columns(lines[mixed]) + 1)
    }
    for (number, line) in lines.enumerated() {
      if let at = suspect(line) {
        let problem: TranscriptFault.Problem =
          bytes[at] == 0x09 ? .tab : bytes[at] < 0x80 ? .control(bytes[at]) : .notUTF8(bytes[at])
        fault(problem, line: number, column: columns(line.lowerBound..<at) + 1)
      }
    }
    if let last = lines.last, last.upperBound == bytes.count {
      fault(.cutShort, line: lines.count - 1, column: columns(last) + 1)
    }
  }

  /// Where a line has something that must not be there: a tab, a control character, a byte that is no UTF-8.
  private func suspect(_ line: Range<Int>) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var at = line.lowerBound
      while at < line.upperBound {
        let byte = bytes[at]
        if byte >= 0x20, byte < 0x7F {
          at += 1
          continue
        }
        let more =
          switch byte {
          case 0xC2...0xDF: 1
          case 0xE0...0xEF: 2
          case 0xF0...0xF4: 3
          default: 0
          }
        guard more > 0, at + more < line.upperBound,
          String(validating: bytes[at...at + more], as: UTF8.self) != nil
        else { return at }
        at += more + 1
      }
      return nil
    }
  }

  /// The number of characters, as editors count columns.
  func columns(_ range: Range<Int>) -> Int {
    bytes[range].count { $0 & 0xC0 != 0x80 }
  }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  package func text(ofLine line: Int) -> String { text(lines[line]) }

  /// A place in a line, by the position of its byte.
  func place(line: Int, at byte: Int) -> Place {
    Place(file: name, line: line + 1, column: columns(lines[line].lowerBound..<byte) + 1)
  }
}
