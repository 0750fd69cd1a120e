import RefdeskCore
import RefdeskRules
import RefdeskTestSupport
import Testing

@Suite("A conversation with any rule base")
struct ConversationTests {
  /// A travel agency's rules with all that a conversation can draw on.
  static let agency = RuleBaseFiles.read([
    (
      "rules.yaml",
      """
      - id: visa
        question: Do I need a visa for the mountains?
        opening: Mostly not.
        steps: [{do: Look at the list.}]
        partners: [{id: guides, why: They know the way.}]
        see: [boots, cost]
        records: [borders]
        fits:
          - {who: traveller.group, say: A group needs one paper for all.}
        asks:
          - do i need a visa for the mountains
          - visa for the mountains
          - papers for the mountains
          - which papers must i have at the border
          - is a passport enough
          - can i cross the border without a visa
      - id: beach
        question: Do I need a visa for the beach?
        opening: Never.
        steps: [{do: Bring a towel.}]
        asks:
          - do i need a visa for the beach
          - visa for the beach
          - papers for the beach
          - is the beach free to enter
      - id: boots
        question: Which boots shall I take?
        opening: Stout ones.
        steps: [{do: Break them in.}]
        see: [cost]
        asks: [which boots, shoes for walking, what do i put on my feet, are sandals enough]
      - id: cost
        question: What does it cost?
        opening: Less than you think.
        steps: [{do: Save a little every month.}]
        asks: [what does it cost, price of the tour, how much money, is it expensive]
      - id: story
        topic: stories
        question: Has anybody done it before?
        opening: Anna has.
        steps: [{do: Read her diary.}]
        asks: [has anybody done it, who went before us, tell me of someone who went]
      - id: anything
        kind: choice
        question: What about travelling?
        opening: What would you like to know?
        choices: [boots, cost]
        asks: [travelling, about travelling, a question about travel]
      """
    ),
    (
      "more.yaml",
      """
      topics:
        - {id: rules, title: Tours}
        - {id: stories, title: Stories, holds: examples}
      partners:
        - {id: guides, name: Mountain guides, who: Guides, shares: The way., offer: Tea., ask: The way., find: In the hut.}
      thesaurus:
        - {term: mountains, class: landscape, used-for: [peaks, alps]}
        - {term: beach, class: landscape, used-for: [seaside, coast]}
      traits:
        - id: traveller
          title: how you travel
          values:
            - {id: group, name: a group, forms: [group, club]}
            - {id: family, name: a family, forms: [family, parents]}
      record-sets:
        - {id: borders, about: Open borders, as-of: last year, found: "{country} has been open since {last}.", silent: "I have no record of {country}."}
      countries:
        - {id: NPL, name: Nepal, names: [Nepali], records: [{set: borders, values: ["1950", "1990"]}]}
        - {id: NLD, name: the Netherlands, names: [Holland, Dutch]}
      """
    ),
    (
      "talks.yaml",
      """
      voice: guests
      dialogues:
        - - {ask: do i need papers up there, rule: visa}
          - {ask: and on my feet, rule: boots}
          - {ask: is that dear, rule: cost}
        - - {ask: papers for the alps, rule: visa}
          - {ask: what do they wear on their feet, rule: boots}
          - {ask: who says so, act: sources}
        - - {ask: which shoes for the peaks, rule: boots}
          - {ask: and that costs, rule: cost}
          - {ask: tell me some more, act: more}
        - - {ask: visa for the coast please, rule: beach}
          - {ask: is it dear then, rule: cost}
          - {ask: what colour is her hat, rule: ~}
      """
    ),
  ])

  private func talk(_ turns: [String]) throws -> [Response] {
    let desk = try Self.agency.desk()
    var conversation = Conversation()
    return turns.map { desk.respond(to: $0, in: &conversation) }
  }

  @Test func `the rule base of these tests is in order`() {
    #expect(Self.agency.findings.filter { $0.severity == .error }.map(\.description) == [])
  }

  @Test func `an ellipsis asks the last question again with the other thing in it`() throws {
    let last = try talk(["do i need a visa for the mountains", "and for the seaside?"]).last
    #expect(last?.answer?.rule == "beach")
    #expect(last?.understanding?.kind == .ellipsis)
    #expect(last?.understanding?.question == "do i need a visa for the seaside")
  }

  @Test func `a turn that leans is weighed with what went before`() throws {
    let last = try talk(["papers for the alps", "and on their feet"]).last
    #expect(last?.answer?.rule == "boots")
  }

