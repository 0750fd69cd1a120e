internal import RefdeskCore

/// The files of a rule base, with what is in them.
package struct RuleSources: Sendable {
  package let files: [(name: String, bytes: [UInt8])]

  /// - Parameter name: what to call the folder in places; the path where nil.
  /// - Throws: `FileFailure` where the folder or a file can't be read.
  package init(_ path: String, calledAs name: String? = nil) throws(FileFailure) {
    let paths = Files.isFolder(path) ? try Files.list(path, endings: [".yaml", ".yml"]) : [path]
    var files: [(name: String, bytes: [UInt8])] = []
    for file in paths {
      let shown = name.map { $0 + file.dropFirst(path.count) } ?? file
      files.append((shown, try Files.read(file)))
    }
    self.files = files
  }

  package func read() -> RuleBaseReader.Result { RuleBaseReader.read(files) }

  /// Stands for names and contents: other rules have another print.
  package var fingerprint: String {
    var first = Key("first", role: .phrase)
    var second = Key("second", role: .phrase)
    for (name, bytes) in files {
      for part in [Array(name.utf8), bytes] {
        part.withUnsafeBufferPointer {
          first = first.followed(by: Key($0, role: .surface))
          second = second.followed(by: Key($0, role: .phrase))
        }
      }
    }
    return String(first.bits, radix: 36) + String(second.bits, radix: 36)
  }
}
