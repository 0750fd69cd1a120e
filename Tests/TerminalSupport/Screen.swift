/// What a terminal would show after what was printed to it: just enough of one for a line editor and its answers.
package struct Screen: Sendable {
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// Where the next character goes, counted from zero.
  package private(set) var row = 0
  package private(set) var column = 0
  /// Whether the program asked for pastes to be bracketed.
  package private(set) var bracketsPastes = false

  /// One string for each cell; the right half of a wide character is an empty string.
  private var cells: [[String]]
  /// True after the last cell of a row was filled: the next character wraps first.
  private var isWrapPending = false
  private var isBoldNow = false
  private var boldText = ""
  private var state = State.text
  private var pendingBytes: [UInt8] = []

  private enum State {
    case text
    case escape
    case sequence(String)
    case command
    case commandEscape
    case charset
  }

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Self.blankRow(columns), count: rows)
  }

  /// The rows from the top, without trailing spaces and without empty rows at the end.
  package var lines: [String] {
    var lines = cells.map { row in
      let text = row.joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Everything that was printed in bold, in the order of printing.
  package var bold: String { boldText }

  /// Cuts or fills at the right and at the bottom, as xterm does; it does not wrap rows anew.
  package mutating func resize(columns: Int, rows: Int) {
    let surplus = max(row - rows + 1, 0)
    cells.removeFirst(surplus)
    row -= surplus
    cells = cells.prefix(rows).map { Array(($0 + Self.blankRow(columns)).prefix(columns)) }
    while cells.count < rows { cells.append(Self.blankRow(columns)) }
    self.columns = columns
    self.rows = rows
    column = min(column, columns - 1)
    isWrapPending = false
  }

  /// Takes in what was printed. A character or sequence may be split between two calls.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    pendingBytes += bytes
    let whole = Self.wholeCharacters(pendingBytes)
    let text = String(decoding: pendingBytes[..<whole], as: UTF8.self)
    pendingBytes.removeFirst(whole)
    for scalar in text.unicodeScalars { take(scalar) }
  }

  // MARK: Reading

  /// The length of the bytes without a character that is still incomplete.
  private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
    for back in 1...4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return length > back ? bytes.count - back : bytes.count
    }
    return bytes.count
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch state {
    case .text: takeText(scalar)
    case .escape:
      switch scalar {
      case "[": state = .sequence("")
      case "]": state = .command
      case "(", ")": state = .charset
      case "M":
        row = max(row - 1, 0)
        state = .text
      default: state = .text
      }
    case .charset: state = .text
    case .command:
      if scalar == "\u{07}" { state = .text }
      if scalar == "\u{1B}" { state = .commandEscape }
    case .commandEscape: state = .text
    case .sequence(let parameters):
      if (0x40...0x7E).contains(scalar.value) {
        state = .text
        perform(scalar, parameters)
      } else {
        state = .sequence(parameters + String(scalar))
      }
    }
  }

  private mutating func takeText(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x1B: state = .escape
    case 0x0D: move(row, 0)
    case 0x0A: lineFeed()
    case 0x08: move(row, column - 1)
    case 0x09: move(row, (column / 8 + 1) * 8)
    case 0..<0x20, 0x7F: break
    default: put(scalar)
    }
  }

  private mutating func perform(_ final: Unicode.Scalar, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    let first = numbers.first ?? 0
    let count = max(first, 1)
    switch final {
    case "A": move(row - count, column)
    case "B": move(row + count, column)
    case "C": move(row, column + count)
    case "D": move(row, column - count)
    case "G": move(row, count - 1)
    case "d": move(count - 1, column)
    case "H", "f": move(count - 1, max(numbers.count > 1 ? numbers[1] : 1, 1) - 1)
    case "K":
      let erased = first == 0 ? column..<columns : first == 1 ? 0..<column + 1 : 0..<columns
      for index in erased { cells[row][index] = " " }
    case "J":
      let after = row + 1 < rows ? row + 1..<rows : rows..<rows
      for index in first == 0 ? after : first == 1 ? 0..<row : 0..<rows {
        cells[index] = Self.blankRow(columns)
      }
      if first < 2 { perform("K", parameters) }
    case "P":
      cells[row].removeSubrange(column..<min(column + count, columns))
      cells[row] = Array((cells[row] + Self.blankRow(columns)).prefix(columns))
    case "@":
      cells[row].insert(contentsOf: Self.blankRow(count), at: column)
      cells[row] = Array(cells[row].prefix(columns))
    case "m":
      for number in numbers.isEmpty ? [0] : numbers {
        if number == 1 { isBoldNow = true }
        if number == 0 || number == 22 { isBoldNow = false }
      }
    case "h", "l":
      if parameters == "?2004" { bracketsPastes = final == "h" }
    default: break
    }
    if final != "m" { isWrapPending = false }
  }

  // MARK: Writing

  private static func blankRow(_ columns: Int) -> [String] { Array(repeating: " ", count: columns) }

  private mutating func move(_ row: Int, _ column: Int) {
    self.row = min(max(row, 0), rows - 1)
    self.column = min(max(column, 0), columns - 1)
    isWrapPending = false
  }

  private mutating func lineFeed() {
    isWrapPending = false
    if row < rows - 1 {
      row += 1
    } else {
      cells.removeFirst()
      cells.append(Self.blankRow(columns))
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if isBoldNow { boldText.unicodeScalars.append(scalar) }
    let width = Self.width(of: scalar)
    if width == 0 {
      var last = isWrapPending ? column : max(column - 1, 0)
      if cells[row][last].isEmpty, last > 0 { last -= 1 }
      cells[row][last].unicodeScalars.append(scalar)
      return
    }
    if isWrapPending || column + width > columns {
      lineFeed()
      column = 0
    }
    cells[row][column] = String(scalar)
    if width == 2, column + 1 < columns { cells[row][column + 1] = "" }
    if column + width < columns {
      column += width
    } else {
      column = columns - 1
      isWrapPending = true
    }
  }

  /// The cells a character fills: the common wide blocks are enough for tests.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
