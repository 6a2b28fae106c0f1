import DotNewsFoundation
import Foundation
import Testing

@testable import DotNewsCryptography

/// The vectors of the standards, so that libsodium and CryptoKit are known to do the same.
@Suite struct TestVectorTests {
    private func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits.filter { !$0.isWhitespace })
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    private static func hmacSHA512(_ message: [UInt8], key: [UInt8]) -> String {
        let code = message.withUnsafeBytes { HMACSHA512(key: key).code(for: $0) }
        return withUnsafeBytes(of: code) { $0.hexadecimal }
    }

    // FIPS 180-4, examples of NIST.
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func `SHA-256 has the standard's values`(text: String, hash: String) {
        #expect(sha256(Data(text.utf8)).hexadecimal == hash)
    }

    /// RFC 4231, section 4, but for the case with a shortened code.
    private static let authentications: [(key: [UInt8], message: [UInt8], code256: String, code512: String)] = [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
                + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
                + "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
                + "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"
        ),
    ]

    @Test(arguments: authentications.indices)
    func `HMAC has the values of RFC 4231`(index: Int) {
        let vector = Self.authentications[index]
        #expect(hmacSHA256(vector.message, key: vector.key).hexadecimal == vector.code256)
        #expect(Self.hmacSHA512(vector.message, key: vector.key) == vector.code512)
    }

    @Test func `HKDF has the values of RFC 5869`() {
        let input = [UInt8](repeating: 0x0b, count: 22)
        #expect(
            HKDF256.key(from: input, salt: Array(0...12), info: Array(0xf0...0xf9), count: 42).hexadecimal
                == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
        #expect(
            HKDF256.key(from: Array(0...79), salt: Array(0x60...0xaf), info: Array(0xb0...0xff), count: 82).hexadecimal
                == "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87")
        #expect(
            HKDF256.key(from: input, salt: [], info: [], count: 42).hexadecimal
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    }

    @Test(
        arguments: [
            (
                "password", "salt", 1,
                "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
                    + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce"
            ),
            (
                "password", "salt", 2,
                "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c"
                    + "f76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e"
            ),
            (
                "password", "salt", 4_096,
                "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5"
                    + "143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5"
            ),
            (
                "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4_096,
                "8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71"
                    + "115b59f9e60cd9532fa33e0f75aefe30225c583a186cd82bd4daea9724a3d3b8"
            ),
        ])
    func `PBKDF2 has the known values`(passphrase: String, salt: String, iterations: Int, key: String) {
        let (passphrase, salt) = (Array(passphrase.utf8), Array(salt.utf8))
        #expect(
            PBKDF2.key(from: passphrase, salt: salt, iterations: iterations, count: 64)?.hexadecimal == key)
        #expect(
            PBKDF2.key(from: passphrase, salt: salt, iterations: iterations)?.hexadecimal == String(key.prefix(64)))
    }

    @Test func `PBKDF2 ends early when nobody wants the key`() {
        var looks = 0
        let key = PBKDF2.key(from: [1], salt: [2], iterations: 1_000_000_000) {
            looks += 1
            return looks == 3
        }
        #expect(key == nil && looks == 3)
    }

    @Test func `ChaCha20-Poly1305 has the value of RFC 8439`() {
        let text = Array(
            ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                + "sunscreen would be it.").utf8)
        let nonce = bytes("070000004041424344454647")
        let context = bytes("50515253c0c1c2c3c4c5c6c7")
        let encrypted = bytes(
            """
            d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6 3dbea45e8ca9671282fafb69da92728b
            1a71de0a9e060b2905d6a5b67ecd3b36 92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc
            3ff4def08e4b7a9de576d26586cec64b 6116 1ae10b594f09e26a7e902ecbd0600691
            """)
        let key = Array(0x80...0x9f) as [UInt8]
        #expect(ChaCha20Poly1305.encrypt(text, key: key, nonce: nonce, authenticating: context) == encrypted)
        #expect(ChaCha20Poly1305.decrypt(encrypted, key: key, nonce: nonce, authenticating: context) == text)
        for index in encrypted.indices {
            var changed = encrypted
            changed[index] ^= 0x10
            #expect(ChaCha20Poly1305.decrypt(changed, key: key, nonce: nonce, authenticating: context) == nil)
            let short = Array(encrypted.prefix(index))
            #expect(ChaCha20Poly1305.decrypt(short, key: key, nonce: nonce, authenticating: context) == nil)
        }
        let other = key.map { $0 ^ 1 }
        #expect(ChaCha20Poly1305.decrypt(encrypted, key: other, nonce: nonce, authenticating: context) == nil)
        #expect(ChaCha20Poly1305.decrypt(encrypted, key: key, nonce: nonce, authenticating: []) == nil)
    }

    @Test func `an empty text is encrypted too`() {
        let (key, nonce) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 12))
        let encrypted = ChaCha20Poly1305.encrypt([], key: key, nonce: nonce, authenticating: [])
        #expect(encrypted.count == ChaCha20Poly1305.tagSize)
        #expect(ChaCha20Poly1305.decrypt(encrypted, key: key, nonce: nonce, authenticating: []) == [])
    }

    @Test func `bytes are compared in full, wiped, and random`() {
        #expect(isEqualInConstantTime([], []) && isEqualInConstantTime([1, 2], [1, 2]))
        #expect(!isEqualInConstantTime([1, 2], [1, 3]) && !isEqualInConstantTime([1], [1, 1]))
        var secret: [UInt8] = [1, 2, 3]
        wipe(&secret)
        #expect(secret == [0, 0, 0])
        let random = (0..<100).map { _ in randomBytes(16) }
        #expect(Set(random).count == 100 && random.allSatisfy { $0.count == 16 })
    }
}
