internal import RefdeskCore
internal import RefdeskPages

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Answers the lines of a batch, each with the bytes that are printed for it.
///
/// One serves one thread at a time; that is what makes it safe to hand it to another.
final class LineAnswerer: @unchecked Sendable {
  enum Form: String, CaseIterable {
    case text, jsonl, tsv, ids
  }

  private let desk: Desk
  private let form: Form
  private let records: RecordWriter
  private let terminal: TerminalWriter
  private let about: About
  private var json = JSONWriter()
  private var bytes: [UInt8] = []
  /// How many lines were answered.
  private(set) var count = 0

  init(_ desk: Desk, form: Form, style: TerminalStyle) {
    self.desk = desk
    self.form = form
    records = RecordWriter(desk)
    terminal = TerminalWriter(style)
    about = desk.rules.about
  }

  /// Answers all lines of a block.
  func answers(to block: [UInt8]) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    json.clear()
    Lines.forEach(in: block) { append($0) }
    return form == .jsonl ? json.bytes : bytes
  }

  /// Writes answers; texts stand apart by an empty line, and before the first there is none.
  static func write(_ answers: [UInt8], to output: Output) {
    let isFirst = !output.hasWritten && answers.first == 0x0A
    output.write(isFirst ? Array(answers.dropFirst()) : answers)
  }

  private func append(_ line: UnsafeBufferPointer<UInt8>) {
    count += 1
    switch form {
    case .tsv:
      let verdict = desk.verdict(on: line)
      bytes.append(contentsOf: verdict.outcome.rawValue.utf8)
      bytes.append(0x09)
      appendID(verdict)
      bytes.append(0x09)
      appendDecimal(verdict.confidence, digits: 4, to: &bytes)
      bytes.append(0x0A)
    case .ids:
      let verdict = desk.verdict(on: line)
      if verdict.outcome == .declined { bytes.append(0x2D) } else { appendID(verdict) }
      bytes.append(0x0A)
    case .jsonl:
      records.write(line, to: &json)
      json.endLine()
    case .text:
      if line.allSatisfy({ $0 <= 0x20 }) { return }
      let response = desk.respond(to: String(decoding: line, as: UTF8.self))
      let page = terminal.text(ResponsePage(response, about: about).blocks)
      bytes += "\nyou> \(Cells.printable(response.question))\n\(page)".utf8
    }
  }

  private func appendID(_ verdict: Verdict) {
    if let rule = verdict.rule {
      desk.writeID(ofRuleAt: rule, code: verdict.code, to: &bytes)
    } else {
      bytes.append(0x2D)
    }
  }
}

/// The processor time that the program has used so far, in seconds.
enum ProcessorTime {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
