import RefdeskCore
import RefdeskFAQ
import RefdeskTestSupport

/// A rule base in which everything that can be written tries to be more than text.
enum Hostile {
  static let markup = #"<script>alert(1)</script><b onmouseover='x()'>"&amp;\"#

  static let rules = #"""
    documents:
      - {id: doc, title: "=cmd|'/c calc'!A1 <i>", series: "S & Co", url: "https://example.org/a?b=1&c=2"}
    passages:
      - {id: doc.one, document: doc, where: "page </style>", says: "*Says* [this](javascript:alert(1))"}
    goals:
      - number: 4
        title: Quality <education>
        colour: "#C5192D"
        targets:
          - {code: "4.6", title: "Read | write", why: "=1+1"}
          - {code: "4.7", title: "Learn"}
    """#

  static let answers = #"""
    - id: shout
      formerly: [whisper, old.name]
      question: "=HYPERLINK(\"http://evil\") <script>alert(1)</script>?"
      from: [doc.one]
      opening: ".Sh EVIL <img src=x onerror=alert(1)> & more. # not a title. 1. not a list."
      steps:
        - {do: "'tis <b>bold</b> \\ \\fB and `code` *stars* _lines_", from: [doc.one]}
        - {do: "-- </script><!-- ]]> $x$ ~tilde~ |pipe|", from: [doc.one]}
      targets: [{code: "4.6", from: [doc.one]}]
      see: [second]
      reviewed: 2026-01-31
      asks: [how do i shout, loud voice please]
    - id: second
      question: A second question?
      opening: Yes. It is one.
      from: [doc.one]
      steps: [{do: Go on., from: [doc.one]}]
      reviewed: 2024-02-29
      asks: [what comes second, another one please]
    """#

  static func desk() throws -> Desk {
    let base = RuleBaseFiles.read([("rules.yaml", rules), ("shouting.yaml", answers)])
    return try base.desk()
  }

  static func faq() throws -> FAQ { FAQCollector.allRules(try desk()) }
}

/// The bakery's FAQ from questions.
func bakery(
  _ questions: [AskedQuestion], order: FAQ.Order = .topic, variants: Int = 5
) throws -> FAQ {
  var collector = FAQCollector(try SmallDesk.bakeryDesk())
  for question in questions { collector.add(question) }
  return collector.faq(order: order, variants: variants)
}

func asked(_ texts: String...) -> [AskedQuestion] { texts.map { AskedQuestion(text: $0) } }
