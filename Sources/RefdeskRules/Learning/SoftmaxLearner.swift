internal import RefdeskCore

/// Learns how much each feature speaks for each class: multinomial logistic regression.
///
/// Minimises ½‖W‖² + C Σ −log softmax(W x)ₗ by exact block coordinate ascent on the dual: rows are visited in
/// a fixed shuffled order, and each time the row's share of the weights is set to the optimum given all others. No step
/// size, no randomness, the same weights for the same rows. (Dual methods for log-linear models: Collins et al. 2008,
/// JMLR 9; Yu, Huang, Lin 2011, Machine Learning 85.)
final class SoftmaxLearner {
  private let corpus: Corpus
  /// C above: how much a row's misfit costs against large weights.
  private let cost: Float
  private let width: Int
  /// A row of `width` weights a feature.
  private let weights: UnsafeMutablePointer<SIMD8<Float>>
  /// How much of each row's probability each class has: the dual variables.
  private let shares: UnsafeMutablePointer<SIMD8<Float>>
  private let used: [Int]
  /// Scores that each row begins with, one row of classes after another; empty where all begin with 0.
  private let beginnings: [Float]
  /// Which eights of classes a row moved: scratch space of `update`.
  private var movedLanes: [Int] = []

  static let cost: Float = 30

  /// - Parameters:
  ///   - rows: which rows of the corpus to learn from; all where nil.
  ///   - beginnings: scores of each row's classes by what is known already, which the weights add to: one row after
  ///     another, or none.
  init(
    _ corpus: Corpus, rows: [Int]? = nil, cost: Float = SoftmaxLearner.cost,
    beginnings: [Float] = []
  ) {
    self.corpus = corpus
    self.beginnings = beginnings
    self.cost = cost
    used = rows ?? Array(corpus.rows.indices)
    width = (corpus.classCount + 7) / 8
    weights = .allocate(capacity: corpus.featureCount * width)
    weights.initialize(repeating: SIMD8(repeating: 0), count: corpus.featureCount * width)
    shares = .allocate(capacity: corpus.rows.count * width)
    shares.initialize(repeating: SIMD8(repeating: 0), count: corpus.rows.count * width)
    for row in used {
      let label = corpus.rows[row].label
      shares[row * width + label / 8][label % 8] = 1
    }
  }

  deinit {
    weights.deallocate()
    shares.deallocate()
  }

  /// Visits all rows a number of times, fewer where the weights have settled.
  ///
  /// - Parameter tolerance: the mean change of a row's shares under which they have.
  func learn(rounds: Int, tolerance: Float = 0.003) {
    var order = used
    var state: UInt64 = 20_261_122
    let solver = RowSolver(width: width)
    let scores = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: width)
    let change = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: width)
    defer {
      solver.deallocate()
      scores.deallocate()
      change.deallocate()
    }
    // Rows that hardly moved rest for a round, where there are so many that it saves something.
    let isLarge = order.count >= 5000
    var rests = [Bool](repeating: false, count: corpus.rows.count)
    for _ in 0..<rounds {
      for at in stride(from: order.count - 1, to: 0, by: -1) {
        state = Key.mix(state)
        order.swapAt(at, Int(state % UInt64(at + 1)))
      }
      var moved: Float = 0
      for row in order {
        if rests[row] {
          rests[row] = false
          continue
        }
        score(row, into: scores)
        for number in corpus.classCount..<8 * width {
          scores[width - 1][number % 8] = RowSolver.outOfReach
        }
        let step = solver.solve(
          scores: scores, shares: shares + row * width, change: change,
          stiffness: cost * corpus.rows[row].square)
        moved += step
        rests[row] = isLarge && step < tolerance / 4
        update(row, by: change)
      }
      if moved / Float(max(1, order.count)) < tolerance { break }
    }
  }

  @inline(__always)
  private func score(_ row: Int, into scores: UnsafeMutablePointer<SIMD8<Float>>) {
    if beginnings.isEmpty {
      scores.update(repeating: SIMD8(), count: width)
    } else {
      scores[width - 1] = SIMD8()
      let first = row * corpus.classCount
      for number in 0..<corpus.classCount {
        scores[number / 8][number % 8] = beginnings[first + number]
      }
    }
    let features = corpus.rows[row].features
    corpus.numbers.withUnsafeBufferPointer { numbers in
      corpus.values.withUnsafeBufferPointer { values in
        // Four features at a time: their weights come from four places of a memory far larger than the caches.
        var at = features.lowerBound
        while at + 4 <= features.upperBound {
          let (a, b) = (weights + Int(numbers[at]) * width, weights + Int(numbers[at + 1]) * width)
          let (c, d) = (
            weights + Int(numbers[at + 2]) * width, weights + Int(numbers[at + 3]) * width
          )
          let (p, q, r, s) = (values[at], values[at + 1], values[at + 2], values[at + 3])
          for lane in 0..<width {
            scores[lane] += (a[lane] * p + b[lane] * q) + (c[lane] * r + d[lane] * s)
          }
          at += 4
        }
        while at < features.upperBound {
          let weight = weights + Int(numbers[at]) * width
          for lane in 0..<width { scores[lane] += weight[lane] * values[at] }
          at += 1
        }
      }
    }
  }

  @inline(__always)
  private func update(_ row: Int, by change: UnsafeMutablePointer<SIMD8<Float>>) {
    // A row moves few classes, and the weights of the others need not be touched.
    movedLanes.removeAll(keepingCapacity: true)
    for lane in 0..<width where change[lane] != SIMD8() { movedLanes.append(lane) }
    guard !movedLanes.isEmpty else { return }
    movedLanes.withUnsafeBufferPointer { lanes in
      corpus.numbers.withUnsafeBufferPointer { numbers in
        corpus.values.withUnsafeBufferPointer { values in
          for at in corpus.rows[row].features {
            let weight = weights + Int(numbers[at]) * width
            let value = values[at] * cost
            for lane in lanes { weight[lane] += change[lane] * value }
          }
        }
      }
    }
  }

  /// The scores of the classes for any row.
  func scores(of row: Int) -> [Float] {
    let scores = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: width)
    defer { scores.deallocate() }
    score(row, into: scores)
    return (0..<corpus.classCount).map { scores[$0 / 8][$0 % 8] }
  }

  /// The scores of the classes for a row of the training set, as if it had not been in it.
  ///
  /// The row's own part of the weights is taken out; the others keep the values that they settled on with it.
  func scoresLeftOut(_ row: Int) -> [Float] {
    var scores = scores(of: row)
    let own = cost * corpus.rows[row].square
    for number in scores.indices {
      let target: Float = number == corpus.rows[row].label ? 1 : 0
      scores[number] -= own * (target - shares[row * width + number / 8][number % 8])
    }
    return scores
  }

  func weight(_ feature: Int, _ number: Int) -> Float {
    weights[feature * width + number / 8][number % 8]
  }
}
