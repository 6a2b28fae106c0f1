open class JSONEncoder: @unchecked Sendable {
    public struct OutputFormatting: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let prettyPrinted = OutputFormatting(rawValue: 1)
        public static let sortedKeys = OutputFormatting(rawValue: 2)
        public static let withoutEscapingSlashes = OutputFormatting(rawValue: 8)
    }
    public enum DateEncodingStrategy: Sendable { case deferredToDate, iso8601, secondsSince1970, millisecondsSince1970 }
    public init() {}
    open var outputFormatting: OutputFormatting = []
    open var dateEncodingStrategy: DateEncodingStrategy = .deferredToDate
    open var userInfo: [CodingUserInfoKey: any Sendable] = [:]
    open func encode<T: Encodable>(_ value: T) throws -> Data { Data() }
}

open class JSONDecoder: @unchecked Sendable {
    public enum DateDecodingStrategy: Sendable { case deferredToDate, iso8601, secondsSince1970, millisecondsSince1970 }
    public init() {}
    open var dateDecodingStrategy: DateDecodingStrategy = .deferredToDate
    open var userInfo: [CodingUserInfoKey: any Sendable] = [:]
    open func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T { fatalError() }
}

open class JSONSerialization: NSObject {
    public struct ReadingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let fragmentsAllowed = ReadingOptions(rawValue: 4)
    }
    public struct WritingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let prettyPrinted = WritingOptions(rawValue: 1)
        public static let sortedKeys = WritingOptions(rawValue: 2)
        public static let fragmentsAllowed = WritingOptions(rawValue: 4)
        public static let withoutEscapingSlashes = WritingOptions(rawValue: 8)
    }
    open class func jsonObject(with data: Data, options: ReadingOptions = []) throws -> Any { 0 }
    open class func data(withJSONObject object: Any, options: WritingOptions = []) throws -> Data { Data() }
    open class func isValidJSONObject(_ object: Any) -> Bool { false }
}

open class NSNull: NSObject, @unchecked Sendable {}

open class NSNumber: NSObject, @unchecked Sendable {
    public init(value: Int) {}
    open var intValue: Int { 0 }
    open var int64Value: Int64 { 0 }
    open var uint64Value: UInt64 { 0 }
    open var doubleValue: Double { 0 }
    open var boolValue: Bool { false }
}

open class NSError: NSObject, Error, @unchecked Sendable {
    public init(domain: String, code: Int, userInfo: [String: Any]? = nil) {}
    open var domain: String { "" }
    open var code: Int { 0 }
    open var userInfo: [String: Any] { [:] }
    open var localizedDescription: String { "" }
}
// An autoreleasing pointer in the SDK, which needs Objective-C; `&error` is written the same way for both.
public typealias NSErrorPointer = UnsafeMutablePointer<NSError?>?

extension Error { public var localizedDescription: String { "" } }

public protocol LocalizedError: Error {
    var errorDescription: String? { get }
    var failureReason: String? { get }
    var recoverySuggestion: String? { get }
    var helpAnchor: String? { get }
}
extension LocalizedError {
    public var errorDescription: String? { nil }
    public var failureReason: String? { nil }
    public var recoverySuggestion: String? { nil }
    public var helpAnchor: String? { nil }
}

public struct POSIXError: Error, Hashable, Sendable {
    public typealias Code = POSIXErrorCode
    public init(_ code: Code, userInfo: [String: Any] = [:]) {}
    public var code: Code { .EPERM }
    public static func == (left: Self, right: Self) -> Bool { false }
    public func hash(into hasher: inout Hasher) {}
}
public enum POSIXErrorCode: Int32, Sendable {
    case EPERM = 1, ENOENT = 2, EIO = 5, EACCES = 13, EEXIST = 17, ENOSPC = 28
}

public struct CocoaError: Error, Hashable, Sendable {
    public struct Code: RawRepresentable, Hashable, Sendable {
        public var rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let fileNoSuchFile = Code(rawValue: 4)
        public static let fileReadNoSuchFile = Code(rawValue: 260)
        public static let fileReadNoPermission = Code(rawValue: 257)
        public static let fileWriteFileExists = Code(rawValue: 516)
        public static let fileWriteOutOfSpace = Code(rawValue: 640)
        public static let propertyListReadCorrupt = Code(rawValue: 3840)
        public static let executableLoad = Code(rawValue: 3587)
    }
    public init(_ code: Code, userInfo: [String: Any] = [:]) {}
    public var code: Code { fatalError() }
    public var userInfo: [String: Any] { [:] }
    public var underlying: (any Error)? { nil }
    public static func == (left: Self, right: Self) -> Bool { false }
    public func hash(into hasher: inout Hasher) {}
}
