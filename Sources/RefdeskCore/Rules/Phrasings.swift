/// The phrasings of a rule base in its image.
///
/// What many share, the writer and the file, stands once:
///
///     origins: writer, file
///     phrasings: rule (3), origin (3), line (3), column (3), text
package struct Phrasings: Sendable {
  private let bytes: Bytes

  package init(_ bytes: Bytes) { self.bytes = bytes }

  /// All phrasings, with the rule each asks for.
  ///
  /// - Parameter names: the rules' ids by number; nil for a question that no rule answers.
  package func all(_ names: [String?]) -> [Phrasing] {
    var cursor = Cursor(bytes)
    let origins = cursor.list { (voice: $0.string(), file: $0.string()) }
    return cursor.list { cursor in
      let rule = min(cursor.u21(), names.count - 1)
      let origin = cursor.u21()
      let (line, column) = (cursor.u21(), cursor.u21())
      let (voice, file) = origins.indices.contains(origin) ? origins[origin] : ("", "")
      return Phrasing(
        text: cursor.shortString(), rule: names[rule], voice: voice,
        place: Place(file: file, line: line, column: column))
    }
  }

  package static func write(
    _ phrasings: [(rule: Int, phrasing: Phrasing)], to writer: inout SectionWriter
  ) {
    struct Origin: Hashable { var voice, file: String }
    var origins: [Origin] = []
    var numbers: [Origin: Int] = [:]
    var list = SectionWriter()
    list.list(phrasings) { writer, entry in
      let (rule, phrasing) = entry
      let origin = Origin(voice: phrasing.voice, file: phrasing.place.file)
      let number = numbers[origin] ?? origins.count
      if number == origins.count {
        numbers[origin] = number
        origins.append(origin)
      }
      writer.u21(rule)
      writer.u21(number)
      writer.u21(phrasing.place.line)
      writer.u21(phrasing.place.column)
      writer.shortString(phrasing.text)
    }
    writer.list(origins) { writer, origin in
      writer.string(origin.voice)
      writer.string(origin.file)
    }
    writer.bytes += list.bytes
  }
}
