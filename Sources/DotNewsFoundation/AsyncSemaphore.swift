import Synchronization

/// A counting semaphore for tasks: so many hold it at a time, the others wait in the order in which they came.
package final class AsyncSemaphore: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var lastID: UInt64 = 0
        /// The tasks that wait, from `first`; those before it have been served and are cleared away now and then.
        private var line: [Waiter] = []
        private var first = 0

        init(free: Int) { self.free = free }

        var waiting: Int { line.count - first }

        mutating func append(_ waiter: Waiter) { line.append(waiter) }

        mutating func popFirst() -> Waiter? {
            guard first < line.count else { return nil }
            defer {
                first += 1
                if first > 64, first * 2 > line.count {
                    line.removeFirst(first)
                    first = 0
                }
            }
            return line[first]
        }

        mutating func remove(_ id: UInt64) -> Waiter? {
            line[first...].firstIndex { $0.id == id }.map { line.remove(at: $0) }
        }
    }

    private let state: Mutex<State>

    /// Creates a semaphore that `count` tasks can hold at a time, at least one.
    package init(count: Int) { state = Mutex(State(free: max(1, count))) }

    /// Waits until the semaphore is free, and takes it. Every wait that returns `true` needs one ``signal()``.
    ///
    /// - Returns: `false` when the task was cancelled before the semaphore was free; nothing has been taken then.
    package func wait() async -> Bool {
        guard !Task.isCancelled else { return false }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isTaken = state.withLock { state in
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.append(Waiter(id: id, continuation: continuation))
                    return false
                }
                if isTaken {
                    continuation.resume(returning: true)
                } else if Task.isCancelled {
                    // Cancelled before it stood in the line, where the handler did not find it.
                    giveUp(id)
                }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    /// Gives the semaphore back: the task that has waited longest takes it.
    package func signal() {
        let next = state.withLock { state -> Waiter? in
            let next = state.popFirst()
            if next == nil { state.free += 1 }
            return next
        }
        next?.continuation.resume(returning: true)
    }

    /// The number of tasks that wait, for tests.
    package var waiting: Int { state.withLock { $0.waiting } }

    private func giveUp(_ id: UInt64) {
        let waiter = state.withLock { $0.remove(id) }
        waiter?.continuation.resume(returning: false)
    }
}
