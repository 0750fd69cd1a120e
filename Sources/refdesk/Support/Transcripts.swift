internal import RefdeskCore
internal import RefdeskReplay
internal import RefdeskRules

/// Transcripts as commands take them: all read and checked before the first turn is put to the desk.
enum Transcripts {
  static let folder = "transcripts"

  static func read(_ paths: [String]) throws -> [Transcript] {
    var transcripts: [Transcript] = []
    var faults: [TranscriptFault] = []
    do {
      if paths.isEmpty, !Files.isFolder(folder) { throw Failure.no(nothing) }
      for path in try TranscriptFiles.find(paths.isEmpty ? [folder] : paths) {
        let result = try TranscriptFiles.read(path)
        faults += result.faults
        transcripts.append(result.transcript)
      }
    } catch let failure as FileFailure {
      throw Failure.file(failure)
    }
    if !faults.isEmpty { throw Failure.transcripts(TranscriptFaults(faults)) }
    if transcripts.isEmpty { throw Failure.no(nothing) }
    return transcripts
  }

  private static let nothing =
    "there is no transcript here; name a file, or a folder with .md or .txt files in it"

  static func checkNames(_ transcripts: [Transcript], _ rules: CompiledRules) throws {
    let check = NameCheck(rules)
    let faults = transcripts.flatMap(check.faults)
    if !faults.isEmpty { throw Failure.transcripts(TranscriptFaults(faults)) }
  }
}
