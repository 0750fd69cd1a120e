internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Work done on all cores, with the results in order.
package enum Parallel {
  /// How many cores there are.
  package static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  package static func map<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result)
    -> [Result]
  {
    let results = Slots<Result>(count)
    DispatchQueue.concurrentPerform(iterations: count) { results[$0] = work($0) }
    return results.all
  }

  /// One slot a task, each written by its task alone.
  private final class Slots<Value>: @unchecked Sendable {
    private let slots: UnsafeMutableBufferPointer<Value?>

    init(_ count: Int) {
      slots = .allocate(capacity: count)
      slots.initialize(repeating: nil)
    }

    deinit {
      slots.deinitialize()
      slots.deallocate()
    }

    subscript(index: Int) -> Value {
      get { slots[index]! }
      set { slots[index] = newValue }
    }

    var all: [Value] { slots.map { $0! } }
  }
}
