internal import CYAML
internal import RefdeskCore

/// A node of a YAML file, with the place where it stands.
struct YAMLNode {
  indirect enum Value {
    case scalar(String)
    case list([YAMLNode])
    case map([(key: YAMLNode, value: YAMLNode)])
  }

  var value: Value
  var place: Place

  var text: String? {
    if case .scalar(let text) = value { text } else { nil }
  }

  /// What kind of node it is, as a message calls it.
  var kind: String {
    switch value {
    case .scalar: "text"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}

extension YAMLNode {
  /// The nesting and the number of nodes that a rule base never comes near, so that a hostile file ends in a finding.
  private static let deepest = 32
  private static let most = 20_000_000

  /// Reads a file's text; nil for one that holds nothing.
  ///
  /// - Throws: a finding with the place where the text is no YAML.
  static func read(_ text: [UInt8], file: String) throws(Finding) -> YAMLNode? {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      throw Finding(.notYAML("out of memory"), at: Place(file: file))
    }
    defer { yaml_parser_delete(&parser) }
    return try text.withUnsafeBufferPointer { text throws(Finding) in
      yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      var document = yaml_document_t()
      guard yaml_parser_load(&parser, &document) == 1 else {
        let problem = parser.problem.map { String(cString: $0) } ?? "not readable"
        let isReader = parser.error == YAML_READER_ERROR
        let mark = parser.problem_mark
        throw Finding(
          .notYAML(problem),
          at: isReader
            ? place(ofByte: Int(parser.problem_offset), in: text, file: file)
            : Place(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1))
      }
      defer { yaml_document_delete(&document) }
      guard yaml_document_get_root_node(&document) != nil else { return nil }
      var budget = most
      return try node(1, in: &document, file: file, depth: 0, budget: &budget)
    }
  }

  private static func place(
    ofByte offset: Int, in text: UnsafeBufferPointer<UInt8>, file: String
  ) -> Place {
    let before = text.prefix(offset)
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return Place(file: file, line: line, column: column)
  }

  private static func node(
    _ id: Int32, in document: inout yaml_document_t, file: String, depth: Int, budget: inout Int
  ) throws(Finding) -> YAMLNode {
    guard let pointer = yaml_document_get_node(&document, id) else {
      throw Finding(.notYAML("a node is missing"), at: Place(file: file))
    }
    let raw = pointer.pointee
    let place = Place(
      file: file, line: Int(raw.start_mark.line) + 1, column: Int(raw.start_mark.column) + 1)
    budget -= 1
    guard depth < deepest, budget > 0 else { throw Finding(.tooDeep, at: place) }
    switch raw.type {
    case YAML_SCALAR_NODE:
      let text = UnsafeBufferPointer(start: raw.data.scalar.value, count: raw.data.scalar.length)
      return YAMLNode(value: .scalar(String(decoding: text, as: UTF8.self)), place: place)
    case YAML_SEQUENCE_NODE:
      var items: [YAMLNode] = []
      var item = raw.data.sequence.items.start
      while let current = item, current < raw.data.sequence.items.top {
        items.append(
          try node(
            current.pointee, in: &document, file: file, depth: depth + 1, budget: &budget))
        item = current + 1
      }
      return YAMLNode(value: .list(items), place: place)
    case YAML_MAPPING_NODE:
      var pairs: [(key: YAMLNode, value: YAMLNode)] = []
      var pair = raw.data.mapping.pairs.start
      while let current = pair, current < raw.data.mapping.pairs.top {
        let key = try node(
          current.pointee.key, in: &document, file: file, depth: depth + 1, budget: &budget)
        let value = try node(
          current.pointee.value, in: &document, file: file, depth: depth + 1, budget: &budget)
        pairs.append((key, value))
        pair = current + 1
      }
      return YAMLNode(value: .map(pairs), place: place)
    default:
      throw Finding(.notYAML("an empty node"), at: place)
    }
  }
}
