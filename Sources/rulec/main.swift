// The rule compiler, run by the build: makes Swift files of the rule base and of the language tables.
//
//     rulec language FOLDER OUTPUT.swift
//     rulec rules FOLDER LANGUAGE-FOLDER OUTPUT.swift
internal import RefdeskCore
internal import RefdeskRules

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

func fail(_ message: String) -> Never {
  let line = Array("\(message)\n".utf8)
  _ = write(2, line, line.count)
  exit(1)
}

/// A Swift file with an image as a string literal, which costs nothing at start.
///
/// It stands in a function that is never inlined, so that the program has it once.
/// An image is valid UTF-8 (see `Image`); what a literal can't hold as it is stands escaped.
func swiftFile(_ name: String, _ image: [UInt8]) -> [UInt8] {
  var text = Array(
    """
    // Made by rulec. Not to be edited.
    extension BuiltIn {
      @inline(never) static func \(name)() -> StaticString {
        "
    """.utf8)
  for byte in image {
    switch byte {
    case 0x22: text += "\\\"".utf8
    case 0x5C: text += "\\\\".utf8
    case 0..<0x20, 0x7F: text += "\\u{\(String(byte, radix: 16))}".utf8
    default: text.append(byte)
    }
  }
  text += "\"\n  }\n}\n".utf8
  return text
}

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch arguments.first {
  case "language" where arguments.count == 3:
    let image = try LanguageReader.read(arguments[1]).image()
    try Files.write(swiftFile("languageImage", image), to: arguments[2])
  case "rules" where arguments.count == 4:
    let language = Language(
      try Image(
        Bytes(copying: try LanguageReader.read(arguments[2]).image()), kind: .language,
        verified: true))
    // Places in the binary name the files as the repository does, not as this machine does.
    let result = try RuleSources(arguments[1], calledAs: "Rules").read()
    let image = Compiler(try result.usable(), language: language).compile()
    try Files.write(swiftFile("rulesImage", image), to: arguments[3])
  default:
    fail("usage: rulec language FOLDER OUTPUT | rulec rules FOLDER LANGUAGE-FOLDER OUTPUT")
  }
} catch let findings as Findings {
  fail(findings.all.map(\.description).joined(separator: "\n"))
} catch let failure as FileFailure {
  fail("\(failure.path): error: can't \(failure.act.rawValue) it: \(failure.reason)")
} catch {
  fail("\(error)")
}
