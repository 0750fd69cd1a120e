extension QuestionReader {
  /// Splits a question into folded words.
  ///
  /// A word is a run of letters and digits, joined inside by an apostrophe ("don't") or by a full stop in numbers
  /// and initials ("4.6", "5.b", "U.N."). Contracted forms become two words.
  func split(_ typed: Slice<UnsafeBufferPointer<UInt8>>, into utterance: inout Utterance) {
    let typed = UnsafeBufferPointer(rebasing: typed)
    utterance.typed.append(contentsOf: typed)
    if typed.allSatisfy({ $0 < 0x80 }) {
      splitPlain(typed, into: &utterance)
    } else {
      splitAny(typed, into: &utterance)
    }
  }

  /// Splits a question in ASCII: its words lie in small letters where they were typed.
  private func splitPlain(_ typed: UnsafeBufferPointer<UInt8>, into utterance: inout Utterance) {
    utterance.appendSmall(typed)
    var at = 0
    while at < typed.count {
      guard isPlain(typed[at]) else {
        at += 1
        continue
      }
      let start = at
      repeat {
        at += 1
      } while at < typed.count
        && (isPlain(typed[at]) || joins(at, wordStart: start, typed))
      addWord(from: start, at - start, typed: start..<at, to: &utterance)
    }
  }

  /// Whether an apostrophe or a full stop inside a word belongs to it.
  private func joins(_ at: Int, wordStart: Int, _ typed: UnsafeBufferPointer<UInt8>) -> Bool {
    switch typed[at] {
    case 0x27: at + 1 < typed.count && isLetter(typed[at + 1])
    case 0x2E: joinsNumberOrInitials(at, wordStart: wordStart, typed)
    default: false
    }
  }

  /// Splits a question that may have any characters, which are folded one by one.
  private func splitAny(_ typed: UnsafeBufferPointer<UInt8>, into utterance: inout Utterance) {
    var at = 0
    var start = -1
    var typedStart = 0
    let end = typed.count

    func close(_ typedEnd: Int) {
      guard start >= 0 else { return }
      addWord(
        from: start, utterance.bytes.count - start, typed: typedStart..<typedEnd, to: &utterance)
      start = -1
    }
    func open() {
      guard start < 0 else { return }
      // A repair may have put its word behind; the next word follows it.
      start = utterance.bytes.count
      typedStart = at
    }

    while at < end {
      let byte = typed[at]
      switch byte {
      case 0x61...0x7A, 0x30...0x39, 0x41...0x5A:
        open()
        let run = at
        while at < end, isPlain(typed[at]) { at += 1 }
        utterance.appendSmall(UnsafeBufferPointer(rebasing: typed[run..<at]))
      case 0x27 where start >= 0 && joins(at, wordStart: typedStart, typed),
        0x2E where start >= 0 && joins(at, wordStart: typedStart, typed):
        utterance.bytes.append(byte)
        at += 1
      case 0..<0x80:
        close(at)
        at += 1
      default:
        let (scalar, count) = decodeScalar(typed, at: at)
        switch Folding.fold(scalar) {
        case .letters(let letters):
          open()
          utterance.bytes.append(contentsOf: letters.utf8)
        case .apostrophe
        where start >= 0 && at + count < end && isLetter(typed[at + count]):
          utterance.bytes.append(0x27)
        case .nothing: break
        case .apostrophe, .separator: close(at)
        }
        at += count
      }
    }
    close(at)
  }

  /// Whether a byte is a letter or a digit of ASCII.
  @inline(__always)
  private func isPlain(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  private func joinsNumberOrInitials(_ at: Int, wordStart: Int, _ typed: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    guard at + 1 < typed.count else { return false }
    let next = typed[at + 1]
    let previous = typed[at - 1]
    let afterNext = at + 2 < typed.count ? typed[at + 2] : 0x20
    if (0x30...0x39).contains(previous) {
      if (0x30...0x39).contains(next) { return true }
      return isLetter(next) && !isLetter(afterNext)
    }
    // Initials: single letters between full stops.
    let single = at - 1 == wordStart || typed[at - 2] == 0x2E
    return single && isLetter(previous) && isLetter(next) && !isLetter(afterNext)
  }

  private func addWord(
    from start: Int, _ count: Int, typed: Range<Int>, to utterance: inout Utterance
  ) {
    guard count > 0 else { return }
    let surface = utterance.bytes.withUnsafeBufferPointer {
      Key(UnsafeBufferPointer(rebasing: $0[start..<start + count]), role: .surface)
    }
    if let known = settled[surface], known.isWhole {
      utterance.tokens.append(
        Token(
          start: Int32(start), count: Int32(count), typedStart: Int32(typed.lowerBound),
          typedEnd: Int32(typed.upperBound), surface: surface, form: known.form))
      return settle(utterance.tokens.count - 1, known, in: &utterance)
    }
    addNewWord(from: start, count, surface, typed: typed, to: &utterance)
  }

  /// The same for a word not met before, or one that is read as two.
  private func addNewWord(
    from start: Int, _ count: Int, _ whole: Key, typed: Range<Int>, to utterance: inout Utterance
  ) {
    var form = Token.Form.word
    var digits = 0
    var apostrophe = -1
    for index in start..<start + count {
      let byte = utterance.bytes[index]
      if (0x30...0x39).contains(byte) { digits += 1 }
      if byte == 0x27 { apostrophe = index }
    }
    if digits > 0 { form = digits == count ? .number : .mixed }

    func add(_ start: Int, _ count: Int) {
      guard count > 0 else { return }
      let surface = utterance.bytes.withUnsafeBufferPointer {
        Key(UnsafeBufferPointer(rebasing: $0[start..<start + count]), role: .surface)
      }
      utterance.tokens.append(
        Token(
          start: Int32(start), count: Int32(count), typedStart: Int32(typed.lowerBound),
          typedEnd: Int32(typed.upperBound), surface: surface, form: form))
      look(up: utterance.tokens.count - 1, isWhole: surface == whole, in: &utterance)
    }
    func add(_ text: StaticString) {
      let start = utterance.bytes.count
      utterance.bytes.append(
        contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
      add(start, text.utf8CodeUnitCount)
    }

    let whole: (StaticString, StaticString)? =
      form == .word && count <= 9
      ? utterance.bytes.withUnsafeBufferPointer {
        Contraction.words(of: UnsafeBufferPointer(rebasing: $0[start..<start + count]))
      } : nil
    if let whole {
      add(whole.0)
      add(whole.1)
      return
    }
    if apostrophe > start {
      let ending = utterance.bytes.withUnsafeBufferPointer {
        Contraction.ending(
          UnsafeBufferPointer(rebasing: $0[(apostrophe + 1)..<start + count])[...])
      }
      if let ending {
        // "isn't": the n before the apostrophe belongs to "not".
        let negated = ending.utf8CodeUnitCount == 3 && utterance.bytes[apostrophe - 1] == 0x6E
        add(start, apostrophe - start - (negated ? 1 : 0))
        add(ending)
        return
      }
      add(start, apostrophe - start)
      add(apostrophe + 1, start + count - apostrophe - 1)
      return
    }
    add(start, count)
  }

  /// The scalar at a place that holds a byte of 128 or more; U+FFFD and one byte where it is no UTF-8.
  private func decodeScalar(
    _ bytes: UnsafeBufferPointer<UInt8>, at: Int
  ) -> (Unicode.Scalar, Int) {
    let first = bytes[at]
    let count =
      switch first {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard count > 1, at + count <= bytes.count else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0xFF >> UInt32(count + 1))
    for index in 1..<count {
      guard bytes[at + index] & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(bytes[at + index] & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, count) } ?? ("\u{FFFD}", 1)
  }
}
