internal import CStemmer

/// Snowball's English stemmer (Porter2): "libraries" and "library" have one stem.
///
/// One stemmer serves one reader; libstemmer keeps its last result inside it.
final class Stemmer {
  private let stemmer: OpaquePointer

  init() {
    guard let stemmer = sb_stemmer_new("english", "UTF_8") else {
      fatalError("libstemmer has no English stemmer")
    }
    self.stemmer = stemmer
  }

  deinit { sb_stemmer_delete(stemmer) }

  /// Calls `body` with the stem's bytes, which live until the next call.
  @inline(__always)
  func withStem<Result>(
    of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    guard let base = word.baseAddress, let stem = sb_stemmer_stem(stemmer, base, Int32(word.count))
    else { return body(word) }
    return body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer))))
  }
}
