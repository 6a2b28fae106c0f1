import Synchronization

/// A lock that one process, or one task of it, holds at a time, or that several share: an advisory lock on a file (`flock`),
/// which ends with the process at the latest.
///
/// The lock is held until ``release()`` or until its last reference is gone. The file stays.
package final class ProcessLock: Sendable {
    /// A lock file that cannot be used.
    package struct Failure: Error, Sendable {
        /// The file.
        package let path: String
        /// The system's words.
        package let reason: String
    }

    /// The end of waiting without the lock.
    package enum WaitFailure: Error, Sendable {
        /// The file cannot be used.
        case unavailable(Failure)
        /// The task was cancelled, or the work that it does is being suspended.
        case cancelled
    }

    /// The ways to hold a lock.
    package enum Mode: Sendable {
        /// Nobody else holds the lock.
        case exclusive
        /// Others may share the lock; nobody holds it exclusively.
        case shared
    }

    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    /// Returns the lock, or `nil` when it is held by somebody with whom it cannot be shared.
    package static func tryAcquire(at file: URL, _ mode: Mode = .exclusive) throws(Failure) -> ProcessLock? {
        let path = file.path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, reason: SystemError(errno).reason) }
        while flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            guard code == EWOULDBLOCK else { throw Failure(path: path, reason: SystemError(code).reason) }
            return nil
        }
        return ProcessLock(descriptor: descriptor)
    }

    /// Waits for the lock, looking for it again after 10 ms, then less and less often, every 200 ms in the end.
    ///
    /// - Parameters:
    ///   - file: The lock file, which is created.
    ///   - suspension: Takes the lock away when the app is suspended.
    ///   - clock: Measures the pauses.
    ///   - onWait: Called before each pause.
    package static func acquire(
        at file: URL, suspension: Suspension, clock: any Clock<Duration>, onWait: () -> Void = {}
    ) async throws(WaitFailure) -> ProcessLock {
        var pauses = Pauses()
        while true {
            let lock: ProcessLock?
            do throws(Failure) { lock = try tryAcquire(at: file) } catch { throw .unavailable(error) }
            if let lock {
                guard suspension.willRelease(lock) else { throw .cancelled }
                return lock
            }
            onWait()
            do { try await clock.sleep(for: pauses.next()) } catch { throw .cancelled }
        }
    }

    /// Waits for the lock on the calling thread; `nil` when it is still held after `timeout`.
    package static func acquireBlocking(
        at file: URL, _ mode: Mode = .exclusive, timeout: Duration
    ) throws(Failure) -> ProcessLock? {
        var pauses = Pauses()
        let deadline = ContinuousClock.now + timeout
        while true {
            if let lock = try tryAcquire(at: file, mode) { return lock }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            usleep(UInt32(min(pauses.next(), left) / .microseconds(1)))
        }
    }

    /// Gives the lock back, once; nothing happens when that was done before.
    package func release() {
        let held = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        if let held { close(held) }
    }

    /// The pauses between two attempts.
    private struct Pauses {
        private var pause = Duration.milliseconds(10)

        mutating func next() -> Duration {
            defer { pause = min(pause * 2, .milliseconds(200)) }
            return pause
        }
    }
}
