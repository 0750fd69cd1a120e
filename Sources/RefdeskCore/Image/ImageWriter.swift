/// Collects sections and makes an image of them.
package struct ImageWriter {
  private var sections: [(Image.Section, [UInt8])] = []

  package init() {}

  package mutating func add(_ section: Image.Section, _ writer: SectionWriter) {
    sections.append((section, writer.bytes))
  }

  package func image(_ kind: Image.Kind) -> [UInt8] {
    var table = SectionWriter()
    var offset = Image.headerCount + sections.count * 11
    for (section, bytes) in sections {
      table.byte(section.rawValue)
      table.u35(offset)
      table.u35(bytes.count)
      offset += bytes.count
    }
    var whole = SectionWriter()
    whole.bytes.reserveCapacity(offset)
    whole.bytes += Image.magic
    whole.byte(kind.rawValue)
    whole.u14(sections.count)
    whole.u35(offset)
    let checked = whole.bytes.count..<Image.headerCount
    whole.bytes += [UInt8](repeating: 0, count: checked.count)
    whole.bytes += table.bytes
    for (_, bytes) in sections { whole.bytes += bytes }

    var checksum = SectionWriter()
    checksum.key(
      Key(
        bits: whole.bytes.withUnsafeBytes {
          Image.checksum(Bytes(base: $0.baseAddress!, count: $0.count), from: Image.headerCount)
        }))
    whole.bytes.replaceSubrange(checked, with: checksum.bytes)
    return whole.bytes
  }
}

/// Writes the values of one section.
package struct SectionWriter {
  package var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value & 0x7F) }

  package mutating func u14(_ value: Int) {
    byte(UInt8(truncatingIfNeeded: value))
    byte(UInt8(truncatingIfNeeded: value >> 7))
  }

  /// A number below two million; a larger one is written as the largest.
  package mutating func u21(_ value: Int) {
    let value = min(value, 0x1F_FFFF)
    u14(value & 0x3FFF)
    byte(UInt8(truncatingIfNeeded: value >> 14))
  }

  package mutating func u28(_ value: Int) {
    u14(value & 0x3FFF)
    u14(value >> 14)
  }

  package mutating func u35(_ value: Int) {
    u28(value & 0xFFF_FFFF)
    byte(UInt8(truncatingIfNeeded: value >> 28))
  }

  package mutating func key(_ key: Key) {
    u28(Int(key.bits & 0xFFF_FFFF))
    u28(Int(key.bits >> 28))
  }

  package mutating func float(_ value: Float) { u28(Int(value.bitPattern >> 4)) }

  package mutating func int(_ value: Int) { u28(value) }

  package mutating func string(_ text: String) {
    let utf8 = Array(text.utf8)
    u28(utf8.count)
    bytes += utf8
  }

  /// A text of at most two million bytes; of a longer one the beginning.
  package mutating func shortString(_ text: String) {
    var utf8 = Array(text.utf8.prefix(0x1F_FFFF))
    if utf8.count < text.utf8.count {
      while let last = utf8.last, last >= 0x80 { utf8.removeLast() }
    }
    u21(utf8.count)
    bytes += utf8
  }

  package mutating func list<Element>(
    _ elements: [Element], _ write: (inout SectionWriter, Element) -> Void
  ) {
    u28(elements.count)
    for element in elements { write(&self, element) }
  }

  package mutating func optional<Element>(
    _ value: Element?, _ write: (inout SectionWriter, Element) -> Void
  ) {
    u28(value == nil ? 0 : 1)
    if let value { write(&self, value) }
  }
}
