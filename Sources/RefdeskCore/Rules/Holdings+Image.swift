// How each value is written to an image and read back: the two halves of a pair stand together.

extension Rule {
  package func write(to writer: inout SectionWriter, partnerIndex: [String: Int]) {
    writer.string(id)
    writer.string(question)
    writer.int(kind.rawValue)
    writer.string(topic)
    writer.string(opening)
    writer.list(sources) { $0.string($1) }
    writer.list(steps) { $1.write(to: &$0) }
    writer.list(partners) { $1.write(to: &$0, partnerIndex: partnerIndex) }
    writer.list(targets) { $1.write(to: &$0) }
    writer.list(see) { $0.string($1) }
    writer.list(choices) { $0.string($1) }
    writer.list(records) { $0.string($1) }
    writer.list(fits) { $1.write(to: &$0) }
    writer.string(reviewed)
    writer.list(formerly) { $0.string($1) }
    place.write(to: &writer)
  }

  init(from cursor: inout Cursor, partnerID: (Int) -> String) {
    self.init(id: cursor.string(), question: cursor.string())
    kind = Kind(rawValue: cursor.int()) ?? .answer
    topic = cursor.string()
    opening = cursor.string()
    sources = cursor.list { $0.string() }
    steps = cursor.list { Step(from: &$0) }
    partners = cursor.list { PartnerSuggestion(from: &$0, partnerID: partnerID) }
    targets = cursor.list { TargetSuggestion(from: &$0) }
    see = cursor.list { $0.string() }
    choices = cursor.list { $0.string() }
    records = cursor.list { $0.string() }
    fits = cursor.list { Fit(from: &$0) }
    reviewed = cursor.string()
    formerly = cursor.list { $0.string() }
    place = Place(from: &cursor)
  }
}

extension Fit {
  func write(to writer: inout SectionWriter) {
    writer.string(value)
    writer.string(text)
    writer.list(sources) { $0.string($1) }
  }

  init(from cursor: inout Cursor) {
    self.init(
      value: cursor.string(), text: cursor.string(), sources: cursor.list { $0.string() })
  }
}

extension Step {
  func write(to writer: inout SectionWriter) {
    writer.string(text)
    writer.list(sources) { $0.string($1) }
  }

  init(from cursor: inout Cursor) {
    self.init(text: cursor.string(), sources: cursor.list { $0.string() })
  }
}

extension PartnerSuggestion {
  func write(to writer: inout SectionWriter, partnerIndex: [String: Int]) {
    writer.int(partnerIndex[id] ?? 0)
    writer.string(why)
    writer.list(sources) { $0.string($1) }
  }

  init(from cursor: inout Cursor, partnerID: (Int) -> String) {
    self.init(
      id: partnerID(cursor.int()), why: cursor.string(), sources: cursor.list { $0.string() })
  }
}

extension TargetSuggestion {
  func write(to writer: inout SectionWriter) {
    writer.int(code.packed)
    writer.string(why)
    writer.list(sources) { $0.string($1) }
  }

  init(from cursor: inout Cursor) {
    self.init(
      code: Code(bits: cursor.int()), why: cursor.string(), sources: cursor.list { $0.string() })
  }
}

extension Place {
  func write(to writer: inout SectionWriter) {
    writer.string(file)
    writer.int(line)
    writer.int(column)
  }

  init(from cursor: inout Cursor) {
    self.init(file: cursor.string(), line: cursor.int(), column: cursor.int())
  }
}

extension Document {
  package func write(to writer: inout SectionWriter) {
    writer.string(id)
    writer.string(title)
    writer.string(series)
    writer.string(url)
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), title: cursor.string(), series: cursor.string(), url: cursor.string())
  }
}

extension Passage {
  package func write(to writer: inout SectionWriter) {
    writer.string(id)
    writer.string(document)
    writer.string(locator)
    writer.string(gist)
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), document: cursor.string(), locator: cursor.string(),
      gist: cursor.string())
  }
}

extension Partner {
  package func write(to writer: inout SectionWriter) {
    for text in [id, name, who, shares, offer, ask, find] { writer.string(text) }
    writer.list(sources) { $0.string($1) }
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), name: cursor.string(), who: cursor.string(), shares: cursor.string(),
      offer: cursor.string(), ask: cursor.string(), find: cursor.string(),
      sources: cursor.list { $0.string() })
  }
}

extension Goal {
  package func write(to writer: inout SectionWriter, partnerIndex: [String: Int]) {
    writer.int(number)
    writer.string(title)
    writer.list(names) { $0.string($1) }
    writer.string(colour)
    writer.string(opening)
    writer.list(sources) { $0.string($1) }
    writer.list(steps) { $1.write(to: &$0) }
    writer.list(partners) { $1.write(to: &$0, partnerIndex: partnerIndex) }
    writer.list(see) { $0.string($1) }
    writer.list(targets) { $1.write(to: &$0) }
    place.write(to: &writer)
  }

  init(from cursor: inout Cursor, partnerID: (Int) -> String) {
    self.init(
      number: cursor.int(), title: cursor.string(), names: cursor.list { $0.string() },
      colour: cursor.string(), opening: cursor.string(), sources: cursor.list { $0.string() },
      steps: cursor.list { Step(from: &$0) },
      partners: cursor.list { PartnerSuggestion(from: &$0, partnerID: partnerID) },
      see: cursor.list { $0.string() }, targets: cursor.list { Target(from: &$0) },
      place: Place(from: &cursor))
  }
}

extension Target {
  func write(to writer: inout SectionWriter) {
    writer.int(code.packed)
    writer.string(title)
    writer.string(why)
    writer.string(opening)
    writer.list(sources) { $0.string($1) }
    writer.list(steps) { $1.write(to: &$0) }
    place.write(to: &writer)
  }

  init(from cursor: inout Cursor) {
    self.init(
      code: Code(bits: cursor.int()), title: cursor.string(), why: cursor.string(),
      opening: cursor.string(), sources: cursor.list { $0.string() },
      steps: cursor.list { Step(from: &$0) }, place: Place(from: &cursor))
  }
}

extension Topic {
  package func write(to writer: inout SectionWriter) {
    writer.string(id)
    writer.string(title)
    writer.int(holdsExamples ? 1 : 0)
  }

  init(from cursor: inout Cursor) {
    self.init(id: cursor.string(), title: cursor.string(), holdsExamples: cursor.int() != 0)
  }
}

extension About {
  package func write(to writer: inout SectionWriter) {
    writer.string(subject)
    writer.string(contact)
    writer.list(samples) { $0.string($1) }
  }

  init(from cursor: inout Cursor) {
    self.init(
      subject: cursor.string(), contact: cursor.string(), samples: cursor.list { $0.string() })
  }
}
