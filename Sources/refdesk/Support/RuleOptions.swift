import ArgumentParser
internal import RefdeskCore
internal import RefdeskData
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which rules to answer from.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answer from these rules: a folder of YAML files, a file of JSON lines, or a compiled image. Else $REFDESK_RULES, else the built-in ones.",
      valueName: "path"))
  var rules: String?

  /// The folder or image that was named, by the option or by the environment.
  private static func path(_ option: String?) -> String? {
    if let option { return option }
    guard let value = getenv("REFDESK_RULES") else { return nil }
    let path = String(cString: value)
    return path.isEmpty ? nil : path
  }

  func open() throws -> CompiledRules { try RuleOptions.open(rules) }

  /// Opens the rules that were named, or else the built-in ones.
  static func open(_ option: String?) throws -> CompiledRules {
    guard let path = path(option) else { return BuiltIn.rules }
    let isSource = [".yaml", ".yml", ".jsonl"].contains { path.hasSuffix($0) }
    if Files.isFolder(path) || isSource { return try compiled(path) }
    do {
      return try CompiledRules(try Files.map(path))
    } catch let damage as Image.Damage {
      throw Failure.image(path, damage)
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    }
  }

  /// Rules in YAML, compiled, from the cache where they have been compiled before.
  private static func compiled(_ path: String) throws -> CompiledRules {
    do {
      let sources = try RuleSources(path)
      if let cached = RuleCache.image(of: sources) { return cached }
      let base = try sources.read().usable()
      let image = Compiler(base, language: BuiltIn.language).compile()
      RuleCache.keep(image, of: sources)
      return try CompiledRules(Bytes(copying: image), verified: true)
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    } catch let findings as Findings {
      throw Failure.rules(findings)
    }
  }

  static var language: Language { BuiltIn.language }

  func desk() throws -> Desk { Desk(rules: try open(), language: RuleOptions.language) }
}
