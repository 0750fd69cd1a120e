internal import RefdeskPages

/// Blocks with each list in one piece: markup languages nest what a terminal writes line after line.
struct Outline {
  enum Node {
    case paragraph([Span])
    case heading(String)
    case list(isNumbered: Bool, [Item])
  }

  struct Item {
    var spans: [Span]
    var details: [[Span]] = []
  }

  private(set) var nodes: [Node] = []

  init(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .paragraph(let spans), .aside(let spans): nodes.append(.paragraph(spans))
      case .heading(let title): nodes.append(.heading(title))
      case .numbered(let items), .options(let items):
        nodes.append(.list(isNumbered: true, items.map { Item(spans: $0) }))
      case .bullets(let items): addBullets(items.map { Item(spans: $0) })
      case .details(let lines): addDetails(lines)
      }
    }
  }

  private mutating func addBullets(_ items: [Item]) {
    if case .list(false, let before)? = nodes.last {
      nodes[nodes.count - 1] = .list(isNumbered: false, before + items)
    } else {
      nodes.append(.list(isNumbered: false, items))
    }
  }

  /// Details belong to the item before them.
  private mutating func addDetails(_ lines: [[Span]]) {
    guard case .list(let isNumbered, var items)? = nodes.last, !items.isEmpty else {
      nodes.append(.list(isNumbered: false, lines.map { Item(spans: $0) }))
      return
    }
    items[items.count - 1].details += lines
    nodes[nodes.count - 1] = .list(isNumbered: isNumbered, items)
  }
}
