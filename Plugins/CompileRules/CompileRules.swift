import Foundation
import PackagePlugin

/// Compiles `Rules/` and `Language/` into Swift files, anew whenever a file in them changes.
@main
struct CompileRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let rulec = try context.tool(named: "rulec").url
    let output = context.pluginWorkDirectoryURL
    let language = try files(in: root.appending(path: "Language"), ending: "txt")
    let rules = try files(in: root.appending(path: "Rules"), ending: "yaml")
    let languageOutput = output.appending(path: "Language.swift")
    let rulesOutput = output.appending(path: "Rules.swift")
    return [
      .buildCommand(
        displayName: "Compiling the language tables", executable: rulec,
        arguments: ["language", root.appending(path: "Language").path(), languageOutput.path()],
        inputFiles: language, outputFiles: [languageOutput]),
      .buildCommand(
        displayName: "Compiling the rule base", executable: rulec,
        arguments: [
          "rules", root.appending(path: "Rules").path(), root.appending(path: "Language").path(),
          rulesOutput.path(),
        ],
        inputFiles: rules + language, outputFiles: [rulesOutput]),
    ]
  }

  private func files(in folder: URL, ending: String) throws -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == ending }
      .sorted { $0.path() < $1.path() }
  }
}
