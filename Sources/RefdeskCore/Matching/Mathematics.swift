#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

// The two functions of the C library that matching needs, under one name on every system.

@inline(__always) package func log(_ value: Double) -> Double {
  #if canImport(Glibc)
    Glibc.log(value)
  #else
    Darwin.log(value)
  #endif
}

@inline(__always) package func exp(_ value: Double) -> Double {
  #if canImport(Glibc)
    Glibc.exp(value)
  #else
    Darwin.exp(value)
  #endif
}

/// The sum of the exponentials of some numbers, each less the largest of them: eight at a time.
func sumOfExponentials(_ values: UnsafeBufferPointer<Float>, less largest: Float) -> Float {
  var sums = SIMD8<Float>(repeating: 0)
  var at = 0
  while at + 8 <= values.count {
    let eight = UnsafeRawPointer(values.baseAddress! + at).loadUnaligned(as: SIMD8<Float>.self)
    sums += exponentials(eight - largest)
    at += 8
  }
  var sum = sums.sum()
  while at < values.count {
    sum += exponential(values[at] - largest)
    at += 1
  }
  return sum
}

func exponential(_ value: Float) -> Float { exponentials(SIMD8(repeating: value))[0] }

/// The exponentials of numbers not far above 0, to about six digits: a power of two, made of the bits of an exponent, times
/// a polynomial for the rest.
@inlinable @inline(__always) package func exponentials(_ values: SIMD8<Float>) -> SIMD8<Float> {
  let powers = values.replacing(with: -87, where: values .< -87) * 1.442_695
  // Adding a number so large leaves no bits for a fraction.
  let round: Float = 12_582_912
  let whole = (powers + round) - round
  let rest = (powers - whole) * 0.693_147_2
  var sum = rest * (1 / 720) + (1 / 120)
  sum = sum * rest + (1 / 24)
  sum = sum * rest + (1 / 6)
  sum = sum * rest + 0.5
  sum = sum * rest + 1
  sum = sum * rest + 1
  let exponents = unsafeBitCast(powers + round, to: SIMD8<Int32>.self) &<< 23
  return sum * unsafeBitCast(exponents &+ 0x3F80_0000, to: SIMD8<Float>.self)
}

/// A number that so many of some numbers reach at least, found in one pass: the largest of each of sixteen groups are
/// that many different ones. Minus infinity where there are too few.
func floorOfBest(_ count: Int, among values: UnsafeBufferPointer<Float>) -> Float {
  guard (1...16).contains(count), values.count >= 16 else { return -.infinity }
  var low = SIMD8<Float>(repeating: -.infinity)
  var high = low
  for at in stride(from: 0, through: values.count - 16, by: 16) {
    let start = UnsafeRawPointer(values.baseAddress! + at)
    let (a, b) = (
      start.loadUnaligned(as: SIMD8<Float>.self),
      start.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
    )
    low.replace(with: a, where: a .> low)
    high.replace(with: b, where: b .> high)
  }
  return withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { sorted in
    for lane in 0..<16 {
      let value = lane < 8 ? low[lane] : high[lane - 8]
      var at = lane
      while at > 0, sorted[at - 1] < value {
        sorted[at] = sorted[at - 1]
        at -= 1
      }
      sorted[at] = value
    }
    return sorted[count - 1]
  }
}

/// Whether any of eight numbers from a place on is at least `floor`.
@inline(__always)
func reachesAny(_ floor: Float, _ values: UnsafeBufferPointer<Float>, at: Int) -> Bool {
  let eight = UnsafeRawPointer(values.baseAddress! + at).loadUnaligned(as: SIMD8<Float>.self)
  let lanes = unsafeBitCast(eight .>= floor, to: SIMD4<UInt64>.self)
  return lanes.x | lanes.y | lanes.z | lanes.w != 0
}

/// The sum of the squares of some numbers: eight at a time.
func squareOfLength(_ values: UnsafeBufferPointer<Float>) -> Float {
  var sums = SIMD8<Float>(repeating: 0)
  var at = 0
  while at + 8 <= values.count {
    let eight = UnsafeRawPointer(values.baseAddress! + at).loadUnaligned(as: SIMD8<Float>.self)
    sums += eight * eight
    at += 8
  }
  var sum = sums.sum()
  while at < values.count {
    sum += values[at] * values[at]
    at += 1
  }
  return sum
}
