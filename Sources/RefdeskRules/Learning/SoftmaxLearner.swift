#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
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
    let solver = RowSolver(classCount: corpus.classCount)
    let scores = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: width)
    let change = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: width)
    defer {
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
        let share = shares + row * width
        let step = solver.solve(
          scores: UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Float.self),
          shares: UnsafeMutableRawPointer(share).assumingMemoryBound(to: Float.self),
          change: UnsafeMutableRawPointer(change).assumingMemoryBound(to: Float.self),
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
    for lane in 0..<width { scores[lane] = SIMD8(repeating: 0) }
    if !beginnings.isEmpty {
      let first = row * corpus.classCount
      for number in 0..<corpus.classCount {
        scores[number / 8][number % 8] = beginnings[first + number]
      }
    }
    corpus.numbers.withUnsafeBufferPointer { numbers in
      corpus.values.withUnsafeBufferPointer { values in
        for at in corpus.rows[row].features {
          let weight = weights + Int(numbers[at]) * width
          let value = values[at]
          for lane in 0..<width { scores[lane] += weight[lane] * value }
        }
      }
    }
  }

  @inline(__always)
  private func update(_ row: Int, by change: UnsafeMutablePointer<SIMD8<Float>>) {
    // A row moves few classes, and the weights of the others need not be touched.
    var lanes: [Int] = []
    for lane in 0..<width where change[lane] != SIMD8(repeating: 0) { lanes.append(lane) }
    guard !lanes.isEmpty else { return }
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

  /// One row's optimum: the p with p = softmax(s + q (a − p)), where a are the row's shares before, s the scores and q
  /// the stiffness C‖x‖². With Z for the sum's logarithm, each u = q p solves u + ln u = ln q + s + q a − Z.
  private struct RowSolver {
    static let leastChange: Float = 2e-5
    let classCount: Int
    private let levels: UnsafeMutablePointer<Float>

    init(classCount: Int) {
      self.classCount = classCount
      levels = .allocate(capacity: classCount)
    }

    /// Sets the shares and gives how far they moved in all; `change` has what each class's weights move by.
    func solve(
      scores: UnsafeMutablePointer<Float>, shares: UnsafeMutablePointer<Float>,
      change: UnsafeMutablePointer<Float>, stiffness q: Float
    ) -> Float {
      let logarithm = logf(q)
      var largest = -Float.infinity
      for number in 0..<classCount { largest = max(largest, scores[number]) }
      var sum: Float = 0
      for number in 0..<classCount {
        sum += expf(scores[number] - largest)
        levels[number] = scores[number] + q * shares[number] + logarithm
      }
      var z = largest + logf(sum)
      for _ in 0..<12 {
        var total: Float = 0
        var slope: Float = 0
        for number in 0..<classCount {
          let u = omega(levels[number] - z)
          total += u
          slope += u / (1 + u)
        }
        let step = (total - q) / max(slope, 1e-6)
        z += max(-20, min(20, step))
        if abs(total - q) < 1e-4 * q { break }
      }
      var moved: Float = 0
      for number in 0..<classCount {
        let share = omega(levels[number] - z) / q
        let difference = shares[number] - share
        // What is too small to matter is left where it is, on both sides of the equation.
        if abs(difference) < RowSolver.leastChange {
          change[number] = 0
          continue
        }
        change[number] = difference
        moved += abs(difference)
        shares[number] = share
      }
      for number in classCount..<((classCount + 7) / 8 * 8) { change[number] = 0 }
      return moved
    }

    /// Wright's omega: the u with u + ln u = t.
    @inline(__always)
    private func omega(_ t: Float) -> Float {
      if t < -12 { return t < -80 ? 0 : expf(t) }
      if t < -3 {
        let e = expf(t)
        return e * (1 - e + 1.5 * e * e)
      }
      var u: Float = t > 1 ? t - logf(t) : 0.567_143_3 * expf(t * (t < -1 ? 0.75 : 0.638))
      for _ in 0..<3 { u = max(1e-6, u * (1 + t - logf(u)) / (1 + u)) }
      return u
    }
  }
}
