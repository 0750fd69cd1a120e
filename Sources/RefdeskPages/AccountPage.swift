package import RefdeskCore

/// An account of an answer as a page: the reasons, in words that a librarian uses.
package struct AccountPage: Sendable {
  package private(set) var blocks: [Block] = []

  /// How many pieces of evidence are shown one by one.
  static let shown = 5

  package init(_ account: Account) {
    let response = account.response
    switch response.outcome {
    case .answered:
      let confidence = Int((response.ranking.confidence * 100).rounded())
      add(
        "Answered by",
        "\(response.answer?.rule ?? ""), \(response.answer?.place ?? Place()), \(confidence) % sure"
      )
    case .askedBack: add("Asked back", "several rules are about as likely")
    case .declined:
      add(
        "Declined",
        "no rule is likely enough; the nearest is \(account.rule.rule), \(account.rule.place)")
    }
    if account.isWhyNot { add("Asked about", "\(account.rule.rule), \(account.rule.place)") }
    for repair in response.read {
      add("Read", "\u{201C}\(repair.typed)\u{201D} as \u{201C}\(repair.read)\u{201D}")
    }
    for code in account.codes {
      add("Found", (code.isGoal ? "goal " : "target ") + code.description)
    }
    for (term, typed) in account.concepts where term != typed {
      add("Found", "\u{201C}\(typed)\u{201D}, a word for \(term)")
    }
    let known = Int((response.ranking.known * 100).rounded())
    add("Known", "\(known) % of what the question says has been heard before")
    addEvidence(account)
    if let near = account.nearest {
      add(
        "Nearest phrasing",
        "\u{201C}\(near.phrasing.text)\u{201D} (\(near.phrasing.voice), \(near.phrasing.place))")
    }
    if !account.missing.isEmpty {
      add("Not heard", "words that would speak for it: " + account.missing.joined(separator: ", "))
    }
    for text in account.wouldAsk { add("It answers", "\u{201C}\(text)\u{201D}") }
    for runner in account.runners {
      add(
        "Next",
        "\(runner.rule), \(AccountPage.signed(-runner.behind)) (\(Int((runner.probability * 100).rounded())) %), \(runner.place)"
      )
    }
  }

  private mutating func add(_ label: String, _ text: String) {
    blocks.append(.bullets([[.strong(label + ": "), .text(text)]]))
  }

  private mutating func addEvidence(_ account: Account) {
    let explanation = account.explanation
    if account.response.ranking.exact, !account.isWhyNot {
      add("Evidence", "the question stands word for word among the rule's phrasings")
      return
    }
    let (first, second) =
      account.isWhyNot
      ? (account.againstName, account.rule.rule) : (account.rule.rule, account.againstName)
    blocks.append(
      .paragraph([
        .strong("Evidence"), .text(" for \(first) against \(second), which add up to a lead of "),
        .strong(AccountPage.signed(explanation.lead)),
      ]))
    let top = explanation.evidence.prefix(AccountPage.shown)
    var items: [[Span]] = top.map {
      [.strong(AccountPage.signed($0.weight)), .text(" " + AccountPage.words(for: $0.part))]
    }
    let rest = explanation.evidence.dropFirst(AccountPage.shown).reduce(0) { $0 + $1.weight }
    if explanation.evidence.count > AccountPage.shown {
      items.append([.strong(AccountPage.signed(rest)), .text(" everything else")])
    }
    blocks.append(.bullets(items))
  }

  package static func words(for part: Explanation.Part) -> String {
    switch part {
    case .word(let text): "the word \u{201C}\(text)\u{201D}"
    case .pair(let text): "where \u{201C}\(text)\u{201D} stands, and after what"
    case .concept(let term, let typed):
      term == typed ? "the term \(term)" : "\(term), for \u{201C}\(typed)\u{201D}"
    case .code(let code): (code.isGoal ? "goal " : "target ") + code.description
    case .phrasing: "words that one phrasing has together"
    case .habit: "how often each is asked"
    case .exact: "the same words as a phrasing"
    }
  }

  static func signed(_ value: Float) -> String {
    (value < 0 ? "\u{2212}" : "+") + decimal(abs(value), digits: 2)
  }
}

extension Account {
  /// The record `refdesk.why/1`.
  package func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "refdesk.why/1")
      json.field("question", response.question)
      json.field("outcome", response.outcome.rawValue)
      json.field("rule", rule.rule)
      json.field("place", rule.place.description)
      json.field("confidence", share: response.ranking.confidence)
      json.field("known", share: response.ranking.known)
      json.key("read")
      json.list { json in
        for repair in response.read {
          json.object { json in
            json.field("typed", repair.typed)
            json.field("as", repair.read)
          }
        }
      }
      json.key("concepts")
      json.list { json in
        for (term, typed) in concepts {
          json.object { json in
            json.field("term", term)
            json.field("typed", typed)
          }
        }
      }
      json.field("codes", codes.map(\.description))
      json.field("against", againstName)
      json.field("lead", share: explanation.lead)
      json.key("evidence")
      json.list { json in
        for evidence in explanation.evidence {
          json.object { json in
            json.field("part", AccountPage.words(for: evidence.part))
            json.field("weight", share: evidence.weight)
          }
        }
      }
      if let nearest {
        json.field("nearest_phrasing", nearest.phrasing.text)
        json.field("nearest_place", nearest.phrasing.place.description)
      }
      json.field("missing", missing)
      json.key("runners_up")
      json.list { json in
        for runner in runners {
          json.object { json in
            json.field("rule", runner.rule)
            json.field("probability", share: runner.probability)
            json.field("behind", share: runner.behind)
            json.field("place", runner.place.description)
          }
        }
      }
    }
  }
}
