public struct Date: Hashable, Comparable, Sendable, Codable, Strideable, CustomStringConvertible {
    public init() {}
    public init(timeIntervalSince1970: TimeInterval) {}
    public init(timeIntervalSinceReferenceDate: TimeInterval) {}
    public init(timeIntervalSinceNow: TimeInterval) {}
    public init(timeInterval: TimeInterval, since: Date) {}
    public static var distantPast: Date { Date() }
    public static var distantFuture: Date { Date() }
    public static var now: Date { Date() }
    public var timeIntervalSince1970: TimeInterval { 0 }
    public var timeIntervalSinceNow: TimeInterval { 0 }
    public var timeIntervalSinceReferenceDate: TimeInterval { 0 }
    public var description: String { "" }
    public func timeIntervalSince(_ other: Date) -> TimeInterval { 0 }
    public func addingTimeInterval(_ interval: TimeInterval) -> Date { self }
    public mutating func addTimeInterval(_ interval: TimeInterval) {}
    public func advanced(by interval: TimeInterval) -> Date { self }
    public func distance(to other: Date) -> TimeInterval { 0 }
    public static func < (left: Date, right: Date) -> Bool { false }
    public static func + (left: Date, right: TimeInterval) -> Date { left }
    public static func - (left: Date, right: TimeInterval) -> Date { left }
    public static func += (left: inout Date, right: TimeInterval) {}
    public static func -= (left: inout Date, right: TimeInterval) {}

    public struct ISO8601FormatStyle: FormatStyle, Sendable {
        public enum DateSeparator: String, Sendable { case omitted, dash }
        public enum TimeSeparator: String, Sendable { case omitted, colon }
        public func dateSeparator(_ separator: DateSeparator) -> Self { self }
        public func timeSeparator(_ separator: TimeSeparator) -> Self { self }
        public func format(_ value: Date) -> String { "" }
    }
    public func formatted<F: FormatStyle>(_ style: F) -> F.FormatOutput where F.FormatInput == Date {
        style.format(self)
    }
}

public protocol FormatStyle {
    associatedtype FormatInput
    associatedtype FormatOutput
    func format(_ value: FormatInput) -> FormatOutput
}
extension FormatStyle where Self == Date.ISO8601FormatStyle {
    public static var iso8601: Self { Date.ISO8601FormatStyle() }
}

public struct TimeZone: Hashable, Sendable, Codable {
    public init?(secondsFromGMT: Int) {}
    public init?(identifier: String) {}
    public static var gmt: TimeZone { fatalError() }
    public static var current: TimeZone { fatalError() }
    public var identifier: String { "" }
    public func secondsFromGMT(for date: Date = Date()) -> Int { 0 }
}
