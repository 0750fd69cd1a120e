import Foundation
import RefdeskCore
import RefdeskFAQ
import RefdeskPages
import RefdeskTestSupport
import Testing

@Suite struct `Pages made of hostile rules` {
  private func text(_ form: FAQForm) throws -> String {
    FAQWriter().text(try Hostile.faq(), as: form)
  }

  @Test(arguments: [FAQForm.fragment, .html])
  func `nothing that anybody wrote is markup`(_ form: FAQForm) throws {
    let page = try text(form)
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("<img"))
    #expect(!page.contains("<b>"))
    #expect(!page.contains("<i>"))
    #expect(!page.contains("onmouseover='"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
  }

  @Test func `the script elements of a page are its own`() throws {
    let page = try text(.html)
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(page.components(separatedBy: "</script").count == 3)
    #expect(page.components(separatedBy: "<!--").count == 1)
    #expect(page.components(separatedBy: "</style").count == 2)
  }

  @Test func `links lead to the web or to the page`() throws {
    let page = try text(.html)
    #expect(page.contains("<a href=\"https://example.org/a?b=1&amp;c=2\">=cmd"))
    for match in page.matches(of: /href="([^"]*)"/) {
      #expect(match.1.hasPrefix("#") || match.1.hasPrefix("https://"))
    }
    #expect(!page.contains("href=\"javascript"))
  }

  @Test func `a page loads nothing`() throws {
    let page = try text(.html)
    for part in ["src=", "<link", "@import", "url("] {
      #expect(!page.contains(part.replacing("src=", with: "<img src=")))
    }
    #expect(page.contains("default-src &#39;none&#39;"))
  }

  @Test func `every link on a page leads to an id that is there once`() throws {
    let whole = FAQWriter().text(FAQCollector.allRules(SmallDesk.builtIn()), as: .html)
    let page = try #require(whole.components(separatedBy: "<script").first)
    let ids = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let known = Set(ids)
    for match in page.matches(of: /href="#([^"]*)"/) {
      let isKnown = known.contains(String(match.1))
      #expect(isKnown, "\(match.1)")
    }
  }

  @Test func `old anchors stay alive`() throws {
    for form in [FAQForm.fragment, .html, .md] {
      let page = try text(form)
      for id in ["faq-shout", "faq-whisper", "faq-old.name"] {
        #expect(page.contains("id=\"\(id)\""))
      }
    }
  }

  @Test func `folded answers open from a link, as the anchor lies inside`() throws {
    let page = FragmentWriter(layout: .details).text(try Hostile.faq())
    let summary = try #require(page.firstRange(of: "<summary>"))
    let anchor = try #require(page.firstRange(of: "id=\"faq-shout\""))
    #expect(summary.lowerBound < anchor.lowerBound)
    #expect(!page.contains("<summary><h"))
  }

  @Test(arguments: 1...5)
  func `headings begin at the level that was chosen`(_ level: Int) throws {
    let page = FragmentWriter(heading: level).text(try Hostile.faq())
    #expect(page.contains("<h\(level) id=\"faq-topic-shouting\""))
    #expect(page.contains("<h\(level + 1) class=\"faq-question\""))
    for other in 1...6 where other != level && other != level + 1 {
      #expect(!page.contains("<h\(other) "))
    }
  }

  @Test func `no cell of a table is a formula`() throws {
    for preset in CSVWriter.Preset.allCases {
      let table = CSVWriter(preset).text(try Hostile.faq())
      for match in table.matches(of: /(?:^|,|\n)"([^"])/) {
        #expect(!["=", "+", "-", "@"].contains(match.1))
      }
      #expect(table.contains("\"'=HYPERLINK"))
      #expect(table.hasSuffix("\r\n"))
    }
    #expect(CSVWriter(.plain, hasMark: true).text(try Hostile.faq()).hasPrefix("\u{FEFF}\"id\""))
    #expect(CSVWriter(.phpmyfaq).text(try Hostile.faq()).hasPrefix("\"1\",\"'=HYPERLINK"))
  }

  @Test func `no line of a manual page is a request that somebody wrote`() throws {
    let page = try text(.man)
    let own = [".Dd", ".Dt", ".Os", ".Sh", ".Nm", ".Nd", ".Ss", ".Pp", ".Bl", ".It", ".El", ".Em"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(own.contains { line.hasPrefix($0) })
    }
    #expect(
      !page.contains(".Sh EVIL\n")
        && !page.split(separator: "\n").contains { $0.hasPrefix(".Sh EVIL") })
    #expect(page.contains("\\&.Sh EVIL"))
    #expect(page.contains("\\&'tis"))
    #expect(page.contains("\\e \\efB"))
  }

  @Test func `Markdown has one sentence a line, and none is markup`() throws {
    let page = try text(.md)
    let lines = page.split(separator: "\n").map(String.init)
    #expect(
      lines.contains { $0.hasPrefix(".Sh EVIL &lt;img src=x onerror=alert(1)&gt; &amp; more.") })
    #expect(lines.contains { $0.hasPrefix("Yes.") })
    #expect(lines.contains { $0.hasPrefix("It is one.") })
    #expect(page.contains("\\`code\\` \\*stars\\* \\_lines\\_"))
    #expect(page.contains("\\*Says\\* \\[this\\](javascript:alert(1))"))
  }

  @Test(arguments: ["json", "jsonl", "jsonld"])
  func `records are JSON`(_ name: String) throws {
    let form = try #require(FAQForm(rawValue: name))
    let text = try text(form)
    let pieces = form == .jsonl ? text.split(separator: "\n").map(String.init) : [text]
    for piece in pieces {
      _ = try JSONSerialization.jsonObject(with: Data(piece.utf8))
    }
  }

  @Test(arguments: FAQForm.allCases)
  func `twice is identical`(_ form: FAQForm) throws {
    #expect(try text(form) == text(form))
  }

  @Test(arguments: FAQForm.allCases)
  func `nothing written can command a terminal`(_ form: FAQForm) throws {
    let faq = try bakery([
      AskedQuestion(text: "opening times please\u{1B}[2J\u{7}\u{202E}", count: 2),
      AskedQuestion(text: "order cake \u{9B}31m"),
    ])
    let controls = FAQWriter().text(faq, as: form).unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\r"
    }
    #expect(controls.isEmpty)
  }

  @Test func `a page says how often something was asked, and in which other words`() throws {
    let faq = try bakery(
      asked("opening times please", "opening times please", "are you <open> on sunday morning"))
    let page = FAQWriter().text(faq, as: .html)
    #expect(page.contains("Asked 3 times, also as <bdi>“opening times please”</bdi>, "))
    #expect(page.contains("<bdi>“are you &lt;open&gt; on sunday morning”</bdi>."))
    #expect(page.contains("Made from 3 questions, in the order of their topics."))
  }

  @Test func `stale answers are marked`() throws {
    let faq = try Hostile.faq().markingStale(after: 365, on: try #require(Day("2026-11-22")))
    let page = FAQWriter().text(faq, as: .fragment)
    #expect(page.contains("class=\"faq-entry faq-stale\""))
    #expect(page.contains("not reviewed for more than 365 days"))
  }

  @Test func `the one date is the one that was given`() throws {
    var faq = try Hostile.faq()
    #expect(!FAQWriter().text(faq, as: .html).contains("Published"))
    faq.day = Day("2026-11-22")
    #expect(FAQWriter().text(faq, as: .html).contains("Published on 22 November 2026."))
  }
}

