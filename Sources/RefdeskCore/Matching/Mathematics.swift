#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

// The two functions of the C library that matching needs, under one name on every system.

@inline(__always) package func log(_ value: Double) -> Double {
  #if canImport(Glibc)
    Glibc.log(value)
  #else
    Darwin.log(value)
  #endif
}

@inline(__always) package func exp(_ value: Double) -> Double {
  #if canImport(Glibc)
    Glibc.exp(value)
  #else
    Darwin.exp(value)
  #endif
}
