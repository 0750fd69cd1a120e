import Foundation
import TerminalSupport

#if canImport(Darwin)
  import Darwin
#else
  @preconcurrency import Glibc
#endif

/// The program under test, run as anybody would run it.
enum Command {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// The repository.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The rule base of the repository.
  static var rules: String { package.appending(path: "Rules").path }

  /// `REFDESK_BINARY`, or what was built together with these tests.
  static let binary: String = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["REFDESK_BINARY"], !path.isEmpty { return path }
    let own = [CommandLine.arguments.first.map { URL(filePath: $0) }, Bundle.main.executableURL]
    var folders = own.compactMap { $0?.deletingLastPathComponent() }
    // On a Mac the tests are a bundle, loaded by a program of Xcode's.
    folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    folders += ["debug", "release"].map { package.appending(path: ".build/\($0)") }
    let candidates = folders.map { $0.appending(path: "refdesk").path }
    return candidates.first { access($0, X_OK) == 0 } ?? "refdesk-not-found"
  }()

  /// A folder that was made for this run of the tests: nobody's own files are read or written.
  static let home: Folder = {
    let folder = Folder()
    atexit { Command.home.remove() }
    return folder
  }()

  /// What every run starts from: nothing of the person's who runs the tests.
  static func variables(_ changes: [String: String?] = [:]) -> [String: String?] {
    var variables: [String: String?] = [
      "HOME": home.path, "XDG_CACHE_HOME": home.path + "/cache",
      "XDG_STATE_HOME": home.path + "/state", "XDG_CONFIG_HOME": nil, "INPUTRC": "/dev/null",
      "LANG": "C.UTF-8", "LC_ALL": nil, "LC_CTYPE": nil, "TERM": "xterm", "COLORTERM": nil,
      "NO_COLOR": nil, "CLICOLOR": nil, "CLICOLOR_FORCE": nil, "FORCE_COLOR": nil, "COLUMNS": nil,
      "LINES": nil, "REFDESK_RULES": nil, "REFDESK_HISTFILE": nil,
      "SWIFT_BACKTRACE": "enable=no",
    ]
    for (name, value) in changes { variables[name] = .some(value) }
    return variables
  }
}

/// A folder for one test, taken away with the last use of it.
final class Folder: Sendable {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "refdesk-tests-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { remove() }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file into the folder, and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path).appending(path: name)))
  }

  /// The names of what is in a folder below this one; none where there is no such folder.
  func names(in name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)) ?? []).sorted()
  }

  /// Who may do what with a file, as in `chmod`.
  func mode(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
    return (attributes[.posixPermissions] as? Int ?? 0) & 0o7777
  }
}

/// A program at the other end of three pipes.
final class Run {
  /// Where standard output goes.
  enum Sink {
    case pipe
    /// A pipe that nobody reads any more once it has given so many bytes.
    case pipeLeft(after: Int)
    case file(String)
  }

  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  private(set) var ending: Terminal.Ending?

  private let process: pid_t
  private var input: Int32
  private var outputEnd: Int32
  private var errorEnd: Int32
  private var mostOutput = Int.max

  var text: String { String(decoding: output, as: UTF8.self) }
  var complaint: String { String(decoding: errors, as: UTF8.self) }
  var lines: [String] { text.split(separator: "\n").map(String.init) }
  var status: Int32? {
    if case .exited(let status) = ending { status } else { nil }
  }

  init(
    _ program: String, _ arguments: [String], environment: [String: String?] = [:],
    to sink: Sink = .pipe
  ) throws {
    // Writing to a program that has gone must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let (childInput, input) = try Run.pipe()
    let (outputEnd, childOutput) = try Run.pipe()
    let (errorEnd, childErrors) = try Run.pipe()
    (self.input, self.outputEnd, self.errorEnd) = (input, outputEnd, errorEnd)

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_adddup2(&actions, childInput, 0)
    switch sink {
    case .pipe: posix_spawn_file_actions_adddup2(&actions, childOutput, 1)
    case .pipeLeft(let count):
      posix_spawn_file_actions_adddup2(&actions, childOutput, 1)
      mostOutput = count
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, childErrors, 2)
    // A test runner may ignore or block signals; the program must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigemptyset(&all)
    for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&all, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var variables = ProcessInfo.processInfo.environment
    for (name, value) in Command.variables(environment) { variables[name] = value }
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in argv + envp { free(string) } }
    var process: pid_t = 0
    let error = posix_spawnp(&process, program, &actions, &attributes, argv, envp)
    self.process = process
    for end in [childInput, childOutput, childErrors] { close(end) }
    guard error == 0 else {
      // There is no process to end; the pipes are closed with this object.
      ending = .exited(127)
      throw Command.Missing(description: "\(program): \(String(cString: strerror(error)))")
    }
    for end in [input, outputEnd, errorEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    for end in [input, outputEnd, errorEnd] where end >= 0 { close(end) }
  }

