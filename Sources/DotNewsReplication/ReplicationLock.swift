import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lets those who replicate the same store take turns, in this process and in others.
///
/// The lock is advisory and belongs to the open file (`flock`), so it ends with the process, however that ends.
final class ReplicationLock: Sendable {
    private let descriptor: Int32

    /// The lock if nobody has it, `nil` if somebody does.
    static func acquire(at path: String, while activity: String) throws(ReplicationError) -> ReplicationLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, activity, errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return ReplicationLock(descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else { throw failure(path, activity, code) }
        return nil
    }

    private static func failure(_ path: String, _ activity: String, _ code: Int32) -> ReplicationError {
        ReplicationError(
            .lockUnavailable, while: activity,
            reason: "opening \(path), by which processes take turns, failed: \(String(cString: strerror(code)))")
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
