internal import RefdeskCore
internal import RefdeskPages

/// Writes the drop-in fragment: one section of HTML to paste into a page of any site.
///
/// It has class names and ids, and no style, no script and nothing to load, so it takes on the looks of the site. It opens
/// from a link and prints whole.
package struct FragmentWriter: Sendable {
  package enum Layout: String, Sendable, CaseIterable {
    /// A heading and its answer, nothing hidden.
    case open
    /// Answers fold out under their questions.
    case details
  }

  /// The level of the topics' headings, from 1 to 5; questions stand one below.
  package var heading: Int
  package var layout: Layout
  /// Whether each question has a sign to copy its address from.
  var hasPermalinks = false

  package init(heading: Int = 2, layout: Layout = .open) {
    self.heading = heading
    self.layout = layout
  }

  package func text(_ faq: FAQ) -> String {
    "<section class=\"faq\" lang=\"en\">\n" + sections(faq) + "</section>\n"
  }

  /// The topics with their answers, without the section around them.
  func sections(_ faq: FAQ) -> String {
    let linked = faq.ids
    var text = ""
    for section in faq.sections {
      if let topic = section.topic {
        let id = FragmentWriter.anchor(topic)
        text += "<section class=\"faq-topic\" aria-labelledby=\"\(id)\">\n"
        text += element("h\(heading)", "id=\"\(id)\"", HTML.escaped(topic.title))
      }
      for entry in section.entries {
        text += self.entry(
          entry, faq, linked: linked, level: section.topic == nil ? heading : heading + 1)
      }
      if section.topic != nil { text += "</section>\n" }
    }
    return text
  }

  static func anchor(_ topic: Topic) -> String { "faq-topic-" + HTML.name(topic.id) }

  private func entry(_ entry: Entry, _ faq: FAQ, linked: Set<String>, level: Int) -> String {
    let id = HTML.name(entry.anchor)
    let former = entry.formerAnchors.map { "<span id=\"\(HTML.name($0))\"></span>" }.joined()
    let title = HTML.escaped(entry.answer.title)
    let tag = "h\(min(6, level))"
    var text = "<article class=\"faq-entry\(entry.isStale ? " faq-stale" : "")\">\n"
    switch layout {
    case .open:
      text += element(
        tag, "class=\"faq-question\" id=\"\(id)\"",
        former + title + (hasPermalinks ? permalink(id, title) : ""))
      text += "<div class=\"faq-answer\">\n" + answer(entry, faq, linked: linked) + "</div>\n"
    case .details:
      // A link opens what is folded only if it leads inside; a heading in the summary would be lost to some readers.
      text += element(tag, "class=\"faq-question\"", title)
      text += "<details class=\"faq-fold\">\n<summary>Answer</summary>\n"
      text += "<div class=\"faq-answer\" id=\"\(id)\">\n\(former)"
      text += answer(entry, faq, linked: linked) + "</div>\n</details>\n"
    }
    return text + "</article>\n"
  }

  private func permalink(_ id: String, _ title: String) -> String {
    " <a class=\"faq-link\" href=\"#\(id)\" aria-label=\"Link to: \(title)\">#</a>"
  }

  /// Everything under a question.
  func answer(_ entry: Entry, _ faq: FAQ, linked: Set<String>) -> String {
    let writer = HTMLWriter(sourceAnchor: HTML.name(entry.anchor) + "-source-")
    var text = ""
    if let asked = entry.askedLine {
      text += "<p class=\"faq-asked\">\(writer.inline(asked))</p>\n"
    }
    for part in EntryPage(entry, faq.citations, linked: linked).parts {
      text += "<div class=\"faq-\(part.kind.rawValue)\">\n"
      if let title = part.title {
        text += "<p class=\"faq-label\"><strong>\(HTML.escaped(title))</strong></p>\n"
      }
      text += writer.text(part.blocks, isSources: part.kind == .sources) + "</div>\n"
    }
    return text + provenance(entry, faq)
  }

  private func provenance(_ entry: Entry, _ faq: FAQ) -> String {
    let (rule, reviewed, warning) = entry.provenance(faq.staleAfter)
    var parts = ["Rule <code>\(HTML.escaped(rule))</code>"]
    if let reviewed {
      parts.append("reviewed <time datetime=\"\(reviewed)\">\(reviewed.inWords)</time>")
    }
    if let warning { parts.append("<strong class=\"faq-warning\">\(warning)</strong>") }
    return "<p class=\"faq-provenance\">\(parts.joined(separator: ", "))</p>\n"
  }

  private func element(_ tag: String, _ attributes: String, _ content: String) -> String {
    "<\(tag) \(attributes)>\(content)</\(tag)>\n"
  }
}
