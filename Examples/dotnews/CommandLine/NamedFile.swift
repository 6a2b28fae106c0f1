import DotNews

/// Files that are named on the command line.
enum NamedFile {
    /// How much is asked for at once, in bytes.
    private static let pieceSize = 256 << 10
    /// The time without anything to read after which that is said, in milliseconds.
    private static let silence: Int32 = 1_000

    /// The first bytes of a file, at most `maximum`. Also of a pipe or a device, such as `/dev/stdin` and what a shell's
    /// `<(…)` stands for; waiting for one is ended by a signal.
    static func read(_ path: String, upTo maximum: Int) throws(CommandFailure) -> Data {
        // Opened so, a pipe that nobody writes to yet is waited for below, where that can be said.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure("Reading", path, errno) }
        defer { close(descriptor) }
        return try content(of: descriptor, upTo: maximum, path)
    }

    /// All of a regular file that has at most `maximum` bytes; `nil` for everything else.
    static func readRegular(_ path: String, upTo maximum: Int) -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximum else {
            return nil
        }
        return try? content(of: descriptor, upTo: maximum, path)
    }

    /// The first bytes of standard input, at most `maximum`.
    static func readStandardInput(upTo maximum: Int) throws(CommandFailure) -> Data {
        try content(of: STDIN_FILENO, upTo: maximum, "standard input")
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
        var patience = silence
        while data.count < maximum {
            var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&source, 1, patience) == 0 {
                Terminal.report("Waiting for \(TerminalText.sanitized(name)); Ctrl-C stops.")
                patience = -1
                continue
            }
            let count = receive(descriptor, &piece, min(piece.count, maximum - data.count))
            if count == 0 { break }
            if count > 0 {
                data += piece[..<count]
            } else if errno != EINTR && errno != EAGAIN {
                throw failure("Reading", name, errno)
            }
        }
        return data
    }

    static func failure(_ activity: String, _ path: String, _ cause: Int32) -> CommandFailure {
        CommandFailure("\(activity) \(path) failed: \(String(cString: strerror(cause))).")
    }
}

/// The system's `read`, which a type that has one of its own hides.
private func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
