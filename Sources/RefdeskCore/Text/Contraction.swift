/// Contracted forms, written out before anything else is read: "don't" and "dont" are "do not".
enum Contraction {
  /// The words of a contracted form, or nil where the word is none.
  static func words(of word: UnsafeBufferPointer<UInt8>) -> (StaticString, StaticString)? {
    switch word.count {
    case 2...9: break
    default: return nil
    }
    return table[Key(word, role: .surface)]
  }

  /// An ending after an apostrophe and the word it stands for.
  static func ending(_ ending: UnsafeBufferPointer<UInt8>.SubSequence) -> StaticString? {
    switch (ending.count, ending.first, ending.last) {
    case (1, UInt8(ascii: "m"), _): "am"
    case (1, UInt8(ascii: "d"), _): "would"
    case (1, UInt8(ascii: "s"), _): "is"
    case (1, UInt8(ascii: "t"), _): "not"
    case (2, UInt8(ascii: "r"), UInt8(ascii: "e")): "are"
    case (2, UInt8(ascii: "v"), UInt8(ascii: "e")): "have"
    case (2, UInt8(ascii: "l"), UInt8(ascii: "l")): "will"
    default: nil
    }
  }

  private static let table: KeyMap<(StaticString, StaticString)> = {
    let forms: [(String, StaticString, StaticString)] = [
      ("cannot", "can", "not"), ("can't", "can", "not"), ("cant", "can", "not"),
      ("won't", "will", "not"), ("wont", "will", "not"), ("shan't", "shall", "not"),
      ("whats", "what", "is"), ("thats", "that", "is"), ("hows", "how", "is"),
      ("whos", "who", "is"), ("wheres", "where", "is"), ("theres", "there", "is"),
      ("dont", "do", "not"), ("doesnt", "does", "not"), ("didnt", "did", "not"),
      ("isnt", "is", "not"), ("arent", "are", "not"), ("wasnt", "was", "not"),
      ("werent", "were", "not"), ("havent", "have", "not"), ("hasnt", "has", "not"),
      ("shouldnt", "should", "not"), ("couldnt", "could", "not"), ("wouldnt", "would", "not"),
      ("im", "i", "am"), ("ive", "i", "have"), ("youre", "you", "are"), ("theyre", "they", "are"),
      ("weve", "we", "have"), ("gonna", "going", "to"), ("wanna", "want", "to"),
      ("gimme", "give", "me"), ("let's", "let", "us"), ("lets", "let", "us"),
    ]
    return KeyMap(forms.map { (Key($0, role: .surface), ($1, $2)) })
  }()
}
