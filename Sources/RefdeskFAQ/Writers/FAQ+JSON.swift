internal import RefdeskCore
internal import RefdeskPages

/// Writes the records `refdesk.faq/1`, one entry a line, so that a change shows as the entry that changed. `FAQSchema` says
/// what is in them; fields are only ever added.
package struct RecordWriter: Sendable {
  package init() {}

  /// The whole as one JSON object.
  package func json(_ faq: FAQ) -> String {
    var head = JSONWriter()
    head.object { json in
      json.field("schema", "refdesk.faq/1")
      json.field("title", faq.title)
      json.field("subject", faq.about.subject)
      json.field("language", "en")
      json.field("order", faq.order.rawValue)
      if let day = faq.day { json.field("published", day.description) }
      if let day = faq.reviewed { json.field("reviewed", day.description) }
      if let counts = faq.counts {
        json.key("questions")
        json.object { json in
          json.field("answered", counts.answered)
          json.field("asked_back", counts.askedBack)
          json.field("declined", counts.declined)
          json.field("courtesies", counts.courtesies)
        }
      }
      json.key("topics")
      json.list { json in
        for topic in faq.sections.compactMap(\.topic) {
          json.object { json in
            json.field("id", topic.id)
            json.field("title", topic.title)
          }
        }
      }
      json.key("entries")
    }
    // The head without its closing brace, which comes after the entries.
    let opening = String(decoding: head.bytes.dropLast(), as: UTF8.self)
    let linked = faq.ids
    let entries = faq.entries.map {
      String(decoding: record($0, faq, linked: linked), as: UTF8.self)
    }
    return opening + "[\n" + entries.joined(separator: ",\n") + "\n]}\n"
  }

  /// An object a line for each entry.
  package func jsonLines(_ faq: FAQ) -> String {
    let linked = faq.ids
    return faq.entries.map {
      String(decoding: record($0, faq, linked: linked), as: UTF8.self) + "\n"
    }.joined()
  }

  private func record(_ entry: Entry, _ faq: FAQ, linked: Set<String>) -> [UInt8] {
    let markdown = MarkdownWriter().answer(entry, faq, linked: linked)
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "refdesk.faq-entry/1")
      json.field("id", entry.id)
      json.field("anchor", HTML.name(entry.anchor))
      json.field("formerly", entry.formerly)
      json.field("question", entry.answer.title)
      json.field("topic", entry.topic.id)
      json.field("topic_title", entry.topic.title)
      if let asked = entry.asked { write(asked, to: &json) }
      write(entry.answer, to: &json)
      json.field("text", TextWriter().answer(entry, faq))
      json.field("markdown", markdown)
      json.field("html", FragmentWriter().answer(entry, faq, linked: linked))
      json.key("sources")
      json.list { json in
        for id in entry.answer.sources { write(source: id, faq.citations, to: &json) }
      }
      json.key("see_also")
      json.list { json in
        for link in entry.answer.seeAlso {
          json.object { json in
            json.field("rule", link.rule)
            json.field("title", link.title)
          }
        }
      }
      json.field("reviewed", entry.answer.reviewed)
      json.key("stale")
      json.bool(entry.isStale)
      json.field("digest", digest(entry.answer.title + "\n" + markdown))
    }
    return json.bytes
  }

  private func write(_ asked: Entry.Asked, to json: inout JSONWriter) {
    json.key("asked")
    json.object { json in
      json.field("count", asked.count)
      json.key("variants")
      json.list { json in
        for variant in asked.variants {
          json.object { json in
            json.field("text", variant.text)
            json.field("count", variant.count)
            json.field("ids", variant.ids)
          }
        }
      }
      json.field("others", asked.others)
    }
  }

  private func write(_ answer: Answer, to json: inout JSONWriter) {
    json.field("opening", answer.opening)
    json.field("steps", answer.steps.map(\.text))
    json.key("partners")
    json.list { json in
      for partner in answer.partners {
        json.object { json in
          json.field("id", partner.id)
          json.field("name", partner.name)
          json.field("why", partner.why)
          json.field("offer", partner.offer)
          json.field("ask", partner.ask)
          json.field("find", partner.find)
        }
      }
    }
    json.key("targets")
    json.list { json in
      for target in answer.targets {
        json.object { json in
          json.field("code", target.code.description)
          json.field("goal", target.code.number)
          json.field("title", target.title)
          json.field("why", target.why)
        }
      }
    }
  }

  private func write(source id: String, _ citations: Citations, to json: inout JSONWriter) {
    let passage = citations.passage(id)
    let document = citations.document(ofPassage: id)
    json.object { json in
      json.field("id", id)
      json.field("document", document?.title ?? passage?.document ?? "")
      json.field("series", document?.series ?? "")
      json.field("where", passage?.locator ?? "")
      json.field("says", passage?.gist ?? "")
      json.field("url", document?.url ?? "")
    }
  }

  /// Stands for what an entry says: a translator sees by it which answers have changed. FNV-1a, 64 bits.
  private func digest(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
