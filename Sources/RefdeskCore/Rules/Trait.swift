/// Something that people say of themselves and that answers can fit: the kind of library, of organisation.
package struct Trait: Sendable, Equatable {
  package struct Value: Sendable, Equatable {
    package var id: String
    /// As it follows "you are": "a national library".
    package var name: String
    /// What people call themselves: "national library", "national librarian".
    package var forms: [String]

    package init(id: String, name: String, forms: [String]) {
      self.id = id
      self.name = name
      self.forms = forms
    }
  }

  package var id: String
  /// As it is listed: "kind of library".
  package var title: String
  package var values: [Value]
  package var place: Place

  package init(id: String, title: String, values: [Value], place: Place) {
    self.id = id
    self.title = title
    self.values = values
    self.place = place
  }
}

extension Trait {
  package func write(to writer: inout SectionWriter) {
    writer.string(id)
    writer.string(title)
    writer.list(values) { writer, value in
      writer.string(value.id)
      writer.string(value.name)
      writer.list(value.forms) { $0.string($1) }
    }
    place.write(to: &writer)
  }

  init(from cursor: inout Cursor) {
    self.init(
      id: cursor.string(), title: cursor.string(),
      values: cursor.list { cursor in
        Value(
          id: cursor.string(), name: cursor.string(), forms: cursor.list { $0.string() })
      }, place: Place(from: &cursor))
  }
}
