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
        guard descriptor >= 0 else { throw readingFailed(path, errno) }
        defer { close(descriptor) }
        return try content(of: descriptor, upTo: maximum, LocalizedText(path, hant: path, hans: path))
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
        return try? content(of: descriptor, upTo: maximum, LocalizedText(path, hant: path, hans: path))
    }

    /// The first bytes of standard input, at most `maximum`.
    static func readStandardInput(upTo maximum: Int) throws(CommandFailure) -> Data {
        try content(
            of: STDIN_FILENO, upTo: maximum,
            LocalizedText("standard input", hant: "標準輸入", hans: "标准输入"))
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
        var patience = silence
        while data.count < maximum {
            var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&source, 1, patience) == 0 {
                let words = LocalizedText(
                    "Waiting for \(name.english); Ctrl-C stops.",
                    hant: "正在等待\(name.traditionalChinese)；按 Ctrl-C 停止。",
                    hans: "正在等待\(name.simplifiedChinese)；按 Ctrl-C 停止。")
                Terminal.report(TerminalText.sanitized(words.text(in: .preferred)))
                patience = -1
                continue
            }
            let count = receive(descriptor, &piece, min(piece.count, maximum - data.count))
            if count == 0 { break }
            if count > 0 {
                data += piece[..<count]
            } else if errno != EINTR && errno != EAGAIN {
                throw readingFailed(name, errno)
            }
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

    static func writingFailed(_ path: String, _ cause: Int32) -> CommandFailure {
        let why = String(cString: strerror(cause))
        return CommandFailure(
            "Writing \(path) failed: \(why).", hant: "未能寫入 \(path)（\(why)）。", hans: "无法写入 \(path)（\(why)）。")
    }
}

/// The system's `read`, which a type that has one of its own hides.
private func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
