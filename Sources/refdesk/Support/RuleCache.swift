internal import RefdeskCore
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Images of rule bases that were compiled before, kept under `$XDG_CACHE_HOME/refdesk` by content.
///
/// A cache that can't be read or written costs time and nothing else, so no failure is reported.
enum RuleCache {
  private static var folder: String? {
    for (variable, below) in [("XDG_CACHE_HOME", ""), ("HOME", "/.cache")] {
      guard let value = getenv(variable) else { continue }
      let path = String(cString: value)
      // The XDG specification has relative paths ignored.
      if path.hasPrefix("/") { return path + below + "/refdesk" }
    }
    return nil
  }

  private static func path(of sources: RuleSources) -> String? {
    folder.map { "\($0)/\(Version.text)-\(Compiler.method)-\(sources.fingerprint).image" }
  }

  static func image(of sources: RuleSources) -> CompiledRules? {
    guard let path = path(of: sources), Files.exists(path) else { return nil }
    return try? CompiledRules(try Files.map(path))
  }

  static func keep(_ image: [UInt8], of sources: RuleSources) {
    guard let path = path(of: sources), let folder else { return }
    let parent = folder.split(separator: "/").dropLast().joined(separator: "/")
    mkdir("/" + parent, 0o700)
    mkdir(folder, 0o700)
    try? Files.write(image, to: path)
  }
}
