import DotNewsFoundation

/// What a sealed place holds beside its objects: how its key is made from the passphrase, and a way to tell whether it
/// was the right one. docs/sync.md describes the layout.
struct SealHeader: Equatable {
    /// How much work it is to try a passphrase (Argon2id, version 1.3, one lane).
    struct Effort: Equatable, Sendable {
        /// How often the memory is gone over.
        var passes: UInt32
        /// The memory, in KiB.
        var memory: UInt32

        /// Three passes over 64 MiB: a fifth of a second on a desktop, and what a phone's extension may use.
        static let standard = Effort(passes: 3, memory: 64 << 10)
        /// The least that is accepted, for tests.
        static let least = Effort(passes: 1, memory: 8 << 10)

        /// Whether it is within what is accepted of a place: it may neither ask for too little, which would give the
        /// passphrase away, nor for more than 256 MiB or 8 passes, which would hold the device up.
        var isAcceptable: Bool { (1...8).contains(passes) && ((8 << 10)...(256 << 10)).contains(memory) }
    }

    var effort: Effort
    /// 16 random bytes.
    var salt: [UInt8]
    /// 32 bytes that only the right passphrase leads to.
    var check: [UInt8]

    static let size = 88
    static let saltSize = 16
    static let checkSize = 32

    private static let mark = Array("DotNews sealed ".utf8)
    private static let version = UInt8(ascii: "1")
    private static let checksumSize = 16

    /// Why a header cannot be used.
    enum Failure: Error {
        case newer
        case damaged
        case unacceptableEffort
    }

    init(effort: Effort, salt: [UInt8], check: [UInt8]) {
        self.effort = effort
        self.salt = salt
        self.check = check
    }

    /// Reads a header. `checksum` makes 16 bytes of what stands before them.
    init(_ data: Data, checksum: ([UInt8]) -> [UInt8]) throws(Failure) {
        let bytes = [UInt8](data)
        guard bytes.starts(with: Self.mark), bytes.count > Self.mark.count else { throw .damaged }
        guard bytes[Self.mark.count] == Self.version else { throw .newer }
        guard bytes.count == Self.size else { throw .damaged }
        let covered = Array(bytes.dropLast(Self.checksumSize))
        guard checksum(covered) == Array(bytes.suffix(Self.checksumSize)) else { throw .damaged }
        var rest = covered.dropFirst(Self.mark.count + 1)
        let passes = Self.number(&rest)
        let memory = Self.number(&rest)
        effort = Effort(passes: passes, memory: memory)
        salt = Array(rest.prefix(Self.saltSize))
        check = Array(rest.suffix(Self.checkSize))
        guard effort.isAcceptable else { throw .unacceptableEffort }
    }

    /// The header as it is kept.
    func data(checksum: ([UInt8]) -> [UInt8]) -> Data {
        let covered =
            Self.mark + [Self.version] + Self.bytes(of: effort.passes) + Self.bytes(of: effort.memory) + salt + check
        return Data(covered + checksum(covered))
    }

    private static func bytes(of number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>) -> UInt32 {
        defer { bytes = bytes.dropFirst(4) }
        return bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