  /// A pipe that no program started meanwhile by another test holds open: `pipe` can't be asked for that everywhere,
  /// and one with a name, taken away at once, can.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    let path = Command.home.path + "/pipe-\(UUID().uuidString)"
    guard mkfifo(path, 0o600) == 0 else { throw Command.Missing(description: "no pipe") }
    defer { unlink(path) }
    // Waits for nobody: at first there is no writer.
    let reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writing = open(path, O_WRONLY | O_CLOEXEC)
    guard reading >= 0, writing >= 0 else { throw Command.Missing(description: "no pipe") }
    _ = fcntl(reading, F_SETFL, 0)
    return (reading, writing)
  }

  /// Gives the program what it can have without an end of input, and waits for a text to come back.
  func send(_ text: String, until answer: String, seconds: Double = 60) -> Bool {
    let wanted = Data(answer.utf8)
    return exchange(Array(text.utf8)[...], seconds: seconds) {
      Data(output).range(of: wanted) != nil
    }
  }

  /// Ends the program as Ctrl-C does.
  func interrupt() { kill(process, SIGINT) }

  /// Gives the program the rest of its input and an end of it, and waits until it has ended.
  func finish(_ rest: [UInt8] = [], seconds: Double = 300) throws {
    _ = exchange(rest[...], closing: true, seconds: seconds) { outputEnd < 0 && errorEnd < 0 }
    let deadline = Date(timeIntervalSinceNow: seconds)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) != process {
      guard Date() < deadline else { throw Command.Missing(description: "it does not end") }
      usleep(1000)
    }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  private func exchange(
    _ bytes: ArraySlice<UInt8>, closing: Bool = false, seconds: Double, until isDone: () -> Bool
  ) -> Bool {
    var rest = bytes
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !isDone() {
      guard Date() < deadline else { return false }
      if input >= 0, rest.isEmpty, closing { shut(&input) }
      let writes = input >= 0 && !rest.isEmpty
      var watched = [
        pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: writes ? input : -1, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&watched, 3, 1000) > 0 else { continue }
      if watched[0].revents != 0 { read(&outputEnd, into: &output) }
      if watched[1].revents != 0 { read(&errorEnd, into: &errors) }
      if output.count >= mostOutput { shut(&outputEnd) }
      if watched[2].revents != 0 {
        let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 { rest = rest.dropFirst(count) }
        if count < 0, errno != EAGAIN, errno != EINTR {
          rest = []
          shut(&input)
        }
      }
    }
    return true
  }

  private func shut(_ end: inout Int32) {
    if end >= 0 { close(end) }
    end = -1
  }

  private func read(_ end: inout Int32, into bytes: inout [UInt8]) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = systemRead(end, &chunk)
    if count > 0 { bytes += chunk[..<count] }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { shut(&end) }
  }
}

private func systemRead(_ descriptor: Int32, _ chunk: inout [UInt8]) -> Int {
  read(descriptor, &chunk, chunk.count)
}

/// Runs the program to its end.
func refdesk(
  _ arguments: String..., input: [UInt8], environment: [String: String?] = [:],
  to sink: Run.Sink = .pipe
) throws -> Run {
  let run = try Run(Command.binary, arguments, environment: environment, to: sink)
  try run.finish(input)
  return run
}

func refdesk(arguments: [String], input: String = "") throws -> Run {
  let run = try Run(Command.binary, arguments)
  try run.finish(Array(input.utf8))
  return run
}

func refdesk(
  _ arguments: String..., input: String = "", environment: [String: String?] = [:],
  to sink: Run.Sink = .pipe
) throws -> Run {
  let run = try Run(Command.binary, arguments, environment: environment, to: sink)
  try run.finish(Array(input.utf8))
  return run
}
