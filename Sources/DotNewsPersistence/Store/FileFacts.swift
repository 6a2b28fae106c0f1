import DotNewsFoundation

/// What the file system says of a file.
enum FileFacts {
    /// The size in bytes; `nil` when there is no such file, or none that may be asked.
    static func size(of path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// The first bytes, at most `count`; `nil` when the file cannot be read.
    static func start(of path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var isReadable = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let received = read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if received > 0 {
                    filled += received
                } else if received == 0 || errno != EINTR {
                    isReadable = received == 0
                    return
                }
            }
        }
        return isReadable ? bytes : nil
    }
}
