internal import Dispatch
internal import Synchronization

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

  /// The same by so many workers, each of which takes the next piece as soon as it is done with one.
  ///
  /// - Parameter work: called with the number of the worker, which has one piece at a time, and that of the piece.
  package static func map<Result: Sendable>(
    _ count: Int, workers: Int, _ work: @Sendable (_ worker: Int, _ piece: Int) -> Result
  ) -> [Result] {
    let results = Slots<Result>(count)
    let taken = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let piece = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        if piece >= count { return }
        results[piece] = work(worker, piece)
      }
    }
    return results.all
  }

  /// Does work on pieces that come one after another, and hands the results on in the order of the pieces.
  ///
  /// Each worker takes the next piece as soon as it is done with one, so none waits for the slowest. Of what was taken
  /// and not handed on there are never more than two pieces a worker, so endless input takes bounded space.
  ///
  /// - Parameters:
  ///   - workers: how many pieces are worked on at a time, at most one a core.
  ///   - next: gives the next piece, or nil at the end. Called by one worker at a time; may wait.
  ///   - work: called with the number of the worker, which has one piece at a time.
  ///   - use: takes a result. Called by one worker at a time, also while another waits in `next`.
  /// - Throws: what `next` throws, once all before it was handed on.
  package static func inOrder<Piece, Result: Sendable>(
    workers: Int, next: @Sendable () throws -> Piece?,
    work: @Sendable (_ worker: Int, Piece) -> Result, use: @Sendable (Result) -> Void
  ) throws {
    let line = Line<Result>(room: 2 * workers)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        line.room.wait()
        guard let (number, piece) = line.take(next) else {
          line.room.signal()
          return
        }
        line.hand(work(worker, piece), number, use)
      }
    }
    if let failure = line.failure { throw failure }
  }

  /// Pieces and results in order: who is next to take a piece, and whose result is due.
  private final class Line<Result: Sendable>: Sendable {
    /// For how many pieces more there is room.
    let room: DispatchSemaphore
    private let taking = Mutex<(count: Int, isAtEnd: Bool, failure: (any Error)?)>((0, false, nil))
    private let handing = Mutex<(due: Int, waiting: [Int: Result])>((0, [:]))

    init(room: Int) { self.room = DispatchSemaphore(value: room) }

    var failure: (any Error)? { taking.withLock { $0.failure } }

    func take<Piece>(_ next: () throws -> Piece?) -> (Int, Piece)? {
      taking.withLock { taking in
        if taking.isAtEnd { return nil }
        do {
          if let piece = try next() {
            taking.count += 1
            return (taking.count - 1, piece)
          }
        } catch {
          taking.failure = error
        }
        taking.isAtEnd = true
        return nil
      }
    }

    func hand(_ result: Result, _ number: Int, _ use: (Result) -> Void) {
      handing.withLock { handing in
        if number != handing.due {
          handing.waiting[number] = result
          return
        }
        var due: Result? = result
        while let some = due {
          use(some)
          room.signal()
          handing.due += 1
          due = handing.waiting.removeValue(forKey: handing.due)
        }
      }
    }
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
