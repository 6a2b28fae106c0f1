import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

@Suite struct SealedPlaceTests {
    private let folder: TemporaryDirectory
    private let base: FolderPlace

    init() throws {
        folder = try TemporaryDirectory()
        base = FolderPlace(path: folder.url.path)
    }

    private func sealed(_ passphrase: String = "芝麻開門") -> SealedPlace {
        SealedPlace(over: base, passphrase: Secret(passphrase), effort: .least)
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: folder.url.appendingPathComponent(name))
    }

    @Test func `an encrypted place is a place`() async throws {
        try await PlaceConformance.check(sealed())
        #expect(try await base.list().map(\.name.rawValue) == ["encryption.header"])
        try await PlaceConformance.checkRaces([sealed(), sealed(), sealed(), sealed()], rounds: 5)
    }

    @Test func `a cancelled task does nothing`() async throws {
        try await PlaceConformance.checkCancellation(sealed())
    }

    @Test func `another device with the passphrase reads it, and nobody else`() async throws {
        let (name, text) = (try PlaceConformance.name("a"), Data("書籤：點新聞".utf8))
        try await sealed().create(text, named: name)
        #expect(try await sealed().read(name, maximumSize: 100) == text)
        #expect(try bytes("a").range(of: text) == nil)
        #expect(try bytes("a").count == text.count + 44)
        for wrong in ["芝麻开门", "芝麻開門 ", "x"] {
            let error = await PlaceConformance.failure { try await sealed(wrong).read(name, maximumSize: 100) }
            #expect(error?.code == .undecryptable)
            #expect(error?.reason.contains("passphrase is not the one") == true)
            #expect(error.map { "\($0)" }?.contains("芝麻") == false)
            #expect(await PlaceConformance.failure { try await sealed(wrong).create(text, named: name) } != nil)
        }
        let empty = await PlaceConformance.failure { try await sealed("").read(name, maximumSize: 100) }
        #expect(empty?.reason.contains("empty") == true)
    }

    @Test func `a passphrase is the same however its characters are composed`() async throws {
        let name = try PlaceConformance.name("a")
        try await sealed("caf\u{e9}").create(Data("x".utf8), named: name)
        #expect(try await sealed("cafe\u{301}").read(name, maximumSize: 9) == Data("x".utf8))
    }

    @Test func `an object that was changed, renamed or cut is not read`() async throws {
        let place = sealed()
        let (a, b) = (try PlaceConformance.name("a"), try PlaceConformance.name("b"))
        try await place.create(Data("content".utf8), named: a)
        let original = try bytes("a")
        try original.write(to: folder.url.appendingPathComponent("b"))
        #expect(await PlaceConformance.failure { try await place.read(b, maximumSize: 99) }?.code == .undecryptable)
        for index in original.indices {
            var changed = original
            changed[index] ^= 1
            try changed.write(to: folder.url.appendingPathComponent("a"))
            #expect(await PlaceConformance.failure { try await place.read(a, maximumSize: 99) }?.code == .undecryptable)
        }
        for count in 0..<original.count {
            try original.prefix(count).write(to: folder.url.appendingPathComponent("a"))
            #expect(await PlaceConformance.failure { try await place.read(a, maximumSize: 99) }?.code == .undecryptable)
        }
        try original.write(to: folder.url.appendingPathComponent("a"))
        #expect(try await place.read(a, maximumSize: 99) == Data("content".utf8))
        try Data("plain".utf8).write(to: folder.url.appendingPathComponent("a"))
        let error = await PlaceConformance.failure { try await place.read(a, maximumSize: 99) }
        #expect(error?.reason.contains("not encrypted") == true)
    }

    @Test func `devices that set encryption up at the same time agree on a key`() async throws {
        for round in 0..<5 {
            let folder = try TemporaryDirectory()
            let base = FolderPlace(path: folder.url.path)
            let devices = (0..<4).map { _ in SealedPlace(over: base, passphrase: Secret("x"), effort: .least) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, device) in devices.enumerated() {
                    let name = try PlaceConformance.name("d\(index)")
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

    @Test func `a place in use without encryption is not taken over, nor the other way round`() async throws {
        let name = try PlaceConformance.name("a")
        let plain = UnsealedPlace(over: base)
        try await plain.create(Data("plain".utf8), named: name)
        let other = try PlaceConformance.name("b")
        #expect(
            await PlaceConformance.failure { try await sealed().create(Data(), named: other) }?.code == .undecryptable)
        #expect(await PlaceConformance.failure { try await sealed().list() }?.code == .undecryptable)
        #expect(try await base.list().count == 1)
        try await base.remove(name)
        try await sealed().create(Data("secret".utf8), named: other)
        #expect(await PlaceConformance.failure { try await plain.list() }?.code == .undecryptable)
        let unlisted = UnsealedPlace(over: base)
        #expect(
            await PlaceConformance.failure { try await unlisted.create(Data(), named: name) }?.code == .undecryptable)
        #expect(try await base.list().count == 2)
    }

    @Test func `a place without encryption works like any`() async throws {
        try await PlaceConformance.check(UnsealedPlace(over: base))
    }

    // MARK: The header

    private static func header(passes: UInt32 = 1, memory: UInt32 = 8 << 10) -> Data {
        let header = SealHeader(
            effort: .init(passes: passes, memory: memory), salt: [UInt8](repeating: 1, count: 16),
            check: [UInt8](repeating: 2, count: 32))
        return header.data(checksum: Sodium.checksum)
    }

    @Test(
        arguments: [
            (0, 8 << 10), (9, 8 << 10), (1, 8 << 10 - 1), (1, 256 << 10 + 1), (1, 10 << 20), (.max, .max), (1, 0),
        ] as [(UInt32, UInt32)])
    func `a header that asks for too much or too little work is refused`(passes: UInt32, memory: UInt32) async throws {
        try folder.write(Self.header(passes: passes, memory: memory), to: "encryption.header")
        let name = try PlaceConformance.name("a")
        let error = await PlaceConformance.failure { try await sealed().create(Data(), named: name) }
        #expect(error?.code == .undecryptable)
        #expect(error?.reason.contains("work") == true)
    }

    @Test func `a damaged header is told from a wrong passphrase, and a newer one from both`() async throws {
        let name = try PlaceConformance.name("a")
        let file = try folder.write(Self.header(), to: "encryption.header")
        let wrong = await PlaceConformance.failure { try await sealed().create(Data(), named: name) }
        #expect(wrong?.reason.contains("passphrase is not the one") == true)
        let original = Self.header()
        #expect(original.count == SealHeader.size)
        for index in original.indices where index != 15 {
            var changed = original
            changed[index] ^= 0x40
            try changed.write(to: file)
            let error = await PlaceConformance.failure { try await sealed().create(Data(), named: name) }
            #expect(error?.code == .undecryptable && error?.reason.contains("damaged") == true, "byte \(index)")
        }
        for content in [Data(), original.dropLast(), original + [0], Data("DotNews sealed ".utf8)] {
            try content.write(to: file)
            let error = await PlaceConformance.failure { try await sealed().create(Data(), named: name) }
            #expect(error?.reason.contains("damaged") == true)
        }
        try Data("DotNews sealed 2, and what that has".utf8).write(to: file)
        let newer = await PlaceConformance.failure { try await sealed().create(Data(), named: name) }
        #expect(newer?.reason.contains("newer") == true)
    }

    @Test func `the format is what it was`() throws {
        // Made once and written down: what devices have written must stay readable.
        let effort = SealHeader.Effort(passes: 1, memory: 8 << 10)
        let salt = (0..<16).map { UInt8($0) }
        let stretched = try #require(Sodium.stretch("芝麻開門", salt: salt, effort: effort))
        let header = SealHeader(effort: effort, salt: salt, check: Sodium.subkey(1, of: stretched))
        #expect(
            SHA256Hash.hexadecimal(of: header.data(checksum: Sodium.checksum))
                == "6b1828c42307439289687aa7041b3c23e37faf4fe737291571c20dbcace749f2")
        let (key, isRight) = try #require(SealKey.open(header, passphrase: "芝麻開門"))
        #expect(isRight)
        let object = try #require(
            Data(base64Encoded: "RE5TMQABAgMEBQYHCAkKCwwNDg8QERITFBUWF13gGuBwtu5sfPMLR/kZg1n9oTciu1TjUqw="))
        #expect(try key.open(object, name: PlaceConformance.name("0f3c-1.log")) == Data("點新聞".utf8))
    }

    @Test func `a failed attempt is not remembered`() async throws {
        let missing = folder.url.appendingPathComponent("later")
        let place = SealedPlace(over: FolderPlace(path: missing.path), passphrase: Secret("x"), effort: .least)
        let name = try PlaceConformance.name("a")
        #expect(await PlaceConformance.failure { try await place.create(Data(), named: name) }?.code == .notAPlace)
        try FileManager.default.createDirectory(at: missing, withIntermediateDirectories: false)
        try await place.create(Data("x".utf8), named: name)
        #expect(try await place.read(name, maximumSize: 9) == Data("x".utf8))
    }
}
