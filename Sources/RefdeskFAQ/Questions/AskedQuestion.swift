internal import RefdeskCore

/// A question as somebody asked it, out of a list.
package struct AskedQuestion: Sendable, Equatable {
  package var text: String
  /// How often it was asked in these words.
  package var count = 1
  /// What the list calls it; empty where it has no name.
  package var id = ""

  package init(text: String, count: Int = 1, id: String = "") {
    self.text = text
    self.count = count
    self.id = id
  }
}

/// In what form a list of questions comes.
package enum QuestionForm: String, Sendable, CaseIterable {
  /// A question a line.
  case text
  /// A header, then a record a question.
  case csv
  /// A JSON object, or a text, a line.
  case jsonl
  /// A conversation as the shell shows it: questions after `you>`.
  case transcript

  /// The form that a file most likely has, by its name and how it begins.
  package static func guess(path: String, head: some Collection<UInt8>) -> QuestionForm {
    let name = path.lowercased()
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return .csv }
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonl }
    let isNamedOne = name.hasSuffix(".md") || name.contains("transcripts/")
    if isTranscript(head, isNamedOne: isNamedOne) { return .transcript }
    if head.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return .jsonl }
    return .text
  }

  /// Whether a file has turns of a conversation, and a title or the name of one.
  private static func isTranscript(_ head: some Collection<UInt8>, isNamedOne: Bool) -> Bool {
    let lines = head.split(separator: 0x0A)
    let hasTitle = lines.first { !$0.isEmpty }.map { $0.starts(with: "# ".utf8) } ?? false
    return (hasTitle || isNamedOne) && lines.contains { $0.starts(with: "you> ".utf8) }
  }
}

/// Why a list of questions can't be read, with the line.
package struct QuestionListProblem: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case noColumn(String, has: [String])
    case whichColumn(has: [String])
    case openQuote
    case notJSON(String)
    case noQuestion
    case badCount(String)
  }

  package let kind: Kind
  /// Counted from 1.
  package let line: Int

  package init(kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }
}

extension QuestionListProblem: CustomStringConvertible {
  package var description: String {
    switch kind {
    case .noColumn(let name, let has):
      "there is no column '\(name)'; the file has: \(has.joined(separator: ", "))"
    case .whichColumn(let has):
      "which column holds the questions? name it with --column; the file has: "
        + has.joined(separator: ", ")
    case .openQuote: "a quote opens here and never closes; close it, or double it inside a cell"
    case .notJSON(let reason): "not JSON: \(reason); write one object a line"
    case .noQuestion: "no question here; give it as \"question\" or name the field with --column"
    case .badCount(let text): "'\(text)' is no count; write a whole number from 1"
    }
  }
}
