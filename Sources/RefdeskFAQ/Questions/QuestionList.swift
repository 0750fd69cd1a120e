internal import RefdeskCore

/// Reads a list of questions line by line, in any form but a transcript, and keeps no more than the record at hand.
package struct QuestionList {
  private let form: QuestionForm
  private let column: String?
  private var line = 0
  private var records = CSVRecords()
  private var layout: Layout?

  /// Which columns of a table hold what.
  private struct Layout {
    var question: Int
    var count: Int?
    var id: Int?
  }

  private static let questionNames = ["question", "text", "query", "title", "q"]
  private static let countNames = ["count", "asked", "times", "frequency", "n"]

  /// - Parameter column: the column or field that holds the question, where it has another name than the usual ones.
  package init(_ form: QuestionForm, column: String? = nil) {
    self.form = form
    self.column = column
  }

  /// The question that a line ends; nil where it ends none (a blank line, a header, a cell that goes on).
  package mutating func next(
    _ bytes: ArraySlice<UInt8>
  ) throws(QuestionListProblem) -> AskedQuestion? {
    line += 1
    let bytes = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    switch form {
    case .text, .transcript:
      let text = String(decoding: bytes, as: UTF8.self)
      return text.allSatisfy(\.isWhitespace) ? nil : AskedQuestion(text: text)
    case .csv:
      guard let cells = records.next(bytes, line: line) else {
        if records.isTooLong { throw QuestionListProblem(kind: .openQuote, line: records.start) }
        return nil
      }
      return try question(cells)
    case .jsonl: return try question(bytes)
    }
  }

  /// To be called after the last line.
  package func end() throws(QuestionListProblem) {
    if records.isOpen { throw QuestionListProblem(kind: .openQuote, line: records.start) }
  }

  // MARK: Tables

  private mutating func question(_ cells: [String]) throws(QuestionListProblem) -> AskedQuestion? {
    guard let layout else {
      layout = try layout(cells)
      return nil
    }
    func cell(_ index: Int?) -> String {
      index.flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
    }
    let text = cell(layout.question)
    if text.allSatisfy(\.isWhitespace) { return nil }
    return AskedQuestion(
      text: text, count: try count(cell(layout.count)), id: cell(layout.id))
  }

  private func layout(_ header: [String]) throws(QuestionListProblem) -> Layout {
    let names = header.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let plain = names.map { $0.lowercased() }
    func first(of wanted: [String]) -> Int? {
      wanted.lazy.compactMap { plain.firstIndex(of: $0) }.first
    }
    let question: Int
    if let column {
      guard let index = plain.firstIndex(of: column.lowercased()) else {
        throw QuestionListProblem(kind: .noColumn(column, has: names), line: line)
      }
      question = index
    } else if let index = first(of: Self.questionNames) ?? (names.count == 1 ? 0 : nil) {
      question = index
    } else {
      throw QuestionListProblem(kind: .whichColumn(has: names), line: line)
    }
    return Layout(
      question: question, count: first(of: Self.countNames), id: first(of: ["id"]))
  }

  private func count(_ text: String) throws(QuestionListProblem) -> Int {
    let text = text.filter { !$0.isWhitespace }
    if text.isEmpty { return 1 }
    guard let count = Int(text), (1...1_000_000_000).contains(count) else {
      throw QuestionListProblem(kind: .badCount(text), line: line)
    }
    return count
  }

  // MARK: Objects

  private func question(_ bytes: ArraySlice<UInt8>) throws(QuestionListProblem) -> AskedQuestion? {
    if bytes.allSatisfy({ $0 <= 0x20 }) { return nil }
    let value: JSONValue
    do throws(JSONValue.Problem) {
      value = try JSONValue(bytes)
    } catch {
      throw QuestionListProblem(kind: .notJSON(error.description), line: line)
    }
    if case .string(let text) = value {
      return text.allSatisfy(\.isWhitespace) ? nil : AskedQuestion(text: text)
    }
    let names = column.map { [$0] } ?? Self.questionNames
    guard let text = names.lazy.compactMap({ value[$0]?.string }).first,
      !text.allSatisfy(\.isWhitespace)
    else { throw QuestionListProblem(kind: .noQuestion, line: line) }
    let number = Self.countNames.lazy.compactMap { value[$0]?.plain }.first ?? ""
    return AskedQuestion(text: text, count: try count(number), id: value["id"]?.plain ?? "")
  }
}
