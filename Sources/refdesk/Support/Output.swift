#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A stream that text is written to, gathered until there is a reason to send it.
///
/// One thread writes at a time; the streams are shared for the same reason that the descriptors are.
final class Output: @unchecked Sendable {
  static let standard = Output(descriptor: 1)
  static let error = Output(descriptor: 2)

  private let descriptor: Int32
  private var waiting: [UInt8] = []
  /// Whether anything was ever written.
  private(set) var hasWritten = false

  private init(descriptor: Int32) { self.descriptor = descriptor }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) {
    hasWritten = hasWritten || !bytes.isEmpty
    guard bytes.count < Output.most else {
      // So much is sent from where it lies.
      flush()
      send(bytes)
      return
    }
    waiting += bytes
    if waiting.count >= Output.most { flush() }
  }

  /// What may wait to be sent.
  private static let most = 1 << 16

  /// Sends what is waiting. Where that fails, the program ends with the reason: an answer lost is not passed over.
  func flush() {
    send(waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        let code = errno
        waiting.removeAll()
        if descriptor != 2 { Failure.output(code).exit() }
        return
      }
      done += count
    }
  }

  private func send(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}

/// Whether a descriptor leads to a terminal.
func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
