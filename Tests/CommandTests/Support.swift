import Foundation
import Testing

/// Questions to the rules that the program carries, one for each outcome.
enum Asked {
  static let answered = "who could help us get more people reading"
  static let askedBack = "partners"
  static let declined = "how do i fix a bicycle"
}

/// Rule bases for tests, about other things than libraries.
enum Fixture {
  /// A bakery, whose answers are made of steps alone.
  static let bakery = """
    - id: opening-hours
      question: When are you open?
      opening: Nearly always.
      asks:
        - what time do you close on saturday
        - are you open on sunday morning
        - opening times please
        - how late can i come in the evening
      steps:
        - do: Come between seven and six, on Sundays until noon.
    - id: order-a-cake
      question: How do I order a birthday cake?
      opening: Gladly.
      asks:
        - i need a cake for my daughter's party
        - can you bake something with her name on it
        - order cake
        - how many days ahead must i order a wedding cake
      steps:
        - do: Tell us the day, the size and the name.
        - do: Pay half when you order.
    - id: allergies
      question: Which bread has no nuts?
      opening: Most of it.
      asks:
        - my son is allergic to nuts
        - is there gluten in the rye loaf
        - allergy information
        - what can a coeliac eat here
      steps:
        - do: Ask at the counter for the list of ingredients.

    """

  static let bakeryQuestions = """
    when are you open
    can i order a cake for my son's birthday
    is there bread without nuts
    opening tiems on sunday
    who won the world cup

    """

  /// A fourth rule, in a file of its own.
  static let delivery = """
    - id: delivery
      question: Do you deliver?
      asks: [can you bring the bread to my house, home delivery, do you ship cakes]
      opening: Within the town.
      steps:
        - do: Ring us before ten.

    """

  /// What is in error stands in the third and in the seventh line.
  static let broken = """
    - id: opening-hours
      question: When are you open?
      stepz:
        - do: Come at seven.
    - id: closing-time
      question: When do you close?
      partners: [nobody-known]
      steps:
        - do: Leave at six.

    """

  /// Texts that would command a terminal if they were printed as they are.
  static let commanding = #"""
    - id: commands
      question: "Is \e[31mthis red\a?"
      opening: "Not\e[2J here."
      asks: ["tell me \e]0;owned\a about red"]
      steps:
        - do: "Look\e[31m closely."

    """#
}

/// A JSON object, read by someone else's reader.
typealias Record = [String: Any]

func record(_ bytes: some Sequence<UInt8>) throws -> Record {
  try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? Record)
}

func record(_ line: String) throws -> Record { try record(line.utf8) }

func records(_ run: Run) throws -> [Record] { try run.lines.map { try record($0) } }

extension Record {
  func text(_ key: String) -> String? { self[key] as? String }
  func number(_ key: String) -> Double? { (self[key] as? NSNumber)?.doubleValue }
  func object(_ key: String) -> Record? { self[key] as? Record }
  func objects(_ key: String) -> [Record]? { self[key] as? [Record] }
  func texts(_ key: String) -> [String]? { self[key] as? [String] }
  /// The outcome of an answer's record.
  var outcome: String? { text("outcome") }
  /// The rule that answers.
  var rule: String? { object("answer")?.text("rule") }
}

/// What a person sees of what was printed: without the sequences that colour it or move the cursor.
func visible(_ text: some StringProtocol) -> String {
  // A carriage return and a line feed are one character, and would not be found as one of them.
  let lines = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" }))
  return lines.replacing(#/\u{1B}\[[0-?]*[ -\/]*[@-~]/#, with: "")
    .replacing(#/\u{1B}\][^\u{07}]*\u{07}/#, with: "")
}

/// The text with every run of blanks and line ends as one blank, so that wrapping does not matter.
func reflowed(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// The cells of a line, for text whose only wide characters are East Asian ones.
func cells(_ line: some StringProtocol) -> Int {
  line.unicodeScalars.reduce(0) {
    $0 + ((0x1100...0xFFEF).contains($1.value) && isWide($1) ? 2 : 1)
  }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  (0x2E80...0xA4CF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value)
}

/// Bytes that are not to be seen in text for people: control characters other than line ends.
func controls(_ bytes: [UInt8]) -> [Unicode.Scalar] {
  String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
    $0.properties.generalCategory == .control && $0 != "\n"
  }
}
