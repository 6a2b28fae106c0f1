/// Writes the numbers and texts of a log.
struct LogWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Seven bits a byte, the least significant first; the top bit of a byte says that another follows.
    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A number that must not be negative.
    mutating func number(_ value: Int64) { number(UInt64(max(value, 0))) }

    /// The number of bytes of UTF-8, and the bytes.
    mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func raw(_ value: some Any) { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }
}

/// Reads what ``LogWriter`` wrote, out of bytes that anybody may have written.
struct LogReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }
    var remaining: Int { bytes.count - offset }

    mutating func byte() throws(LogDamage) -> UInt8 {
        guard offset < bytes.count else { throw .truncated }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A number of at most `maximum`, in the shortest form that it has.
    mutating func number(upTo maximum: UInt64 = .max) throws(LogDamage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            let bits = UInt64(byte & 0x7F)
            guard shift < 63 || (shift == 63 && bits <= 1) else { throw .malformed("a number has more than 64 bits") }
            value |= bits << shift
            shift += 7
            guard byte & 0x80 == 0 else { continue }
            guard byte != 0 || shift == 7 else { throw .malformed("a number is longer than it needs to be") }
            guard value <= maximum else { throw .malformed("a number is too large") }
            return value
        }
    }

    /// A count of things that take at least `size` bytes each, so that no count leads to more memory than was sent.
    mutating func count(ofSize size: Int) throws(LogDamage) -> Int {
        Int(try number(upTo: UInt64(remaining / size)))
    }

    mutating func raw(_ count: Int) throws(LogDamage) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw .truncated }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// A text of at most `maximum` bytes of valid UTF-8.
    mutating func text(upTo maximum: Int) throws(LogDamage) -> String {
        let count = Int(try number(upTo: UInt64(maximum)))
        guard let text = String(validating: try raw(count), as: UTF8.self) else {
            throw .malformed("a text is not UTF-8")
        }
        return text
    }
}

/// Why an object cannot be read.
enum LogDamage: Error, Hashable {
    /// A newer version of this package wrote it.
    case newer(version: Int)
    /// It is shorter than it says.
    case truncated
    /// It is not what its checksum was made of.
    case checksum
    /// It is no object of a log.
    case foreign
    /// Its content is not what its name says.
    case misnamed
    /// It says something that cannot be.
    case malformed(String)
}

extension LogDamage {
    /// A clause that says what is wrong, and what to do.
    var reason: String {
        switch self {
        case .newer(let version):
            "a newer version wrote it (log version \(version)); update this application to read it"
        case .truncated: "it is not complete; it may still be on its way"
        case .checksum: "it is damaged: its checksum does not match"
        case .foreign: "it is not part of a log"
        case .misnamed: "its content belongs to another name"
        case .malformed(let what): "it is damaged: \(what)"
        }
    }
}
