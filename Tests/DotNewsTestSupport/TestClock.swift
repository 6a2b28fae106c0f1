import Synchronization

/// A clock that stands still until a test moves it, and remembers how long everyone wanted to sleep.
public final class TestClock: Clock {
    /// A point in time: so long after the clock was made.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public let offset: Duration

        /// The instant that much later.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// The time from this instant to another.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Whether one instant comes before another.
        public static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
    }

    private struct Sleeper {
        let id: UInt64
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Observer {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var lastID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var observers: [Observer] = []
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())
    private let isAutomatic: Bool

    /// Makes a clock. An automatic one does not stand still: it jumps to the end of every sleep at once.
    public init(automatic: Bool = false) { isAutomatic = automatic }

    /// The time the test has given.
    public var now: Instant { state.withLock(\.now) }

    /// Zero: the clock is exact.
    public var minimumResolution: Duration { .zero }

    /// How long was slept, or is being slept, each time, in order.
    public var sleeps: [Duration] { state.withLock(\.sleeps) }

    /// How many are sleeping.
    public var sleeperCount: Int { state.withLock(\.sleepers.count) }

    /// Sleeps until the test has moved the clock to `deadline`; throws `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(Sleeper(id: id, deadline: deadline, continuation: continuation))
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Moves the clock, and wakes those whose time has come, in the order of their deadlines.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits, in real time, until at least `count` are sleeping.
    public func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.observers.append(Observer(count: count, continuation: continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func begin(_ sleeper: Sleeper) {
        let (isDue, ready) = state.withLock { state -> (Bool, [Observer]) in
            state.sleeps.append(state.now.duration(to: sleeper.deadline))
            if isAutomatic { state.now = max(state.now, sleeper.deadline) }
            if sleeper.deadline <= state.now { return (true, []) }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            let ready = state.observers.filter { $0.count <= count }
            state.observers.removeAll { $0.count <= count }
            return (false, ready)
        }
        if isDue { sleeper.continuation.resume() }
        for observer in ready { observer.continuation.resume() }
    }

    private func cancel(_ id: UInt64) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
