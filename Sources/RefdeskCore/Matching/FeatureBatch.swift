/// Features that are looked up together and add their weights together.
///
/// The tables of an image lie over megabytes, and a look at one is mostly a wait for memory. Step by step, with all features
/// at each, the waits of a step overlap: where the buckets of the keys lie, the keys in them, the records, the weights.
struct FeatureBatch {
  struct Member {
    let feature: Int
    fileprivate(set) var record = Model.Record()
    /// How often its weights are added.
    var strength: Float = 0

    var rarity: Float { record.rarity }
  }

  var members: [Member] = []
  private var keys: [Key] = []
  private var buckets: [Range<Int>] = []
  /// What was fetched ahead; it matters to nobody.
  private var fetched: UInt32 = 0

  mutating func begin() {
    members.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
  }

  /// Notes a feature by its key, to be found.
  @inline(__always)
  mutating func note(_ key: Key) { keys.append(key) }

  /// Notes a feature that is known.
  @inline(__always)
  mutating func note(_ feature: Int) { members.append(Member(feature: feature)) }

  /// Puts the features of the keys noted behind those that are known, in their order, and opens the records of all.
  mutating func find(in model: Model) {
    if !keys.isEmpty, model.featureCount > 0 {
      buckets.removeAll(keepingCapacity: true)
      for key in keys { buckets.append(model.bucket(of: key)) }
      for bucket in buckets { fetched ^= model.fetch(bucket) }
      for (at, key) in keys.enumerated() {
        if let feature = model.feature(key, in: buckets[at]) {
          note(feature)
          fetched ^= model.fetchRecord(of: feature)
        }
      }
    }
    for index in members.indices {
      members[index].record = model.record(of: members[index].feature)
    }
  }

  /// Keeps each of the members from a place on once, counted.
  mutating func count(from start: Int = 0, with counts: inout FeatureCounts) {
    var end = start
    for index in start..<members.count where counts.add(members[index].feature) == 1 {
      members[end] = members[index]
      end += 1
    }
    members.removeLast(members.count - end)
  }

  /// Adds the members' weights, each as often as it is strong.
  mutating func add(to scores: UnsafeMutablePointer<Float>, of model: Model) {
    for member in members { fetched ^= model.fetchWeights(of: member.record) }
    for member in members { model.add(member.record, times: member.strength, to: scores) }
  }
}
