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
        guard input.buffer.count <= maximumLength else { throw tooLong("Standard input") }
        guard let text = String(validating: input.buffer, as: UTF8.self) else {
            throw CommandFailure("Standard input is not UTF-8.")
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
            guard buffer.count - start <= Self.maximumLength else { throw Self.tooLong("A line") }
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
            throw CommandFailure("Reading standard input failed: \(String(cString: strerror(errno))).")
        }
        return count > 0
    }

    private static func tooLong(_ what: String) -> CommandFailure {
        CommandFailure("\(what) is longer than \(ByteCount(maximumLength)).")
    }
}
