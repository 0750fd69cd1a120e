/// The words of each rule's phrasings as they are counted and written.
package struct PhrasingWords: Sendable {
  /// The words of all phrasings, one phrasing after another, each word once a phrasing.
  private var words: [UInt32] = []
  /// How many words each phrasing has.
  private var lengths: [UInt8] = []
  /// How many phrasings there are of the rules up to each one.
  private var ends: [Int] = []

  package init() {}

  /// How many phrasings there are.
  package var count: Int { lengths.count }

  /// How many phrasings a rule has.
  package func count(of rule: Int) -> Int { phrasings(of: rule).count }

  private func phrasings(of rule: Int) -> Range<Int> {
    (rule > 0 ? ends[rule - 1] : 0)..<ends[rule]
  }

  /// Adds a phrasing of the rule being added, by the numbers of its words.
  package mutating func add(_ phrasing: [Int]) {
    let first = words.count
    for word in phrasing where words.count - first < CountedPhrasings.mostWords {
      if !words[first...].contains(UInt32(word)) { words.append(UInt32(word)) }
    }
    lengths.append(UInt8(words.count - first))
  }

  /// All phrasings of a rule were added.
  package mutating func endRule() { ends.append(lengths.count) }

  /// Calls `body` with each rule's words: all that its phrasings have, one after another.
  package func forEachRule(_ body: (Int, ArraySlice<UInt32>) -> Void) {
    var word = 0
    for rule in ends.indices {
      let first = word
      for phrasing in phrasings(of: rule) { word += Int(lengths[phrasing]) }
      body(rule, words[first..<word])
    }
  }

  /// - Parameter features: for each word the number of its feature; nil for a word that tells nothing.
  func written(_ features: [Int?]) -> SectionWriter {
    var starts = SectionWriter()
    var blocks = SectionWriter()
    blocks.bytes.reserveCapacity(words.count * 3 + lengths.count + ends.count * 2 + 1)
    var word = 0
    for rule in ends.indices {
      starts.u35(blocks.bytes.count)
      let own = phrasings(of: rule)
      blocks.u14(min(own.count, CountedPhrasings.mostPhrasings))
      for (number, phrasing) in own.enumerated() {
        let next = word + Int(lengths[phrasing])
        defer { word = next }
        if number >= CountedPhrasings.mostPhrasings { continue }
        let telling = words[word..<next].compactMap { features[Int($0)] }
        blocks.byte(UInt8(telling.count))
        for feature in telling { blocks.u21(feature) }
      }
    }
    starts.u35(blocks.bytes.count)
    blocks.byte(0)
    starts.bytes += blocks.bytes
    return starts
  }
}
