import Synchronization

/// A value that several tasks read and change.
public final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    /// Creates a shared value.
    public init(_ value: Value) { mutex = Mutex(value) }

    /// The present value.
    public var value: Value { mutex.withLock { $0 } }

    /// Changes the value.
    public func change(_ body: (inout sending Value) -> Void) { mutex.withLock { body(&$0) } }
}
