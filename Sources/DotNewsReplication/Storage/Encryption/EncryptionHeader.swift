import DotNewsCryptography
import DotNewsFoundation

/// The object of an encrypted storage that says how its main key is made, and whether a key is the right one. docs/sync.md
/// describes the layout.
struct EncryptionHeader: Equatable {
    /// The object's name.
    static let name = ReplicaObjectName(unchecked: "encryption.header")
    /// The length of a header, in bytes.
    static let size = 102
    static let saltSize = 32
    static let checkSize = 32

    /// The way in which the main key is made.
    enum Origin: Equatable, Sendable {
        /// From a recovery code.
        case recoveryCode
        /// From a passphrase, by so many iterations of PBKDF2.
        case passphrase(iterations: Int)

        /// The number that OWASP recommends: half a second on one core of a server.
        static let standardPassphrase = Origin.passphrase(iterations: 210_000)
        /// Fewer iterations would give the passphrase away, more would hold a device up for longer than half a minute.
        static let acceptableIterations = 100_000...10_000_000
    }

    var origin: Origin
    /// Random bytes.
    var salt: [UInt8]
    /// Bytes that only the right key leads to.
    var check: [UInt8]

    private static let mark = Array("DotNewsEncrypted".utf8)
    /// The bytes that headers of all versions begin with.
    private static let family = Array("DotNews".utf8)
    private static let version: UInt8 = 1
    private static let checksumSize = 16

    /// The ways in which a header cannot be used.
    enum Failure: Error {
        case otherFormat
        case damaged
        case unacceptableIterations
    }

    init(origin: Origin, salt: [UInt8], check: [UInt8]) {
        self.origin = origin
        self.salt = salt
        self.check = check
    }

    /// Reads a header.
    init(_ data: Data) throws(Failure) {
        let bytes = [UInt8](data)
        guard bytes.starts(with: Self.mark), bytes.count > Self.mark.count, bytes[Self.mark.count] == Self.version
        else {
            let isOther = bytes.starts(with: Self.family) && bytes.count > Self.mark.count
            throw isOther ? .otherFormat : .damaged
        }
        let covered = Array(bytes.dropLast(Self.checksumSize))
        guard bytes.count == Self.size, Self.checksum(covered) == Array(bytes.suffix(Self.checksumSize)) else {
            throw .damaged
        }
        var rest = covered.dropFirst(Self.mark.count + 1)
        let kind = rest.removeFirst()
        let iterations = Int(rest.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
        rest = rest.dropFirst(4)
        salt = Array(rest.prefix(Self.saltSize))
        check = Array(rest.suffix(Self.checkSize))
        switch kind {
        case 1:
            origin = .recoveryCode
            guard iterations == 0 else { throw .damaged }
        case 2:
            origin = .passphrase(iterations: iterations)
            guard Origin.acceptableIterations.contains(iterations) else { throw .unacceptableIterations }
        default: throw .otherFormat
        }
    }

    /// The header as it is kept.
    var data: Data {
        let (kind, iterations): (UInt8, UInt32) =
            switch origin {
            case .recoveryCode: (1, 0)
            case .passphrase(let iterations): (2, UInt32(clamping: iterations))
            }
        let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: iterations >> $0) }
        let covered = Self.mark + [Self.version, kind] + number + salt + check
        return Data(covered + Self.checksum(covered))
    }

    /// Finds damage, not forgery.
    static func checksum(_ bytes: [UInt8]) -> [UInt8] { Array(sha256(Data(bytes)).prefix(checksumSize)) }
}
