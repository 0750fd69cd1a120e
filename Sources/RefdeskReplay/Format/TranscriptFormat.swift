/// The format of transcripts on one page, for whoever has the program and not the repository.
package enum TranscriptFormat {
  package static let page = """
    A transcript (refdesk transcript 1): a dialogue as plain text, .md or .txt, UTF-8, without tabs.
    The first characters of a line decide what it is. Everything else is prose, for people.

      # Title                  once
      ## Scene                 test --only GLOB picks scenes by their headings
      you> a question          what is said; further lines of it are indented
      desk> an answer          what comes back; further lines and paragraphs are indented
            = check, check     what must hold of the turn above, besides its words
      [direction]              what follows it, and indented lines below, belong to it

    An answer is compared by its words: width and line breaks play no part, paragraphs do. A turn without
    `desk>` is compared by its checks alone.

      ...                      on a line of its own: anything, or nothing
      [..]                     anything within a paragraph
      {date} {time} {int} {money} {email} {phone} {card} {any}
                               something of that kind
      {date:due}               the same, remembered: further on, {date:due} and {due} must agree with it
      \\{ \\[..] \\... \\= \\\\       these signs themselves

    Checks
      RULE                     this rule answers, or asks back (goal-4 and target-4.6 too)
      none                     declined
      asks                     asked back
      alt RULE                 or this rule; beside another
      not RULE                 this rule does not answer
      after RULE               this rule had answered before, in the same conversation
      read teh as the          what was typed is read as something else
      target 4.6, partner ID, cites PASSAGE
                               stands in the answer
      offers RULE              can be picked by number next
      outcome answered|asked_back|declined
      score >= 0.8             how sure the desk is: >= <= > <

    Directions
      [transcript 1, lang en, clock 2026-11-22T10:00Z, pace line]
                               under the title: settings for the whole; all but the number can be left out
      [note] text              for whoever teaches
      [pause] or [pause 5s]    replay waits for a key, or so long
      [quiz] a question        the learner answers the next turn first
      [hint] text              shown in the quiz on request
      [reset]                  the desk forgets what was said
      [set width 60], [set pace none|line|typing]
                               for replay, from here on
      [clock 2026-11-22T10:00Z]
                               the moment at which it plays; stamps what replay --to writes, and nothing else
      [skip] reason            the next turn is neither asked nor compared
      [known-drift] reason     the next turn is known to differ; that is told, and does not fail

    """
}
