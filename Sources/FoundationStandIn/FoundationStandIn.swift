// What the reader of command lines (swift-argument-parser) asks of Foundation's essentials, under the names that they
// have there for the linker. It asks for a JSON encoder, for one hidden option, `--experimental-dump-help`, and with
// that come calendars, property lists and regular expressions: 5 MB, a fifth of the binary. A release has this instead
// (see `Scripts/release`), and says so when it is asked for that option. Should the reader one day ask for more, the
// linker takes that from Foundation: where names then stand twice it refuses, and `Scripts/check-release` sees the rest.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Looked for in every error that is shown; without Foundation there is none.
public protocol LocalizedError: Error {
  var errorDescription: String? { get }
}

public class JSONEncoder {
  public struct OutputFormatting: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }

    public static let prettyPrinted = OutputFormatting(rawValue: 1)
    public static let sortedKeys = OutputFormatting(rawValue: 2)
  }

  public init() {
    let message = Array(
      "refdesk: this build can't write its commands down as JSON; one made with 'swift build' can\n"
        .utf8)
    _ = write(2, message, message.count)
    exit(64)
  }
}

public struct Data {}

extension String {
  public struct Encoding: Sendable {
    public static let utf8 = Encoding()
  }

  public init?(data: __shared Data, encoding: Encoding) { nil }
}
