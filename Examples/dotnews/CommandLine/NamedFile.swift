import DotNews

/// Files that are named on the command line.
enum NamedFile {
    /// How much is asked for at once, in bytes.
    private static let pieceSize = 256 << 10

    /// The first bytes of a file, at most `maximum`.
    static func read(_ path: String, upTo maximum: Int) throws(CommandFailure) -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw readingFailed(path, errno) }
        defer { close(descriptor) }
        return try content(of: descriptor, upTo: maximum, LocalizedText(path, hant: path, hans: path))
    }

    /// The first bytes of standard input, at most `maximum`.
    static func readStandardInput(upTo maximum: Int) throws(CommandFailure) -> Data {
        try content(
            of: STDIN_FILENO, upTo: maximum,
            LocalizedText("standard input", hant: "標準輸入", hans: "标准输入"))
    }

    /// Writes a file in place of the one that was there; either is there whole.
    static func write(_ content: Data, to path: String) throws(CommandFailure) {
        do {
            try content.write(to: URL(filePath: path), options: .atomic)
        } catch {
            guard let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code else {
                throw CommandFailure(
                    "Writing \(path) failed: \(error)", hant: "未能寫入 \(path)。", hans: "无法写入 \(path)。")
            }
            throw writingFailed(path, code.rawValue)
        }
    }

    /// Writes a file that only its owner may read, from its first byte, in place of the one that was there; either is there
    /// whole.
    static func writePrivately(_ content: Data, to path: String) throws(CommandFailure) {
        let draft = "\(path).\(getpid()).tmp"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw writingFailed(path, errno) }
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
        guard isWritten else { throw writingFailed(path, cause) }
        guard rename(draft, path) == 0 else { throw writingFailed(path, errno) }
    }

    /// Whether a folder is there, or a link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func content(
        of descriptor: Int32, upTo maximum: Int, _ name: LocalizedText
    ) throws(CommandFailure) -> Data {
        var data = Data()
        var piece = [UInt8](repeating: 0, count: min(pieceSize, maximum))
        while data.count < maximum {
            let count = receive(descriptor, &piece, min(piece.count, maximum - data.count))
            if count == 0 { break }
            if count > 0 { data += piece[..<count] } else if errno != EINTR { throw readingFailed(name, errno) }
        }
        return data
    }

    private static func readingFailed(_ path: String, _ cause: Int32) -> CommandFailure {
        readingFailed(LocalizedText(path, hant: path, hans: path), cause)
    }

    /// The system says why in English: of its languages none is set.
    static func readingFailed(_ name: LocalizedText, _ cause: Int32) -> CommandFailure {
        let why = String(cString: strerror(cause))
        return CommandFailure(
            "Reading \(name.english) failed: \(why).", hant: "未能讀取 \(name.traditionalChinese)（\(why)）。",
            hans: "无法读取 \(name.simplifiedChinese)（\(why)）。")
    }

    private static func writingFailed(_ path: String, _ cause: Int32) -> CommandFailure {
        let why = String(cString: strerror(cause))
        return CommandFailure(
            "Writing \(path) failed: \(why).", hant: "未能寫入 \(path)（\(why)）。", hans: "无法写入 \(path)（\(why)）。")
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
