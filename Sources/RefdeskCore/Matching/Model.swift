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
  /// Of a counted model: what each word of a question costs a rule, and the score of a rule without any.
  package let costOfWord: Float
  package let scoreOfNoWord: Float
  /// How many features there are.
  let featureCount: Int
  /// The rarity of a word that no phrasing has.
  let rarityOfUnseen: Float

  /// Bytes of one feature: where its weights start (5), how many (4), its rarity (2), the size of a weight of 1 (4),
  /// whether a rule's phrasing has it (1).
  private static let recordCount = 16
  /// Bytes of one weight: the class (3), the weight plus 64 (1). Where that would take more than one byte for every
  /// class, there is one byte for every class: the weight plus 64.
  private static let postingCount = 4
  fileprivate static func isDense(_ count: Int, _ classCount: Int) -> Bool {
    count * postingCount >= classCount
  }

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
    featureCount = features.count / Model.recordCount
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

  /// How rare a feature is: ln((n + 1) / (df + 1)) + 1 over the n phrasings.
  @inline(__always) func rarity(_ feature: Int) -> Float {
    Float(features.u14(at: feature * Model.recordCount + 9)) / 1024
  }

  @inline(__always) func isHeard(_ feature: Int) -> Bool {
    features[feature * Model.recordCount + 15] != 0
  }

  func bias(_ number: Int) -> Float {
    if isCounted { return number == background ? 0 : scoreOfNoWord }
    return biases.float(at: number * 4)
  }

  /// The terms of the thesaurus above a term, nearest first.
  package func broader(_ term: Int) -> [Int] { term < broaderTerms.count ? broaderTerms[term] : [] }

  /// Adds a feature's weights, times how strongly the question has it, to the scores of the classes.
  @inline(__always)
  func add(_ feature: Int, times value: Float, to scores: UnsafeMutablePointer<Float>) {
    let record = feature * Model.recordCount
    let start = features.u35(at: record)
    let count = features.u28(at: record + 5)
    let unit = features.float(at: record + 11) * value
    if Model.isDense(count, classCount) {
      guard start + classCount <= postings.count else { return }
      Model.add(postings.base + start, classCount, times: unit, to: scores)
      return
    }
    guard start + count * Model.postingCount <= postings.count else { return }
    let base = postings.base + start
    for position in 0..<count {
      let v = UInt32(
        littleEndian: base.loadUnaligned(
          fromByteOffset: position * Model.postingCount, as: UInt32.self))
      let number = Int(v & 0x7F | v >> 1 & 0x3F80 | v >> 2 & 0x1F_C000)
      guard number < classCount else { continue }
      scores[number] += unit * Float(Int32(v >> 24) &- 64)
    }
  }

  /// Of a counted model: calls `body` with each rule that has a feature, in order, and the weight.
  @inline(__always)
  func forEachPosting(_ feature: Int, _ body: (Int, Float) -> Void) {
    let record = feature * Model.recordCount
    let start = features.u35(at: record)
    let count = features.u28(at: record + 5)
    let unit = features.float(at: record + 11)
    guard start + count * Model.postingCount <= postings.count else { return }
    let base = postings.base + start
    for position in 0..<count {
      let v = UInt32(
        littleEndian: base.loadUnaligned(
          fromByteOffset: position * Model.postingCount, as: UInt32.self))
      let number = Int(v & 0x7F | v >> 1 & 0x3F80 | v >> 2 & 0x1F_C000)
      guard number < classCount else { continue }
      body(number, unit * Float(Int32(v >> 24) &- 64))
    }
  }

  /// No weight of a feature is larger.
  func largestWeight(_ feature: Int) -> Float {
    features.float(at: feature * Model.recordCount + 11) * 63
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
    let record = feature * Model.recordCount
    let start = features.u35(at: record)
    let count = features.u28(at: record + 5)
    let unit = features.float(at: record + 11)
    if Model.isDense(count, classCount), !isCounted {
      return number < classCount ? unit * Float(Int(postings[start + number]) - 64) : 0
    }
    // The classes stand in order.
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let at = start + middle * Model.postingCount
      let found =
        Int(postings[at]) | Int(postings[at + 1]) << 7 | Int(postings[at + 2]) << 14
      if found == number { return unit * Float(Int(postings[at + 3]) - 64) }
      if found < number { low = middle + 1 } else { high = middle }
    }
    return 0
  }

  /// Adds the weights of the question's relations (a vector of length 1 or 0) to the scores of the classes.
  func addRelations(
    _ vector: UnsafeMutableBufferPointer<Float>, to scores: UnsafeMutablePointer<Float>
  ) {
    let dimensions = min(relationCount, vector.count, (relations.count - 2) / (classCount + 4))
    // What 64 stands for, as a weight is written with 64 added.
    var zero: Float = 0
    let units = UnsafeMutablePointer<Float>.allocate(capacity: max(1, dimensions))
    defer { units.deallocate() }
    for dimension in 0..<dimensions {
      units[dimension] = relations.float(at: 2 + dimension * (classCount + 4)) * vector[dimension]
      zero += 64 * units[dimension]
    }
    let weights = (relations.base + 6).assumingMemoryBound(to: UInt8.self)
    func row(_ dimension: Int) -> UnsafePointer<UInt8> { weights + dimension * (classCount + 4) }
    // Eight classes at a time, so that their sums need not be stored in between.
    let whole = classCount / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      var sums = SIMD8<Float>(repeating: -zero)
      for dimension in 0..<dimensions {
        let eight = UnsafeRawPointer(row(dimension) + start).loadUnaligned(as: SIMD8<UInt8>.self)
        sums += SIMD8<Float>(eight) * units[dimension]
      }
      for lane in 0..<8 { scores[start + lane] += sums[lane] }
    }
    for number in whole..<classCount {
      var sum = -zero
      for dimension in 0..<dimensions { sum += Float(row(dimension)[number]) * units[dimension] }
      scores[number] += sum
    }
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
  package var phrasingCount: Int
  package var costOfWord: Float

  package init(ruleCount: Int, phrasingCount: Int, costOfWord: Float) {
    features = FeatureSections(classCount: nil)
    self.phrasingCount = phrasingCount
    self.costOfWord = costOfWord
    scoreOfNoWord = -Float(log(Double(max(1, ruleCount))))
  }

  private let scoreOfNoWord: Float

  package func write(to image: inout ImageWriter) {
    features.write(to: &image)
    var writer = SectionWriter()
    calibration.write(to: &writer)
    writer.int(phrasingCount)
    writer.int(1)
    writer.float(costOfWord)
    writer.float(-scoreOfNoWord)
    image.add(.calibration, writer)
  }
}

