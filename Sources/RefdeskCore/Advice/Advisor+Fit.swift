/// What an answer adds because of who is asking, or where.
package struct Remark: Sendable, Equatable {
  package var text: String
  package var sources: [String]
}

/// What is on record of a country, said in a sentence.
package struct AnswerRecord: Sendable, Equatable {
  package var set: String
  package var country: String
  package var text: String
  /// Until when the list is known to hold, in words.
  package var asOf: String
  package var confidence: String
  /// A doubt or detail; mostly empty.
  package var note: String
  package var sources: [String]
}

extension Advisor {
  /// Makes an answer fit who is asking, and looks up the country that the conversation is about.
  func fit(_ answer: inout Answer, to profile: Profile, country: Int?) {
    answer.remarks =
      profile.isEmpty
      ? []
      : answer.fits.filter { profile.has($0.value) }.map {
        Remark(text: $0.text, sources: $0.sources)
      }
    if let country { answer.records = records(of: country, in: answer.recordSets) }
  }

  /// What a rule's record sets say of a country.
  package func records(of number: Int, for rule: Rule) -> [AnswerRecord] {
    records(of: number, in: rule.records)
  }

  private func records(of number: Int, in sets: [String]) -> [AnswerRecord] {
    guard !sets.isEmpty, let country = rules.country(at: number) else { return [] }
    return rules.recordSets.filter { sets.contains($0.id) }
      .compactMap { sentence(about: country, from: $0) }
  }

  /// Nil where the list is silent on the country and its silence says nothing.
  private func sentence(about country: Country, from set: RecordSet) -> AnswerRecord? {
    let record = country.records.first { $0.set == set.id }
    let template = record == nil ? set.silent : set.found
    guard !template.isEmpty else { return nil }
    let values = record?.values ?? []
    var text = template.replacing("{country}", with: country.name)
      .replacing("{values}", with: Advisor.enumerated(values))
      .replacing("{last}", with: values.last ?? "")
    // A sentence that begins with "the Netherlands".
    text = text.prefix(1).uppercased() + text.dropFirst()
    // "in Washington, D.C." at the end of a sentence.
    text = text.replacing("..", with: ".")
    return AnswerRecord(
      set: set.id, country: country.id, text: text, asOf: set.asOf,
      confidence: record.map { $0.confidence.isEmpty ? set.confidence : $0.confidence } ?? "",
      note: record?.note ?? "", sources: set.sources)
  }

  /// "2017", "2017 and 2020", "2017, 2020 and 2024".
  static func enumerated(_ values: [String]) -> String {
    guard let last = values.last, values.count > 1 else { return values.first ?? "" }
    return values.dropLast().joined(separator: ", ") + " and " + last
  }
}
