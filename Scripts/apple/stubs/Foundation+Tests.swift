// What only the tests use.

open class NSArray: NSObject, ExpressibleByArrayLiteral, @unchecked Sendable {
    public required init(arrayLiteral elements: Any...) {}
}
open class NSDictionary: NSObject, @unchecked Sendable {}
public func ~>~ (value: [Any], type: NSArray.Type) -> NSArray { fatalError() }
public func ~>~ (value: [String: Any], type: NSDictionary.Type) -> NSDictionary { fatalError() }

@available(iOS, unavailable)
open class Process: NSObject, @unchecked Sendable {
    public override init() {}
    open var executableURL: URL?
    open var arguments: [String]?
    open var environment: [String: String]?
    open var currentDirectoryURL: URL?
    open var standardInput: Any?
    open var standardOutput: Any?
    open var standardError: Any?
    open var terminationStatus: Int32 { 0 }
    open func run() throws {}
    open func waitUntilExit() {}
}

open class FileHandle: NSObject, @unchecked Sendable {
    open class var nullDevice: FileHandle { fatalError() }
    open class var standardError: FileHandle { fatalError() }
    open class var standardOutput: FileHandle { fatalError() }
    public convenience init(forReadingFrom url: URL) throws { fatalError() }
    public convenience init(forWritingTo url: URL) throws { fatalError() }
    public convenience init(forUpdating url: URL) throws { fatalError() }
    open func truncate(atOffset offset: UInt64) throws {}
    @discardableResult open func seekToEnd() throws -> UInt64 { 0 }
    open func seek(toOffset offset: UInt64) throws {}
    open func write(_ data: Data) {}
    open func write<T: DataProtocol>(contentsOf data: T) throws {}
    open func readToEnd() throws -> Data? { nil }
    open func read(upToCount count: Int) throws -> Data? { nil }
    open func close() throws {}
}

public struct Locale: Hashable, Sendable {
    public init(identifier: String) {}
    public static var preferredLanguages: [String] { [] }
}
public struct Calendar: Hashable, Sendable {
    public enum Identifier: Sendable { case gregorian, iso8601 }
    public enum Component: Sendable { case era, year, month, day, weekday, hour, minute, second, nanosecond }
    public init(identifier: Identifier) { fatalError() }
    public var timeZone: TimeZone
    public func dateComponents(_ components: Set<Component>, from date: Date) -> DateComponents { fatalError() }
    public func date(from components: DateComponents) -> Date? { nil }
}
public struct DateComponents: Hashable, Sendable {
    public init(
        calendar: Calendar? = nil, timeZone: TimeZone? = nil, era: Int? = nil, year: Int? = nil, month: Int? = nil,
        day: Int? = nil, hour: Int? = nil, minute: Int? = nil, second: Int? = nil
    ) {}
    public var year, month, day, weekday, hour, minute, second: Int?
}

public struct StringTransform: RawRepresentable, Hashable, Sendable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
}
extension NSString {
    public struct CompareOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let caseInsensitive = CompareOptions(rawValue: 1)
        public static let literal = CompareOptions(rawValue: 2)
        public static let diacriticInsensitive = CompareOptions(rawValue: 128)
    }
}
open class NSString: NSObject {}
extension String { public typealias CompareOptions = NSString.CompareOptions }
extension StringProtocol {
    public func addingPercentEncoding(withAllowedCharacters allowed: CharacterSet) -> String? { nil }
    public var precomposedStringWithCompatibilityMapping: String { "" }
    public var removingPercentEncoding: String? { nil }
    public func applyingTransform(_ transform: StringTransform, reverse: Bool) -> String? { nil }
    public func folding(options: String.CompareOptions = [], locale: Locale?) -> String { "" }
}

public struct URLQueryItem: Hashable, Sendable {
    public init(name: String, value: String?) { (self.name, self.value) = (name, value) }
    public var name: String
    public var value: String?
}
extension URLComponents {
    public var queryItems: [URLQueryItem]? {
        get { nil }
        set {}
    }
}
extension URL {
    public mutating func deleteLastPathComponent() {}
    public func host(percentEncoded: Bool = true) -> String? { nil }
    public func user(percentEncoded: Bool = true) -> String? { nil }
    public func password(percentEncoded: Bool = true) -> String? { nil }
}

public func NSHomeDirectory() -> String { "" }
