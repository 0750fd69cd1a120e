package import RefdeskCore
internal import RefdeskPages

/// A question to the learner before the desk answers: four answers that the rules really give, one of them to this
/// turn.
package struct Quiz: Sendable {
  package struct Option: Sendable, Equatable {
    /// The rule whose answer it is; nil for declining.
    package var rule: String?
    package var text: String
  }

  package let question: String
  package let hints: [String]
  package let options: [Option]
  /// The place of the right one.
  package let right: Int
  /// What free words are compared with, for each option.
  private let words: [Set<String>]

  /// - Parameter played: the turn as the desk answers it.
  /// - Returns: nil where the turn is no question to the desk, or the rules have too little to choose from.
  package init?(_ quiz: Direction, hints: [Direction], _ played: Played, _ desk: Desk) {
    guard let response = played.response else { return nil }
    question = quiz.quizText
    self.hints = hints.map(\.text)
    let truth = Quiz.option(response, rule: played.rule)
    var options = [truth]
    for other in Quiz.neighbours(of: response, rule: played.rule, desk) {
      if options.count == 4 { break }
      if !options.contains(where: { $0.text == other.text }) { options.append(other) }
    }
    if options.count < 4, truth.rule != nil { options.append(Quiz.declined) }
    guard options.count > 1 else { return nil }
    // An order that depends on nothing but the question, and puts the right one anywhere.
    let seed = Quiz.hash(played.question)
    options.sort { Quiz.hash($0.text) ^ seed < Quiz.hash($1.text) ^ seed }
    self.options = options
    right = options.firstIndex(of: truth) ?? 0
    words = options.map { option in
      Quiz.words(in: option.text + " " + (option.rule.map { Quiz.whole($0, desk) } ?? ""))
    }
  }

  /// The option that somebody's own words are nearest to; nil where they share no word with any, or with several
  /// alike.
  package func option(meantBy text: String) -> Int? {
    let typed = Quiz.words(in: text)
    let shared = words.map { $0.intersection(typed).count }
    guard let most = shared.max(), most > 0, shared.count(where: { $0 == most }) == 1 else {
      return nil
    }
    return shared.firstIndex(of: most)
  }

  // MARK: Options

  private static let declined = Option(
    rule: nil, text: "The desk does not know that one, and says so.")

  private static func option(_ response: Response, rule: String?) -> Option {
    switch response.outcome {
    case .declined: declined
    case .askedBack:
      Option(rule: rule, text: "It asks back: " + (response.questionBack?.text ?? ""))
    case .answered:
      Option(rule: rule, text: sentence(response.answer?.opening ?? response.answer?.title ?? ""))
    }
  }

  /// What the rules say that were nearest, then those to be seen also, then any in order.
  private static func neighbours(of response: Response, rule: String?, _ desk: Desk) -> [Option] {
    let rules = desk.rules
    var ids = response.ranking.candidates.filter { $0.rule < rules.ruleCount }
      .map { rules.heading(ofRuleAt: $0.rule).id }
    ids += response.offered
    ids += (0..<rules.ruleCount).map { rules.heading(ofRuleAt: $0).id }
    var seen: Set<String> = rule.map { [$0] } ?? []
    var options: [Option] = []
    for id in ids where seen.insert(id).inserted {
      if options.count == 6 { break }
      guard let answer = Advisor(rules).answer(withID: id), answer.kind == .answer,
        let text = [answer.opening, answer.steps.first?.text ?? ""].first(where: { !$0.isEmpty })
      else { continue }
      options.append(Option(rule: id, text: sentence(text)))
    }
    return options
  }

  /// The first sentence, which answers at once.
  private static func sentence(_ text: String) -> String {
    var previous: Character = " "
    for (index, character) in zip(text.indices, text) {
      if character == " ", ".!?".contains(previous), text[..<index].count > 20 {
        return String(text[..<index])
      }
      previous = character
    }
    return text
  }

  private static func whole(_ rule: String, _ desk: Desk) -> String {
    guard let answer = Advisor(desk.rules).answer(withID: rule) else { return "" }
    return
      ([answer.title, answer.opening] + answer.steps.map(\.text) + answer.partners.map(\.name))
      .joined(separator: " ")
  }

  /// Words that say something, cut to their beginnings so that "partner" and "partners" are one.
  private static func words(in text: String) -> Set<String> {
    Set(
      text.lowercased().split { !$0.isLetter }.filter { $0.count > 3 }.map { String($0.prefix(6)) })
  }

  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// What a learner made of the questions of a lesson.
package struct Score: Sendable {
  package struct Entry: Sendable {
    package var turn: Int
    package var said: String
    package var quiz: Quiz
    package var typed: String
    package var chosen: Int?
    package var hints: Int
    package var isRight: Bool { chosen == quiz.right }

    package init(turn: Int, said: String, quiz: Quiz, typed: String, chosen: Int?, hints: Int) {
      self.turn = turn
      self.said = said
      self.quiz = quiz
      self.typed = typed
      self.chosen = chosen
      self.hints = hints
    }
  }

  package private(set) var entries: [Entry] = []
  package init() {}

  package mutating func add(_ entry: Entry) { entries.append(entry) }

  package var right: Int { entries.count(where: \.isRight) }

  /// "You had 3 of 4, one with a hint."
  package var words: String {
    if entries.isEmpty { return "There was no question in it." }
    let hinted = entries.count { $0.isRight && $0.hints > 0 }
    return "You had \(right) of \(entries.count)" + (hinted > 0 ? ", \(hinted) with a hint." : ".")
  }

  /// The record `refdesk.quiz/1` of the whole, on one line.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "refdesk.quiz/1")
      json.field("right", right)
      json.field("of", entries.count)
      json.key("answers")
      json.list { json in
        for entry in entries {
          json.object { json in
            json.field("turn", entry.turn)
            json.field("said", entry.said)
            json.field("question", entry.quiz.question)
            json.key("options")
            json.list { json in
              for option in entry.quiz.options {
                json.object { json in
                  if let rule = option.rule { json.field("rule", rule) }
                  json.field("text", option.text)
                }
              }
            }
            json.field("right", entry.quiz.right + 1)
            json.field("typed", entry.typed)
            json.field("chosen", entry.chosen.map { $0 + 1 } ?? 0)
            json.field("hints", entry.hints)
            json.field("correct", entry.isRight)
          }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
