import Foundation
import Testing

/// Rules from elsewhere: folders, files and images.
@Suite struct RulesTests {
  private let folder = Folder()

  private func bakery() throws -> String {
    try folder.write(Fixture.bakery, to: "bakery/rules.yaml")
    try folder.write(Fixture.delivery, to: "bakery/more/delivery.yml")
    return folder.path + "/bakery"
  }

  @Test func `rules about anything else answer just as well`() throws {
    let rules = try bakery()
    let run = try refdesk("ask", "--rules", rules, "how do I order a cake for my son's party")
    #expect(run.status == 0)
    #expect(run.text.contains("1. Tell us the day, the size and the name."))
    let other = try refdesk("ask", "--rules", rules, "--json", "can you bring bread to the house")
    #expect(try record(other.output).rule == "delivery")
    let declined = try refdesk("ask", "--rules", rules, "--json", "zzyzx qwertz plugh")
    #expect(try record(declined.output).outcome == "declined")
  }

  @Test func `a compiled image answers as its folder does`() throws {
    let rules = try bakery()
    let image = folder.path + "/bakery.image"
    let made = try refdesk("compile", rules, "-o", image)
    #expect(made.status == 0 && made.output.isEmpty && made.errors.isEmpty)
    for form in ["jsonl", "tsv", "text"] {
      let input = Fixture.bakeryQuestions
      let fromFolder = try refdesk("batch", "--rules", rules, "--to", form, input: input)
      let fromImage = try refdesk("batch", "--rules", image, "--to", form, input: input)
      #expect(!fromFolder.output.isEmpty && fromFolder.status == 0)
      #expect(fromImage.output == fromFolder.output)
    }
    #expect(folder.names() == ["bakery", "bakery.image"], "nothing is left beside it")
  }

  @Test func `the same rules compile to the same image`() throws {
    let rules = try bakery()
    for name in ["one", "two"] {
      #expect(try refdesk("compile", rules, "-o", folder.path + "/\(name).image").status == 0)
    }
    #expect(try folder.read("one.image") == folder.read("two.image"))
  }

