package import RefdeskCore
internal import RefdeskData
package import RefdeskRules

/// Rule bases for tests, written out where they are used.
package enum SmallDesk {
  /// A bakery's rules: nothing to do with libraries, as any rule base may be.
  package static let bakery = """
    - id: opening-hours
      question: When are you open?
      asks:
        - what time do you close on saturday
        - are you open on sunday morning
        - opening times please
        - how late can i come in the evening
      steps:
        - do: Come between seven and six, on Sundays until noon.
    - id: order-a-cake
      question: How do I order a birthday cake?
      asks:
        - i need a cake for my daughter's party
        - can you bake something with her name on it
        - order cake
        - how many days ahead must i order a wedding cake
      steps:
        - do: Tell us the day, the size and the name.
        - do: Pay half when you order.
    - id: allergies
      question: Which bread has no nuts?
      asks:
        - my son is allergic to nuts
        - is there gluten in the rye loaf
        - allergy information
        - what can a coeliac eat here
      steps:
        - do: Ask at the counter for the list of ingredients.
    - id: hello
      kind: courtesy
      question: Hello
      opening: Good day to you.
      asks: [hello, good morning, hi there]
    """

  package static func read(_ yaml: String, file: String = "rules.yaml") -> RuleBaseReader.Result {
    RuleBaseReader.read([(file, Array(yaml.utf8))])
  }

  package static func image(_ yaml: String) throws -> [UInt8] {
    Compiler(try read(yaml).usable(), language: BuiltIn.language).compile()
  }

  package static func desk(_ yaml: String) throws -> Desk {
    let rules = try CompiledRules(Bytes(copying: try image(yaml)), verified: true)
    return Desk(rules: rules, language: BuiltIn.language)
  }

  package static let bakeryDesk: @Sendable () throws -> Desk = { try desk(bakery) }

  /// The desk with the rules that the program carries.
  package static func builtIn() -> Desk { Desk(rules: BuiltIn.rules, language: BuiltIn.language) }
}

/// A rule base of several files, given as their names and texts.
package enum RuleBaseFiles {
  package static func read(_ files: [(name: String, text: String)]) -> RuleBaseReader.Result {
    RuleBaseReader.read(files.map { ($0.name, Array($0.text.utf8)) })
  }
}

extension RuleBaseReader.Result {
  package func desk() throws -> Desk {
    let image = Compiler(try usable(), language: BuiltIn.language).compile()
    let rules = try CompiledRules(Bytes(copying: image), verified: true)
    return Desk(rules: rules, language: BuiltIn.language)
  }
}
