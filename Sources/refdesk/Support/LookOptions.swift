import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How text looks: colours and width.
struct LookOptions: ParsableArguments {
  enum When: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(help: "Whether to use colours.") var color: When?
  @Flag(help: "Plain text: no colours, no line editing. For screen readers and logs.")
  var plain = false
  @Option(help: "Wrap text to this many columns.") var width: Int?

  /// How a stream is written to: the option first, then the environment, then what the stream is.
  func style(for stream: Output) -> TerminalStyle {
    LookOptions.style(for: stream, color: color, plain: plain, width: width)
  }

  static func style(
    for stream: Output, color: When? = nil, plain: Bool = false, width: Int? = nil
  ) -> TerminalStyle {
    TerminalStyle(
      width: width.map { max(30, $0) } ?? columns ?? 80,
      colour: hasColour(stream, color, plain) ? depth : .none)
  }

  private static func hasColour(_ stream: Output, _ color: When?, _ plain: Bool) -> Bool {
    if plain { return false }
    switch color {
    case .always: return true
    case .never: return false
    case .auto, nil: break
    }
    if let value = environment("NO_COLOR"), !value.isEmpty { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = environment(name), !value.isEmpty, value != "0" { return true }
    }
    if environment("CLICOLOR") == "0" || ["dumb", "", nil].contains(environment("TERM")) {
      return false
    }
    return stream.isTerminal
  }

  private static var depth: TerminalStyle.Colour {
    if ["truecolor", "24bit"].contains(environment("COLORTERM")) { return .full }
    if environment("TERM")?.contains("256color") == true { return .extended }
    return environment("TERM") == nil ? .full : .basic
  }

  /// The terminal's width; nil where there is no terminal.
  static var columns: Int? {
    var size = winsize()
    for descriptor: Int32 in [1, 2, 0] {
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        return Int(size.ws_col)
      }
    }
    return nil
  }
}

func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