  @Test func `an image is written where a link leads`() throws {
    let rules = try bakery()
    try folder.write("", to: "real.image")
    let link = folder.path + "/link.image"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.image")
    #expect(try refdesk("compile", rules, "-o", link).status == 0)
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == "real.image")
    #expect(try !folder.read("real.image").isEmpty)
  }

  @Test func `one file of rules will do`() throws {
    let file = try folder.write(Fixture.delivery, to: "delivery.yaml")
    let run = try refdesk("ask", "--rules", file, "--json", "do you deliver")
    #expect(try record(run.output).rule == "delivery")
  }

  @Test func `the environment may name the rules, and the option goes before it`() throws {
    let rules = try bakery()
    let other = try folder.write(Fixture.delivery, to: "other/delivery.yaml")
    let named = try refdesk("list", environment: ["REFDESK_RULES": rules])
    #expect(named.lines.count == 4 && named.text.contains("order-a-cake"))
    let chosen = try refdesk("list", "--rules", other, environment: ["REFDESK_RULES": rules])
    #expect(chosen.lines == ["delivery  Do you deliver?"])
    let empty = try refdesk("list", environment: ["REFDESK_RULES": ""])
    #expect(empty.output == (try refdesk("list").output))
    let missing = try refdesk("ask", "hello", environment: ["REFDESK_RULES": "/no/such/rules"])
    #expect(missing.status == 66)
  }

  // MARK: Cache

  @Test func `rules compiled before are taken from the cache`() throws {
    let rules = try bakery()
    let other = try folder.write(Fixture.delivery, to: "other.yaml")
    let environment = ["XDG_CACHE_HOME": folder.path + "/cache"]
    let first = try refdesk("list", "--rules", rules, environment: environment)
    let names = folder.names(in: "cache/refdesk")
    #expect(names.count == 1)
    // Where the cache is read, what is in it answers.
    _ = try refdesk("compile", other, "-o", folder.path + "/cache/refdesk/\(names[0])")
    let second = try refdesk("list", "--rules", rules, environment: environment)
    #expect(first.lines.count == 4)
    #expect(second.lines == ["delivery  Do you deliver?"])
    // Rules that have changed are other rules.
    try folder.write(
      Fixture.delivery.replacing("Do you", with: "Will you"), to: "bakery/more/delivery.yml")
    let third = try refdesk("list", "--rules", rules, environment: environment)
    #expect(third.text.contains("Will you deliver?") && third.lines.count == 4)
  }

  @Test func `the cache lies below home where nothing else is said, or what is said is relative`()
    throws
  {
    let rules = try bakery()
    for (name, value) in [("one", nil), ("two", "relative/cache")] {
      let home = folder.path + "/" + name
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      let environment = ["HOME": home, "XDG_CACHE_HOME": value]
      #expect(try refdesk("list", "--rules", rules, environment: environment).status == 0)
      #expect(folder.names(in: name + "/.cache/refdesk").count == 1)
    }
  }

  @Test func `a cache that can't be written harms nothing`() throws {
    let rules = try bakery()
    let wanted = try refdesk("list", "--rules", rules)
    let file = try folder.write("a file, no folder", to: "file")
    for place in [file, "/proc/refdesk", "/dev/null"] {
      let run = try refdesk("list", "--rules", rules, environment: ["XDG_CACHE_HOME": place])
      #expect(run.status == 0 && run.output == wanted.output && run.errors.isEmpty, "\(place)")
    }
    let homeless = try refdesk(
      "list", "--rules", rules, environment: ["XDG_CACHE_HOME": nil, "HOME": nil])
    #expect(homeless.output == wanted.output && homeless.status == 0)
  }

  @Test func `a damaged cache harms nothing`() throws {
    let rules = try bakery()
    let environment = ["XDG_CACHE_HOME": folder.path + "/cache"]
    let wanted = try refdesk("list", "--rules", rules, environment: environment)
    let name = "cache/refdesk/" + (try #require(folder.names(in: "cache/refdesk").first))
    let whole = try folder.read(name)
    for damaged in [[], Array(whole.prefix(whole.count / 2)), Array("nonsense".utf8)] {
      try folder.write(damaged, to: name)
      let run = try refdesk("list", "--rules", rules, environment: environment)
      #expect(run.status == 0 && run.output == wanted.output && run.errors.isEmpty)
    }
  }

  // MARK: Check

  @Test func `check names file, line and column of what is wrong, and ends with 1`() throws {
    let file = try folder.write(Fixture.broken, to: "broken/rules.yaml")
    let run = try refdesk("check", folder.path + "/broken")
    #expect(run.status == 1)
    #expect(
      run.lines.contains {
        $0.hasPrefix("\(file):3:3: error: unknown key 'stepz'; did you mean 'steps'?")
      })
    #expect(
      run.lines.contains { $0.hasPrefix("\(file):7:14: error: unknown partner 'nobody-known'") },
      "\(run.text)")
    #expect(run.lines.last?.contains("3 errors") == true)
    #expect(run.errors.isEmpty)
  }

  @Test func `whatever is wrong has a place`() throws {
    let rule = "- {id: ab, question: Why?, steps: [{do: Look.}]}\n"
    let wrong = [
      ("yaml", "- id: [\n"), ("empty", ""), ("text", "just words\n"),
      ("partner", "partners:\n  - {id: one, name: One, from: [unknown]}\n"),
      ("partners", "partners:\n  - {id: one, name: One}\n  - {id: one, name: Two}\n"),
      ("passage", "passages:\n  - {id: one, document: unknown, gist: Words.}\n"),
      ("rule", rule.replacing("}]", with: "}], see: [unknown]")),
    ]
    for (name, text) in wrong {
      try folder.write(text, to: "\(name)/rules.yaml")
      let run = try refdesk("check", folder.path + "/\(name)")
      #expect(run.status == 1)
      #expect(!run.lines.isEmpty)
      for line in run.lines.dropLast() {
        // That there is nothing at all is wrong with no file in particular.
        let hasPlace = line.contains(#/^\S+:\d+:\d+: (error|warning): /#)
        #expect(line.contains("there are no rules here") || hasPlace, "\(name): \(line)")
        #expect(line.hasPrefix(folder.path), "\(name): \(line)")
      }
    }
  }

  @Test func `check finds the rules of the repository in order`() throws {
    let run = try refdesk("check", Command.rules)
    #expect(run.status == 0)
    #expect(run.lines.last?.contains(": 0 errors, ") == true)
  }

  @Test func `warnings end with 1 only where check is to be strict`() throws {
    let rules = try folder.write(
      Fixture.bakery.replacing("- order cake\n", with: "- order cake\n    - order cake\n"),
      to: "rules.yaml")
    let run = try refdesk("check", rules)
    #expect(run.status == 0 && run.text.contains(": warning: "))
    #expect(try refdesk("check", "--strict", rules).status == 1)
  }

  // MARK: List and show

  @Test func `list shows every subject, an id and some words a line`() throws {
    for subject in ["rules", "topics", "partners", "targets", "passages"] {
      let run = try refdesk("list", subject)
      #expect(run.status == 0 && run.lines.count > 5, "\(subject)")
      #expect(run.lines.allSatisfy { $0.contains(#/^\S+  +\S/#) }, "\(subject)")
      #expect(Set(run.lines).count == run.lines.count)
    }
    #expect(try refdesk("list").output == refdesk("list", "rules").output)
    #expect(try refdesk("list", "targets").lines.count == 17 + 169)
  }

  @Test func `list shows the rules of another rule base`() throws {
    let run = try refdesk("list", "--rules", try bakery())
    #expect(
      run.lines == [
        "delivery       Do you deliver?", "opening-hours  When are you open?",
        "order-a-cake   How do I order a birthday cake?", "allergies      Which bread has no nuts?",
      ])
  }

  @Test func `show prints a rule whole, with what to ask of a partner and what the sources say`()
    throws
  {
    let asked = try record(try refdesk("ask", "--json", Asked.answered).output)
    let id = try #require(asked.rule)
    let run = try refdesk("show", id)
    #expect(run.status == 0)
    let text = reflowed(run.text)
    let answer = try #require(asked.object("answer"))
    #expect(run.lines.first == answer.text("title"))
    #expect(run.lines[1].hasPrefix("\(id), Rules/"))
    #expect(run.lines[1].contains(#/\.yaml:\d+:\d+/#))
    for partner in try #require(answer.objects("partners")) {
      for field in ["offer", "ask", "find"] {
        #expect(text.contains(try #require(partner.text(field))))
      }
    }
    for (number, source) in try #require(answer.texts("sources")).enumerated() {
      #expect(text.contains("- [\(number + 1)] "))
      #expect(text.contains(source))
    }
  }

  @Test func `show prints the answer of the record`() throws {
    let asked = try record(try refdesk("ask", "--json", Asked.answered).output)
    let shown = try record(try refdesk("show", "--json", try #require(asked.rule)).output)
    var answer = try #require(asked.object("answer"))
    answer["confidence"] = shown["confidence"]
    #expect(NSDictionary(dictionary: answer) == NSDictionary(dictionary: shown))
  }

  @Test func `show knows goals and targets`() throws {
    for (id, words) in [("goal-4", "goal-4, Rules/"), ("target-4.6", "[4.6]")] {
      let run = try refdesk("show", id)
      #expect(run.status == 0 && run.text.contains(words), "\(id)")
    }
  }

  @Test func `show of what is not there ends with 1 and says what may be meant`() throws {
    let run = try refdesk("show", "first-target")
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(
      run.complaint == "refdesk: there is no rule 'first-target'; did you mean 'first-targets'?\n")
  }

  // MARK: Why

  private func evidence(_ record: Record) throws -> (sum: Double, lead: Double, count: Int) {
    let evidence = try #require(record.objects("evidence"))
    let weights = try evidence.map { try #require($0.number("weight")) }
    return (weights.reduce(0, +), try #require(record.number("lead")), weights.count)
  }

  @Test(arguments: [
    Asked.answered, Asked.askedBack, Asked.declined,
    "what can we do about target 4.6 with the schols",
    "how do we find someone who knows the ministry", "hello", "is there any money",
  ])
  func `evidence adds up to the lead`(_ question: String) throws {
    let run = try refdesk("why", "--json", question)
    #expect(run.status == 0)
    let account = try record(run.output)
    #expect(account.text("schema") == "refdesk.why/1")
    #expect(account.text("question") == question)
    let (sum, lead, count) = try evidence(account)
    // Every number is rounded to four decimals.
    #expect(abs(sum - lead) <= 0.0001 * Double(count + 1))
    #expect(count > 0)
    let answer = try record(try refdesk("ask", "--json", question).output)
    #expect(account.outcome == answer.outcome)
    // Answers about goals and targets are made by one rule each, and named after what they are about.
    if let rule = answer.rule {
      let counted = try #require(account.text("rule"))
      #expect(rule == counted || rule.hasPrefix(counted + "-"))
    }
  }

  @Test func `evidence against another rule adds up, too`() throws {
    for rule in ["first-targets", "hello", "what-is-a-review"] {
      let account = try record(try refdesk("why", "--json", "--not", rule, Asked.answered).output)
      let (sum, lead, count) = try evidence(account)
      #expect(abs(sum - lead) <= 0.0001 * Double(count + 1))
      #expect([account.text("rule"), account.text("against")].contains(rule))
    }
  }

  @Test func `the account for people names the rule, its place and the lead`() throws {
    let question = "who might help people to read more books"
    let account = try record(try refdesk("why", "--json", question).output)
    let text = reflowed(try refdesk("why", question).text)
    #expect(text.contains(try #require(account.text("rule"))))
    #expect(text.contains(try #require(account.text("place"))))
    #expect(text.contains("add up to a lead of "))
  }

  @Test func `why not a rule that is not there ends with 1 and says what may be meant`() throws {
    let run = try refdesk("why", "--not", "first-target", Asked.answered)
    #expect(run.status == 1 && run.complaint.contains("did you mean 'first-targets'?"))
  }
}
