package import RefdeskCore

extension Response {
  /// The record `refdesk.answer/1`, on one line without a line end. Fields are only ever added to it.
  package func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "refdesk.answer/1")
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
              json.field("rule", near.rule)
              json.field("title", near.title)
              json.field("confidence", share: near.confidence)
            }
          }
        }
      }
      json.key("read")
      json.list { json in
        for repair in read {
          json.object { json in
            json.field("typed", repair.typed)
            json.field("as", repair.read)
          }
        }
      }
    }
  }
}

extension Answer {
  package func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("rule", rule)
      json.field("title", title)
      json.field("confidence", share: confidence)
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
      json.field("reviewed", reviewed)
    }
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
  fileprivate func writeJSON(to json: inout JSONWriter) {
    json.object { json in
      json.field("text", text)
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
