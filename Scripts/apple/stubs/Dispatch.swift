public struct DispatchTime: Comparable, Sendable {
    public static func now() -> DispatchTime { DispatchTime() }
    public static var distantFuture: DispatchTime { DispatchTime() }
    public static func < (left: DispatchTime, right: DispatchTime) -> Bool { false }
    public static func + (left: DispatchTime, right: Double) -> DispatchTime { left }
    public static func + (left: DispatchTime, right: DispatchTimeInterval) -> DispatchTime { left }
}
public enum DispatchTimeInterval: Sendable { case seconds(Int), milliseconds(Int), microseconds(Int), nanoseconds(Int) }
public enum DispatchTimeoutResult: Sendable { case success, timedOut }

public struct DispatchQoS: Sendable {
    public enum QoSClass: Sendable { case background, utility, `default`, userInitiated, userInteractive }
    public static let background = DispatchQoS()
    public static let utility = DispatchQoS()
    public static let `default` = DispatchQoS()
    public static let userInitiated = DispatchQoS()
}
public class DispatchObject: @unchecked Sendable {
    public func suspend() {}
    public func resume() {}
}
public class DispatchQueue: DispatchObject, @unchecked Sendable {
    public struct Attributes: OptionSet, Sendable {
        public let rawValue: UInt64
        public init(rawValue: UInt64) { self.rawValue = rawValue }
        public static let concurrent = Attributes(rawValue: 2)
    }
    public init(label: String, qos: DispatchQoS = .default, attributes: Attributes = []) {}
    public static func global(qos: DispatchQoS.QoSClass = .default) -> DispatchQueue { fatalError() }
    public static var main: DispatchQueue { fatalError() }
    @preconcurrency public func async(execute work: @escaping @Sendable () -> Void) {}
    @preconcurrency
    public func asyncAfter(deadline: DispatchTime, execute work: @escaping @Sendable () -> Void) {}
    public func sync<T>(execute work: () throws -> T) rethrows -> T { try work() }
    public func setSpecific<T>(key: DispatchSpecificKey<T>, value: T?) {}
    public static func getSpecific<T>(key: DispatchSpecificKey<T>) -> T? { nil }
}
public final class DispatchSpecificKey<T>: @unchecked Sendable {
    public init() {}
}
public final class DispatchSerialQueue: DispatchQueue, SerialExecutor, @unchecked Sendable {
    public func enqueue(_ job: consuming ExecutorJob) {}
}
public final class DispatchSemaphore: DispatchObject, @unchecked Sendable {
    public init(value: Int) {}
    public func wait() {}
    public func wait(timeout: DispatchTime) -> DispatchTimeoutResult { .success }
    @discardableResult public func signal() -> Int { 0 }
}
public protocol DispatchSourceProtocol: AnyObject {
    func cancel()
    func resume()
    func activate()
    func setEventHandler(handler: (@Sendable () -> Void)?)
}
public protocol DispatchSourceSignal: DispatchSourceProtocol {}
public class DispatchSource: DispatchObject, @unchecked Sendable {
    public class func makeSignalSource(signal: Int32, queue: DispatchQueue? = nil) -> any DispatchSourceSignal {
        fatalError()
    }
}
