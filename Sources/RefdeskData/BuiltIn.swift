package import RefdeskCore

/// The rule base and the language that the program carries, compiled when it was built.
package enum BuiltIn {
  package static var language: Language {
    Language(open(Bytes(languageImage()), .language))
  }

  package static var rules: CompiledRules {
    CompiledRules(open(Bytes(rulesImage()), .rules))
  }

  private static func open(_ bytes: Bytes, _ kind: Image.Kind) -> Image {
    do {
      return try Image(bytes, kind: kind, verified: true)
    } catch {
      // Only a fault of the build can bring this about.
      fatalError("the built-in image can't be read: \(error)")
    }
  }
}
