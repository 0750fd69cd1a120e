internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads a file or standard input line by line, as bytes, in bounded space.
///
/// Before it waits for more, it has what was answered so far sent on, so that a program at the other end of a pipe
/// gets each answer at once, and a file of a million questions is still written in large pieces.
struct Lines {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// What a line is cut to; more than anybody types, and as much as is read of a question.
  static let longest = 1 << 20

  init(_ path: String) throws {
    self.path = path
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure.file(FileFailure(act: .read, path: path, code: errno))
    }
  }

  /// The next line without its end, or nil when there is none.
  mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return trimmed(start..<end)
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return trimmed(start..<buffer.count)
      }
      if start > 0 {
        buffer.removeSubrange(0..<start)
        start = 0
      }
      // Of an endless line only the beginning is kept.
      if buffer.count > Lines.longest { buffer.removeSubrange(Lines.longest...) }
      searched = buffer.count
      try fill()
    }
  }

  private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
    let line = buffer[range]
    return line.last == 0x0D ? line.dropLast() : line
  }

  private mutating func fill() throws {
    Output.standard.flush()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress!, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure.file(FileFailure(act: .read, path: path, code: errno))
      }
      if count == 0 { isAtEnd = true }
      buffer += chunk[0..<count]
      return
    }
  }
}
