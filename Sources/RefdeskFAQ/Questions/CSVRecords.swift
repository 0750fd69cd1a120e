/// Puts records together from the lines of a table (RFC 4180), whose quoted cells may hold line ends.
struct CSVRecords {
  /// The line on which the record at hand began.
  private(set) var start = 0
  /// Whether the record goes on in the next line.
  private(set) var isOpen = false
  private var delimiter: UInt8?
  private var cells: [String] = []
  private var cell: [UInt8] = []
  private var length = 0

  /// The longest record: more than anybody asks, and an end to a quote that never closes.
  private static let longest = 1 << 20
  var isTooLong: Bool { isOpen && length > CSVRecords.longest }

  /// The cells of the record that a line ends; nil where it goes on, or there is nothing.
  mutating func next(_ line: ArraySlice<UInt8>, line number: Int) -> [String]? {
    if isOpen {
      cell.append(0x0A)
    } else {
      if line.isEmpty { return nil }
      start = number
      length = 0
      cells.removeAll(keepingCapacity: true)
    }
    length += line.count
    let delimiter = self.delimiter ?? CSVRecords.delimiter(of: line)
    self.delimiter = delimiter
    read(line, delimiter)
    if isOpen { return nil }
    endCell()
    return cells
  }

  private mutating func read(_ line: ArraySlice<UInt8>, _ delimiter: UInt8) {
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      if isOpen {
        if byte != 0x22 {
          cell.append(byte)
        } else if index < line.endIndex, line[index] == 0x22 {
          cell.append(0x22)
          index += 1
        } else {
          isOpen = false
        }
      } else if byte == delimiter {
        endCell()
      } else if byte == 0x22, cell.isEmpty {
        // A quote opens only where a cell begins: 19" stands for itself.
        isOpen = true
      } else {
        cell.append(byte)
      }
    }
  }

  private mutating func endCell() {
    cells.append(String(decoding: cell, as: UTF8.self))
    cell.removeAll(keepingCapacity: true)
  }

  /// Spreadsheets of some countries write semicolons; some programs, tabs. The header tells.
  private static func delimiter(of header: ArraySlice<UInt8>) -> UInt8 {
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let counts = marks.map { mark in header.count { $0 == mark } }
    let most = counts.max() ?? 0
    return zip(marks, counts).first { $0.1 == most }?.0 ?? marks[0]
  }
}
