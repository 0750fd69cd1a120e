import ArgumentParser
internal import RefdeskCore
internal import RefdeskPages
internal import RefdeskReplay

struct Cover: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the rules, passages, partners and targets that no transcript reaches.",
    discussion: """
      A rule is reached where it answers or asks back in a replay; a passage, partner or target where it stands in an
      answer. Without PATH, the transcripts in the folder 'transcripts'.
      """)

  @OptionGroup var options: RuleOptions
  @Option(
    help: ArgumentHelp(
      "End with status 1 where less than so many per cent of the rules are reached.",
      valueName: "percent"))
  var failUnder: Double?
  @Flag(help: "Print a JSON record.") var json = false
  @Argument(help: "Transcripts, or folders with them.") var paths: [String] = []

  func validate() throws {
    if let failUnder, !(0...100).contains(failUnder) {
      throw ValidationError("--fail-under takes 0 to 100")
    }
  }

  func run() throws {
    let transcripts = try Transcripts.read(paths)
    let desk = try options.desk()
    try Transcripts.checkNames(transcripts, desk.rules)
    var player = Player(desk, matching: .rule)
    var coverage = Coverage()
    for transcript in transcripts { coverage.add(player.play(transcript)) }
    let shares = coverage.shares(of: desk.rules)
    Output.standard.write(json ? record(shares) : list(shares))
    Output.standard.flush()
    if let failUnder, let rules = shares.first, rules.percent < failUnder { throw ExitCode(1) }
  }

  private func list(_ shares: [Coverage.Share]) -> String {
    var lines: [String] = []
    for share in shares {
      for item in share.missing {
        let place = item.place.map { "\($0): " } ?? ""
        let kind = String(share.name.dropLast())
        lines.append(Cells.printable("\(place)\(kind) \(item.id) is not reached: \(item.title)"))
      }
    }
    lines += shares.map { share in
      let percent = decimal(Float(share.percent), digits: 1)
      return "\(share.reached) of \(share.count) \(share.name) reached (\(percent) %)"
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func record(_ shares: [Coverage.Share]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "refdesk.cover/1")
      json.key("shares")
      json.list { json in
        for share in shares {
          json.object { json in
            json.field("of", share.name)
            json.field("count", share.count)
            json.field("reached", share.reached)
            json.field("missing", share.missing.map(\.id))
          }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }
}
