internal import RefdeskCore
package import RefdeskRules

/// Finds transcripts: named files as they are, and of folders every text and Markdown file but the README.
package enum TranscriptFiles {
  /// - Throws: `FileFailure` where a path can't be read.
  package static func find(_ paths: [String]) throws(FileFailure) -> [String] {
    var found: [String] = []
    for path in paths {
      guard Files.isFolder(path) else {
        found.append(path)
        continue
      }
      found += try Files.list(path, endings: [".md", ".txt"]).filter {
        $0.split(separator: "/").last.map { !$0.hasPrefix("README") } ?? true
      }
    }
    return found
  }

  package static func read(_ path: String) throws(FileFailure) -> TranscriptReader.Result {
    TranscriptReader.read(try Files.read(path), name: path)
  }
}
