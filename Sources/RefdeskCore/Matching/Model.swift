/// What a rule base has learned: how much each feature speaks for each of its rules.
///
/// A class is a rule by its number, or, last of all, the background: questions that no rule answers.
///
/// There are two kinds. A *learned* model has weights found by logistic regression over all classes, for words, pairs, runs
/// of letters and relations. A *counted* one, for rule bases too large for that, has weights that follow from counts of
/// words in one pass (`CountedScores`).
package struct Model: Sendable {
  private let index: KeyTable
  private let features: Bytes
  private let postings: Bytes
  private let biases: Bytes
  private let relations: Bytes
  package let classCount: Int
  package let relationCount: Int
  /// How many phrasings were learned from; sets the weight of a word never seen.
  package let phrasingCount: Int
  package let calibration: Calibration
  private let broaderTerms: [[Int]]

  package let isCounted: Bool
  /// Of a counted model: what each rule's phrasings are made of.
  let phrasings: CountedPhrasings
  /// Of a counted model: what each word of a question costs a rule, and the score of a rule without any.
  package let costOfWord: Float
  package let scoreOfNoWord: Float
  /// How many features there are.
  let featureCount: Int
  /// The rarity of a word that no phrasing has.
  let rarityOfUnseen: Float

  /// Bytes of one feature: where its weights start (5), its rarity (2), the size of a weight of 1 (4), whether a rule's
  /// phrasing has it (1). Its weights end where those of the next start; after the last stands one more start.
  fileprivate static let recordCount = 12
  /// Bytes of one weight: how many classes it stands after the one before (1), the weight plus 64 (1). Where a quarter of
  /// the classes have one, there is a row instead, which is quicker: for every class a byte, the weight plus 64.
  fileprivate static let postingCount = 2
  /// The same of a counted model, which has too many classes for that: the class (3), the weight plus 64 (1).
  private static let countedPostingCount = 4

  init(_ image: Image, _ sections: ModelSections = .questions) {
    index = KeyTable(image[sections.index])
    features = image[sections.features]
    postings = image[sections.postings]
    biases = image[sections.biases]
    relations = image[sections.relations]
    relationCount = relations.u14(at: 0)
    var cursor = Cursor(image[sections.calibration])
    calibration = Calibration(from: &cursor)
    phrasingCount = cursor.int()
    isCounted = cursor.int() != 0
    costOfWord = cursor.float()
    scoreOfNoWord = -cursor.float()
    classCount =
      isCounted ? image[.ruleOffsets].count / 5 + 1 : biases.count / 4
    phrasings = CountedPhrasings(
      image[.phrasingWords], ruleCount: isCounted ? classCount - 1 : 0,
      phrasingCount: phrasingCount)
    featureCount = max(0, features.count / Model.recordCount - 1)
    rarityOfUnseen = Float(log(Double(phrasingCount + 1))) + 1
    var terms = Cursor(image[.thesaurus])
    broaderTerms = terms.list { cursor in
      _ = cursor.string()
      _ = cursor.string()
      return cursor.list { $0.int() }
    }
  }

  /// The number of the background class.
  package var background: Int { classCount - 1 }

  @inline(__always) func feature(_ key: Key) -> Int? {
    guard let feature = index[key], feature < featureCount else { return nil }
    return feature
  }

  // The same in steps, for looking up many (`FeatureBatch`); only where there are features.
  @inline(__always) func bucket(of key: Key) -> Range<Int> { index.bucket(of: key) }
  @inline(__always) func fetch(_ bucket: Range<Int>) -> UInt32 { index.fetch(bucket) }
  @inline(__always) func feature(_ key: Key, in bucket: Range<Int>) -> Int? {
    guard let feature = index.place(of: key, in: bucket), feature < featureCount else { return nil }
    return feature
  }

  /// What stands in the table of features for one.
  struct Record {
    /// Where its weights stand among the postings.
    fileprivate var weights = 0..<0
    /// What a step of its weights stands for.
    fileprivate var step: Float = 0
    fileprivate(set) var rarity: Float = 0
  }

  @inline(__always) func record(of feature: Int) -> Record {
    Record(weights: weights(feature), step: step(feature), rarity: rarity(feature))
  }

  /// Has a feature's record fetched, for opening it soon; what is given back matters to nobody.
  @inline(__always) func fetchRecord(of feature: Int) -> UInt32 {
    features.base.loadUnaligned(fromByteOffset: feature * Model.recordCount, as: UInt32.self)
  }

  /// How rare a feature is: ln((n + 1) / (df + 1)) + 1 over the n phrasings.
  @inline(__always) func rarity(_ feature: Int) -> Float {
    Float(features.u14(at: feature * Model.recordCount + 5)) / 1024
  }

  @inline(__always) func isHeard(_ feature: Int) -> Bool {
    features[feature * Model.recordCount + 11] != 0
  }

  /// Where among the postings a feature's weights stand.
  @inline(__always) private func weights(_ feature: Int) -> Range<Int> {
    let lower = start(feature)
    let upper = start(feature + 1)
    return lower <= upper && upper <= postings.count ? lower..<upper : 0..<0
  }

  /// Where a feature's weights start; for the number after the last, where all end.
  @inline(__always) private func start(_ feature: Int) -> Int {
    let bytes = UInt64(
      littleEndian: features.base.loadUnaligned(
        fromByteOffset: feature * Model.recordCount, as: UInt64.self))
    return Bytes.number(UInt32(truncatingIfNeeded: bytes)) | Int(bytes >> 32 & 0x7F) << 28
  }

  /// What a step of a feature's weights stands for.
  @inline(__always) private func step(_ feature: Int) -> Float {
    features.float(at: feature * Model.recordCount + 7)
  }

  func bias(_ number: Int) -> Float {
    if isCounted { return number == background ? 0 : scoreOfNoWord }
    return biases.float(at: number * 4)
  }

  /// The terms of the thesaurus above a term, nearest first.
  package func broader(_ term: Int) -> [Int] { term < broaderTerms.count ? broaderTerms[term] : [] }

  /// Adds a feature's weights, times how strongly the question has it, to the scores of the classes.
  @inline(__always)
  func add(_ record: Record, times value: Float, to scores: UnsafeMutablePointer<Float>) {
    let unit = record.step * value
    let count = record.weights.count
    if count >= classCount {
      Model.add(postings.base + record.weights.lowerBound, classCount, times: unit, to: scores)
      return
    }
    var at = (postings.base + record.weights.lowerBound).assumingMemoryBound(to: UInt8.self)
    var number = -1
    for _ in 0..<count / Model.postingCount {
      number += Int(at[0])
      guard UInt(bitPattern: number) < UInt(bitPattern: classCount) else { return }
      scores[number] += unit * Float(Int32(at[1]) &- 64)
      at += Model.postingCount
    }
  }

  /// Has a feature's first weights fetched, for adding them soon; what is given back matters to nobody.
  @inline(__always)
  func fetchWeights(of record: Record) -> UInt32 { UInt32(postings[record.weights.lowerBound]) }

  /// Of a counted model: calls `body` with each rule that has a feature, in order, and the weight.
  @inline(__always)
  func forEachPosting(_ feature: Int, _ body: (Int, Float) -> Void) {
    let range = weights(feature)
    let unit = step(feature)
    let base = postings.base + range.lowerBound
    for position in 0..<range.count / Model.countedPostingCount {
      let v = UInt32(
        littleEndian: base.loadUnaligned(
          fromByteOffset: position * Model.countedPostingCount, as: UInt32.self))
      let number = Int(v & 0x7F | v >> 1 & 0x3F80 | v >> 2 & 0x1F_C000)
      guard number < classCount else { continue }
      body(number, unit * Float(Int32(v >> 24) &- 64))
    }
  }

  /// Of a counted model: how many rules have a feature.
  func postingCount(_ feature: Int) -> Int {
    weights(feature).count / Model.countedPostingCount
  }

  /// Of a counted model: no word that tells anything is in more rules.
  var mostPostings: Int { Model.mostPostings(ofRules: classCount - 1) }

  /// A word that more than one rule in eight has tells nothing worth its list, where there are many rules.
  package static func mostPostings(ofRules count: Int) -> Int { max(200, count / 8) }

  /// Of a counted model: whether a word tells anything. One that a good part of all rules have does not.
  @inline(__always) func isTelling(_ feature: Int) -> Bool { step(feature) > 0 }

  /// Of a counted model: no rule's weight of a word is larger.
  func largestWeight(_ feature: Int) -> Float { step(feature) * 63 }

  /// Of a counted model: the share of all phrasings that have a word.
  func share(_ feature: Int) -> Double {
    let count = Double(phrasingCount + 1) * exp(1 - Double(rarity(feature))) - 1
    return max(count, 1) / Double(max(1, phrasingCount))
  }

  /// Of a counted model: what a word adds to a rule one of whose phrasings has it, by the share of all that do.
  func weightOfOnce(_ share: Double) -> Float {
    let mean = phrasings.mean
    return Float(log(CountedWeights.odds(count: 1, own: mean, mean: mean, share: share)))
  }

  /// Adds a row of weights, one byte a class.
  @inline(__always)
  private static func add(
    _ row: UnsafeRawPointer, _ count: Int, times unit: Float,
    to scores: UnsafeMutablePointer<Float>
  ) {
    let weights = row.assumingMemoryBound(to: UInt8.self)
    for number in 0..<count { scores[number] += unit * Float(Int32(weights[number]) &- 64) }
  }

  /// One feature's weight for one class.
  func weight(_ feature: Int, _ number: Int) -> Float {
    if isCounted { return countedWeight(feature, number) }
    let range = weights(feature)
    let unit = step(feature)
    let start = range.lowerBound
    if range.count >= classCount {
      return number < classCount ? unit * Float(Int(postings[start + number]) - 64) : 0
    }
    var (at, found) = (start, -1)
    while found < number, at < range.upperBound {
      found += Int(postings[at])
      at += Model.postingCount
    }
    return found == number && number >= 0 ? unit * Float(Int(postings[at - 1]) - 64) : 0
  }

  /// What a word adds to a rule by a counted model, whatever else is asked.
  private func countedWeight(_ feature: Int, _ rule: Int) -> Float {
    var (own, count) = (0, 0)
    phrasings.forEach(at: phrasings.place(of: rule)) { words, numbers in
      own += 1
      count += (0..<words).contains { CountedPhrasings.feature($0, numbers) == feature } ? 1 : 0
    }
    guard count > 0 else { return 0 }
    return Float(
      log(
        CountedWeights.odds(
          count: Double(count), own: Double(own), mean: phrasings.mean, share: share(feature))))
  }

  /// The weights of relations as numbers: a row of `width` for each dimension of the question's place among all words.
  func relationRows(width: Int) -> UnsafeMutableBufferPointer<Float> {
    let dimensions = min(relationCount, max(0, relations.count - 2) / (classCount + 4))
    let rows = UnsafeMutableBufferPointer<Float>.allocate(capacity: dimensions * width)
    rows.initialize(repeating: 0)
    for dimension in 0..<dimensions {
      let start = 2 + dimension * (classCount + 4)
      let unit = relations.float(at: start)
      let weights = (relations.base + start + 4).assumingMemoryBound(to: UInt8.self)
      for number in 0..<classCount {
        rows[dimension * width + number] = unit * Float(Int32(weights[number]) &- 64)
      }
    }
    return rows
  }

  func relationWeight(_ dimension: Int, _ number: Int) -> Float {
    let row = 2 + dimension * (classCount + 4)
    return relations.float(at: row) * Float(Int(relations[row + 4 + number]) - 64)
  }
}

