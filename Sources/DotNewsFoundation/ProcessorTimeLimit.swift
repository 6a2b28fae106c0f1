/// A bound of the processor time that work on one thread may take.
///
/// Whoever works looks at it now and then, and stops when it is reached. Time in which the thread waits, or others run
/// in its place, does not count, so that a busy machine refuses nothing.
package struct ProcessorTimeLimit: Sendable {
    private let end: Duration
    /// Whether the limit was found to be reached.
    package private(set) var isReached = false

    /// Creates a limit that is reached when the calling thread has used `limit` more than now.
    package init(_ limit: Duration) { end = Self.used + limit }

    /// Looks at the clock, on the thread that created the limit.
    ///
    /// - Returns: Whether the limit is reached.
    package mutating func check() -> Bool {
        if !isReached { isReached = Self.used >= end }
        return isReached
    }

    /// The processor time that the calling thread has used.
    private static var used: Duration {
        var time = timespec()
        #if canImport(Darwin)
            // There `CLOCK_THREAD_CPUTIME_ID` is a macro for this.
            let clock = _CLOCK_THREAD_CPUTIME_ID
        #else
            let clock = CLOCK_THREAD_CPUTIME_ID
        #endif
        guard clock_gettime(clock, &time) == 0 else { return .zero }
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
