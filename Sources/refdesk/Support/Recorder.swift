internal import RefdeskReplay
internal import RefdeskRules
internal import RefdeskShell

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes a conversation down, each turn as soon as it is over, so that nothing is lost whatever happens next.
struct Recorder {
  /// Whether nothing may be written down, or kept to be.
  let isPrivate: Bool
  private var turns: [String] = []
  /// The conversation as a replay will hold it.
  private var replayed: Session?
  private var file: (path: String, descriptor: Int32)?

  init(isPrivate: Bool) { self.isPrivate = isPrivate }

  var path: String? { file?.path }
  var count: Int { turns.count }

  /// Begins a file with what was said so far, so that it can be replayed by itself. A file that is there is left alone.
  mutating func begin(_ path: String) throws(FileFailure) {
    let descriptor = try Recorder.create(path)
    end()
    file = (path, descriptor)
    try write(RecordedTurn.heading(clock: Recorder.now) + turns.joined())
  }

  mutating func end() {
    if let file { close(file.descriptor) }
    file = nil
  }

  func save(_ path: String) throws(FileFailure) {
    var copy = Recorder(isPrivate: false)
    copy.turns = turns
    try copy.begin(path)
    copy.end()
  }

  /// Notes a turn before it is answered.
  mutating func note(_ line: String, in session: Session) throws(FileFailure) {
    if isPrivate { return }
    var copy = replayed ?? session
    let turn = RecordedTurn(line, in: &copy)
    replayed = copy
    guard let turn else { return }
    turns.append(turn.text)
    try write(turn.text)
  }

  private static func create(_ path: String) throws(FileFailure) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
    // What people ask is confidential: the file is for its owner alone.
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw FileFailure(act: .write, path: path, code: errno) }
    return descriptor
  }

  private mutating func write(_ text: String) throws(FileFailure) {
    guard let file else { return }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(file.descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        let failure = FileFailure(act: .write, path: file.path, code: errno)
        end()
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    fsync(file.descriptor)
  }

  /// The moment in UTC, to the minute.
  private static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min))Z"
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
