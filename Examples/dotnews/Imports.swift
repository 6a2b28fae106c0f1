// Foundation and the C library for every file of the program. On Linux that is FoundationEssentials: one file that imports
// all of Foundation makes a statically linked program 50 MB larger and its start slower.
#if os(Linux)
    @_exported import FoundationEssentials
#else
    @_exported import Foundation
#endif

#if canImport(Glibc)
    @_exported import Glibc
#elseif canImport(Musl)
    @_exported import Musl
#else
    @_exported import Darwin
#endif
