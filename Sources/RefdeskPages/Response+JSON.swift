package import RefdeskCore

extension Response {
  /// The record `refdesk.answer/1`, on one line without a line end. Fields are only ever added to it.
  package func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", Response.schema)
      json.field("question", question)
      json.field("outcome", outcome.rawValue)
      if let answer {
        json.key("answer")
        answer.writeJSON(to: &json)
      }
      if let questionBack {
        json.key("question_back")
        questionBack.writeJSON(to: &json)
      }
      if outcome == .declined {
        json.key("nearest")
        json.list { json in
          for near in nearest {
            json.object { json in
              near.writeHeading(to: &json)
              json.field("confidence", share: near.confidence)
            }
          }
        }
      }
      Response.write(read, to: &json)
      if let focus { json.field("focus", focus.rawValue) }
      if let understanding {
        json.key("understood")
        understanding.writeJSON(to: &json)
      }
      if let introduced {
        json.key("introduced")
        introduced.writeJSON(to: &json)
      }
    }
  }

  static let schema = "refdesk.answer/1"

  /// The field that says what was read as something else than was typed.
  static func write(_ repairs: [Repair], to json: inout JSONWriter) {
    json.key("read")
    json.list { json in
      for repair in repairs {
        json.object { json in
          json.field("typed", repair.typed)
          json.field("as", repair.read)
        }
      }
    }
  }
}

extension Understanding {
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", kind.rawValue)
      if !question.isEmpty { json.field("question", question) }
      if !after.isEmpty { json.field("after", after) }
      json.key("referents")
      json.list { json in
        for referent in referents {
          json.object { json in
            json.field("word", referent.word)
            json.field("meaning", referent.meaning)
          }
        }
      }
    }
  }
}

extension Profile {
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.key("traits")
      json.list { json in
        for (trait, value) in values.sorted(by: { $0.key < $1.key }) {
          json.object { json in
            json.field("trait", trait)
            json.field("value", value)
          }
        }
      }
      if let country { json.field("country", country) }
      if !interests.isEmpty { json.field("cares_about", interests) }
    }
  }
}

extension AnswerRecord {
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("set", set)
      json.field("country", country)
      json.field("text", text)
      json.field("as_of", asOf)
      if !confidence.isEmpty { json.field("confidence", confidence) }
      if !note.isEmpty { json.field("note", note) }
      json.field("sources", sources)
    }
  }
}

extension Nearest {
  func writeHeading(to json: inout JSONWriter) {
    json.field("rule", rule)
    json.field("title", title)
  }
}

extension Answer {
  package func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      writeHeading(to: &json)
      json.field("confidence", share: confidence)
      writeContent(to: &json)
    }
  }

  /// The fields before the confidence, which are the same whenever the rule answers.
  func writeHeading(to json: inout JSONWriter) {
    json.field("rule", rule)
    json.field("title", title)
  }

  /// The fields after the confidence, likewise.
  func writeContent(to json: inout JSONWriter) {
    json.field("opening", opening)
    json.field("opening_sources", openingSources)
    json.key("steps")
    json.list { json in
      for step in steps {
        json.object { json in
          json.field("text", step.text)
          json.field("sources", step.sources)
        }
      }
    }
    json.key("partners")
    json.list { json in for partner in partners { partner.writeJSON(to: &json) } }
    json.key("targets")
    json.list { json in for target in targets { target.writeJSON(to: &json) } }
    json.field("sources", sources)
    json.field("see_also", seeAlso.map(\.rule))
    if !records.isEmpty {
      json.key("records")
      json.list { json in for record in records { record.writeJSON(to: &json) } }
    }
    if !remarks.isEmpty {
      json.key("remarks")
      json.list { json in
        for remark in remarks {
          json.object { json in
            json.field("text", remark.text)
            json.field("sources", remark.sources)
          }
        }
      }
    }
    json.field("reviewed", reviewed)
  }
}

extension SuggestedPartner {
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("name", name)
      json.field("why", why)
      json.field("offer", offer)
      json.field("ask", ask)
      json.field("find", find)
      json.field("sources", sources)
    }
  }
}

extension SuggestedTarget {
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("code", code.description)
      json.field("goal", code.number)
      json.field("title", title)
      json.field("why", why)
      json.field("sources", sources)
    }
  }
}

extension QuestionBack {
  func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("text", text)
      if !records.isEmpty {
        json.key("records")
        json.list { json in for record in records { record.writeJSON(to: &json) } }
      }
      json.key("options")
      json.list { json in
        for option in options {
          json.object { json in
            json.field("rule", option.rule)
            json.field("label", option.label)
            json.field("sources", option.sources)
          }
        }
      }
    }
  }
}
