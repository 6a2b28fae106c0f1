import DotNewsCryptography
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

@Suite(.timeLimit(.minutes(5))) struct EncryptedStorageTests {
    private let folder: TemporaryDirectory
    private let base: FolderStorage
    private let code = RecoveryCode.random()

    init() throws {
        folder = try TemporaryDirectory()
        base = FolderStorage(path: folder.url.path)
    }

    private func storage(_ code: RecoveryCode? = nil) -> EncryptedStorage {
        EncryptedStorage(over: base, secret: .recoveryCode(code ?? self.code))
    }

    private func storage(passphrase: String) -> EncryptedStorage {
        EncryptedStorage(
            over: base, secret: .passphrase(Secret(passphrase)), passphraseOrigin: .passphrase(iterations: 100_000))
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: folder.url.appendingPathComponent(name))
    }

    private func readError(_ name: String, _ storage: EncryptedStorage) async throws -> RemoteStorageError? {
        let name = try StorageConformance.name(name)
        return await StorageConformance.failure { try await storage.read(name, maximumSize: 1_000) }
    }

    private func unlockError(_ storage: EncryptedStorage) async -> RemoteStorageError? {
        do throws(RemoteStorageError) {
            try await storage.unlock()
            return nil
        } catch {
            return error
        }
    }

    @Test func `an encrypted storage is a storage`() async throws {
        try await StorageConformance.check(storage())
        #expect(try await base.list().map(\.name.rawValue) == ["encryption.header"])
        try await StorageConformance.checkRaces([storage(), storage(), storage(), storage()], rounds: 5)
    }

    @Test func `a cancelled task does nothing`() async throws {
        try await StorageConformance.checkCancellation(storage())
        try await StorageConformance.checkCancellation(storage(passphrase: "x"))
    }

    @Test func `another device with the recovery code reads it, and nobody else`() async throws {
        let (name, text) = (try StorageConformance.name("a"), Data("書籤：點新聞".utf8))
        try await storage().create(text, named: name)
        // Typed by a person on the other device.
        let typed = try RecoveryCode(code.text.revealed.lowercased().replacing("-", with: " "))
        #expect(try await storage(typed).read(name, maximumSize: 100) == text)
        #expect(try bytes("a").range(of: text) == nil)
        #expect(try bytes("a").count == text.count + 52)
        let other = RecoveryCode.random()
        let error = try await readError("a", storage(other))
        #expect(error?.code == .wrongSecret)
        #expect(error?.reason.contains("recovery code is not the one") == true)
        #expect(error.map { "\($0)" }?.contains(other.text.revealed) == false)
        #expect(await StorageConformance.failure { try await storage(other).create(text, named: name) } != nil)
        let passphrase = try await readError("a", storage(passphrase: "芝麻開門"))
        #expect(passphrase?.code == .wrongSecret && passphrase?.reason.contains("with a recovery code") == true)
        #expect(try await storage().read(name, maximumSize: 100) == text)
    }

    @Test func `a passphrase does as well, and is the same however its characters are composed`() async throws {
        let name = try StorageConformance.name("a")
        try await storage(passphrase: "caf\u{e9}").create(Data("x".utf8), named: name)
        #expect(try await storage(passphrase: "cafe\u{301}").read(name, maximumSize: 9) == Data("x".utf8))
        let wrong = try await readError("a", storage(passphrase: "cafe"))
        #expect(wrong?.code == .wrongSecret && wrong?.reason.contains("passphrase is not the one") == true)
        let empty = try await readError("a", storage(passphrase: ""))
        #expect(empty?.code == .wrongSecret && empty?.reason.contains("empty") == true)
        let code = try await readError("a", storage())
        #expect(code?.code == .wrongSecret && code?.reason.contains("with a passphrase") == true)
    }

    @Test func `a passphrase is stretched as recommended unless a test says otherwise`() async throws {
        let storage = EncryptedStorage(over: base, secret: .passphrase(Secret("x")))
        try await storage.unlock()
        #expect(try EncryptionHeader(bytes("encryption.header")).origin == .passphrase(iterations: 210_000))
    }

    @Test func `no two objects are encrypted alike`() async throws {
        let storage = storage()
        for index in 0..<20 {
            try await storage.create(Data("same".utf8), named: StorageConformance.name("o\(index)"))
        }
        let salts = try (0..<20).map { try bytes("o\($0)")[4..<36] }
        #expect(Set(salts).count == 20)
    }

    @Test func `an object that was changed, renamed or cut is named as damaged`() async throws {
        let storage = storage()
        let a = try StorageConformance.name("a")
        try await storage.create(Data("content".utf8), named: a)
        let original = try bytes("a")
        try original.write(to: folder.url.appendingPathComponent("b"))
        #expect(try await readError("b", storage)?.code == .damaged)
        for index in original.indices {
            for bit in 0..<8 {
                var changed = original
                changed[index] ^= 1 << bit
                try changed.write(to: folder.url.appendingPathComponent("a"))
                let code = try await readError("a", storage)?.code
                // The first bytes say what the object is.
                let codes: [RemoteStorageError.Code] =
                    index < 3 ? [.notEncrypted] : index == 3 ? [.otherFormat] : [.damaged]
                #expect(code.map(codes.contains) == true, "byte \(index): \(code?.rawValue ?? "read")")
            }
        }
        for count in 0..<original.count {
            try original.prefix(count).write(to: folder.url.appendingPathComponent("a"))
            #expect(try await readError("a", storage)?.code == .damaged, "\(count) bytes")
        }
        try (original + [0]).write(to: folder.url.appendingPathComponent("a"))
        #expect(try await readError("a", storage)?.code == .damaged)
        try original.write(to: folder.url.appendingPathComponent("a"))
        #expect(try await storage.read(a, maximumSize: 99) == Data("content".utf8))
        try Data("plain".utf8).write(to: folder.url.appendingPathComponent("a"))
        let error = try await readError("a", storage)
        #expect(error?.code == .notEncrypted && error?.reason.contains("not encrypted") == true)
    }

    @Test func `devices that set encryption up at the same time agree on a key`() async throws {
        for round in 0..<5 {
            let folder = try TemporaryDirectory()
            let base = FolderStorage(path: folder.url.path)
            let devices = (0..<4).map { _ in EncryptedStorage(over: base, secret: .recoveryCode(code)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, device) in devices.enumerated() {
                    let name = try StorageConformance.name("d\(index)")
                    group.addTask { try await device.create(Data("\(round)".utf8), named: name) }
                }
                try await group.waitForAll()
            }
            for object in try await devices[0].list() {
                for device in devices {
                    #expect(try await device.read(object.name, maximumSize: 9) == Data("\(round)".utf8))
                }
            }
        }
    }

    @Test func `of two devices with codes of their own one wins, and the other is told`() async throws {
        let codes = [RecoveryCode.random(), RecoveryCode.random()]
        let results = await withTaskGroup(of: RemoteStorageError.Code?.self) { group in
            for code in codes {
                group.addTask { await unlockError(storage(code))?.code }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.filter { $0 == nil }.count == 1 && results.contains(.wrongSecret))
    }

    @Test func `a storage in use without encryption is not taken over, nor the other way round`() async throws {
        let name = try StorageConformance.name("a")
        let plain = UnencryptedStorage(over: base)
        try await plain.create(Data("plain".utf8), named: name)
        let other = try StorageConformance.name("b")
        #expect(
            await StorageConformance.failure { try await storage().create(Data(), named: other) }?.code == .notEncrypted
        )
        #expect(await StorageConformance.failure { try await storage().list() }?.code == .notEncrypted)
        #expect(try await base.list().count == 1)
        try await base.remove(name)
        try await storage().create(Data("secret".utf8), named: other)
        #expect(await StorageConformance.failure { try await plain.list() }?.code == .encrypted)
        let unlisted = UnencryptedStorage(over: base)
        #expect(
            await StorageConformance.failure { try await unlisted.create(Data(), named: name) }?.code == .encrypted)
        #expect(try await base.list().count == 2)
    }

    @Test func `a storage without encryption works like any`() async throws {
        try await StorageConformance.check(UnencryptedStorage(over: base))
    }

    // MARK: The header

    @Test func `a missing header is named, and encrypted objects are left as they are`() async throws {
        let name = try StorageConformance.name("a")
        try await storage().create(Data("secret".utf8), named: name)
        let header = try bytes("encryption.header")
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("encryption.header"))
        #expect(await StorageConformance.failure { try await storage().list() }?.code == .headerMissing)
        #expect(try await readError("a", storage())?.code == .headerMissing)
        let other = try StorageConformance.name("b")
        let error = await StorageConformance.failure { try await storage().create(Data(), named: other) }
        #expect(error?.code == .headerMissing && error?.reason.contains("restore it") == true)
        #expect(try await base.list().map(\.name) == [name])
        try folder.write(header, to: "encryption.header")
        #expect(try await storage().read(name, maximumSize: 9) == Data("secret".utf8))
    }

    @Test func `without a secret nothing is written beside encrypted objects whose header was removed`() async throws {
        let (name, other) = (try StorageConformance.name("a"), try StorageConformance.name("b"))
        try await storage().create(Data("secret".utf8), named: name)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("encryption.header"))
        let plain = UnencryptedStorage(over: base)
        let failure = await StorageConformance.failure { try await plain.create(Data("plain".utf8), named: other) }
        #expect(failure?.code == .encrypted)
        #expect(await StorageConformance.failure { try await plain.read(name, maximumSize: 99) }?.code == .encrypted)
        #expect(try await base.list().map(\.name) == [name])
        try await base.remove(name)
        try await plain.create(Data("plain".utf8), named: other)
        #expect(try await plain.read(other, maximumSize: 9) == Data("plain".utf8))
    }

    @Test func `an object that goes while it is looked at does not decide what a storage holds`() async throws {
        let (name, gone) = (try StorageConformance.name("a"), try StorageConformance.name("gone"))
        try await storage().create(Data("secret".utf8), named: name)
        let objects = [ReplicaObject(name: gone, size: 1), ReplicaObject(name: name, size: nil)]
        #expect(try await EncryptionKey.isUsed(for: objects, in: base))
        #expect(try await !EncryptionKey.isUsed(for: [objects[0]], in: base))
        let missing = FolderStorage(path: folder.url.appendingPathComponent("missing").path)
        let failure = await StorageConformance.failure { _ = try await EncryptionKey.isUsed(for: objects, in: missing) }
        #expect(failure?.code == .unusable)
    }

    @Test func `a damaged header is told from a wrong code, and another format from both`() async throws {
        try await storage().unlock()
        let original = try bytes("encryption.header")
        #expect(original.count == EncryptionHeader.size)
        func code(_ content: Data) async throws -> RemoteStorageError.Code? {
            try folder.write(content, to: "encryption.header")
            return await unlockError(storage())?.code
        }
        for index in original.indices {
            var changed = original
            changed[index] ^= 0x40
            // What follows "DotNews" may be another format's.
            let expected: RemoteStorageError.Code = (7...16).contains(index) ? .otherFormat : .damaged
            #expect(try await code(changed) == expected, "byte \(index)")
        }
        for count in original.indices {
            #expect(try await code(original.prefix(count)) == .damaged, "\(count) bytes")
        }
        for content in [original + [0], Data(count: 5_000)] { #expect(try await code(content) == .damaged) }
        for content in ["DotNews sealed 1, and what that has", "DotNewsEncrypted\u{2} and what that has"] {
            #expect(try await code(Data(content.utf8)) == .otherFormat)
        }
        #expect(try await code(original) == nil)
    }

    @Test(arguments: [0, 1, 99_999, 10_000_001, Int(UInt32.max)])
    func `a header that asks for too much or too little work is refused`(iterations: Int) async throws {
        let salt = [UInt8](repeating: 1, count: 32)
        let header = EncryptionHeader(origin: .passphrase(iterations: iterations), salt: salt, check: salt)
        try folder.write(header.data, to: "encryption.header")
        let error = await unlockError(storage(passphrase: "x"))
        #expect(error?.code == .damaged && error?.reason.contains("work") == true)
    }

    @Test func `a failed attempt is not remembered`() async throws {
        let missing = folder.url.appendingPathComponent("later")
        let storage = EncryptedStorage(over: FolderStorage(path: missing.path), secret: .recoveryCode(code))
        let name = try StorageConformance.name("a")
        #expect(await StorageConformance.failure { try await storage.create(Data(), named: name) }?.code == .unusable)
        try FileManager.default.createDirectory(at: missing, withIntermediateDirectories: false)
        try await storage.create(Data("x".utf8), named: name)
        #expect(try await storage.read(name, maximumSize: 9) == Data("x".utf8))
    }
}
