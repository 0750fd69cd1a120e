internal import RefdeskCore

/// Learns how to weigh a few numbers that speak for each of several classes, so that the right ones become likeliest.
///
/// A conditional logit: a class's probability is the exponential of the weighed sum of its numbers, shared out over the
/// classes of its trial. Fitted by Newton's method, with a slight pull to the weights it starts from.
struct ConditionalLogit: Sendable {
  /// A class's numbers, filled up with zeros.
  typealias Row = SIMD16<Float>

  /// The classes of all trials, one trial after another.
  private var rows: [Row] = []
  private var trials: [(classes: Range<Int>, right: Int)] = []
  private let size: Int

  /// - Parameter size: how many numbers a class has; at most sixteen.
  init(size: Int) {
    precondition(size <= Row.scalarCount)
    self.size = size
  }

  /// Adds a trial: the numbers of its classes, and which of them is right.
  mutating func add(_ classes: [Row], right: Int) {
    let start = rows.count
    rows += classes
    trials.append((start..<rows.count, start + right))
  }

  /// The weights under which what is right is likeliest.
  func weights(from prior: [Double]) -> [Double] {
    var weights = prior
    for _ in 0..<25 {
      let slope = slope(at: weights)
      var gradient = slope.gradient
      var curvature = slope.curvature
      for index in 0..<size {
        gradient[index] += ConditionalLogit.pull * (prior[index] - weights[index])
        curvature[index][index] += ConditionalLogit.pull
      }
      let step = Calibrator.solve(curvature, gradient)
      for index in 0..<size { weights[index] += max(-2, min(2, step[index])) }
      if step.allSatisfy({ abs($0) < 1e-4 }) { break }
    }
    return weights
  }

  private static let pull = 2.0

  /// The first and second derivatives of the logarithm of the likelihood, the second with its sign turned.
  private struct Slope: Sendable {
    var gradient: [Double]
    var curvature: [[Double]]

    init(size: Int) {
      gradient = [Double](repeating: 0, count: size)
      curvature = [[Double]](repeating: gradient, count: size)
    }
  }

  /// In how many parts the trials are gone through at a time; a fixed number, so that sums come out the same anywhere.
  private static let parts = 8

  private func slope(at weights: [Double]) -> Slope {
    var row = Row()
    for index in 0..<size { row[index] = Float(weights[index]) }
    let weights = row
    let count = ConditionalLogit.parts
    let parts = Parallel.map(count) { part in
      slope(of: trials[trials.count * part / count..<trials.count * (part + 1) / count], weights)
    }
    return parts.reduce(into: Slope(size: size)) { sum, part in
      for i in 0..<size {
        sum.gradient[i] += part.gradient[i]
        for j in 0..<size { sum.curvature[i][j] += part.curvature[i][j] }
      }
    }
  }

  private func slope(
    of trials: ArraySlice<(classes: Range<Int>, right: Int)>, _ weights: Row
  ) -> Slope {
    var slope = Slope(size: size)
    var shares: [Float] = []
    var products = [Row](repeating: Row(), count: size)
    for (classes, right) in trials {
      shares.removeAll(keepingCapacity: true)
      for at in classes { shares.append((rows[at] * weights).sum()) }
      let largest = shares.max() ?? 0
      var sum: Float = 0
      for at in shares.indices {
        shares[at] = exponentials(SIMD8(repeating: shares[at] - largest))[0]
        sum += shares[at]
      }
      var mean = Row()
      for index in 0..<size { products[index] = Row() }
      for at in shares.indices {
        let share = shares[at] / sum
        let row = rows[classes.lowerBound + at]
        mean += row * share
        // The others weigh too little to bend anything.
        guard share > 1e-6 else { continue }
        for index in 0..<size { products[index] += row * (row[index] * share) }
      }
      let miss = rows[right] - mean
      for i in 0..<size {
        slope.gradient[i] += Double(miss[i])
        for j in 0..<size {
          slope.curvature[i][j] += Double(products[i][j] - mean[i] * mean[j])
        }
      }
    }
    return slope
  }
}
