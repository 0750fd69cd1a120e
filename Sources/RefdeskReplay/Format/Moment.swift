/// A moment of a transcript's clock: a day, or a day and a time in UTC.
package struct Moment: Sendable, Equatable {
  package let year: Int
  package let month: Int
  package let day: Int
  package let minute: Int

  /// Reads "2026-11-22" or "2026-11-22T10:00Z".
  package init?(_ text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count <= 2, parts.count == 3, parts.map(\.count) == [4, 2, 2],
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      year > 0, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var minute = 0
    if halves.count == 2 {
      guard halves[1].hasSuffix("Z") else { return nil }
      let time = halves[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
      guard time.count == 2, time.map(\.count) == [2, 2], let hours = Int(time[0]),
        let minutes = Int(time[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
      else { return nil }
      minute = hours * 60 + minutes
    }
    (self.year, self.month, self.day, self.minute) = (year, month, day, minute)
  }

  /// Seconds since 1 January 1970, as casts carry them.
  package var seconds: Int {
    // Days by the civil calendar, counted in years that begin in March.
    let y = month <= 2 ? year - 1 : year
    let yearOfEra = y % 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return ((y / 400) * 146_097 + dayOfEra - 719_468) * 86_400 + minute * 60
  }
}