/// The features of a model as they are written, one after another.
package struct FeatureSections: Sendable {
  private let classCount: Int?
  private var index: [(Key, Int)] = []
  private var records = SectionWriter()
  private var postings = SectionWriter()

  /// - Parameter classCount: how long a row with a weight for every class is; nil where there are none.
  init(classCount: Int?) { self.classCount = classCount }

  /// - Parameter feature: its weights in the order of their classes.
  package mutating func add(_ feature: ModelTables.Feature) {
    index.append((feature.key, index.count))
    let largest = feature.weights.reduce(Float(0)) { max($0, abs($1.1)) }
    let unit = largest / 63
    var kept: [(Int, Int)] = []
    kept.reserveCapacity(feature.weights.count)
    for (number, weight) in feature.weights {
      let steps = unit > 0 ? Int((weight / unit).rounded()) : 0
      if steps != 0 { kept.append((number, steps)) }
    }
    records.u35(postings.bytes.count)
    records.u28(kept.count)
    records.u14(min(16_383, Int((feature.rarity * 1024).rounded())))
    records.float(unit)
    records.byte(feature.isHeard ? 1 : 0)
    if let classCount, Model.isDense(kept.count, classCount) {
      var row = [UInt8](repeating: 64, count: classCount)
      for (number, steps) in kept { row[number] = UInt8(steps + 64) }
      postings.bytes += row
      return
    }
    for (number, steps) in kept {
      postings.u14(number & 0x3FFF)
      postings.byte(UInt8(number >> 14))
      postings.byte(UInt8(steps + 64))
    }
  }

  func write(to image: inout ImageWriter, _ sections: ModelSections = .questions) {
    var table = SectionWriter()
    KeyTable.write(index, to: &table)
    image.add(sections.index, table)
    image.add(sections.features, records)
    image.add(sections.postings, postings)
  }
}
