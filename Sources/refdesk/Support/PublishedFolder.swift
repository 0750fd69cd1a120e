internal import RefdeskFAQ
internal import RefdeskPages
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The folder of pages: written whole, or compared with what would be written.
enum PublishedFolder {
  /// Makes a folder and those above it, where they are missing.
  static func make(_ path: String) throws {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/" + part
      if Files.isFolder(made) { continue }
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw Failure.file(FileFailure(act: .write, path: path, code: errno))
      }
    }
  }

  /// Makes the folder that a file is to stand in.
  static func makeParent(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    try make(String(path[..<slash]))
  }

  /// Writes files, each beside its place first and then moved there. An interruption waits until all are in place: it
  /// leaves the old pages or the new ones, never half of one or some of each.
  static func write(_ files: [(path: String, text: String)]) throws {
    if files.isEmpty { return }
    var interruptions = sigset_t()
    var before = sigset_t()
    sigemptyset(&interruptions)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&interruptions, signal) }
    sigprocmask(SIG_BLOCK, &interruptions, &before)
    defer { sigprocmask(SIG_SETMASK, &before, nil) }
    do {
      for (path, text) in files { try Files.write(Array(text.utf8), to: path) }
    } catch {
      throw Failure.file(error)
    }
  }

  /// Prints how files differ from what would be written now; true where none does.
  static func compare(_ files: [(path: String, text: String)]) throws -> Bool {
    var isCurrent = true
    for (path, text) in files {
      guard Files.exists(path) else {
        Output.standard.write("\(Cells.printable(path)): not there yet\n")
        isCurrent = false
        continue
      }
      let old: [UInt8]
      do {
        old = try Files.read(path)
      } catch {
        throw Failure.file(error)
      }
      if old == Array(text.utf8) { continue }
      isCurrent = false
      let difference = Difference(old: String(decoding: old, as: UTF8.self), new: text)
      Output.standard.write("--- \(Cells.printable(path))\n+++ what the rules say now\n")
      for line in difference.text.split(separator: "\n", omittingEmptySubsequences: false)
      where !line.isEmpty {
        Output.standard.write(Cells.printable(String(line)) + "\n")
      }
    }
    return isCurrent
  }
}
