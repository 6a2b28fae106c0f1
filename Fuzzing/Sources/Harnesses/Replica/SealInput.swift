@testable import DotNewsReplication
import Foundation

/// What encryption adds to a place: the header, and what encloses an object.
enum SealInput {
    private static let key = Invented.known(
        SealKey.open(
            SealHeader(effort: .least, salt: Array(0..<16), check: Array(repeating: 0, count: 32)),
            passphrase: "port 港口")
    ).key

    /// A header is refused, or asks for acceptable work and is written as it was read.
    static func checkHeader(_ input: Data) {
        let covered = input.prefix(SealHeader.size - 16)
        for data in [input, covered + Data(Sodium.checksum([UInt8](covered)))] {
            guard let header = try? SealHeader(data, checksum: Sodium.checksum) else { continue }
            require(header.effort.isAcceptable, "\(header.effort)")
            require(header.salt.count == SealHeader.saltSize && header.check.count == SealHeader.checkSize, "\(header)")
            require(header.data(checksum: Sodium.checksum) == data, "written, the header is another")
        }
    }

    /// Nobody without the key can make an object, nor change one or give it another name.
    static func checkObject(_ input: Data) {
        let (name, other) = (UnsealedPlace.headerName, Invented.known(ReplicaObjectName("another")))
        require((try? key.open(input, name: name)) == nil, "an object without a key is accepted")
        let sealed = key.seal(input, name: name)
        require(sealed.count == input.count + SealKey.overhead, "\(sealed.count) bytes of \(input.count)")
        require((try? key.open(sealed, name: name)) == input, "what was encrypted is not decrypted")
        require((try? key.open(sealed, name: other)) == nil, "another's object is accepted")
        var changed = sealed
        changed[input.reduce(0) { ($0 &* 31 &+ Int($1)) % sealed.count }] ^= (input.first ?? 0) | 1
        require((try? key.open(changed, name: name)) == nil, "a changed object is accepted")
    }
}
