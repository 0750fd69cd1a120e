import ArgumentParser
internal import RefdeskPages
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The program: reads which command is meant, and hands over.
@main
struct Refdesk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refdesk",
    abstract:
      "A reference desk in the shell: ask in your own words, get steps, partners and sources.",
    discussion: """
      Without a command: a conversation on a terminal, one answer for each line on a pipe.

        refdesk ask who could help us get more people reading
        refdesk
        printf 'what is a VNR\\n' | refdesk

      Exit codes: 0 done; 1 the answer is no (findings, nothing found); 64 usage; 65 rules or input malformed;
      66 input missing; 70 a bug; 73 can't create output; 74 input or output failed; 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      Ask.self, Batch.self, Chat.self, Why.self, List.self, Show.self, Check.self, Compile.self,
      Evaluate.self, Test.self, Replay.self, Cover.self, Faq.self, Schema.self,
    ])

  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    // Without a command, with or without options: a conversation, or what is piped in.
    let asksOfItself = ["-h", "--help", "--version", "--generate-completion-script"]
    if arguments.isEmpty || (arguments[0].hasPrefix("-") && !asksOfItself.contains(arguments[0])) {
      arguments.insert(isatty(0) == 1 ? "chat" : "batch", at: 0)
    }
    // An option that is a flag as well as one with a value.
    if arguments.first == "test" {
      arguments = arguments.map { $0 == "--bless=ask" ? "--bless-ask" : $0 }
    }
    if let words = Ask.plainWords(of: arguments) { return answer(words) }
    if let first = arguments.first, !first.hasPrefix("-"), !commandNames.contains(first) {
      Failure.usage(unknownCommand(first, arguments)).exit()
    }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      Output.standard.flush()
    } catch let failure as Failure {
      Output.standard.flush()
      failure.exit()
    } catch {
      finish(error)
    }
  }

  /// Answers words given without any option, which need no reader of command lines: it takes longer than the answer.
  private static func answer(_ words: ArraySlice<String>) {
    do {
      try Ask.answer(words)
    } catch let failure as Failure {
      Output.standard.flush()
      failure.exit()
    } catch {
      finish(error)
    }
  }

  /// Ends with what the reader of the command line has to say: help, the version, or what is wrong. What was typed stands
  /// in it, so it is printed like everything else.
  private static func finish(_ error: any Error) -> Never {
    let status = exitCode(for: error)
    let text = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      .map { Cells.printable(String($0)) }.joined(separator: "\n")
    if !text.isEmpty { (status.isSuccess ? Output.standard : .error).write(text + "\n") }
    Output.standard.flush()
    Output.error.flush()
    systemExit(status.rawValue)
  }

  private static var commandNames: [String] {
    configuration.subcommands.map { $0._commandName } + ["help"]
  }

  /// What to say to a first word that is no command: the command that was meant, or that it is a question.
  private static func unknownCommand(_ word: String, _ arguments: [String]) -> String {
    var lines = ["unknown command '\(Cells.printable(word))'"]
    if let near = nearest(word, of: commandNames) {
      lines.append(
        "did you mean: refdesk \(([near] + arguments.dropFirst()).joined(separator: " "))")
    }
    if arguments.count > 1 || word.contains(" ") {
      let question = arguments.joined(separator: " ")
      lines.append("did you mean: refdesk ask \(shellQuoted(question))")
    }
    if lines.count == 1 { lines.append("refdesk --help lists the commands") }
    return lines.map(Cells.printable).joined(separator: "\n")
  }
}

/// A text that a shell takes as it is when it is pasted.
private func shellQuoted(_ text: String) -> String {
  let isPlain = !text.contains { "\"$`\\!".contains($0) }
  return isPlain
    ? "\"\(text)\""
    : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
}

enum Version {
  static let text = "0.1.0"
}
