internal import RefdeskCore

/// The keys of one mapping in a rule file, read one by one, with what is wrong collected on the way.
struct Fields {
  let place: Place
  let owner: String
  private var values: [String: YAMLNode] = [:]
  private let findings: FindingList

  /// Checks the keys of a node that should be a mapping; nil where it is none.
  init?(_ node: YAMLNode, owner: String, allowed: [String], findings: FindingList) {
    guard case .map(let pairs) = node.value else {
      findings.add(
        .wrongShape(what: owner, wanted: "a mapping of keys to values", found: node.kind),
        at: node.place)
      return nil
    }
    place = node.place
    self.owner = owner
    self.findings = findings
    for (key, value) in pairs {
      guard let name = key.text else {
        findings.add(.wrongShape(what: "key", wanted: "text", found: key.kind), at: key.place)
        continue
      }
      guard allowed.contains(name) else {
        findings.add(
          .unknownKey(name, nearest: nearest(name, of: allowed), allowed: allowed), at: key.place)
        continue
      }
      if values[name] != nil { findings.add(.duplicateKey(name), at: key.place) }
      values[name] = value
    }
  }

  func node(_ key: String) -> YAMLNode? { values[key] }

  func placeOf(_ key: String) -> Place { values[key]?.place ?? place }

  func text(_ key: String, required: Bool = false) -> String {
    guard let node = values[key] else {
      if required { findings.add(.missing(key, in: owner), at: place) }
      return ""
    }
    guard let text = node.text else {
      findings.add(.wrongShape(what: key, wanted: "text", found: node.kind), at: node.place)
      return ""
    }
    let folded = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if folded.isEmpty { findings.add(.emptyText(key), at: node.place) }
    return folded
  }

  func list(_ key: String) -> [YAMLNode] {
    guard let node = values[key] else { return [] }
    if case .list(let items) = node.value { return items }
    findings.add(.wrongShape(what: key, wanted: "a list", found: node.kind), at: node.place)
    return []
  }

  /// The texts of a list, each with its place.
  func texts(_ key: String) -> [(text: String, place: Place)] {
    list(key).compactMap { item in
      guard let text = item.text else {
        findings.add(
          .wrongShape(what: key, wanted: "a list of texts", found: "a list with " + item.kind),
          at: item.place)
        return nil
      }
      let folded = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if folded.isEmpty {
        findings.add(.emptyText(key), at: item.place)
        return nil
      }
      return (folded, item.place)
    }
  }
}

/// Collects findings while a rule base is read.
final class FindingList {
  private(set) var all: [Finding] = []

  func add(_ problem: Finding.Problem, at place: Place) { all.append(Finding(problem, at: place)) }
  func add(_ finding: Finding) { all.append(finding) }
}

/// The word that someone who typed another most likely meant; nil where none is near.
package func nearest(_ typed: String, of words: some Sequence<String>) -> String? {
  let a = Array(typed.lowercased())
  var best: (word: String, distance: Int)?
  for word in words {
    let distance = editDistance(a, Array(word.lowercased()))
    let isNear =
      distance <= max(1, min(typed.count, word.count) / 3)
      || (typed.count > 2 && word.hasPrefix(typed))
    if isNear, distance < best?.distance ?? .max { best = (word, distance) }
  }
  return best?.word
}

/// Letters to add, drop, change or swap with their neighbour to get from one word to another.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []
  var above = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var least = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
      row.append(least)
    }
    (before, above) = (above, row)
  }
  return above[b.count]
}
