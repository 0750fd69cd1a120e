internal import RefdeskCore
internal import RefdeskPages

/// Writes the page that stands by itself: one file that opens from disk, loads nothing, reads well on a telephone, in the
/// dark and on paper, and can be searched.
package struct PageWriter: Sendable {
  package var layout: FragmentWriter.Layout

  package init(layout: FragmentWriter.Layout = .open) { self.layout = layout }

  package func text(_ faq: FAQ) -> String {
    var fragment = FragmentWriter(heading: 2, layout: layout)
    fragment.hasPermalinks = true
    let title = HTML.escaped(faq.title)
    let subject =
      faq.about.subject.isEmpty
      ? "" : "<p class=\"subject\">On \(HTML.escaped(faq.about.subject))</p>\n"
    let contact =
      faq.about.contact.isEmpty
      ? "" : "<p>Not among these? \(HTML.escaped(faq.about.contact))</p>\n"
    let cites = faq.entries.contains { !$0.answer.sources.isEmpty }
    return """
      <!DOCTYPE html>
      <html lang="en" dir="ltr">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="\(PageWriter.policy)">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="refdesk">
      <meta name="description" content="\(HTML.escaped(faq.summary))">
      <title>\(title)</title>
      <style>
      \(PageStyle.text)\(colours(faq.goals))</style>
      </head>
      <body>
      <a class="skip" href="#answers">Skip to the answers</a>
      <header class="masthead">
      <h1>\(title)</h1>
      \(subject)<p class="summary">\(HTML.escaped(faq.summary))</p>
      </header>
      <div class="frame">
      <nav class="contents" aria-label="Contents">
      <div class="search" role="search" hidden>
      <label for="search">Search these answers</label>
      <input id="search" type="search" spellcheck="false">
      <p id="found" role="status"></p>
      </div>
      \(contents(faq))</nav>
      <main id="answers" class="faq" tabindex="-1">
      \(GoalMap(faq.goals, faq.entries.map(\.answer)).html(linked: faq.ids))\(fragment.sections(faq))</main>
      </div>
      <footer class="colophon">
      \(contact)<p>\(cites ? "The numbers in brackets lead to the sources. " : "")Made with refdesk.</p>
      </footer>
      <script type="application/ld+json">
      \(JSONLDWriter().embedded(faq))
      </script>
      <script>
      \(PageScript.text)</script>
      </body>
      </html>

      """
  }

  /// Nothing is loaded from elsewhere, and no address learns who reads this.
  private static let policy =
    "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;unsafe-inline&#39;; "
    + "base-uri &#39;none&#39;; form-action &#39;none&#39;"

  /// The topics, each with its questions folded under it.
  private func contents(_ faq: FAQ) -> String {
    var text = ""
    for section in faq.sections {
      let links = section.entries.map {
        "<li><a href=\"#\(HTML.name($0.anchor))\">\(HTML.escaped($0.answer.title))</a></li>\n"
      }.joined()
      guard let topic = section.topic else {
        text += "<ol class=\"questions\">\n\(links)</ol>\n"
        continue
      }
      text += """
        <details class="topic">
        <summary>\(HTML.escaped(topic.title)) <span class="number">\(section.entries.count)</span></summary>
        <ol class="questions">
        \(links)</ol>
        </details>

        """
    }
    return text
  }

  /// The goals' official colours, each written on in black or white, whichever reads better.
  private func colours(_ goals: [Goal]) -> String {
    goals.compactMap { goal in
      guard let colour = RGB(goal.colour) else { return nil }
      let ink = colour.isLight ? "#000" : "#fff"
      return
        ".faq-goal-\(goal.number) { --goal: \(HTML.escaped(goal.colour)); --goal-ink: \(ink); }\n"
    }.joined()
  }
}