  @Test(arguments: [
    ("tell me more", FollowUp.more), ("who says so", .sources), ("who else", .partners),
    ("say that again", .again),
  ])
  func `a follow-up acts on the last answer`(_ turn: String, _ act: FollowUp) throws {
    let last = try talk(["is a passport enough", turn]).last
    #expect(last?.answer?.rule == "visa")
    #expect(last?.focus == act)
  }

  @Test func `an example comes from where examples are`() throws {
    let last = try talk(["is a passport enough", "for example?"]).last
    #expect(last?.answer?.rule == "story")
  }

  @Test func `a number picks what was offered last, and the next of the same list may follow`()
    throws
  {
    let turns = try talk(["is a passport enough", "2", "and the first?"])
    #expect(turns.map { $0.answer?.rule } == ["visa", "cost", "boots"])
  }

  @Test func `tell me more after a question back takes the first choice`() throws {
    let turns = try talk(["travelling", "tell me more"])
    #expect(turns[0].outcome == .askedBack)
    #expect(turns[1].answer?.rule == "boots")
  }

  @Test func `what people say of themselves is noted and makes answers fit`() throws {
    let turns = try talk(["we are a club in Nepal", "is a passport enough"])
    #expect(turns[0].introduced?.has("traveller.group") == true)
    #expect(turns[0].introduced?.country == "NPL")
    #expect(turns[1].answer?.remarks.map(\.text) == ["A group needs one paper for all."])
    #expect(turns[1].answer?.records.map(\.text) == ["Nepal has been open since 1990."])
  }

  @Test func `a greeting does not hide who is asking`() throws {
    let turns = try talk(["Hi. We are a club in Nepal"])
    #expect(turns[0].introduced?.has("traveller.group") == true)
  }

  @Test func `who only says who they are gets the last answer again, made to fit`() throws {
    let last = try talk(["is a passport enough", "we are a club"]).last
    #expect(last?.answer?.rule == "visa")
    #expect(last?.answer?.remarks.count == 1)
    #expect(last?.understanding?.kind == .introduction)
  }

  @Test(arguments: [
    ("is a passport enough for Nepal", "Nepal has been open since 1990."),
    ("is a passport enough in Holland", "I have no record of the Netherlands."),
    ("is a passport enough for a Dutch person", "I have no record of the Netherlands."),
  ])
  func `what is on record of a country is told, and silence is never a no`(
    _ question: String, _ sentence: String
  ) throws {
    #expect(try talk([question]).first?.answer?.records.map(\.text) == [sentence])
  }

  @Test func `a conversation about another country looks that up`() throws {
    let last = try talk(["is a passport enough for Nepal", "and Holland?"]).last
    #expect(last?.answer?.records.map(\.text) == ["I have no record of the Netherlands."])
  }

  @Test(arguments: [
    "how do i write", "why should i care", "tell people where we work", "we are", "i am",
  ])
  func `a question that ends in the asker is a question like any other`(_ question: String) throws {
    #expect(try talk([question, question]).count == 2)
  }

  @Test(arguments: ["3", "number 3", "hm. number three", "the third one"])
  func `a number beyond the offers picks none of them`(_ turn: String) throws {
    let last = try talk(["is a passport enough", turn]).last
    #expect(last?.understanding?.kind != .pick)
  }

  @Test func `a question back may be answered in a word`() throws {
    let turns = try talk(["travelling", "the shoes"])
    #expect(turns[1].answer?.rule == "boots")
  }

  @Test func `a turn can be taken back`() throws {
    let desk = try Self.agency.desk()
    var conversation = Conversation()
    _ = desk.respond(to: "is a passport enough", in: &conversation)
    _ = desk.respond(to: "what does it cost", in: &conversation)
    var taken = conversation.undo()
    #expect(taken)
    #expect(conversation.lastAnswer?.rule == "visa")
    taken = conversation.undo()
    #expect(taken)
    #expect(conversation.lastAnswer == nil)
    taken = conversation.undo()
    #expect(!taken)
  }

  @Test func `questions that stand alone are answered as if nothing went before`() throws {
    let questions = Self.agency.base.rules.map(\.question)
    let desk = try Self.agency.desk()
    var conversation = Conversation()
    for question in questions + questions.reversed() {
      let alone = desk.respond(to: question)
      let inContext = desk.respond(to: question, in: &conversation)
      #expect(inContext.answer?.rule == alone.answer?.rule, "\(question)")
      #expect(inContext.outcome == alone.outcome, "\(question)")
    }
  }
}
