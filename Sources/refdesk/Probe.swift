internal import RefdeskCore
internal import RefdeskRules
internal import Glibc

// temporary probe: probe LANGDIR RULES(dir|image) compile OUT | tsv < questions
@main struct Main {
  static func main() throws {
    let a = CommandLine.arguments
    let language = Language(try Image(Bytes(copying: try LanguageReader.read(a[1]).image()), kind: .language, verified: true))
    if a[3] == "compile" {
      let result = try RuleBaseReader.read(a[2])
      for f in result.findings.prefix(40) { print(f) }
      let image = Compiler(result.base, language: language).compile()
      try Files.write(image, to: a[4])
      print("image", image.count)
      return
    }
    let rules = try CompiledRules(try Files.map(a[2]))
    let reader = QuestionReader(language: language, lexicon: rules.lexicon)
    let matcher = Matcher(rules: rules, language: language)
    while let line = readLine() {
      let u = reader.read(line)
      let r = matcher.rank(u)
      let d = rules.model.calibration.decide(r)
      let o: String
      switch d { case .answer: o = "answered"; case .askBack: o = "asked_back"; case .decline: o = "declined" }
      let best = r.candidates.first.map { rules.heading(ofRuleAt: $0.rule).id } ?? "-"
      print("\(o)\t\(best)\t\(r.confidence)")
    }
  }
}
