internal import RefdeskCore

/// Reads rules written as JSON Lines, one a line: `{"id": "r1", "examples": ["how do I ...", ...]}`.
///
/// For rule bases that another program writes. Optional are `question` (else the first example), `opening` (else the
/// question) and `steps`, a list of texts; other keys are passed over. JSON is YAML, so the same reader reads it.
struct RuleLines {
  private var base = RuleBase()
  private let findings = FindingList()
  private var first: [String: Int] = [:]
  private let file: String

  static func isMeant(by name: String) -> Bool { name.hasSuffix(".jsonl") }

  static func read(_ bytes: [UInt8], file: String) -> RuleBaseReader.Result {
    var lines = RuleLines(file: file)
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      lines.add(Array(line), number)
    }
    if lines.base.rules.isEmpty { lines.findings.add(.noRules, at: Place(file: file)) }
    return RuleBaseReader.Result(base: lines.base, findings: lines.findings.all)
  }

  private init(file: String) { self.file = file }

  private mutating func add(_ line: [UInt8], _ number: Int) {
    let place = Place(file: file, line: number, column: 1)
    let node: YAMLNode?
    do throws(Finding) {
      node = try YAMLNode.read(line, file: file)
    } catch {
      findings.add(error.problem, at: Place(file: file, line: number, column: error.place.column))
      return
    }
    guard case .map(let pairs)? = node?.value else {
      findings.add(
        .wrongShape(what: "the line", wanted: "an object", found: node?.kind ?? "empty"),
        at: place)
      return
    }
    var values: [String: YAMLNode] = [:]
    for (key, value) in pairs { if let name = key.text { values[name] = value } }
    func texts(_ key: String) -> [String] {
      guard case .list(let items)? = values[key]?.value else { return [] }
      return items.compactMap(\.text).filter { !$0.isEmpty }
    }
    let examples = texts("examples")
    guard let id = values["id"]?.text, !id.isEmpty else {
      findings.add(.missing("id", in: "the rule"), at: place)
      return
    }
    let question = values["question"]?.text ?? examples.first ?? ""
    if question.isEmpty { findings.add(.missing("examples", in: "rule '\(id)'"), at: place) }
    if let other = first[id] {
      findings.add(.duplicateID(id, first: Place(file: file, line: other, column: 1)), at: place)
      return
    }
    first[id] = number
    base.rules.append(
      Rule(
        id: id, question: question, opening: values["opening"]?.text ?? question,
        steps: texts("steps").map { Step(text: $0, sources: []) }, place: place))
    for example in examples where example != question {
      base.phrasings.append(Phrasing(text: example, rule: id, voice: "author", place: place))
    }
  }
}
