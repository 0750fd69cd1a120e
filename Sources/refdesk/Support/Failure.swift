import ArgumentParser
internal import RefdeskCore
internal import RefdeskFAQ
internal import RefdeskPages
internal import RefdeskReplay
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why a command could not do what was asked. Every such message is worded here, and ends in a next move.
enum Failure: Error {
  case usage(String)
  /// The answer is no: what was to be found is not there, what was checked is not clean.
  case no(String)
  case file(FileFailure)
  case image(String, Image.Damage)
  case rules(Findings)
  case transcripts(TranscriptFaults)
  case unknownRule(String, nearest: String?)
  case output(Int32)
  case questions(String, QuestionListProblem)

  /// The exit status, in the numbers of sysexits.
  var status: Int32 {
    switch self {
    case .usage: 64
    case .no, .unknownRule: 1
    case .file(let failure):
      switch failure.act {
      case .write: 73
      case .read, .list: failure.isMissing ? 66 : 74
      }
    case .image, .rules, .transcripts, .questions: 65
    case .output: 74
    }
  }

  var message: String {
    switch self {
    case .usage(let text), .no(let text): text
    case .file(let failure):
      "can't \(failure.act.rawValue) '\(failure.path)': \(failure.reason.lowercased()); "
        + (failure.act == .write
          ? failure.code == EEXIST
            ? "choose another name"
            : "check the folder, its permissions and the space left"
          : failure.isMissing ? "check the path" : "check its permissions")
    case .image(let path, let damage): "'\(path)' \(Failure.words(for: damage))"
    case .rules(let findings):
      findings.all.prefix(20).map(\.description).joined(separator: "\n")
        + (findings.all.count > 20 ? "\n... and \(findings.all.count - 20) more" : "")
        + "\nmend these, then try again; Rules/README.md describes the format"
    case .transcripts(let faults):
      faults.all.prefix(20).map(\.description).joined(separator: "\n")
        + (faults.all.count > 20 ? "\n... and \(faults.all.count - 20) more" : "")
        + "\nmend these, then try again; refdesk schema transcript describes the format"
    case .unknownRule(let id, let nearest):
      "there is no rule '\(id)'; "
        + (nearest.map { "did you mean '\($0)'?" } ?? "refdesk list rules shows them all")
    case .questions(let file, let problem): "\(file):\(problem.line): \(problem)"
    case .output(let code):
      "can't write the answer: \(String(cString: strerror(code)).lowercased()); "
        + "make room or write elsewhere, then ask again"
    }
  }

  private static func words(for damage: Image.Damage) -> String {
    switch damage {
    case .notAnImage: "is no compiled rule base; make one with: refdesk compile DIR -o FILE"
    case .otherVersion:
      "was compiled by another version of refdesk; compile it again: refdesk compile DIR -o FILE"
    case .wrongKind: "holds no rules; make a rule image with: refdesk compile DIR -o FILE"
    case .truncated(let have, let want):
      "is cut short (\(have) of \(want) bytes); copy it again or compile it anew"
    case .altered: "was altered since it was compiled; copy it again or compile it anew"
    case .malformed: "is damaged; compile it anew with: refdesk compile DIR -o FILE"
    }
  }

  func exit() -> Never {
    Output.error.write(
      "refdesk: \(message.split(separator: "\n").map { Cells.printable(String($0)) }.joined(separator: "\n"))\n"
    )
    Output.error.flush()
    systemExit(status)
  }
}

func systemExit(_ status: Int32) -> Never {
  #if canImport(Glibc)
    Glibc.exit(status)
  #else
    Darwin.exit(status)
  #endif
}
