import RefdeskCore
import Testing

@Suite struct `Looking for a text in another` {
  private func place(_ part: String, in text: String) -> Int? {
    text.firstRange(of: part).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
  }

  @Test func `finds the first of several, also after a false start`() {
    #expect(place("goal", in: "a gogoal and a goal") == 4)
    #expect(place("aab", in: "aaab") == 1)
    #expect(place("é}", in: "{é {é}") == 5)
  }

  @Test func `finds nothing where there is too little left of it`() {
    #expect(place("goals", in: "a goal") == nil)
    #expect(place("a", in: "") == nil)
    #expect("".contains("") && !"".contains("x"))
  }

  @Test func `a range goes exactly round what was found`() throws {
    let text = "Größe (m²)"
    let range = try #require(text.firstRange(of: "öße"))
    #expect(text[range] == "öße" && text[range.upperBound...] == " (m²)")
  }

  @Test func `replaces every occurrence, and not what it has put there`() {
    #expect("{a}, {a} and {b}".replacing("{a}", with: "{a}{b}") == "{a}{b}, {a}{b} and {b}")
    #expect("..".replacing(".", with: "") == "")
  }
}
