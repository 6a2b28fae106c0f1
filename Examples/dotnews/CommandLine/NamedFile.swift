/// Files that are named on the command line.
enum NamedFile {
    /// How much is asked for at once, in bytes.
    private static let pieceSize = 256 << 10

    /// The first bytes of a file, at most `maximum`.
    static func read(_ path: String, upTo maximum: Int) throws(CommandFailure) -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("Reading", path, errno) }
        defer { close(descriptor) }
        return try content(of: descriptor, upTo: maximum, path)
    }

    /// The first bytes of standard input, at most `maximum`.
    static func readStandardInput(upTo maximum: Int) throws(CommandFailure) -> Data {
        try content(of: STDIN_FILENO, upTo: maximum, "standard input")
    }

    /// Writes a file in place of the one that was there; either is there whole.
    static func write(_ content: Data, to path: String) throws(CommandFailure) {
        do {
            try content.write(to: URL(filePath: path), options: .atomic)
        } catch {
            guard let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code else {
                throw CommandFailure("Writing \(path) failed: \(error)")
            }
            throw failure("Writing", path, code.rawValue)
        }
    }

    /// Writes a file that only its owner may read, from its first byte, in place of the one that was there; either is there
    /// whole.
    static func writePrivately(_ content: Data, to path: String) throws(CommandFailure) {
        let draft = "\(path).\(getpid()).tmp"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("Writing", path, errno) }
        defer { unlink(draft) }
        var isWritten = content.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = send(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { return false }
                if count > 0 { rest = rest.dropFirst(count) }
            }
            return true
        }
        isWritten = isWritten && fsync(descriptor) == 0
        let cause = errno
        close(descriptor)
        guard isWritten else { throw failure("Writing", path, cause) }
        guard rename(draft, path) == 0 else { throw failure("Writing", path, errno) }
    }

    /// Whether a folder is there, or a link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func content(
        of descriptor: Int32, upTo maximum: Int, _ name: String
    ) throws(CommandFailure) -> Data {
        var data = Data()
        var piece = [UInt8](repeating: 0, count: min(pieceSize, maximum))
        while data.count < maximum {
            let count = receive(descriptor, &piece, min(piece.count, maximum - data.count))
            if count == 0 { break }
            if count > 0 { data += piece[..<count] } else if errno != EINTR { throw failure("Reading", name, errno) }
        }
        return data
    }

    private static func failure(_ activity: String, _ path: String, _ cause: Int32) -> CommandFailure {
        CommandFailure("\(activity) \(path) failed: \(String(cString: strerror(cause))).")
    }
}

/// The system's `write`, which a type that has one of its own hides.
private func send(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// The system's `read`, which a type that has one of its own hides.
private func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
