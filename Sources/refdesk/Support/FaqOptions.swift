import ArgumentParser
internal import RefdeskFAQ

// How the options of `faq` are read from the command line.

/// Forms with commas between them.
struct FormList: ExpressibleByArgument {
  let forms: [FAQForm]

  init?(argument: String) {
    let names = argument.split(separator: ",").map { $0.filter { $0 != " " } }
    if names == ["all"] {
      forms = FAQForm.allCases
      return
    }
    let found = names.compactMap { FAQForm(rawValue: $0) }
    guard !found.isEmpty, found.count == names.count else { return nil }
    var seen: Set<FAQForm> = []
    forms = found.filter { seen.insert($0).inserted }
  }

  static var allValueStrings: [String] { FAQForm.allCases.map(\.rawValue) + ["all"] }
}

/// A number of days: "365d", "365", "52w", "1y".
struct Age: ExpressibleByArgument {
  let days: Int

  init?(argument: String) {
    let units = ["d": 1, "w": 7, "y": 365]
    let unit = argument.last.flatMap { units[String($0)] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()),
      (1...36_500).contains(number)
    else { return nil }
    days = number * (unit ?? 1)
  }
}

extension QuestionForm: ExpressibleByArgument {}
extension FAQ.Order: ExpressibleByArgument {}
extension FragmentWriter.Layout: ExpressibleByArgument {}
extension CSVWriter.Preset: ExpressibleByArgument {}
