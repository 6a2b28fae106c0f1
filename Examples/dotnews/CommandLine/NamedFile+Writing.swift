extension NamedFile {
    /// Writes a file in place of the one that was there; either is there whole. A link is followed; a pipe or a device is
    /// written to and stays what it is.
    ///
    /// - Parameter isPrivate: Whether only its owner may read a file, from its first byte.
    static func write(_ content: Data, to path: String, isPrivate: Bool = false) throws(CommandFailure) {
        guard let file = replaceableFile(path) else { return try writeInto(path, content) }
        removeDrafts(of: file)
        let draft = try Draft(of: file, isPrivate: isPrivate)
        defer { draft.discard() }
        guard send(content, to: draft.descriptor), fsync(draft.descriptor) == 0, rename(draft.path, file) == 0 else {
            throw writingFailed(path, errno)
        }
    }

    private static let draftEnding = ".dotnews-draft"

    /// A file beside the one that it is to replace. It is locked as long as somebody writes it.
    private struct Draft {
        let path: String
        let descriptor: Int32

        init(of file: String, isPrivate: Bool) throws(CommandFailure) {
            var former = stat()
            let isReplacing = stat(file, &former) == 0
            let path = "\(file).\(String(UInt32.random(in: 0 ... .max), radix: 36))\(draftEnding)"
            let mode: mode_t = isPrivate ? 0o600 : 0o666
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
            guard descriptor >= 0 else { throw writingFailed(file, errno) }
            self.path = path
            self.descriptor = descriptor
            flock(descriptor, LOCK_EX | LOCK_NB)
            if isReplacing, !isPrivate { fchmod(descriptor, former.st_mode & 0o777) }
        }

        /// Closes the draft, and removes it unless it has become the file.
        func discard() {
            unlink(path)
            close(descriptor)
        }
    }

    /// Removes what writers that were killed have left beside a file.
    private static func removeDrafts(of file: String) {
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "./"
        let start = String(file.dropFirst(file.lastIndex(of: "/") == nil ? 0 : folder.count)) + "."
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix(start) && name.hasSuffix(draftEnding) {
            let descriptor = open(folder + name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + name) }
            close(descriptor)
        }
    }

    /// The regular file that a path leads to, or would; `nil` when it leads to something else, or through the system's folders
    /// of devices and open files, where nothing is to be replaced.
    private static func replaceableFile(_ path: String) -> String? {
        var file = path
        for _ in 0..<40 {
            guard !["/dev/", "/proc/"].contains(where: file.hasPrefix) else { return nil }
            var status = stat()
            guard lstat(file, &status) == 0 else { return file }
            guard status.st_mode & S_IFMT == S_IFLNK else {
                return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) ? file : nil
            }
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) else { return file }
            let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
            file = target.hasPrefix("/") ? target : folder + target
        }
        return nil
    }

    private static func writeInto(_ path: String, _ content: Data) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw writingFailed(path, errno) }
        defer { close(descriptor) }
        guard send(content, to: descriptor) else { throw writingFailed(path, errno) }
    }

    /// Writes all of `content`; `false` when it cannot, for the reason in `errno`.
    private static func send(_ content: Data, to descriptor: Int32) -> Bool {
        content.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = put(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { return false }
                if count > 0 { rest = rest.dropFirst(count) }
            }
            return true
        }
    }
}

/// The system's `write`, which a type that has one of its own hides.
private func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
