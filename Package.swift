// swift-tools-version: 6.2
// refdesk: a reference desk in the shell. Copyright (C) 2026 the refdesk authors. GPL-3.0-or-later.
import PackageDescription

let package = Package(
  name: "refdesk",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "refdesk", targets: ["refdesk"])
  ],
  traits: [
    .trait(
      name: "WithoutFoundation",
      description:
        "For releases: 5 MB less, and no JSON from the hidden option --experimental-dump-help.")
  ],
  dependencies: [
    // Reads the command line, writes help and shell completions: nothing of it is ours to invent.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // System libraries. Module maps and shim headers only.
    // Edits a line of typing in the terminal, with history and completion.
    .systemLibrary(
      name: "CReadline", providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
    // Reads YAML with line and column of every node; unlike Yams it brings no ICU along.
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    // Snowball's English stemmer (Porter2).
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),

    // From the inside out. The core has no Foundation and does no input or output.
    .target(name: "RefdeskCore", dependencies: ["CStemmer"]),
    .target(name: "RefdeskRules", dependencies: ["RefdeskCore", "CYAML"]),
    .target(name: "RefdeskPages", dependencies: ["RefdeskCore"]),
    // Questions and rules to pages that people publish: one tree, a writer for each form.
    .target(name: "RefdeskFAQ", dependencies: ["RefdeskCore", "RefdeskPages"]),
    .target(
      name: "RefdeskShell", dependencies: ["RefdeskCore", "RefdeskPages", "CReadline"],
      // Where libreadline is an archive, nothing else says that it needs the terminal library.
      linkerSettings: [.linkedLibrary("tinfo", .when(platforms: [.linux]))]),

    // Dialogues as text files: read, replayed, compared with what the desk says today, blessed.
    .target(
      name: "RefdeskReplay",
      dependencies: ["RefdeskCore", "RefdeskRules", "RefdeskPages", "RefdeskShell"]),

    // The rule base of Rules/ and the tables of Language/, compiled at build time.
    .executableTarget(name: "rulec", dependencies: ["RefdeskRules"]),
    .plugin(name: "CompileRules", capability: .buildTool(), dependencies: ["rulec"]),
    .target(name: "RefdeskData", dependencies: ["RefdeskCore"], plugins: ["CompileRules"]),

    // Stands where Foundation would for the reader of command lines. Nothing imports it: its names are Foundation's to the linker.
    .target(name: "FoundationStandIn"),

    .executableTarget(
      name: "refdesk",
      dependencies: [
        "RefdeskCore", "RefdeskRules", "RefdeskPages", "RefdeskFAQ", "RefdeskReplay",
        "RefdeskShell", "RefdeskData",
        .target(name: "FoundationStandIn", condition: .when(traits: ["WithoutFoundation"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests. The support targets hold what several share: small rule bases, a terminal to type into.
    .target(
      name: "RefdeskTestSupport", dependencies: ["RefdeskCore", "RefdeskRules", "RefdeskData"],
      path: "Tests/RefdeskTestSupport"),
    .target(name: "TerminalSupport", path: "Tests/TerminalSupport"),
    .testTarget(name: "RefdeskCoreTests", dependencies: ["RefdeskTestSupport"]),
    .testTarget(name: "RefdeskRulesTests", dependencies: ["RefdeskTestSupport"]),
    .testTarget(name: "RefdeskPagesTests", dependencies: ["RefdeskPages"]),
    .testTarget(name: "RefdeskFAQTests", dependencies: ["RefdeskFAQ", "RefdeskTestSupport"]),
    .testTarget(name: "RefdeskShellTests", dependencies: ["RefdeskShell", "RefdeskTestSupport"]),
    .testTarget(name: "RefdeskReplayTests", dependencies: ["RefdeskReplay", "RefdeskTestSupport"]),
    .testTarget(name: "RuleBaseTests", dependencies: ["RefdeskTestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["refdesk", "TerminalSupport"]),
  ]
)

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system && target.type != .plugin {
  target.swiftSettings = strict
}

// What the compiler can't prove to be accessed by one at a time is checked in debug builds and tests, not in releases.
package.targets.first { $0.name == "RefdeskCore" }?.swiftSettings?.append(
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)))

// The rule compiler runs during every build, and learning without optimisation takes minutes.
for target in package.targets where ["RefdeskCore", "RefdeskRules"].contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}

package.targets.first { $0.name == "FoundationStandIn" }?.swiftSettings?.append(
  .unsafeFlags(["-module-abi-name", "FoundationEssentials"]))

// The standard library's own search in texts brings its regular expressions along, 1.3 MB. See RefdeskCore/Text/TextSearch.swift.
for target in package.targets where target.swiftSettings != nil && target.type != .test {
  target.swiftSettings?.append(
    .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"]))
}