/// Where in an image the tables of a model stand. A rule base has three: one for questions that stand alone, one for
/// turns that follow an answer, one for whether a turn leans on what went before.
package struct ModelSections: Sendable {
  let index, features, postings, biases, relations, calibration: Image.Section

  package static let questions = ModelSections(
    index: .featureIndex, features: .features, postings: .postings, biases: .biases,
    relations: .relationWeights, calibration: .calibration)
  package static let followUps = ModelSections(
    index: .followUpIndex, features: .followUpFeatures, postings: .followUpPostings,
    biases: .followUpBiases, relations: .followUpRelations, calibration: .followUpCalibration)
  package static let leaning = ModelSections(
    index: .leaningIndex, features: .leaningFeatures, postings: .leaningPostings,
    biases: .leaningBiases, relations: .leaningRelations, calibration: .leaningCalibration)
}

/// The learned weights before they are an image.
package struct ModelTables: Sendable {
  package struct Feature: Sendable {
    package var key: Key
    package var rarity: Float
    package var isHeard: Bool
    package var weights: [(Int, Float)]

    package init(key: Key, rarity: Float, isHeard: Bool, weights: [(Int, Float)]) {
      self.key = key
      self.rarity = rarity
      self.isHeard = isHeard
      self.weights = weights
    }
  }

  package var features: [Feature] = []
  package var biases: [Float] = []
  /// A row of weights, one a class, for each dimension of the relations.
  package var relations: [[Float]] = []
  package var calibration = Calibration()
  package var phrasingCount = 0

  package init() {}

  package func write(to image: inout ImageWriter, _ sections: ModelSections = .questions) {
    var section = FeatureSections(classCount: biases.count)
    for feature in features { section.add(feature) }
    section.write(to: &image, sections)

    var writer = SectionWriter()
    for bias in biases { writer.float(bias) }
    image.add(sections.biases, writer)

    writer = SectionWriter()
    writer.u14(relations.count)
    for row in relations {
      let unit = row.reduce(Float(0)) { max($0, abs($1)) } / 63
      writer.float(unit)
      writer.bytes += row.map { unit > 0 ? UInt8(Int(($0 / unit).rounded()) + 64) : 64 }
    }
    image.add(sections.relations, writer)

    writer = SectionWriter()
    calibration.write(to: &writer)
    writer.int(phrasingCount)
    image.add(sections.calibration, writer)
  }
}

