internal import RefdeskCore
internal import RefdeskPages

/// The record `refdesk.test/1`: one object, a list of turns a transcript.
enum JSONReport {
  static func text(_ run: TestRun) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "refdesk.test/1")
      json.field("turns", run.turns)
      json.field("failures", run.failures)
      json.field("summary", run.summary)
      json.key("transcripts")
      json.list { json in
        for file in run.files {
          json.object { json in
            json.field("path", file.transcript.path)
            json.field("title", file.transcript.title)
            json.key("turns")
            json.list { json in for played in file.played { write(played, file, &json) } }
          }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }

  private static func write(_ played: Played, _ file: TestRun.File, _ json: inout JSONWriter) {
    json.object { json in
      json.field("number", played.number)
      json.field("line", played.turn.place.line)
      json.field("scene", played.scene)
      json.field("question", played.question)
      json.field(
        "status", file.blessed.contains(played.number) ? "blessed" : played.status.rawValue)
      if let outcome = played.response?.outcome { json.field("outcome", outcome.rawValue) }
      if let rule = played.rule { json.field("rule", rule) }
      if let reason = played.skipped ?? played.knownDrift { json.field("reason", reason) }
      if let drift = played.drift, let words = DriftWords(played) {
        json.field("drift", drift.kind.rawValue)
        json.field("message", words.headline)
        json.field("checks", words.checks)
        json.field("difference", words.differenceText)
        if let rule = drift.ruleWritten { json.field("rule_written", rule) }
        if let place = drift.placeWritten { json.field("place_written", place.description) }
        if let place = drift.place { json.field("place", place.description) }
        json.key("nearest")
        json.list { json in
          for near in drift.nearest {
            json.object { json in
              json.field("rule", near.rule)
              json.field("probability", share: near.probability)
              json.field("place", near.place.description)
            }
          }
        }
      }
    }
  }
}
