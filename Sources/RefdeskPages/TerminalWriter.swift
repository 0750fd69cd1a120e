/// How a terminal shows text: how wide it is, and which colours it has.
package struct TerminalStyle: Sendable, Equatable {
  package enum Colour: Int, Sendable, Comparable {
    case none = 0
    case basic, extended, full
    package static func < (a: Colour, b: Colour) -> Bool { a.rawValue < b.rawValue }
  }

  /// In cells.
  package var width: Int
  package var colour: Colour

  package init(width: Int = 80, colour: Colour = .none) {
    self.width = width
    self.colour = colour
  }

  /// The widest that a line of text is set, however wide the terminal: longer lines tire the eye.
  package static let widest = 88

  /// A width at which every block keeps to one line, for text that is compared or laid out elsewhere.
  package static let unwrapped = 1 << 30
}

/// Writes pages for a terminal: wrapped to its width, in its colours, after a speaker's prompt.
package struct TerminalWriter: Sendable {
  package var style: TerminalStyle
  private var width: Int {
    style.width == TerminalStyle.unwrapped ? style.width : min(style.width, TerminalStyle.widest)
  }

  package init(_ style: TerminalStyle) { self.style = style }

  /// The blocks as lines with a line end each, after `desk> ` and indented as deep.
  package func text(_ blocks: [Block], speaker: String = "desk> ") -> String {
    var lines: [String] = []
    for (index, block) in blocks.enumerated() {
      if index > 0, !isContinuation(block, after: blocks[index - 1]) { lines.append("") }
      lines += self.lines(block, width: max(20, width - speaker.count))
    }
    let indent = String(repeating: " ", count: speaker.count)
    var result = ""
    for (index, line) in lines.enumerated() {
      if index == 0, !speaker.isEmpty {
        result += strong(speaker.dropLast().description) + " " + line
      } else if !line.isEmpty {
        result += indent + line
      }
      result += "\n"
    }
    return result
  }

  private func isContinuation(_ block: Block, after previous: Block) -> Bool {
    if case .heading = previous { return true }
    switch (previous, block) {
    case (_, .options), (_, .details), (.bullets, .bullets), (.details, .bullets): return true
    default: return false
    }
  }

  private func lines(_ block: Block, width: Int) -> [String] {
    switch block {
    case .paragraph(let spans), .aside(let spans): wrap(spans, width: width)
    case .heading(let title): [strong(title)]
    case .numbered(let items), .options(let items):
      items.enumerated().flatMap { index, item in
        hanging("\(index + 1). ", item, width: width)
      }
    case .bullets(let items): items.flatMap { hanging("- ", $0, width: width) }
    case .details(let items): items.flatMap { hanging("  \u{2192} ", $0, width: width) }
    }
  }

  private func hanging(_ mark: String, _ spans: [Span], width: Int) -> [String] {
    let indent = String(repeating: " ", count: mark.count)
    return wrap(spans, width: width - mark.count).enumerated().map {
      ($0 == 0 ? mark : indent) + $1
    }
  }

  // MARK: Wrapping

  private struct Word {
    var shown: String
    var cells: Int
    /// Whether a blank stands before it where it does not begin a line.
    var isSpaced: Bool
  }

  private func wrap(_ spans: [Span], width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words(spans) {
      let gap = word.isSpaced && used > 0 ? 1 : 0
      if used > 0, used + gap + word.cells > width {
        lines.append(line)
        line = word.shown
        used = word.cells
      } else {
        line += (gap == 1 ? " " : "") + word.shown
        used += gap + word.cells
      }
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  private func words(_ spans: [Span]) -> [Word] {
    var words: [Word] = []
    var isSpaced = false
    for span in spans {
      switch span {
      case .text(let text), .link(let text, _): add(text, to: &words, &isSpaced) { $0 }
      case .strong(let text): add(text, to: &words, &isSpaced, strong)
      case .faint(let text): add(text, to: &words, &isSpaced, faint)
      case .badge(let code, let colour):
        words.append(badge(code, colour, isSpaced: isSpaced))
        isSpaced = true
      case .references(let numbers):
        let text = "[" + numbers.map(String.init).joined(separator: ",") + "]"
        words.append(Word(shown: faint(text), cells: text.count, isSpaced: true))
        isSpaced = true
      }
    }
    return words
  }

  /// A word as it may be broken: whole where it fits on a line, else in pieces that do (an address, text without blanks).
  private func pieces(of word: Substring) -> [String] {
    let room = max(8, width - 12)
    if Cells.count(word) <= room { return [String(word)] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if Cells.count(piece) + Cells.count(String(character)) > room {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }

  private func add(
    _ text: String, to words: inout [Word], _ isSpaced: inout Bool, _ style: (String) -> String
  ) {
    let clean = Cells.printable(text)
    if clean.first == " " { isSpaced = true }
    for part in clean.split(separator: " ", omittingEmptySubsequences: true) {
      for (index, piece) in pieces(of: part).enumerated() {
        words.append(
          Word(shown: style(piece), cells: Cells.count(piece), isSpaced: isSpaced && index == 0))
      }
      isSpaced = true
    }
    isSpaced = clean.last == " " || (clean.isEmpty && isSpaced)
  }

  // MARK: Colours

  private func strong(_ text: String) -> String {
    style.colour == .none ? text : "\u{1B}[1m\(text)\u{1B}[22m"
  }

  package func faint(_ text: String) -> String {
    style.colour == .none ? text : "\u{1B}[2m\(text)\u{1B}[22m"
  }

  private func badge(_ code: String, _ colour: String, isSpaced: Bool) -> Word {
    Word(shown: badge(code, colour: colour), cells: code.count + 2, isSpaced: isSpaced)
  }

  /// A code on its goal's colour, with a cell on either side; in brackets where there is no such colour.
  package func badge(_ code: String, colour: String) -> String {
    guard style.colour >= .extended, let rgb = RGB(colour) else { return strong("[\(code)]") }
    let background =
      style.colour == .full
      ? "48;2;\(rgb.red);\(rgb.green);\(rgb.blue)" : "48;5;\(rgb.indexed)"
    let foreground = rgb.isLight ? "38;5;16" : "38;5;231"
    return "\u{1B}[\(background);\(foreground);1m \(code) \u{1B}[0m"
  }
}

/// A colour as shares of red, green and blue from 0 to 255.
package struct RGB: Sendable, Equatable {
  package let red: Int
  package let green: Int
  package let blue: Int

  /// Reads "#RRGGBB".
  package init?(_ hex: String) {
    guard hex.utf8.count == 7, hex.first == "#", let value = Int(hex.dropFirst(), radix: 16) else {
      return nil
    }
    red = value >> 16
    green = value >> 8 & 255
    blue = value & 255
  }

  /// Whether black reads better on it than white: by relative luminance (WCAG 2.2), at the point of equal contrast.
  package var isLight: Bool {
    func linear(_ share: Int) -> Double {
      // The sRGB curve as a polynomial, within 0.1 % (it needs no power function).
      let value = Double(share) / 255
      return value * (value * (value * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) > 0.179
  }

  /// The nearest of the 216 colours of a 256-colour terminal.
  var indexed: Int {
    func step(_ share: Int) -> Int { share < 48 ? 0 : share < 115 ? 1 : (share - 35) / 40 }
    return 16 + 36 * step(red) + 6 * step(green) + step(blue)
  }
}
