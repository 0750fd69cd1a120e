#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
package import RefdeskCore

/// A file that could not be read or written, with the system's reason.
package struct FileFailure: Error, Sendable, Equatable {
  package enum Act: String, Sendable {
    case read, write, list
  }

  package let act: Act
  package let path: String
  /// The system's error number.
  package let code: Int32

  package init(act: Act, path: String, code: Int32) {
    self.act = act
    self.path = path
    self.code = code
  }

  package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  package var reason: String { String(cString: strerror(code)) }
}

/// Files and folders, read and written whole.
package enum Files {
  /// The bytes of a file, or of standard input for "-".
  package static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(act: .read, path: path, code: errno) }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Int(
        chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress!, $0.count) })
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure(act: .read, path: path, code: errno)
      }
      if count == 0 { return result }
      result += chunk[0..<count]
    }
  }

  /// How a file begins; nothing of one that can't be read.
  package static func head(_ path: String, bytes wanted: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    // What can be read once only (a pipe) is left for those who read it.
    guard lseek(descriptor, 0, SEEK_CUR) >= 0 else { return [] }
    var head = [UInt8](repeating: 0, count: wanted)
    let count = Int(head.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress!, wanted) })
    return Array(head.prefix(max(0, count)))
  }

  /// Maps a file. The mapping lasts as long as the program.
  package static func map(_ path: String) throws(FileFailure) -> Bytes {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(act: .read, path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileFailure(act: .read, path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return Bytes(copying: try read(path))
    }
    guard let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0),
      base != MAP_FAILED
    else { throw FileFailure(act: .read, path: path, code: errno) }
    return Bytes(base: UnsafeRawPointer(base), count: Int(status.st_size))
  }

  /// Writes a file whole or not at all: beside its place first, then moved there. What is no ordinary file (a pipe, a
  /// device) is written to as it is, and a link leads to the file that it names. Who may read it stays as it was.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG { return try writeThrough(bytes, to: path) }
    let path =
      realpath(path, nil).map { found in
        defer { free(found) }
        return String(cString: found)
      } ?? path
    let beside = path + ".\(getpid()).part"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(act: .write, path: path, code: errno) }
    if isThere { _ = fchmod(descriptor, status.st_mode & 0o777) }
    do throws(FileFailure) {
      try write(bytes, descriptor, path)
    } catch {
      close(descriptor)
      unlink(beside)
      throw error
    }
    guard close(descriptor) == 0, rename(beside, path) == 0 else {
      let code = errno
      unlink(beside)
      throw FileFailure(act: .write, path: path, code: code)
    }
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(act: .write, path: path, code: errno) }
    defer { close(descriptor) }
    try write(bytes, descriptor, path)
  }

  private static func write(
    _ bytes: [UInt8], _ descriptor: Int32, _ path: String
  ) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        systemWrite(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure(act: .write, path: path, code: errno)
      }
      done += count
    }
  }

  /// Whether there is a folder of that name.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The files of a folder and its folders with one of some endings, in the order of their names.
  ///
  /// Names that begin with a dot are left out.
  package static func list(_ folder: String, endings: [String]) throws(FileFailure) -> [String] {
    guard let stream = opendir(folder) else {
      throw FileFailure(act: .list, path: folder, code: errno)
    }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    closedir(stream)
    var files: [String] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if isFolder(path) {
        files += try list(path, endings: endings)
      } else if endings.contains(where: { name.hasSuffix($0) }) {
        files.append(path)
      }
    }
    return files
  }

  private static func systemRead(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int
  ) -> Int { Glibc.read(descriptor, buffer, count) }

  private static func systemWrite(
    _ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int
  ) -> Int { Glibc.write(descriptor, buffer, count) }
}

#if canImport(Darwin)
  private enum Glibc {
    static func read(_ d: Int32, _ b: UnsafeMutableRawPointer, _ n: Int) -> Int {
      Darwin.read(d, b, n)
    }
    static func write(_ d: Int32, _ b: UnsafeRawPointer, _ n: Int) -> Int { Darwin.write(d, b, n) }
  }
#endif
