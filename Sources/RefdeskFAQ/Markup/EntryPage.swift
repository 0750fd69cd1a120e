internal import RefdeskCore
internal import RefdeskPages

/// An answer as its parts, which every writer writes in its form.
struct EntryPage {
  struct Part {
    enum Kind: String, CaseIterable {
      case opening, steps, partners, targets, see, sources
    }

    var kind: Kind
    /// What stands above it; nil where it needs no title.
    var title: String?
    var blocks: [Block]
  }

  private(set) var parts: [Part] = []

  /// - Parameter linked: the ids of the answers on the same page, to which links can lead.
  init(_ entry: Entry, _ citations: Citations, linked: Set<String>) {
    let answer = entry.answer
    var numbers: [String: Int] = [:]
    for (index, source) in answer.sources.enumerated() { numbers[source] = index + 1 }
    func references(_ sources: [String]) -> [Span] {
      let list = sources.compactMap { numbers[$0] }
      return list.isEmpty ? [] : [.references(list)]
    }

    if !answer.opening.isEmpty {
      add(
        .opening, nil, [.paragraph([.text(answer.opening)] + references(answer.openingSources))])
    }
    if !answer.steps.isEmpty {
      add(.steps, nil, [.numbered(answer.steps.map { [.text($0.text)] + references($0.sources) })])
    }
    var partners: [Block] = []
    for partner in answer.partners {
      let why: [Span] = partner.why.isEmpty ? [] : [.text(": " + partner.why)]
      partners.append(.bullets([[.strong(partner.name)] + why + references(partner.sources)]))
      // Each begins with its verb, and so needs no label.
      let details = [partner.offer, partner.ask, partner.find].filter { !$0.isEmpty }
      if !details.isEmpty { partners.append(.details(details.map { [.text($0)] })) }
    }
    add(.partners, "Partners", partners)
    if !answer.targets.isEmpty {
      add(
        .targets, "Targets",
        [
          .bullets(
            answer.targets.map { target in
              var spans: [Span] = [.badge(target.code.description, colour: target.colour)]
              if !target.title.isEmpty { spans += [.text(" "), .strong(ended(target.title))] }
              if !target.why.isEmpty { spans.append(.text(" " + ended(capitalised(target.why)))) }
              return spans + references(target.sources)
            })
        ])
    }
    if !answer.seeAlso.isEmpty {
      let links: [[Span]] = answer.seeAlso.map { link in
        linked.contains(link.rule)
          ? [.link(link.title, to: "#" + Entry.anchor(link.rule))] : [.text(link.title)]
      }
      add(.see, "See also", [.bullets(links)])
    }
    if !answer.sources.isEmpty {
      add(.sources, "Sources", [.numbered(answer.sources.map { source($0, citations) })])
    }
  }

  private mutating func add(_ kind: Part.Kind, _ title: String?, _ blocks: [Block]) {
    if !blocks.isEmpty { parts.append(Part(kind: kind, title: title, blocks: blocks)) }
  }

  /// A source spelled out: document, where it was published, the place in it, and what it says there.
  private func source(_ id: String, _ citations: Citations) -> [Span] {
    guard let passage = citations.passage(id) else { return [.text(id)] }
    let document = citations.document(ofPassage: id)
    let title = document?.title ?? passage.document
    let place = [document?.series ?? "", passage.locator].filter { !$0.isEmpty }
      .joined(separator: ", ")
    let url = document?.url ?? ""
    let name: Span = Document.isWebAddress(url) ? .link(title, to: url) : .strong(title)
    return [
      name, .text((place.isEmpty ? "" : " (\(place))") + ". " + ended(passage.gist)),
    ]
  }

  private func ended(_ text: String) -> String {
    text.last.map { ".!?\u{2026}".contains($0) } ?? true ? text : text + "."
  }

  private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension Entry {
  /// How often it was asked, and in which other words; nil where it was not asked.
  var askedLine: [Span]? {
    guard let asked else { return nil }
    let times = asked.count == 1 ? "once" : "\(grouped(asked.count)) times"
    let others = asked.variants.map(\.text).filter { !Entry.same($0, answer.title) }
    var spans: [Span] = [.text("Asked \(times)")]
    for (index, text) in others.enumerated() {
      spans.append(.text(index == 0 ? (asked.count == 1 ? ", as " : ", also as ") : ", "))
      spans.append(.faint("\u{201C}\(text)\u{201D}"))
    }
    if asked.others > 0, !others.isEmpty {
      spans.append(.text(" and in other words"))
    }
    return spans + [.text(".")]
  }

  private static func same(_ a: String, _ b: String) -> Bool {
    func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
    return plain(a) == plain(b)
  }

  /// Which rule says it, and when it was last reviewed.
  func provenance(_ staleAfter: Int?) -> (rule: String, reviewed: Day?, warning: String?) {
    let day = Day(answer.reviewed)
    let age = staleAfter.map { "not reviewed for more than \(inDays($0))" } ?? ""
    return (id, day, isStale ? (day == nil ? "never reviewed" : age) : nil)
  }
}

extension FAQ {
  /// What the page says of itself under its title, in sentences.
  var summary: String {
    var sentences: [String] = []
    let topics = order == .topic ? sections.count : 0
    let on = topics > 1 ? " on \(topics) topics" : ""
    let number = entries.count
    sentences.append("\(grouped(number)) \(number == 1 ? "answer" : "answers")\(on).")
    if let counts {
      let order =
        switch order {
        case .topic: "in the order of their topics"
        case .count: "most asked first"
        case .file: "as first asked"
        }
      sentences.append(
        "Made from \(grouped(counts.all)) \(counts.all == 1 ? "question" : "questions"), \(order).")
    }
    if let reviewed { sentences.append("Last reviewed on \(reviewed.inWords).") }
    if let day { sentences.append("Published on \(day.inWords).") }
    return sentences.joined(separator: " ")
  }
}

/// A span of time: "1 day".
package func inDays(_ days: Int) -> String { days == 1 ? "1 day" : "\(grouped(days)) days" }

/// A number as people read it: "12,345".
package func grouped(_ number: Int) -> String {
  let digits = String(number)
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return result
}
