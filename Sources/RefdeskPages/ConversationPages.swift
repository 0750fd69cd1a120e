package import RefdeskCore

/// How a turn was understood that leans on earlier ones, in the few words that stand over its answer.
package struct UnderstandingPage: Sendable {
  package let blocks: [Block]

  package init(_ response: Response, _ rules: CompiledRules?) {
    var blocks: [Block] = []
    if let introduced = response.introduced, let rules {
      let said = ProfilePage.sentence(introduced, rules)
      blocks.append(.aside([.faint("(Noted: \(said). /me shows what I know of you.)")]))
    }
    if let understanding = response.understanding, let answer = response.answer {
      switch understanding.kind {
      case .ellipsis:
        blocks.append(
          .aside([.faint("(I took that as: \u{201C}\(understanding.question)\u{201D})")]))
      case .context:
        blocks.append(.aside([.faint("(I took that as: \u{201C}\(answer.title)\u{201D})")]))
      case .pick, .followUp, .introduction: break
      }
    }
    self.blocks = blocks
  }

  /// Whether a turn only said who is asking, and the last answer is the same for them.
  static func changesNothing(_ response: Response) -> Bool {
    guard response.understanding?.kind == .introduction, let answer = response.answer else {
      return false
    }
    return answer.kind != .courtesy && answer.remarks.isEmpty && answer.records.isEmpty
  }
}

/// Why a turn that leans on earlier ones was understood as it was.
package struct LeaningPage: Sendable {
  package let blocks: [Block]

  package init(_ response: Response, _ understanding: Understanding, _ desk: Desk) {
    func title(_ id: String) -> String { desk.advisor.answer(withID: id)?.title ?? id }
    let answer = response.answer?.title ?? ""
    let typed = "\u{201C}\(response.question)\u{201D}"
    let after =
      understanding.after.isEmpty ? "" : " after \u{201C}\(title(understanding.after))\u{201D}"
    let reason: String =
      switch understanding.kind {
      case .pick: "You picked it from what I offered."
      case .ellipsis:
        "\(typed) names something of the kind that your last question named, so I asked that again: \u{201C}\(understanding.question)\u{201D}"
      case .followUp:
        "\(typed) asks for something to be done with the last answer, to \u{201C}\(understanding.question)\u{201D}"
      case .context:
        "\(typed) leans on what went before. Together with what it says itself, a turn like it\(after) most often asks: \u{201C}\(answer)\u{201D}"
      case .introduction: "You said who you are, so I made the last answer fit."
      }
    var blocks: [Block] = [.paragraph([.text(reason)])]
    if !understanding.referents.isEmpty {
      blocks.append(
        .bullets(
          understanding.referents.map {
            [.strong("\u{201C}\($0.word)\u{201D}"), .text(" = \($0.meaning)")]
          }))
    }
    if !understanding.question.isEmpty, understanding.kind == .ellipsis {
      blocks.append(.aside([.faint("/why with that question shows how it was weighed.")]))
    }
    self.blocks = blocks
  }
}

/// What the desk knows of the person asking.
package struct ProfilePage: Sendable {
  package let blocks: [Block]

  package init(_ profile: Profile, _ rules: CompiledRules) {
    guard !profile.isEmpty else {
      blocks = [
        .paragraph([
          .text(
            "You have not told me who you are. Say it as you would to a colleague, such as \u{201C}we are a school library in Peru\u{201D}, or type /me with it."
          )
        ])
      ]
      return
    }
    var lines: [[Span]] = []
    for trait in rules.traits {
      guard let id = profile.values[trait.id],
        let value = trait.values.first(where: { $0.id == id })
      else { continue }
      lines.append([.strong(trait.title), .text(": " + value.name)])
    }
    if let id = profile.country {
      lines.append([.strong("country"), .text(": " + (Self.country(id, rules)?.name ?? id))])
    }
    if !profile.interests.isEmpty {
      lines.append([
        .strong("what you care about"), .text(": " + profile.interests.joined(separator: ", ")),
      ])
    }
    blocks = [
      .bullets(lines),
      .aside([
        .faint(
          "/me with a sentence changes it, /me forget drops it, /me save keeps it for next time.")
      ]),
    ]
  }

  static func country(_ id: String, _ rules: CompiledRules) -> Country? {
    (0..<rules.countryCount).lazy.compactMap { rules.country(at: $0) }.first { $0.id == id }
  }

  /// "a national library", "Kenya", "health".
  static func names(_ profile: Profile, _ rules: CompiledRules) -> [String] {
    let traits = rules.traits.compactMap { trait in
      trait.values.first { $0.id == profile.values[trait.id] }?.name
    }
    let place = profile.country.map { country($0, rules)?.name ?? $0 }
    return traits + (place.map { [$0] } ?? []) + profile.interests
  }

  /// "you are a national library, your country is Kenya, you care about health".
  package static func sentence(_ profile: Profile, _ rules: CompiledRules) -> String {
    var parts: [String] = []
    for trait in rules.traits {
      guard let id = profile.values[trait.id],
        let value = trait.values.first(where: { $0.id == id })
      else { continue }
      parts.append(value.name.hasPrefix("a") ? "you are \(value.name)" : "you work \(value.name)")
    }
    if let id = profile.country, let country = country(id, rules) {
      parts.append("your country is \(country.name)")
    }
    if !profile.interests.isEmpty {
      parts.append("you care about \(profile.interests.joined(separator: " and "))")
    }
    return parts.joined(separator: ", ")
  }
}
