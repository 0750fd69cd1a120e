package import RefdeskCore

/// Writes records of answers in bulk, the same bytes as `Response.writeJSON`.
///
/// What a rule says is the same every time but for the confidence, so it is written once and kept.
package final class RecordWriter {
  private let desk: Desk
  private var kept: [UInt64: Kept] = [:]
  private var space = 0

  /// How many bytes are kept before all are let go.
  private static let mostSpace = 64 << 20

  package init(_ desk: Desk) { self.desk = desk }

  /// Appends the record of a question, without a line end.
  package func write(_ question: UnsafeBufferPointer<UInt8>, to json: inout JSONWriter) {
    let verdict = desk.verdict(on: question)
    if space > RecordWriter.mostSpace {
      kept.removeAll()
      space = 0
    }
    json.object { json in
      json.field("schema", Response.schema)
      json.key("question")
      write(text: question, to: &json)
      json.field("outcome", verdict.outcome.rawValue)
      switch verdict.outcome {
      case .answered: writeAnswer(verdict, to: &json)
      case .askedBack: writeQuestionBack(verdict, to: &json)
      case .declined: writeNearest(verdict, to: &json)
      }
      Response.write(desk.repairs, to: &json)
    }
  }

  private func write(text: UnsafeBufferPointer<UInt8>, to json: inout JSONWriter) {
    if text.allSatisfy({ $0 < 0x80 }) {
      json.string(text)
    } else {
      json.string(String(decoding: text, as: UTF8.self))
    }
  }

  private func writeAnswer(_ verdict: Verdict, to json: inout JSONWriter) {
    guard case .answer(let candidate) = verdict.decision else { return }
    // What is on record of a country differs from one to the next.
    let country = desk.country
    let place = Key.mix(place(candidate.rule, verdict.code) ^ UInt64((country ?? -1) + 1) << 40)
    let record = kept(.answer, place) {
      let answer = self.answer(candidate.rule, verdict.code, country)
      return Kept(
        beginning: self.json { answer?.writeHeading(to: &$0) },
        rest: self.json { answer?.writeContent(to: &$0) })
    }
    json.key("answer")
    json.object { json in
      json.written(record.beginning)
      json.field("confidence", share: verdict.confidence)
      json.written(record.rest)
    }
  }

  private func answer(_ rule: Int, _ code: Code?, _ country: Int?) -> Answer? {
    let rule = desk.rules.rule(at: rule)
    var answer = desk.advisor.answer(rule, codes: code.map { [$0] } ?? [], confidence: 0)
    if let country { answer?.records = desk.advisor.records(of: country, for: rule) }
    return answer
  }

  private func writeQuestionBack(_ verdict: Verdict, to json: inout JSONWriter) {
    var place = UInt64(verdict.code.map { $0.packed } ?? 0)
    switch verdict.decision {
    case .answer(let candidate): place = Key.mix(place ^ UInt64(candidate.rule) << 20)
    case .askBack(let candidates):
      for candidate in candidates { place = Key.mix(place ^ UInt64(candidate.rule) << 20) }
    case .decline: return
    }
    let country = desk.country
    place = Key.mix(place ^ UInt64((country ?? -1) + 1) << 40)
    json.key("question_back")
    json.written(
      kept(.questionBack, place) {
        let back = self.desk.questionBack(verdict.decision, naming: verdict.code)
        return Kept(beginning: self.json { back?.writeJSON(to: &$0) })
      }.beginning)
  }

  private func writeNearest(_ verdict: Verdict, to json: inout JSONWriter) {
    json.key("nearest")
    json.list { json in
      var count = 0
      for candidate in desk.ranking.candidates where count < 3 {
        guard desk.isOffered(candidate.rule, naming: verdict.code) else { continue }
        let heading = kept(.nearest, place(candidate.rule, verdict.code)) {
          let option = self.desk.option(candidate.rule, naming: verdict.code)
          let near = option.map { Nearest(rule: $0.rule, title: $0.label, confidence: 0) }
          return Kept(beginning: self.json { near?.writeHeading(to: &$0) })
        }.beginning
        if heading.isEmpty { continue }
        count += 1
        json.object { json in
          json.written(heading)
          json.field("confidence", share: desk.confidence(of: candidate, in: desk.ranking))
        }
      }
    }
  }

  // MARK: What is kept

  private enum Part: UInt64 {
    case answer = 1
    case questionBack, nearest
  }

  /// What is the same every time.
  private struct Kept {
    var beginning: [UInt8]
    /// What stands after the confidence.
    var rest: [UInt8] = []
  }

  /// A number for a rule, and for the code named where it stands for all goals or targets.
  private func place(_ rule: Int, _ code: Code?) -> UInt64 {
    switch desk.kind(ofRuleAt: rule) {
    case .goals, .targets: UInt64(rule) << 20 | UInt64(code?.packed ?? 0)
    case .answer, .choice, .courtesy: UInt64(rule) << 20
    }
  }

  private func kept(_ part: Part, _ place: UInt64, _ write: () -> Kept) -> Kept {
    let key = Key.mix(place ^ part.rawValue << 60)
    if let known = kept[key] { return known }
    let made = write()
    kept[key] = made
    space += made.beginning.count + made.rest.count + 64
    return made
  }

  private func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    write(&json)
    return json.bytes
  }
}
