internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads a file or standard input line by line or in blocks of lines, as bytes, in bounded space.
struct Lines {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// What a line is cut to; more than anybody types, and as much as is read of a question.
  static let longest = 1 << 20

  /// What is read at a time: some hundred questions, whose answers stay in a core's own memory until they are written.
  private static let most = 1 << 14

  init(_ path: String) throws {
    self.path = path
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure.file(FileFailure(act: .read, path: path, code: errno))
    }
  }

  /// The next line without its end, or nil when there is none.
  ///
  /// Before it waits for more, it has what was answered so far sent on, so that a program at the other end of a pipe
  /// gets each answer at once, and a file of a million questions is still written in large pieces.
  mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = Lines.firstEnd(in: buffer, from: searched) {
        defer { start = end + 1 }
        return Lines.trimmed(buffer[start..<end])
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Lines.trimmed(buffer[start...])
      }
      buffer.removeSubrange(..<start)
      start = 0
      searched = min(buffer.count, Lines.longest)
      Output.standard.flush()
      try fill()
    }
  }

  /// Whole lines, as many as one read gives, at least one; nil at the end.
  mutating func nextBlock() throws -> [UInt8]? {
    var searched = 0
    while true {
      if let end = buffer[searched...].lastIndex(of: 0x0A) {
        return block(to: end + 1)
      }
      if isAtEnd { return buffer.isEmpty ? nil : block(to: buffer.count) }
      searched = min(buffer.count, Lines.longest)
      try fill()
    }
  }

  /// Takes the bytes up to an end out of the buffer, which keeps the few behind it.
  private mutating func block(to end: Int) -> [UInt8] {
    let rest = Array(buffer[end...])
    var block = buffer
    buffer = rest
    block.removeSubrange(end...)
    return block
  }

  /// Calls `body` with each line of a block, without its end.
  static func forEach(in block: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    block.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        let end = firstEnd(in: bytes, from: start) ?? bytes.count
        body(UnsafeBufferPointer(rebasing: trimmed(bytes[start..<end])))
        start = end + 1
      }
    }
  }

  private static func firstEnd(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { firstEnd(in: $0, from: start) }
  }

  private static func firstEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, 0x0A, bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// A line without the carriage return that some systems put at its end.
  private static func trimmed<Line: BidirectionalCollection<UInt8>>(_ line: Line)
    -> Line.SubSequence
  {
    line.last == 0x0D ? line.dropLast() : line[...]
  }

  private mutating func fill() throws {
    // Of an endless line only the beginning is kept.
    if buffer.count > Lines.longest { buffer.removeSubrange(Lines.longest...) }
    while true {
      let count = withUnsafeTemporaryAllocation(byteCount: Lines.most, alignment: 16) { chunk in
        let count = read(descriptor, chunk.baseAddress!, chunk.count)
        if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
        return count
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure.file(FileFailure(act: .read, path: path, code: errno))
      }
      if count == 0 { isAtEnd = true }
      return
    }
  }
}
