// The package's one import of Foundation and of the C library. On Linux that is FoundationEssentials: a single file that
// imports all of Foundation makes a statically linked program 50 MB larger and its start slower.
#if os(Linux)
    @_exported public import FoundationEssentials
#else
    @_exported public import Foundation
#endif

#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#else
    @_exported public import Darwin
#endif
