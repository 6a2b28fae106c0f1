import DotNewsFoundation

/// A thread for work that waits outside of Swift's concurrency.
enum DedicatedThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a new thread.
    ///
    /// - Throws: ``SystemError`` when the system has no room for another thread; `body` does not run then.
    static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { argument in
                let argument: UnsafeMutableRawPointer? = argument
                argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue() }?.body()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            throw SystemError(status)
        }
        #if canImport(Darwin)
            thread.map { _ = pthread_detach($0) }
        #else
            pthread_detach(thread)
        #endif
    }
}
