internal import RefdeskCore

/// One row's optimum in `SoftmaxLearner`: the p with p = softmax(s + q (a − p)), where a are the row's shares before, s
/// the scores and q the stiffness C‖x‖². With Z for the sum's logarithm, each u = q p solves u + ln u = ln q + s + q a − Z.
///
/// Eight classes at a time. Classes that only fill up the last eight have scores so low that their shares stay nothing.
struct RowSolver {
  private static let leastChange: Float = 2e-5
  /// A score that no class of a row has.
  static let outOfReach: Float = -1e30

  private let width: Int
  private let levels: UnsafeMutablePointer<SIMD8<Float>>

  /// - Parameter width: how many times eight classes there are.
  init(width: Int) {
    self.width = width
    levels = .allocate(capacity: width)
    levels.initialize(repeating: SIMD8(), count: width)
  }

  func deallocate() { levels.deallocate() }

  /// Sets the shares and gives how far they moved in all; `change` has what each class's weights move by.
  func solve(
    scores: UnsafePointer<SIMD8<Float>>, shares: UnsafeMutablePointer<SIMD8<Float>>,
    change: UnsafeMutablePointer<SIMD8<Float>>, stiffness q: Float
  ) -> Float {
    var largest = scores[0]
    for lane in 1..<max(1, width) {
      largest.replace(with: scores[lane], where: scores[lane] .> largest)
    }
    let most = largest.max()
    let logarithm = Float(log(Double(q)))
    var sums = SIMD8<Float>()
    for lane in 0..<width {
      sums += exponentials(scores[lane] - most)
      levels[lane] = scores[lane] + shares[lane] * q + logarithm
    }
    let z = root(from: most + Float(log(Double(sums.sum()))), stiffness: q)
    var moved = SIMD8<Float>()
    for lane in 0..<width {
      let share = omega(levels[lane] - z) / q
      let difference = shares[lane] - share
      let distance = difference.replacing(with: -difference, where: difference .< 0)
      // What is too small to matter is left where it is, on both sides of the equation.
      let isSmall = distance .< RowSolver.leastChange
      change[lane] = difference.replacing(with: 0, where: isSmall)
      shares[lane] = share.replacing(with: shares[lane], where: isSmall)
      moved += distance.replacing(with: 0, where: isSmall)
    }
    return moved.sum()
  }

  /// The Z at which the shares sum to one, by Newton's method.
  private func root(from start: Float, stiffness q: Float) -> Float {
    var z = start
    for _ in 0..<12 {
      var totals = SIMD8<Float>()
      var slopes = SIMD8<Float>()
      for lane in 0..<width {
        let u = omega(levels[lane] - z)
        totals += u
        slopes += u / (1 + u)
      }
      let total = totals.sum()
      z += max(-20, min(20, (total - q) / max(slopes.sum(), 1e-6)))
      if abs(total - q) < 1e-4 * q { break }
    }
    return z
  }

  /// Wright's omega: the u with u + ln u = t.
  @inline(__always)
  private func omega(_ t: SIMD8<Float>) -> SIMD8<Float> {
    let t = t.replacing(with: -80, where: t .< -80)
    let e = exponentials(t.replacing(with: 0, where: t .> 0))
    var u = e * (e * (e * 1.5 - 1) + 1)
    // Most classes have next to no share in a row: there the first terms of the series do.
    if t.max() < -3 { return u }
    // Elsewhere a guess within a fifth, and one step of the fourth order (Fritsch, Shafer and Crowley 1973).
    var middle = t * -0.0013 + 0.0737
    middle = middle * t + 0.3619
    middle = middle * t + 0.567_143_3
    u.replace(with: middle, where: t .> -1.5)
    let above = t.replacing(with: 2, where: t .< 2)
    u.replace(with: above - logarithms(above), where: t .> 2)
    let miss = t - u - logarithms(u)
    let next = 1 + u
    let twice = 2 * next * (next + miss * 0.666_666_7)
    let step = miss / next * (twice - miss) / (twice - 2 * miss)
    return u + u * step
  }

  /// The natural logarithms of positive numbers, to about seven digits.
  @inline(__always)
  private func logarithms(_ values: SIMD8<Float>) -> SIMD8<Float> {
    // Into a power of two and a factor around 1, for which the series of the inverse hyperbolic tangent is short.
    let bits = unsafeBitCast(values, to: SIMD8<Int32>.self)
    let exponents = (bits &- 0x3F35_04F3) &>> 23
    let factor = unsafeBitCast(bits &- exponents &<< 23, to: SIMD8<Float>.self)
    let s = (factor - 1) / (factor + 1)
    let square = s * s
    var series = square * 0.142_857_1 + 0.2
    series = series * square + 0.333_333_3
    series = series * square + 1
    return SIMD8<Float>(exponents) * 0.693_147_2 + 2 * s * series
  }
}
