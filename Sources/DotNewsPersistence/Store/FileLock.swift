package import DotNewsFoundation

/// Lets those who do the same to one store take turns, in this process and in others. Held until its last reference is gone.
///
/// Advisory, and of the open file (`flock`), so that it ends with the process, however that ends.
package final class FileLock: Sendable {
    /// Why the file of a lock cannot be used.
    package struct Failure: Error, Sendable {
        /// The file.
        package let path: String
        /// What the system said.
        package let reason: String
    }

    private let descriptor: Int32

    /// The lock if nobody has it, `nil` if somebody does.
    package static func acquire(at file: URL) throws(Failure) -> FileLock? {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: file.path, reason: String(cString: strerror(errno))) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else { throw Failure(path: file.path, reason: String(cString: strerror(code))) }
        return nil
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
