import DotNewsFoundation
import DotNewsCryptography
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

/// The format, byte by byte: what one device has written must stay readable, on every system. The bytes were made by an
/// independent program.
@Suite struct EncryptionFormatTests {
    private static let salt = Array(0..<32) as [UInt8]
    private static let objectSalt = Array(100..<132) as [UInt8]
    private static let code = "2345P-67895-ABCDK-EFGH2-JKMNG-PQRSX-TUVWD-ECDET"

    private static let codeHeader =
        "446f744e657773456e63727970746564010100000000" + salt.hexadecimal
        + "9acb87bee9bc4e5ec59dbd34f2809865952f92107930dcd32ae0795ad4327d55" + "6800a57c53205df21786dd911d6b6aba"
    private static let codeObject =
        "444e4531" + objectSalt.hexadecimal + "c0234144e60728de35" + "2e9a933f19d13a8caf2a09cb525163dc"
    private static let codeEmptyObject = "444e4531" + objectSalt.hexadecimal + "9544bb749f098af6cc11ef1fa25019b4"

    private static let passphraseHeader =
        "446f744e657773456e637279707465640102000186a0" + salt.hexadecimal
        + "26216c08b8ba88ff66e3a447c7534092f556abbe66f6b9dc41a0341278fc7b4f" + "8968a7b495b02afb6657fd5f8486107d"
    private static let passphraseObject =
        "444e4531" + objectSalt.hexadecimal + "dd8e744953b86e7325" + "9ce29fb4f262e5e04c149ea54b051f0d"

    private func check(
        _ secret: EncryptionSecret, _ origin: EncryptionHeader.Origin, header: String,
        objects: [(String, String, String)]
    ) throws {
        let key = try #require(EncryptionKey(secret, salt: Self.salt, origin: origin))
        let made = EncryptionHeader(origin: origin, salt: Self.salt, check: key.check)
        #expect(made.data.hexadecimal == header)
        #expect(try EncryptionHeader(made.data) == made)
        for (name, text, bytes) in objects {
            let name = try StorageConformance.name(name)
            let object = key.encrypt(Data(text.utf8), name: name, salt: Self.objectSalt)
            #expect(object.hexadecimal == bytes)
            #expect(object.count == text.utf8.count + EncryptionKey.overhead)
            #expect(try key.decrypt(object, name: name) == Data(text.utf8))
        }
    }

    @Test func `with a recovery code the bytes are what they were`() throws {
        let code = try RecoveryCode(Self.code)
        try check(
            .recoveryCode(code), .recoveryCode, header: Self.codeHeader,
            objects: [("0f3c-1.log", "點新聞", Self.codeObject), ("a", "", Self.codeEmptyObject)])
    }

    @Test func `with a passphrase the bytes are what they were`() throws {
        try check(
            .passphrase(Secret("芝麻開門")), .passphrase(iterations: 100_000), header: Self.passphraseHeader,
            objects: [("0f3c-1.log", "點新聞", Self.passphraseObject)])
    }

    @Test func `objects of any size come back as they were`() throws {
        var generator = SeededGenerator(seed: 7)
        let origin = EncryptionHeader.Origin.recoveryCode
        let key = try #require(EncryptionKey(.recoveryCode(.random()), salt: Self.salt, origin: origin))
        let name = try StorageConformance.name("a")
        for size in Array(0...130) + [4_096, 1 << 20] {
            let content = Data((0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            let object = key.encrypt(content, name: name)
            #expect(object.count == size + EncryptionKey.overhead)
            #expect(try key.decrypt(object, name: name) == content)
        }
    }

    @Test func `another code, another salt or another name reads nothing`() throws {
        let (code, origin) = (try RecoveryCode(Self.code), EncryptionHeader.Origin.recoveryCode)
        let key = try #require(EncryptionKey(.recoveryCode(code), salt: Self.salt, origin: origin))
        let (name, other) = (try StorageConformance.name("a"), try StorageConformance.name("b"))
        let object = key.encrypt(Data("x".utf8), name: name)
        let others = [
            EncryptionKey(.recoveryCode(.random()), salt: Self.salt, origin: origin),
            EncryptionKey(.recoveryCode(code), salt: Self.objectSalt, origin: origin),
        ]
        for key in others {
            #expect(throws: EncryptionKey.Failure.damaged) { try #require(key).decrypt(object, name: name) }
        }
        #expect(throws: EncryptionKey.Failure.damaged) { try key.decrypt(object, name: other) }
        #expect(Set(others.map { $0?.check } + [key.check]).count == 3)
    }
}
