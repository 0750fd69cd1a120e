internal import RefdeskCore
internal import RefdeskRules
internal import RefdeskShell

/// What recording does in a conversation, and says there.
extension Recorder {
  /// - Throws: `Failure` where the file can't be made.
  mutating func start(_ path: String) throws {
    do {
      try begin(path)
    } catch {
      throw Failure.file(error)
    }
  }

  /// What a line comes to, written down if that is wanted, with requests to write it down fulfilled.
  mutating func reply(to line: String, in session: inout Session) -> Session.Reply {
    do {
      try note(line, in: session)
    } catch {
      Output.error.write("(not written down any more: \(Failure.file(error).message))\n")
      Output.error.flush()
    }
    switch session.reply(to: line) {
    case .record(let path): return session.say(record(path))
    case .save(let path): return session.say(saved(path))
    case .write(let text, let path, let over): return session.say(written(text, path, over))
    case .keep(let profile): return session.say(kept(profile))
    case let reply: return reply
    }
  }

  private mutating func record(_ path: String) -> String {
    if isPrivate { return "This conversation is private: nothing is written down." }
    if path == "off" {
      guard let old = self.path else { return "Nothing was being written down." }
      end()
      return "\(old) is finished."
    }
    let earlier = count
    do {
      try begin(path)
    } catch {
      return "I \(Failure.file(error).message)."
    }
    return earlier == 0
      ? "From now on I write down what we say, in \(path)."
      : "I have written down our \(earlier) turns so far in \(path), and go on with each new one."
  }

  private func written(_ text: String, _ path: String, _ over: Bool) -> String {
    if !over, Files.exists(path) {
      return "\(path) is there already. To write over it: /plan \(path) yes"
    }
    do {
      try Files.write(Array(text.utf8), to: path)
    } catch {
      return "I \(Failure.file(error).message)."
    }
    return "The worksheet is in \(path)."
  }

  private func kept(_ profile: Profile) -> String {
    if isPrivate { return "This conversation is private: nothing is kept." }
    guard let file = ProfileFile.named() else { return "I know of no home to keep it in." }
    do {
      try file.write(profile)
    } catch {
      return "I \(Failure.file(error).message)."
    }
    return profile.isEmpty
      ? "I keep nothing of you." : "Kept in \(file.path), where you can read and change it."
  }

  private func saved(_ path: String) -> String {
    if isPrivate { return "This conversation is private: nothing is written down." }
    if count == 0 { return "There is nothing to write down yet." }
    do {
      try save(path)
    } catch {
      return "I \(Failure.file(error).message)."
    }
    return "Our \(count) turns so far are in \(path)."
  }

  /// Says on leaving where it all is.
  func sayWhere() {
    guard let path else { return }
    Output.error.write("(written down in \(path))\n")
    Output.error.flush()
  }
}
