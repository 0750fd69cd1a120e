package import RefdeskCore
internal import RefdeskPages

/// Writes a transcript as an asciicast, for asciinema's player: one JSON value a line, notes and scenes as markers.
package struct CastWriter {
  package enum Version: Sendable {
    /// Times count from the beginning.
    case two
    /// Times count from the event before.
    case three
  }

  private let version: Version
  private var tempo: Tempo
  private var lines: [String] = []
  private var now = 0.0
  private var last = 0.0
  private var clock: Int?

  /// How long a pause without a length takes: `asciinema play -m` waits at its marker anyway.
  private static let keyPause = 2.0

  package static func write(
    _ transcript: Transcript, desk: Desk, version: Version, tempo: Tempo, width: Int = 80,
    height: Int = 30, notes: Staging.Notes = .hide
  ) -> String {
    var writer = CastWriter(version: version, tempo: tempo)
    writer.clock = transcript.moment?.seconds
    writer.header(transcript.title, width, height)
    var staging = Staging(
      transcript, desk: desk, style: TerminalStyle(width: width, colour: .full), notes: .show)
    for cue in staging.opening { writer.write(cue, notes) }
    for item in transcript.items {
      for cue in staging.cues(item) { writer.write(cue, notes) }
    }
    return writer.lines.map { $0 + "\n" }.joined()
  }

  private init(version: Version, tempo: Tempo) {
    self.version = version
    self.tempo = tempo
  }

  private mutating func header(_ title: String, _ width: Int, _ height: Int) {
    var json = JSONWriter()
    let clock = clock
    let version = version
    json.object { json in
      json.field("version", version == .two ? 2 : 3)
      if version == .two {
        json.field("width", width)
        json.field("height", height)
      } else {
        json.key("term")
        json.object { json in
          json.field("cols", width)
          json.field("rows", height)
          json.field("type", "xterm-256color")
        }
      }
      if let clock { json.field("timestamp", clock) }
      json.field("title", title)
    }
    lines.append(String(decoding: json.bytes, as: UTF8.self))
  }

  private mutating func write(_ cue: Cue, _ notes: Staging.Notes) {
    switch cue {
    case .line(let text): output(text + "\r\n", then: tempo.after(""))
    case .spoken(let text): output(text + "\r\n", then: tempo.after(text))
    case .typed(let prompt, let text):
      output(prompt, then: 0.3)
      if tempo.character > 0 {
        for character in text { output(String(character), then: tempo.character) }
        output("\r\n", then: tempo.beforeAnswer)
      } else {
        output(text + "\r\n", then: tempo.beforeAnswer)
      }
    case .note(let text):
      event("m", CastWriter.bare(text))
      if notes == .show { put(text) }
    case .question(let text, let hints):
      put(text)
      event("m", CastWriter.bare(text))
      now += tempo.pause(CastWriter.keyPause)
      for hint in hints { put(hint) }
    case .pause(let seconds, let text):
      put(text)
      event("m", text.isEmpty ? "Pause" : CastWriter.bare(text))
      now += tempo.pause(seconds ?? CastWriter.keyPause)
    case .marker(let label): event("m", label)
    case .pace(let pace): tempo.pace = pace
    case .turnEnd: now += tempo.afterTurn
    }
  }

  private mutating func put(_ text: [String]) {
    for line in text { output(line + "\r\n", then: tempo.after(line)) }
    if !text.isEmpty { output("\r\n", then: 0) }
  }

  private mutating func output(_ text: String, then seconds: Double) {
    event("o", text)
    now += seconds
  }

  private mutating func event(_ code: String, _ data: String) {
    let time = version == .two ? now : now - last
    last = now
    var json = JSONWriter()
    json.string(data)
    lines.append(
      "[\(decimal(Float(time), digits: 3)), \"\(code)\", \(String(decoding: json.bytes, as: UTF8.self))]"
    )
  }

  /// A label: without colours, on one line.
  private static func bare(_ lines: [String]) -> String {
    lines.map(Cells.withoutColours).joined(separator: " ")
  }
}