/// A counted model before it is an image.
package struct CountedTables: Sendable {
  package var features: FeatureSections
  package var calibration = Calibration()
  /// By the numbers of the features as they were added.
  private let phrasings: PhrasingWords
  private let costOfWord: Float

  package init(ruleCount: Int, phrasings: PhrasingWords) {
    features = FeatureSections(classCount: nil)
    self.phrasings = phrasings
    costOfWord = Float(
      CountedWeights.costOfWord(mean: Double(phrasings.count) / Double(max(1, ruleCount))))
    scoreOfNoWord = -Float(log(Double(max(1, ruleCount))))
  }

  private let scoreOfNoWord: Float

  package func write(to image: inout ImageWriter) {
    image.add(.phrasingWords, phrasings.written(features.write(to: &image)))
    var writer = SectionWriter()
    calibration.write(to: &writer)
    writer.int(phrasings.count)
    writer.int(1)
    writer.float(costOfWord)
    writer.float(-scoreOfNoWord)
    image.add(.calibration, writer)
  }
}

/// The features of a model as they are written, one after another.
package struct FeatureSections: Sendable {
  private let classCount: Int?
  private var keys: [Key] = []
  /// Where each feature's weights start among `postings`.
  private var starts: [Int] = []
  /// What a record has after the start.
  private var records = SectionWriter()
  private var postings = SectionWriter()

  /// - Parameter classCount: how long a row with a weight for every class is; nil where there are none.
  init(classCount: Int?) { self.classCount = classCount }

  /// - Parameter feature: its weights in the order of their classes.
  package mutating func add(_ feature: ModelTables.Feature) {
    keys.append(feature.key)
    let largest = feature.weights.reduce(Float(0)) { max($0, abs($1.1)) }
    let unit = largest / 63
    var kept: [(number: Int, steps: Int)] = []
    kept.reserveCapacity(feature.weights.count)
    for (number, weight) in feature.weights {
      let steps = unit > 0 ? Int((weight / unit).rounded()) : 0
      if steps != 0 { kept.append((number, steps)) }
    }
    starts.append(postings.bytes.count)
    if let classCount {
      let gaps = FeatureSections.gaps(kept)
      if gaps.count * 4 >= classCount {
        var row = [UInt8](repeating: 64, count: classCount)
        for (number, steps) in kept { row[number] = UInt8(steps + 64) }
        postings.bytes += row
      } else {
        for (gap, steps) in gaps {
          postings.byte(UInt8(gap))
          postings.byte(UInt8(steps + 64))
        }
      }
    } else {
      for (number, steps) in kept {
        postings.u21(number)
        postings.byte(UInt8(steps + 64))
      }
    }
    records.u14(min(16_383, Int((feature.rarity * 1024).rounded())))
    records.float(unit)
    records.byte(feature.isHeard ? 1 : 0)
  }

  /// Weights each with how far its class is from the one before; a gap too long for a byte is bridged by weights of
  /// nothing.
  private static func gaps(_ weights: [(number: Int, steps: Int)]) -> [(gap: Int, steps: Int)] {
    var gaps: [(gap: Int, steps: Int)] = []
    var last = -1
    for (number, steps) in weights {
      while number - last > 127 {
        gaps.append((127, 0))
        last += 127
      }
      gaps.append((number - last, steps))
      last = number
    }
    return gaps
  }

  /// Writes the features, and gives for each as it was added the number it has come to; nil for one without weights.
  @discardableResult
  func write(to image: inout ImageWriter, _ sections: ModelSections = .questions) -> [Int?] {
    var table = SectionWriter()
    var numbers = [Int?](repeating: nil, count: keys.count)
    let order = KeyTable.writePlaces(of: keys, to: &table)
    let rest = Model.recordCount - 5
    var ordered = SectionWriter()
    var weights = SectionWriter()
    ordered.bytes.reserveCapacity(keys.count * Model.recordCount)
    weights.bytes.reserveCapacity(postings.bytes.count)
    for (number, feature) in order.enumerated() {
      ordered.u35(weights.bytes.count)
      ordered.bytes += records.bytes[feature * rest..<(feature + 1) * rest]
      let end = feature + 1 < starts.count ? starts[feature + 1] : postings.bytes.count
      weights.bytes += postings.bytes[starts[feature]..<end]
      if end > starts[feature] { numbers[feature] = number }
    }
    ordered.u35(weights.bytes.count)
    ordered.bytes += [UInt8](repeating: 0, count: rest)
    image.add(sections.index, table)
    image.add(sections.features, ordered)
    image.add(sections.postings, weights)
    return numbers
  }
}
