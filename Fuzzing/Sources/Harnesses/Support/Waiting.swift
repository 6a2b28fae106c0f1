import Dispatch
import Foundation

/// The value of `body`, which the calling thread waits for: libFuzzer's callback is not asynchronous.
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let box = ValueBox<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        box.value = await body()
        done.signal()
    }
    done.wait()
    guard let value = box.value else { abort() }
    return value
}

/// Carries the value out of the task. Unchecked, because the semaphore orders the one write before the one read.
private final class ValueBox<Value>: @unchecked Sendable {
    var value: Value?
}
