import DotNewsNetworking
import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RemoteStorageOpeningTests {
    /// Secrets for a test; one of them cannot be read.
    private struct Credentials: CredentialStore {
        var secrets: [String: String] = [:]
        var isBroken = false

        func secret(named name: CredentialName) throws(CredentialError) -> Secret? {
            guard !isBroken else {
                throw CredentialError(while: "reading a secret", location: "a file", reason: "it is damaged")
            }
            return secrets[name.rawValue].map { Secret($0) }
        }

        func setSecret(_ secret: Secret?, named name: CredentialName) {}
    }

    private func open(
        _ address: String, _ secrets: [String: String] = [:], isBroken: Bool = false
    ) throws -> any RemoteStorage {
        try RemoteStorageAddress(address).open(
            credentials: Credentials(secrets: secrets, isBroken: isBroken), over: PlatformTransport())
    }

    private func failure(_ body: () throws -> any RemoteStorage) -> RemoteStorageError? {
        #expect(throws: RemoteStorageError.self) { _ = try body() }
    }

    @Test func `a folder opens without secrets, and encrypted with a recovery code or passphrase`() async throws {
        let folder = try TemporaryDirectory()
        try await StorageConformance.check(try open(folder.url.path))
        for secret in [RecoveryCode.random().text.revealed, "芝麻開門"] {
            let encrypted = try open(folder.url.path, ["encryption \(folder.url.path)": secret])
            try await StorageConformance.check(encrypted)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["encryption.header"])
            let plain = try open(folder.url.path)
            #expect(await StorageConformance.failure { try await plain.list() }?.code == .encrypted)
            try FileManager.default.removeItem(at: folder.url.appendingPathComponent("encryption.header"))
        }
    }

    @Test func `servers open with their secrets`() throws {
        let key = "s3://KEY@news?region=eu-west-1"
        _ = try open("https://reader@a.example/x", ["storage https://reader@a.example": "secret"])
        _ = try open("https://a.example/x")
        _ = try open(key, ["storage s3://KEY@s3.eu-west-1.amazonaws.com": "secret"])
        for address in ["https://reader@a.example/x", key] {
            let missing = failure { try open(address) }
            #expect(missing?.code == .unauthorized)
            #expect(missing?.reason.contains("not among the credentials") == true)
            let broken = failure { try open(address, isBroken: true) }
            #expect(broken?.code == .failed && broken?.reason.contains("damaged") == true)
        }
        #expect(failure { try open("s3://news") }?.reason.contains("s3://KEYID@bucket") == true)
        let clear = failure { try open("http://reader@a.example/x", ["storage http://reader@a.example": "secret"]) }
        #expect(clear?.code == .forbidden)
    }
}