@Suite struct `The map of goals and targets` {
  @Test func `a target that an answer speaks of is full, and the row says so in words`() throws {
    let page = FAQWriter().text(try Hostile.faq(), as: .html)
    #expect(page.contains("1 of the 2 targets"))
    #expect(page.contains("aria-label=\"Targets spoken of: 4.6, of 2\""))
    #expect(page.contains("<title>4.6 Read | write (1 answer)</title>"))
    #expect(page.contains("<title>4.7 Learn</title>"))
  }

  @Test func `it is drawn for a terminal`() throws {
    let faq = try Hostile.faq()
    let map = GoalMap(faq.goals, faq.entries.map(\.answer))
    #expect(
      map.text(TerminalWriter(TerminalStyle(width: 80))) == "[ 4] Quality <education>  [6] 7 \n")
    #expect(
      map.text(TerminalWriter(TerminalStyle(width: 20)))
        == "[ 4] Quality <education>\n     [6] 7 \n")
    #expect(
      map.text(TerminalWriter(TerminalStyle(width: 80, colour: .full))).contains("48;2;197;25;45"))
  }

  @Test func `text on a goal's colour can be read`() throws {
    func luminance(_ colour: RGB) -> Double {
      func linear(_ share: Int) -> Double {
        let value = Double(share) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722
        * linear(colour.blue)
    }
    for goal in SmallDesk.builtIn().rules.goals {
      let colour = try #require(RGB(goal.colour))
      let ground = luminance(colour)
      let contrast = colour.isLight ? (ground + 0.05) / 0.05 : 1.05 / (ground + 0.05)
      #expect(contrast >= 4.5, "goal \(goal.number)")
    }
  }
}

@Suite struct `Comparing with what stands there` {
  @Test func `what is the same is no difference`() {
    #expect(Difference(old: "a\nb\n", new: "a\nb\n").changes == 0)
    #expect(Difference(old: "a\nb\n", new: "a\nb\n").text.isEmpty)
  }

  @Test func `a change shows with the lines around it`() {
    let old = (1...9).map { "line \($0)" }.joined(separator: "\n")
    let difference = Difference(old: old, new: old.replacing("line 5", with: "five"))
    #expect(difference.changes == 2)
    #expect(
      difference.text
        == "@@ line 3\n line 3\n line 4\n-line 5\n+five\n line 6\n line 7\n")
  }
}
