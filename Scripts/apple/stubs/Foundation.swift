@_exported public import CoreFoundation
@_exported public import Darwin
@_exported public import Dispatch

// What macOS 15 and iOS 18 have, with Apple's signatures. What is newer than they are is not here, so that using it is found.

public typealias TimeInterval = Double

open class NSObject: Equatable, Hashable {
    public init() {}
    public static func == (left: NSObject, right: NSObject) -> Bool { left === right }
    public func hash(into hasher: inout Hasher) {}
}

public protocol ContiguousBytes {
    func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R
}
extension Array: ContiguousBytes where Element == UInt8 {}
extension ArraySlice: ContiguousBytes where Element == UInt8 {}
extension ContiguousArray: ContiguousBytes where Element == UInt8 {}
extension UnsafeRawBufferPointer: ContiguousBytes {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { try body(self) }
}
extension UnsafeMutableRawBufferPointer: ContiguousBytes {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { fatalError() }
}
extension UnsafeBufferPointer: ContiguousBytes where Element == UInt8 {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { fatalError() }
}
extension UnsafeMutableBufferPointer: ContiguousBytes where Element == UInt8 {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { fatalError() }
}
extension EmptyCollection: ContiguousBytes where Element == UInt8 {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { fatalError() }
}
extension Slice: ContiguousBytes where Base: ContiguousBytes {
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { fatalError() }
}

public protocol DataProtocol: RandomAccessCollection where Element == UInt8, SubSequence: DataProtocol {}
extension Array: DataProtocol where Element == UInt8 {}
extension ArraySlice: DataProtocol where Element == UInt8 {}
extension ContiguousArray: DataProtocol where Element == UInt8 {}
extension Data: DataProtocol {}
extension EmptyCollection: DataProtocol where Element == UInt8 {}
extension Repeated: DataProtocol where Element == UInt8 {}
extension UnsafeRawBufferPointer: DataProtocol {}
extension UnsafeBufferPointer: DataProtocol where Element == UInt8 {}
extension Slice: DataProtocol where Base: DataProtocol {}

public struct Data: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, Hashable, Sendable, Codable,
    ContiguousBytes, CustomStringConvertible
{
    public typealias Index = Int
    public typealias Element = UInt8
    public typealias SubSequence = Data
    public typealias Indices = Range<Int>

    public struct ReadingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let mappedIfSafe = ReadingOptions(rawValue: 1)
        public static let uncached = ReadingOptions(rawValue: 2)
        public static let alwaysMapped = ReadingOptions(rawValue: 8)
    }
    public struct WritingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let atomic = WritingOptions(rawValue: 1)
        public static let withoutOverwriting = WritingOptions(rawValue: 2)
        public static let completeFileProtection = WritingOptions(rawValue: 0x2000_0000)
        public static let completeFileProtectionUntilFirstUserAuthentication = WritingOptions(rawValue: 0x4000_0000)
    }
    public struct Base64EncodingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
    }
    public struct Base64DecodingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
    }
    public struct SearchOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let backwards = SearchOptions(rawValue: 4)
        public static let anchored = SearchOptions(rawValue: 8)
    }

    public init() {}
    public init(count: Int) {}
    public init(capacity: Int) {}
    public init(bytes: UnsafeRawPointer, count: Int) {}
    public init<S: Sequence>(_ elements: S) where S.Element == UInt8 {}
    public init(repeating: UInt8, count: Int) {}
    public init(contentsOf url: URL, options: ReadingOptions = []) throws {}
    public init?(base64Encoded: String, options: Base64DecodingOptions = []) {}
    public init?(base64Encoded: Data, options: Base64DecodingOptions = []) {}

    public var startIndex: Int { 0 }
    public var endIndex: Int { 0 }
    public var count: Int { 0 }
    public var indices: Range<Int> { 0..<0 }
    public var description: String { "" }
    public func index(after index: Int) -> Int { index + 1 }
    public func index(before index: Int) -> Int { index - 1 }
    public subscript(_ index: Int) -> UInt8 {
        get { 0 }
        set {}
    }
    public subscript(_ range: Range<Int>) -> Data {
        get { self }
        set {}
    }

    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    public mutating func withUnsafeMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
    public mutating func append(_ other: Data) {}
    public mutating func append(_ bytes: UnsafePointer<UInt8>, count: Int) {}
    public mutating func append<S: Sequence>(contentsOf elements: S) where S.Element == UInt8 {}
    public mutating func resetBytes(in range: Range<Int>) {}
    public mutating func replaceSubrange<C: Collection>(_ subrange: Range<Int>, with elements: C)
    where C.Element == UInt8 {}
    public func subdata(in range: Range<Int>) -> Data { self }
    public func range(of data: Data, options: SearchOptions = [], in range: Range<Int>? = nil) -> Range<Int>? { nil }
    public func write(to url: URL, options: WritingOptions = []) throws {}
    public func base64EncodedString(options: Base64EncodingOptions = []) -> String { "" }
    public func base64EncodedData(options: Base64EncodingOptions = []) -> Data { self }
}

public struct UUID: Hashable, Sendable, Codable, CustomStringConvertible {
    public typealias Bytes = (
        UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
    )
    public init() {}
    public init(uuid: Bytes) {}
    public init?(uuidString: String) {}
    public var uuidString: String { "" }
    public var uuid: Bytes { fatalError() }
    public var description: String { "" }
}
