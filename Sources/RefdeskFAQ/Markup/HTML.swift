internal import RefdeskCore
internal import RefdeskPages

/// Text as HTML, in which nothing that anybody typed is markup.
enum HTML {
  /// Text between tags, or in an attribute in double quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in Cells.printable(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// An id, or a name of a class: letters, digits, and the three signs that ids of rules have.
  static func name(_ text: String) -> String {
    let kept = text.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-._".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "_"
    }
    return String(kept)
  }

  /// Where a link may lead: an id on the page, or an address of the web; nil for anything else.
  static func destination(_ address: String) -> String? {
    if address.hasPrefix("#") { return "#" + name(String(address.dropFirst())) }
    return Document.isWebAddress(address) ? escaped(address) : nil
  }
}

/// Writes blocks as HTML: elements and class names, no style and no script.
struct HTMLWriter {
  /// Under which id the sources of the answer stand, with a number after it.
  var sourceAnchor: String

  /// - Parameter part: a list of sources has an id for each.
  func text(_ blocks: [Block], isSources: Bool = false) -> String {
    var text = ""
    for node in Outline(blocks).nodes {
      switch node {
      case .paragraph(let spans): text += "<p>\(inline(spans))</p>\n"
      case .heading(let title): text += "<p><strong>\(HTML.escaped(title))</strong></p>\n"
      case .list(let isNumbered, let items):
        let tag = isNumbered ? "ol" : "ul"
        text += "<\(tag)>\n"
        for (index, item) in items.enumerated() {
          let id = isSources ? " id=\"\(sourceAnchor)\(index + 1)\"" : ""
          text += "<li\(id)>\(inline(item.spans))"
          if !item.details.isEmpty {
            let lines = item.details.map { "<li>\(inline($0))</li>\n" }.joined()
            text += "\n<ul>\n\(lines)</ul>\n"
          }
          text += "</li>\n"
        }
        text += "</\(tag)>\n"
      }
    }
    return text
  }

  func inline(_ spans: [Span]) -> String {
    spans.map { span in
      switch span {
      case .text(let text): HTML.escaped(text)
      case .strong(let text): "<strong>\(HTML.escaped(text))</strong>"
      case .faint(let text): "<bdi>\(HTML.escaped(text))</bdi>"
      case .badge(let code, _):
        "<span class=\"faq-badge faq-goal-\(HTML.name(HTMLWriter.goal(code)))\">\(HTML.escaped(code))</span>"
      case .link(let text, let address):
        if let destination = HTML.destination(address) {
          "<a href=\"\(destination)\">\(HTML.escaped(text))</a>"
        } else {
          HTML.escaped(text)
        }
      case .references(let numbers): references(numbers)
      }
    }.joined()
  }

  private func references(_ numbers: [Int]) -> String {
    let links = numbers.map { number in
      "<a href=\"#\(sourceAnchor)\(number)\" aria-label=\"Source \(number)\">\(number)</a>"
    }
    // Never alone on a line.
    return "\u{A0}<sup class=\"faq-refs\">[\(links.joined(separator: ", "))]</sup>"
  }

  /// The goal of a code: "4" of "4.6".
  static func goal(_ code: String) -> String {
    code.split(separator: ".").first.map(String.init) ?? code
  }
}
