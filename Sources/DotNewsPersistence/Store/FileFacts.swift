import DotNewsFoundation

/// What the file system says of a file.
enum FileFacts {
    /// The size in bytes; `nil` when there is no such file, or none that may be asked.
    static func size(of path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }
}
