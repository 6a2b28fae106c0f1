import DotNewsNetworking
@testable import DotNewsReplication
import Foundation

/// The additions of encryption to a storage: the header, what encloses an object, and the recovery code.
enum EncryptionInput {
    private static let key = Invented.known(
        EncryptionKey(
            .recoveryCode(Invented.known(try? RecoveryCode("2345P-67895-ABCDK-EFGH2-JKMNG-PQRSX-TUVWD-ECDET"))),
            salt: Array(0..<32), origin: .recoveryCode))

    /// A header is refused, or asks for acceptable work and is written as it was read.
    static func checkHeader(_ input: Data) {
        let covered = input.prefix(EncryptionHeader.size - 16)
        for data in [input, covered + Data(EncryptionHeader.checksum([UInt8](covered)))] {
            guard let header = try? EncryptionHeader(data) else { continue }
            if case .passphrase(let iterations) = header.origin {
                require(EncryptionHeader.Origin.acceptableIterations.contains(iterations), "\(iterations)")
            }
            require(
                header.salt.count == EncryptionHeader.saltSize && header.check.count == EncryptionHeader.checkSize,
                "\(header)")
            require(header.data == data, "written, the header is another")
        }
    }

    /// Nobody without the key can make an object, nor change one or give it another name.
    static func checkObject(_ input: Data) {
        let (name, other) = (EncryptionHeader.name, Invented.known(ReplicaObjectName("another")))
        require((try? key.decrypt(input, name: name)) == nil, "an object without a key is accepted")
        let object = key.encrypt(input, name: name)
        require(object.count == input.count + EncryptionKey.overhead, "\(object.count) bytes of \(input.count)")
        require((try? key.decrypt(object, name: name)) == input, "what was encrypted is not decrypted")
        require((try? key.decrypt(object, name: other)) == nil, "another's object is accepted")
        var changed = object
        changed[input.reduce(0) { ($0 &* 31 &+ Int($1)) % object.count }] ^= (input.first ?? 0) | 1
        require((try? key.decrypt(changed, name: name)) == nil, "a changed object is accepted")
    }

    /// A code is refused with numbers of groups that it has, or is the same when it is typed as it is shown.
    static func checkCode(_ text: String) {
        do throws(RecoveryCodeError) {
            let code = try RecoveryCode(text)
            require((try? RecoveryCode(code.text.revealed)) == code, "shown, the code is another")
        } catch {
            require(error.groups.allSatisfy { (1...8).contains($0) }, "\(error)")
        }
    }
}
