import Foundation

/// Lets the processes that sync one store take turns.
///
/// The lock is advisory and belongs to the open file (`flock`), so it ends with the process, however that ends.
struct SyncLock: ~Copyable {
    private let descriptor: Int32

    /// The lock if nobody has it, `nil` if somebody does.
    static func acquire(at file: URL) throws(SyncError) -> SyncLock? {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .lockUnavailable(path: file.path, reason: String(cString: strerror(errno)))
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return SyncLock(descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else {
            throw .lockUnavailable(path: file.path, reason: String(cString: strerror(code)))
        }
        return nil
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
