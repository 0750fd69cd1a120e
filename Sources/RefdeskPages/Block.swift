/// A piece of a page. Pages are made once, of what is said, and written by one writer for each form.
package enum Block: Sendable, Equatable {
  case paragraph([Span])
  case heading(String)
  /// Steps, in order.
  case numbered([[Span]])
  /// Options to pick from by number.
  case options([[Span]])
  case bullets([[Span]])
  /// Lines that belong to the bullet before them.
  case details([[Span]])
  /// A line that stands back: sources, hints.
  case aside([Span])
}

/// A run of text in a block.
package enum Span: Sendable, Equatable {
  case text(String)
  case strong(String)
  case faint(String)
  /// A goal's or target's code on its goal's colour ("#RRGGBB"; empty for none).
  case badge(String, colour: String)
  /// A text that leads to a web address, or to an id on the same page (`#faq-goal-4`), where the form has links.
  case link(String, to: String)
  /// References to sources by their numbers on the page.
  case references([Int])
}
