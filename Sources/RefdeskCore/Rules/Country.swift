/// A country, the names people use for it, and what is on record of it.
package struct Country: Sendable, Equatable {
  /// The ISO 3166-1 code of three letters, or a stand-in where there is none.
  package var id: String
  /// As it stands in a sentence: "Kenya", "the Netherlands".
  package var name: String
  /// Other names, adjectives and what its people are called.
  package var names: [String]
  package var records: [CountryRecord]

  package init(id: String, name: String, names: [String], records: [CountryRecord]) {
    self.id = id
    self.name = name
    self.names = names
    self.records = records
  }
}

/// What one list says of a country: years, a city, other countries.
package struct CountryRecord: Sendable, Equatable {
  /// The id of the list.
  package var set: String
  package var values: [String]
  /// "high", "medium" or "low".
  package var confidence: String
  /// A doubt or detail in a few words; mostly empty.
  package var note: String

  package init(set: String, values: [String], confidence: String, note: String) {
    self.set = set
    self.values = values
    self.confidence = confidence
    self.note = note
  }
}

/// A list that countries are on or not: where it comes from, how old it is, and how to say what it holds.
package struct RecordSet: Sendable, Equatable {
  package var id: String
  package var about: String
  /// Until when the list is known to hold, in words.
  package var asOf: String
  package var confidence: String
  /// A sentence about a country on the list, with `{country}`, `{values}` and `{last}`, the last of the values.
  package var found: String
  /// A sentence about a country that is not; never "no", for a list may have gaps. Empty where silence says nothing.
  package var silent: String
  package var sources: [String]
  package var place: Place

  package init(
    id: String, about: String, asOf: String, confidence: String, found: String, silent: String,
    sources: [String], place: Place
  ) {
    self.id = id
    self.about = about
    self.asOf = asOf
    self.confidence = confidence
    self.found = found
    self.silent = silent
    self.sources = sources
    self.place = place
  }
}

// MARK: In an image

extension Country {
  package func write(to writer: inout SectionWriter) {
    writer.string(id)
    writer.string(name)
    writer.list(names) { $0.string($1) }
    writer.list(records) { $1.write(to: &$0) }
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), name: cursor.string(), names: cursor.list { $0.string() },
      records: cursor.list { CountryRecord(from: &$0) })
  }

  /// Writes the table from each name to the place of its country, with an entry for each beginning of a name; the first of
  /// two that claim a name keeps it.
  package static func write(
    namesOf countries: [Country], language: Language, to image: inout ImageWriter
  ) {
    let reader = QuestionReader(language: language, lexicon: .empty, repairsSpelling: false)
    var entries: [(Key, Int)] = []
    var beginnings: [Key] = []
    var taken: Set<Key> = []
    for (number, country) in countries.enumerated() {
      for name in [country.name] + country.names {
        let keys = keys(name, reader)
        guard let key = keys.last, taken.insert(key).inserted else { continue }
        entries.append((key, number))
        beginnings += keys.dropLast()
      }
    }
    for key in beginnings where taken.insert(key).inserted {
      entries.append((key, Lexicon.phraseGoesOn))
    }
    var section = SectionWriter()
    KeyTable.write(entries, to: &section)
    image.add(.countryNames, section)
  }

  /// The most letters of a name that means a country only with its article.
  private static let shortest = 3

  /// The keys of a name's beginnings, read as a question would be, and last of the whole; none where it has no words or more
  /// than `Lexicon.longestPhrase`.
  private static func keys(_ name: String, _ reader: QuestionReader) -> [Key] {
    let utterance = reader.read(name)
    var words = utterance.tokens[...]
    // "the Netherlands": the article is no part of the name. But "the US" is no "us".
    if words.count > 1, utterance.text(of: words[0]) == "the", words[1].count > shortest {
      words = words.dropFirst()
    }
    guard words.count <= Lexicon.longestPhrase else { return [] }
    return words.reduce(into: []) { keys, word in
      keys.append(keys.last.map { $0.followed(by: word.surface) } ?? word.surface)
    }
  }
}

extension CountryRecord {
  func write(to writer: inout SectionWriter) {
    writer.string(set)
    writer.list(values) { $0.string($1) }
    writer.string(confidence)
    writer.string(note)
  }

  init(from cursor: inout Cursor) {
    self.init(
      set: cursor.string(), values: cursor.list { $0.string() }, confidence: cursor.string(),
      note: cursor.string())
  }
}

extension RecordSet {
  package func write(to writer: inout SectionWriter) {
    for text in [id, about, asOf, confidence, found, silent] { writer.string(text) }
    writer.list(sources) { $0.string($1) }
    place.write(to: &writer)
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), about: cursor.string(), asOf: cursor.string(),
      confidence: cursor.string(), found: cursor.string(), silent: cursor.string(),
      sources: cursor.list { $0.string() }, place: Place(from: &cursor))
  }
}
