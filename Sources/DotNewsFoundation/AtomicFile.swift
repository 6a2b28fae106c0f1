/// A failed system call.
package struct SystemError: Error, Hashable, Sendable {
    /// The error number, such as `ENOSPC`.
    package let code: Int32

    package init(_ code: Int32) { self.code = code }

    /// The system's words for the number.
    package var reason: String { String(cString: strerror(code)) }
}

/// Files that are written whole or not at all, down to the medium.
package enum AtomicFile {
    /// The most bytes that are written between two questions whether to go on.
    private static let pieceSize = 256 << 10

    /// Creates a file that does not exist, writes its content and flushes it to the medium. Removes the file when that fails.
    ///
    /// - Parameters:
    ///   - name: The file's path, relative to `folder`.
    ///   - folder: The descriptor of a folder; the working directory by default.
    ///   - isCancelled: Asked between pieces of 256 KiB.
    /// - Throws: ``SystemError``; `ECANCELED` when cancelled, `EEXIST` when there is such a file.
    package static func create(
        _ name: String, in folder: Int32 = AT_FDCWD, content: Data, isCancelled: () -> Bool = { false }
    ) throws(SystemError) {
        var rest = content[...]
        try create(name, in: folder) { () throws(SystemError) in
            if isCancelled() { throw SystemError(ECANCELED) }
            defer { rest = rest.dropFirst(pieceSize) }
            return rest.isEmpty ? nil : rest.prefix(pieceSize)
        }
    }

    /// Creates a file that does not exist, writes pieces to it until there are no more, and flushes it to the medium. Removes
    /// the file when that fails.
    ///
    /// - Parameters:
    ///   - name: The file's path, relative to `folder`.
    ///   - folder: The descriptor of a folder; the working directory by default.
    ///   - permissions: The file's permissions once it is complete; until then it is its owner's alone.
    ///   - nextPiece: Returns the next piece of the content, or `nil` after the last.
    /// - Throws: ``SystemError``; `EEXIST` when there is such a file; or the error of `nextPiece`.
    package static func create(
        _ name: String, in folder: Int32 = AT_FDCWD, permissions: mode_t = 0o600,
        nextPiece: () throws(SystemError) -> Data?
    ) throws(SystemError) {
        let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600 as mode_t)
        guard file >= 0 else { throw SystemError(errno) }
        var failure: SystemError?
        do throws(SystemError) {
            while let piece = try nextPiece() { try write(piece, to: file) }
            // The mode of `openat` is reduced by the process's mask.
            guard fchmod(file, permissions) == 0 else { throw SystemError(errno) }
            try flush(file)
        } catch {
            failure = error
        }
        // Network drives report failed writes when the file is closed.
        if close(file) != 0, failure == nil, errno != EINTR { failure = SystemError(errno) }
        guard let failure else { return }
        unlinkat(folder, name, 0)
        throw failure
    }

    /// Replaces a file, or creates it: after a crash the file has either the old content or the new.
    ///
    /// One process at a time may replace a file; a ``ProcessLock`` sees to that.
    package static func replace(_ path: String, with content: Data) throws(SystemError) {
        let draft = path + ".new"
        // Left behind by a crash.
        unlink(draft)
        try create(draft, content: content)
        guard rename(draft, path) == 0 else {
            let code = errno
            unlink(draft)
            throw SystemError(code)
        }
        try flushFolder(of: path)
    }

    /// Flushes a file that is closed to the medium.
    package static func flush(_ path: String) throws(SystemError) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw SystemError(errno) }
        defer { close(file) }
        try flush(file)
    }

    /// Flushes the names in a file's folder to the medium: a new name is durable only when the folder is.
    package static func flushFolder(of path: String) throws(SystemError) {
        let folder = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        try flushFolder(folder)
    }

    /// Flushes a file to the medium.
    package static func flush(_ descriptor: Int32) throws(SystemError) {
        #if canImport(Darwin)
            // On Darwin `fsync` reaches the drive, not the medium. Some file systems know nothing better.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw SystemError(errno) }
        }
    }

    /// Flushes a folder's entries to the medium, where its file system can do that.
    package static func flushFolder(_ descriptor: Int32) throws(SystemError) {
        do throws(SystemError) {
            try flush(descriptor)
        } catch {
            // Network drives may know no such thing for folders.
            guard [EINVAL, ENOTSUP, EOPNOTSUPP].contains(error.code) else { throw error }
        }
    }

    private static func write(_ content: Data, to file: Int32) throws(SystemError) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { posixWrite(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                throw SystemError(count == 0 ? EIO : errno)
            }
        }
    }
}

/// `write(2)`, whose name the functions of ``AtomicFile`` hide.
private func posixWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
