package import RefdeskCore

/// Something in a rule base that its author should mend, with the place to look.
package struct Finding: Error, Sendable, Equatable {
  package enum Problem: Sendable, Equatable {
    case notYAML(String)
    case tooDeep
    case wrongShape(what: String, wanted: String, found: String)
    case unknownKey(String, nearest: String?, allowed: [String])
    case missing(String, in: String)
    case emptyText(String)
    case badID(String)
    case duplicateID(String, first: Place)
    case duplicateKey(String)
    case unknownKind(String, allowed: [String])
    case unknownPassage(String, nearest: String?)
    case unknownPartner(String, nearest: String?)
    case unknownTarget(String)
    case unknownRule(String, nearest: String?)
    case unknownTopic(String, nearest: String?)
    case unknownDocument(String, nearest: String?)
    case unknownTerm(String, nearest: String?)
    case unknownRecordSet(String, nearest: String?)
    case unknownTraitValue(String, nearest: String?)
    case unknownCountry(String, nearest: String?)
    case badCode(String)
    case badDate(String)
    case badColour(String)
    case badAddress(String)
    case formerIDInUse(String, at: Place)
    case uncitedPassage(String)
    case unsourced(String)
    case duplicatePhrasing(String, rule: String?, other: String?, first: Place)
    case takenPhrasing(String, rule: String, by: String, confidence: Float)
    case duplicateTerm(String, first: Place)
    case noRules
  }

  package enum Severity: Int, Sendable, Comparable {
    /// The rule base can't be used, or would say something wrong.
    case error
    /// Worth mending; the rule base works.
    case warning

    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  package let problem: Problem
  package let place: Place

  package init(_ problem: Problem, at place: Place) {
    self.problem = problem
    self.place = place
  }

  package var severity: Severity {
    switch problem {
    case .uncitedPassage, .unsourced, .takenPhrasing: .warning
    case .duplicatePhrasing(_, let rule, let other, _): rule == other ? .warning : .error
    default: .error
    }
  }
}

extension Finding: CustomStringConvertible {
  /// One line that editors and CI can jump to: `file:line:column: error: what is wrong; what to do`.
  package var description: String {
    "\(place): \(severity == .error ? "error" : "warning"): \(problem)"
  }
}

/// All that keeps a rule base from being used.
package struct Findings: Error, Sendable {
  package let all: [Finding]
  package init(_ all: [Finding]) { self.all = all }
}

extension Finding.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notYAML(let problem): "not YAML: \(problem); check indentation, quotes and colons here"
    case .tooDeep: "nested too deeply or too large for a rule base; split the file"
    case .wrongShape(let what, let wanted, let found):
      "'\(what)' should be \(wanted), and is \(found)"
    case .unknownKey(let key, let nearest, let allowed):
      "unknown key '\(key)'; "
        + (nearest.map { "did you mean '\($0)'?" }
          ?? "known here: \(allowed.joined(separator: ", "))")
    case .missing(let key, let owner): "\(owner) has no '\(key)'; add one"
    case .emptyText(let key): "'\(key)' is empty; write something or leave the key out"
    case .badID(let id): "'\(id)' is no id; use small letters, digits and hyphens"
    case .duplicateID(let id, let first): "id '\(id)' is taken at \(first); choose another"
    case .duplicateKey(let key): "'\(key)' stands twice here; keep one"
    case .unknownKind(let kind, let allowed):
      "unknown kind '\(kind)'; known: \(allowed.joined(separator: ", "))"
    case .unknownPassage(let id, let nearest): Self.unknown("passage", id, nearest)
    case .unknownPartner(let id, let nearest): Self.unknown("partner", id, nearest)
    case .unknownTarget(let code): "no target '\(code)' in goals; check the code"
    case .unknownRule(let id, let nearest): Self.unknown("rule", id, nearest)
    case .unknownTopic(let id, let nearest): Self.unknown("topic", id, nearest)
    case .unknownDocument(let id, let nearest): Self.unknown("document", id, nearest)
    case .unknownTerm(let id, let nearest): Self.unknown("term", id, nearest)
    case .unknownRecordSet(let id, let nearest): Self.unknown("record set", id, nearest)
    case .unknownTraitValue(let id, let nearest): Self.unknown("value of a trait", id, nearest)
    case .unknownCountry(let id, let nearest): Self.unknown("country", id, nearest)
    case .badCode(let code): "'\(code)' is no code; write a goal as 4, a target as 4.6 or 5.b"
    case .badDate(let date): "'\(date)' is no date; write it as 2026-11-22"
    case .badColour(let colour): "'\(colour)' is no colour; write it as #C5192D"
    case .badAddress(let address):
      "'\(address)' is no web address; write it as https://example.org/page"
    case .formerIDInUse(let id, let place):
      "'\(id)' can't be a former id, as it is in use at \(place); drop it here or there"
    case .uncitedPassage(let id): "no rule cites passage '\(id)'; cite it, or drop it"
    case .unsourced(let what): "\(what) has no source; add `from:`"
    case .duplicatePhrasing(let text, let rule, let other, let first):
      rule == other
        ? "'\(text)' is also at \(first); keep one"
        : "'\(text)' asks for \(rule ?? "no rule") here and for \(other ?? "no rule") at \(first); keep one"
    case .takenPhrasing(let text, let rule, let by, let confidence):
      "'\(text)' is \(rule)'s, but \(by) takes it (\(Int((confidence * 100).rounded())) %) when it is left out; "
        + "reword it, move it there, or add a few like it"
    case .duplicateTerm(let term, let first): "'\(term)' is already under the term at \(first)"
    case .noRules: "there are no rules here; a rule needs `id:`, `question:` and one step"
    }
  }

  private static func unknown(_ what: String, _ id: String, _ nearest: String?) -> String {
    "unknown \(what) '\(id)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; check its id")
  }
}
