import DotNews

/// Reads standard input, as a whole or by lines. What comes from a pipe may have no end, so that both have a bound.
struct StandardInput {
    /// The longest text or line that is read, in bytes.
    static let maximumLength = 64 << 20
    /// How much is asked for at once, in bytes.
    private static let blockSize = 64 << 10

    /// What has been read and not handed out.
    private var buffer: [UInt8] = []
    /// Where the next line starts in the buffer.
    private var start = 0
    private var hasEnded = false

    /// All that comes.
    static func text() throws -> String {
        var input = StandardInput()
        while input.buffer.count <= maximumLength, try input.fill() {}
        guard input.buffer.count <= maximumLength else { throw tooLong(.standardInput) }
        guard let text = String(validating: input.buffer, as: UTF8.self) else {
            throw CommandFailure("Standard input is not UTF-8.", hant: "標準輸入不是 UTF-8 文字。", hans: "标准输入不是 UTF-8 文本。")
        }
        return text
    }

    /// The next line without its LF or CR LF; `nil` at the end. `beforeWaiting` is called before more is asked for.
    mutating func nextLine(beforeWaiting: () -> Void) throws -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return buffer[start..<(end > start && buffer[end - 1] == 0x0D ? end - 1 : end)]
            }
            if hasEnded {
                defer { start = buffer.count }
                return start < buffer.count ? buffer[start...] : nil
            }
            guard buffer.count - start <= Self.maximumLength else {
                throw Self.tooLong(LocalizedText("A line", hant: "一行文字", hans: "一行文字"))
            }
            beforeWaiting()
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            hasEnded = try !fill()
        }
    }

    /// Reads one block; says whether there was one.
    private mutating func fill() throws -> Bool {
        let filled = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.blockSize))
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes {
                read(STDIN_FILENO, $0.baseAddress! + filled, Self.blockSize)
            }
        } while count < 0 && errno == EINTR
        buffer.removeLast(Self.blockSize - max(count, 0))
        guard count >= 0 else {
            throw NamedFile.readingFailed(.standardInput, errno)
        }
        return count > 0
    }

    private static func tooLong(_ what: LocalizedText) -> CommandFailure {
        let maximum = ByteCount(maximumLength)
        return CommandFailure(
            "\(what.english) is longer than \(maximum).", hant: "\(what.traditionalChinese)超過 \(maximum)。",
            hans: "\(what.simplifiedChinese)超过 \(maximum)。")
    }
}

extension LocalizedText {
    /// The name of standard input, at the beginning of a sentence.
    static let standardInput = LocalizedText("Standard input", hant: "標準輸入", hans: "标准输入")
}
