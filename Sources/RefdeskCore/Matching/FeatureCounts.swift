#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How often a question has each feature.
///
/// Above each count stands the number of what it was counted for, so that beginning anew costs nothing.
struct FeatureCounts {
  private let counts: UnsafeMutablePointer<UInt32>
  private let featureCount: Int
  /// Shifted over the count.
  private var number: UInt32 = 0

  /// More than a question can have of anything.
  private static let mostCount: UInt32 = 0xFFFF

  init(of featureCount: Int) {
    self.featureCount = max(1, featureCount)
    // Memory that comes zeroed is not touched before it is needed: one question needs little of it.
    counts = calloc(self.featureCount, MemoryLayout<UInt32>.stride)!
      .bindMemory(to: UInt32.self, capacity: self.featureCount)
  }

  func deallocate() { free(counts) }

  /// Sets all counts to zero.
  mutating func begin() {
    number &+= FeatureCounts.mostCount + 1
    // Once in some sixty thousand times the numbers begin anew.
    if number == 0 {
      counts.update(repeating: 0, count: featureCount)
      number = FeatureCounts.mostCount + 1
    }
  }

  /// Counts a feature once more, and gives how often it was counted.
  @inline(__always)
  func add(_ feature: Int) -> UInt32 {
    let known = counts[feature]
    let count = known & ~FeatureCounts.mostCount == number ? known &+ 1 : number | 1
    counts[feature] = count
    return count & FeatureCounts.mostCount
  }

  @inline(__always)
  func times(_ feature: Int) -> Float { Float(counts[feature] & FeatureCounts.mostCount) }
}
