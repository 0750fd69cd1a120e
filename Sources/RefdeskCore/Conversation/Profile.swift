/// What somebody has said of themselves, as far as answers can fit it.
package struct Profile: Sendable, Equatable {
  /// From a trait to its value, both by id: "library" to "national".
  package private(set) var values: [String: String] = [:]
  /// The country they work in, by its code of three letters.
  package var country: String?
  /// Terms of the thesaurus that they said they care about, by name.
  package private(set) var interests: [String] = []

  package init() {}

  package var isEmpty: Bool { values.isEmpty && country == nil && interests.isEmpty }

  /// Whether somebody with this profile is meant by "library.national".
  package func has(_ value: String) -> Bool {
    let parts = value.split(separator: ".", maxSplits: 1).map(String.init)
    return parts.count == 2 && values[parts[0]] == parts[1]
  }

  package mutating func set(_ trait: String, _ value: String?) { values[trait] = value }

  package mutating func care(about term: String) {
    if !interests.contains(term) { interests.append(term) }
  }

  package mutating func forgetInterests() { interests = [] }

  /// Takes over what another profile says; it wins where both say something.
  package mutating func take(_ other: Profile) {
    // Who has changed sides is not both.
    if !other.values.isEmpty { values = other.values }
    country = other.country ?? country
    for term in other.interests { care(about: term) }
  }
}
