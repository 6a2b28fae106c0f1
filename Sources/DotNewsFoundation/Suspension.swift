import Synchronization

/// Ends work that is under way when an app is about to be suspended, and refuses new work until it is resumed.
///
/// A suspension goes through phases: operations are cancelled and may still note what they have done; then every new use of
/// the store is refused, and short work completes; then work that still runs is interrupted.
package final class Suspension: Sendable {
    /// The progress of a suspension.
    package enum Phase: Int, Comparable, Sendable {
        case active, ending, refusing, stopping

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Operation {
        var isInterrupted = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private struct HeldLock {
        weak var lock: ProcessLock?
    }

    private struct State {
        var phase = Phase.active
        /// Counts suspensions, so that one that was resumed does not go on.
        var generation: UInt64 = 0
        var lastID: UInt64 = 0
        var operations: [UInt64: Operation] = [:]
        var locks: [HeldLock] = []
        var endWaiters: [CheckedContinuation<Void, Never>] = []

        mutating func takeEndWaiters() -> [CheckedContinuation<Void, Never>] {
            defer { endWaiters = [] }
            return endWaiters
        }
    }

    private let state = Mutex(State())
    /// A copy of the phase for SQLite, which asks every ten microseconds.
    private let published = Atomic(Phase.active.rawValue)

    package init() {}

    /// Whether a suspension has begun.
    package var isSuspended: Bool { published.load(ordering: .acquiring) > Phase.active.rawValue }
    /// Whether new work is refused.
    package var isRefusing: Bool { published.load(ordering: .acquiring) >= Phase.refusing.rawValue }
    /// Whether work that runs must stop.
    package var isStopping: Bool { published.load(ordering: .acquiring) >= Phase.stopping.rawValue }

    // MARK: Operations

    /// Runs an operation in a child task, which a suspension cancels.
    ///
    /// - Parameters:
    ///   - suspended: The error of an operation that is refused, or does not complete, for a suspension.
    ///   - isPartial: Whether a value is that of an operation that was cut short.
    ///   - body: The operation; gives its locks back before it returns.
    package func perform<Value: Sendable, Failure: Error>(
        orThrow suspended: Failure, isPartial: (Value) -> Bool = { _ in false },
        _ body: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard let id = begin() else { throw suspended }
        let result = await withTaskGroup(of: Result<Value, Failure>?.self) { group in
            group.addTask {
                do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask {
                await self.waitForInterruption(of: id)
                return nil
            }
            var result: Result<Value, Failure>?
            while result == nil, let next = await group.next() {
                // Either the operation is done, or it has to end.
                result = next
                group.cancelAll()
            }
            return result
        }
        let wasInterrupted = end(id)
        switch result {
        case .success(let value) where !wasInterrupted || !isPartial(value): return value
        case .failure(let error) where !wasInterrupted: throw error
        default: throw suspended
        }
    }

    private func begin() -> UInt64? {
        state.withLock { state in
            guard state.phase == .active else { return nil }
            state.lastID += 1
            state.operations[state.lastID] = Operation()
            return state.lastID
        }
    }

    private func end(_ id: UInt64) -> Bool {
        let (wasInterrupted, waiters) = state.withLock { state in
            let operation = state.operations.removeValue(forKey: id)
            return (operation?.isInterrupted ?? false, state.operations.isEmpty ? state.takeEndWaiters() : [])
        }
        for waiter in waiters { waiter.resume() }
        return wasInterrupted
    }

    /// Waits for a suspension, or for the end of the calling task.
    private func waitForInterruption(of id: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.operations[id]?.isInterrupted == false, !Task.isCancelled else { return true }
                    state.operations[id]?.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.operations[id]?.waiter = nil }
                return state.operations[id]?.waiter
            }
            waiter?.resume()
        }
    }

    /// Promises to release a lock when the app is suspended, should its operation not do so; `false`, and the lock is
    /// released, when that is now.
    func willRelease(_ lock: ProcessLock) -> Bool {
        let isActive = state.withLock { state in
            state.locks.removeAll { $0.lock == nil }
            guard state.phase == .active else { return false }
            state.locks.append(HeldLock(lock: lock))
            return true
        }
        if !isActive { lock.release() }
        return isActive
    }

    // MARK: Phases

    /// Begins a suspension, or joins one that has begun, and interrupts all operations. Returns the suspension's number.
    package func start() -> UInt64 {
        let (generation, waiters) = state.withLock { state in
            if state.phase == .active {
                state.generation += 1
                set(.ending, &state)
            }
            var waiters: [CheckedContinuation<Void, Never>] = []
            for id in state.operations.keys {
                state.operations[id]?.isInterrupted = true
                if let waiter = state.operations[id]?.waiter { waiters.append(waiter) }
                state.operations[id]?.waiter = nil
            }
            return (state.generation, waiters)
        }
        for waiter in waiters { waiter.resume() }
        return generation
    }

    /// Waits until no operation is under way, or the app is resumed.
    package func waitForOperations() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard !state.operations.isEmpty, state.phase != .active else { return true }
                state.endWaiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Goes on to a later phase, unless the app was resumed meanwhile. Locks that are still held are released with the first.
    package func advance(to phase: Phase, of generation: UInt64) {
        let locks = state.withLock { state -> [HeldLock] in
            guard state.generation == generation, state.phase != .active, phase > state.phase else { return [] }
            set(phase, &state)
            defer { state.locks = [] }
            return state.locks
        }
        for held in locks { held.lock?.release() }
    }

    /// Ends the suspension; `false` when there is none.
    package func resume() -> Bool {
        let (wasSuspended, waiters) = state.withLock { state in
            let wasSuspended = state.phase != .active
            set(.active, &state)
            return (wasSuspended, state.takeEndWaiters())
        }
        for waiter in waiters { waiter.resume() }
        return wasSuspended
    }

    private func set(_ phase: Phase, _ state: inout State) {
        state.phase = phase
        published.store(phase.rawValue, ordering: .releasing)
    }
}
