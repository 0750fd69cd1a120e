#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// Where the lines typed at the prompt outlive the program. What readers ask is confidential: the file is for its owner
/// alone.
///
/// One entry a line, the oldest first. Newlines within an entry are written `\n`, and backslashes `\\`.
package struct HistoryFile: Sendable, Equatable {
  /// The number of entries kept.
  package static let capacity = 2000

  package let path: String
  /// True if the folder is ours to make.
  private let makesFolder: Bool

  /// What kept the history from being read or written.
  package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    package let path: String
    package let reason: String
    package var description: String { "\(path): \(reason)" }
  }

  /// A file at a place of the person's choosing, in a folder that exists.
  package init(path: String) {
    self.path = path
    makesFolder = false
  }

  /// A file at the place where the XDG base directory specification puts it, in a folder that is made as needed.
  private init(stateFolder: String) {
    path = stateFolder + "/refdesk/history"
    makesFolder = true
  }

  /// The file that the environment asks for: `$REFDESK_HISTFILE`, or `refdesk/history` in `$XDG_STATE_HOME`. Nil if
  /// `REFDESK_HISTFILE` is empty, which turns the history off, or if no home is known.
  package static func named(
    by variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) -> HistoryFile? {
    if let chosen = variable("REFDESK_HISTFILE") {
      return chosen.isEmpty ? nil : HistoryFile(path: chosen)
    }
    // A relative value is to be ignored, says the specification.
    if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      return HistoryFile(stateFolder: state)
    }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return HistoryFile(stateFolder: home + "/.local/state")
  }

  /// The form in which a line is kept, or nil if it is not: empty ones and those that begin with a space.
  static func entry(for line: String) -> String? {
    line.isEmpty || line.hasPrefix(" ") ? nil : line
  }

  /// The entries, the oldest first, each once. Brings a file that has grown too long back to size.
  func load() throws(Failure) -> [String] {
    guard let descriptor = try open(creating: false) else { return [] }
    defer { _ = close(descriptor) }
    let lines = try contents(of: descriptor).split(separator: UInt8(ascii: "\n"))
    var seen: Set<String> = []
    var entries: [String] = []
    for line in lines.reversed() where entries.count < Self.capacity {
      let entry = Self.unescape(String(decoding: line, as: UTF8.self))
      if seen.insert(entry).inserted { entries.append(entry) }
    }
    entries.reverse()
    if lines.count > Self.capacity + Self.capacity / 4 { try replace(with: entries) }
    return entries
  }

  /// Adds an entry at the end. Whole lines only, so that two sessions can share the file.
  func append(_ entry: String) throws(Failure) {
    guard let descriptor = try open(creating: true) else { return }
    defer { _ = close(descriptor) }
    try write(Array((Self.escape(entry) + "\n").utf8), to: descriptor)
  }

  // MARK: The file

  /// Opens the file, locked and for its owner alone. Nil if there is none, or if it is `/dev/null`.
  private func open(creating: Bool) throws(Failure) -> Int32? {
    if creating && makesFolder { makeFolders() }
    let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (creating ? O_CREAT : 0)
    while true {
      let descriptor = systemOpen(path, flags, 0o600)
      guard descriptor >= 0 else {
        if errno == ENOENT && !creating { return nil }
        throw failure()
      }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        _ = close(descriptor)
        if path == "/dev/null" { return nil }
        throw Failure(path: path, reason: "Not a regular file")
      }
      if status.st_mode & 0o077 != 0 && status.st_uid == geteuid() && status.st_nlink == 1 {
        _ = fchmod(descriptor, 0o600)
      }
      flock(descriptor, LOCK_EX)
      // Another session may have put a shorter file in its place while we waited.
      var current = stat()
      if stat(path, &current) != 0
        || (current.st_ino == status.st_ino && current.st_dev == status.st_dev)
      {
        return descriptor
      }
      _ = close(descriptor)
    }
  }

  /// Makes the missing folders, each for the owner alone. If that fails, opening the file says so.
  private func makeFolders() {
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      mkdir(folder, 0o700)
    }
  }

  private func contents(of descriptor: Int32) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw failure() }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes the entries beside the file and moves them into its place, so that a crash loses nothing.
  private func replace(with entries: [String]) throws(Failure) {
    // What the path leads to: a link stays a link.
    guard let resolved = realpath(path, nil) else { throw failure() }
    defer { free(resolved) }
    let target = String(cString: resolved)
    let draft = "\(target).\(getpid())"
    let descriptor = systemOpen(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    do throws(Failure) {
      defer { _ = close(descriptor) }
      try write(Array(entries.map { Self.escape($0) + "\n" }.joined().utf8), to: descriptor)
    } catch {
      unlink(draft)
      throw error
    }
    if rename(draft, target) != 0 {
      let error = failure()
      unlink(draft)
      throw error
    }
  }

  private func failure() -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)))
  }

  // MARK: The form

  private static func escape(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\\": line += "\\\\"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func unescape(_ line: String) -> String {
    var entry = ""
    var isEscaped = false
    for scalar in line.unicodeScalars {
      switch (isEscaped, scalar) {
      case (false, "\\"):
        isEscaped = true
        continue
      case (true, "n"): entry += "\n"
      case (true, "\\"): entry += "\\"
      case (true, _): entry += "\\\(scalar)"  // not written by us
      case (false, _): entry.unicodeScalars.append(scalar)
      }
      isEscaped = false
    }
    return isEscaped ? entry + "\\" : entry
  }
}
