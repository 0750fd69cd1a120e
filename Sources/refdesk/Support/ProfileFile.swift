internal import RefdeskCore
internal import RefdeskRules

#if canImport(Darwin)
  internal import Darwin
#else
  @preconcurrency internal import Glibc
#endif

/// Where what people said of themselves outlives the conversation, if they ask for it: a text that they can read and
/// edit, for its owner alone.
///
///     library: national
///     country: KEN
///     cares about: health
struct ProfileFile: Sendable {
  let path: String

  init(path: String) { self.path = path }

  /// `refdesk/profile` in `$XDG_CONFIG_HOME`, or in `.config` at home; nil if no home is known.
  static func named(
    by variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) -> ProfileFile? {
    // A relative value is to be ignored, says the XDG base directory specification.
    if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return ProfileFile(path: folder + "/refdesk/profile")
    }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return ProfileFile(path: home + "/.config/refdesk/profile")
  }

  /// What was kept; empty where nothing was, or it can't be read.
  func read() -> Profile {
    guard let bytes = try? Files.read(path) else { return Profile() }
    return ProfileFile.profile(String(decoding: bytes, as: UTF8.self))
  }

  /// Keeps a profile; one that says nothing takes the file away.
  ///
  /// - Throws: `FileFailure` where the file can't be written.
  func write(_ profile: Profile) throws(FileFailure) {
    if profile.isEmpty {
      unlink(path)
      return
    }
    let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
    var made = ""
    for part in folder.split(separator: "/") {
      made += "/" + part
      mkdir(made, 0o700)
    }
    try Files.write(Array(ProfileFile.text(profile).utf8), to: path)
    _ = chmod(path, 0o600)
  }

  static func text(_ profile: Profile) -> String {
    var lines = profile.values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    if let country = profile.country { lines.append("country: \(country)") }
    lines += profile.interests.map { "cares about: \($0)" }
    return lines.map { $0 + "\n" }.joined()
  }

  static func profile(_ text: String) -> Profile {
    var profile = Profile()
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      guard parts.count == 2, !parts[1].isEmpty else { continue }
      switch parts[0] {
      case "country": profile.country = parts[1]
      case "cares about": profile.care(about: parts[1])
      default: profile.set(parts[0], parts[1])
      }
    }
    return profile
  }
}
