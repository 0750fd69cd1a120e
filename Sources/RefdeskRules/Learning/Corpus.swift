internal import RefdeskCore

/// The phrasings of a rule base as numbers: what the weights are learned from.
struct Corpus: Sendable {
  /// One phrasing: a sparse vector, and the rule that it asks for.
  struct Row: Sendable {
    var features: Range<Int>
    var label: Int
    /// Who wrote it, by number; held out together where a voice is left out.
    var voice: Int
    /// The sum of the squares of its values.
    var square: Float
    /// The share of what it says that other phrasings of rules say too.
    var known: Float
  }

  /// All rows' features, one row after another.
  private(set) var numbers: [Int32] = []
  private(set) var values: [Float] = []
  private(set) var rows: [Row] = []
  private(set) var keys: [Key] = []
  private(set) var rarities: [Float] = []
  private(set) var isHeard: [Bool] = []
  let classCount: Int
  let relationCount: Int

  /// The number of the first relation among the features; after the relations comes the constant.
  var firstRelation: Int { keys.count }
  var constant: Int { keys.count + relationCount }
  var featureCount: Int { keys.count + relationCount + 1 }
  var background: Int { classCount - 1 }

  /// From how many phrasings on features that only one has are left out.
  private static let manyPhrasings = 5000

  /// - Parameters:
  ///   - phrasings: each with its class; the last class is the background.
  ///   - usesRelations: off for very large rule bases, where words alone tell rules apart.
  init(
    _ phrasings: [(utterance: Utterance, label: Int, voice: Int)], classCount: Int,
    language: Language, broader: (Int) -> [Int], usesRelations: Bool,
    without blocks: Set<FeatureBlock> = []
  ) {
    self.classCount = classCount
    relationCount = usesRelations && !blocks.contains(.relations) ? language.relationCount : 0

    var counted: [[(feature: Int32, block: FeatureBlock, count: UInt16)]] = []
    counted.reserveCapacity(phrasings.count)
    var index: [Key: Int32] = [:]
    var documents: [Int32] = []
    var heard: [Bool] = []
    var heardIn: [Int32] = []
    var kinds: [FeatureBlock] = []
    for phrasing in phrasings {
      var row: [Int32: Int] = [:]
      var entries: [(feature: Int32, block: FeatureBlock, count: UInt16)] = []
      phrasing.utterance.forEachFeature(broader) { block, key, _ in
        if blocks.contains(block) { return }
        let feature: Int32
        if let known = index[key] {
          feature = known
        } else {
          feature = Int32(keys.count)
          index[key] = feature
          keys.append(key)
          documents.append(0)
          heard.append(false)
          heardIn.append(0)
          kinds.append(block)
        }
        if let at = row[feature] {
          entries[at].count += 1
        } else {
          row[feature] = entries.count
          entries.append((feature, block, 1))
          documents[Int(feature)] += 1
          if phrasing.label != classCount - 1 {
            heard[Int(feature)] = true
            heardIn[Int(feature)] += 1
          }
        }
      }
      counted.append(entries)
    }
    if phrasings.count >= Corpus.manyPhrasings {
      // Runs of letters and pairs that one phrasing alone has are most features and tell least.
      let isKept = documents.indices.map { documents[$0] > 1 || kinds[$0] == .words }
      var renumbered = [Int32](repeating: -1, count: keys.count)
      var next: Int32 = 0
      for feature in keys.indices where isKept[feature] {
        renumbered[feature] = next
        next += 1
      }
      func kept<Value>(_ values: [Value]) -> [Value] {
        values.indices.filter { isKept[$0] }.map { values[$0] }
      }
      keys = kept(keys)
      documents = kept(documents)
      heard = kept(heard)
      heardIn = kept(heardIn)
      index = index.compactMapValues { renumbered[Int($0)] < 0 ? nil : renumbered[Int($0)] }
      counted = counted.map { row in
        row.compactMap { entry in
          let number = renumbered[Int(entry.feature)]
          return number < 0 ? nil : (number, entry.block, entry.count)
        }
      }
    }
    let total = Double(phrasings.count)
    rarities = documents.map { Float(log((total + 1) / (Double($0) + 1))) + 1 }
    isHeard = heard
    let unseen = Float(log(total + 1)) + 1

    var relations = [Float](repeating: 0, count: max(1, relationCount))
    for (phrasing, entries) in zip(phrasings, counted) {
      let start = numbers.count
      var squares: [Float] = [0, 0, 0]
      for entry in entries {
        let value = Float(entry.count).squareRoot() * rarities[Int(entry.feature)]
        squares[entry.block.rawValue] += value * value
      }
      for entry in entries {
        let value = Float(entry.count).squareRoot() * rarities[Int(entry.feature)]
        numbers.append(entry.feature)
        values.append(
          value * entry.block.scale / squares[entry.block.rawValue].squareRoot())
      }
      var known: Float = 0
      var all: Float = 0
      for index in relations.indices { relations[index] = 0 }
      var seen: Set<Key> = []
      for token in phrasing.utterance.tokens {
        guard let stem = token.stem else {
          known += 1
          all += 1
          continue
        }
        let surface = Key(phrasing.utterance.text(of: token), role: .surface)
        if language.isStopWord(surface) { continue }
        let feature = index[stem].map(Int.init)
        let rarity = feature.map { rarities[$0] } ?? unseen
        // Heard from another phrasing, not from this one alone.
        let others = feature.map { heardIn[$0] - (phrasing.label != classCount - 1 ? 1 : 0) } ?? 0
        if others > 0 { known += rarity }
        all += others > 0 ? rarity : unseen
        if relationCount > 0, seen.insert(stem).inserted {
          relations.withUnsafeMutableBufferPointer {
            language.addRelations(of: stem, weight: rarity, to: $0)
          }
        }
      }
      let square = relations.reduce(0) { $0 + $1 * $1 }
      if square > 0 {
        let scale = FeatureBlock.relations.scale / square.squareRoot()
        for dimension in 0..<relationCount {
          numbers.append(Int32(firstRelation + dimension))
          values.append(relations[dimension] * scale)
        }
      }
      numbers.append(Int32(constant))
      values.append(1)
      rows.append(
        Row(
          features: start..<numbers.count, label: phrasing.label, voice: phrasing.voice,
          square: values[start...].reduce(0) { $0 + $1 * $1 },
          known: all > 0 ? known / all : 0))
    }
  }
}
