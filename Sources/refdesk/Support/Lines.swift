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

  /// Whole lines in blocks, as many as are there without waiting, at least one and at most `most`; none at the end.
  ///
  /// Of a line too long for a block only the beginning is kept.
  mutating func blocks(upTo most: Int) throws -> [[UInt8]] {
    var blocks: [[UInt8]] = []
    while blocks.count < most, blocks.isEmpty || isReady {
      guard let block = try nextBlock() else { break }
      blocks.append(block)
    }
    return blocks
  }

  private mutating func nextBlock() throws -> [UInt8]? {
    while true {
      if let end = buffer.lastIndex(of: 0x0A) {
        defer { buffer.removeSubrange(...end) }
        return Array(buffer[...end])
      }
      if isAtEnd {
        defer { buffer.removeAll() }
        return buffer.isEmpty ? nil : buffer
      }
      if buffer.count > Lines.longest { buffer.removeSubrange(Lines.longest...) }
      try fill()
    }
  }

  /// Whether reading would not wait.
  private var isReady: Bool {
    if isAtEnd || buffer.contains(0x0A) { return true }
    var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) > 0
  }

  private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> { Lines.trimmed(buffer[range]) }

  /// A line without the carriage return that some systems put at its end.
  static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
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
