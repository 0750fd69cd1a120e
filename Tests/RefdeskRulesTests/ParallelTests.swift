import RefdeskRules
import Synchronization
import Testing

@Suite struct `Work in parallel` {
  @Test(arguments: [1, 2, 5]) func `is handed on in order, each piece once`(_ workers: Int) throws {
    let next = Mutex(0)
    let used = Mutex<[Int]>([])
    try Parallel.inOrder(
      workers: workers,
      next: {
        next.withLock { number in
          number += 1
          return number <= 500 ? number : nil
        }
      },
      work: { _, number in
        // Some take far longer than others.
        (0..<(number % 7 == 0 ? 20_000 : 10)).reduce(number) { $0 ^ $1 ^ $1 }
      }, use: { result in used.withLock { $0.append(result) } })
    #expect(used.withLock { $0 } == Array(1...500))
  }

  @Test func `takes no more pieces than there is room for`() throws {
    let ahead = Mutex((taken: 0, used: 0, most: 0))
    try Parallel.inOrder(
      workers: 2,
      next: {
        ahead.withLock { ahead in
          guard ahead.taken < 300 else { return nil }
          ahead.taken += 1
          ahead.most = max(ahead.most, ahead.taken - ahead.used)
          return ahead.taken
        }
      },
      work: { _, number in (0..<(number % 50 == 1 ? 200_000 : 1)).reduce(0, ^) },
      use: { _ in ahead.withLock { $0.used += 1 } })
    #expect(ahead.withLock { $0.used } == 300)
    #expect(ahead.withLock { $0.most } <= 4)
  }

  @Test func `hands on what came before a failure, and throws it`() throws {
    struct Damage: Error {}
    let next = Mutex(0)
    let used = Mutex<[Int]>([])
    #expect(throws: Damage.self) {
      try Parallel.inOrder(
        workers: 2,
        next: {
          try next.withLock { number -> Int? in
            number += 1
            if number > 9 { throw Damage() }
            return number
          }
        }, work: { $1 }, use: { result in used.withLock { $0.append(result) } })
    }
    #expect(used.withLock { $0 } == Array(1...9))
  }
}
