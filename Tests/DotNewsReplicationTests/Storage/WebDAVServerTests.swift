import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

/// What Apache and nginx really do.
@Suite(
    .timeLimit(.minutes(30)),
    .enabled(
        if: DAVServer.isWanted && !DAVServer.available.isEmpty,
        "runs with DOTNEWS_SLOW_TESTS=1 where apache2, or nginx with libnginx-mod-http-dav-ext, is installed"))
struct WebDAVServerTests {
    @Test(arguments: DAVServer.available)
    func `a folder of the server is a storage`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        try await StorageConformance.check(server.storage())
        try await StorageConformance.checkCancellation(server.storage())
        // The folder was made; nothing is left in it.
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path) == ["news"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path + "/news").isEmpty)
    }

    @Test(arguments: DAVServer.available)
    func `an encrypted storage works there too`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        let storage = EncryptedStorage(over: try server.storage(), secret: .recoveryCode(.random()))
        try await StorageConformance.check(storage)
    }

    @Test(arguments: DAVServer.available)
    func `of devices that want one name, one gets it`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        let devices = try (0..<6).map { _ in try server.storage() }
        _ = try await devices[0].list()
        try await StorageConformance.checkRaces(devices, rounds: 15)
    }

    @Test(arguments: DAVServer.available)
    func `devices that make the folder at the same time do not disturb each other`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        for round in 0..<5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for device in 0..<4 {
                    let storage = try server.storage("/shared-\(round)")
                    let name = try StorageConformance.name("device-\(device)")
                    group.addTask { try await storage.create(Data("\(device)".utf8), named: name) }
                }
                try await group.waitForAll()
            }
            #expect(try await server.storage("/shared-\(round)").list().count == 4)
        }
    }

    @Test(arguments: DAVServer.available)
    func `a folder may have any name`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        for path in ["/點新聞 100%25/", "/a%2Bb+c/", "/new%20s&x=1/", "/%E6%96%B0;v=1/"] {
            try await StorageConformance.check(server.storage(path))
        }
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: server.files.path))
                == ["點新聞 100%", "a+b+c", "new s&x=1", "新;v=1"])
    }

    @Test(arguments: DAVServer.available)
    func `what is no object is left alone`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        let storage = try server.storage()
        _ = try await storage.list()
        for name in ["Notes.txt", "a b&c.log", "新聞.log", ".partial-x"] {
            try Data("x".utf8).write(to: server.files.appendingPathComponent("news/\(name)"))
        }
        let inner = server.files.appendingPathComponent("news/folder.log")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
        try await storage.create(Data("1".utf8), named: StorageConformance.name("real"))
        #expect(try await storage.list() == [ReplicaObject(name: try StorageConformance.name("real"), size: 1)])
    }

    @Test(arguments: DAVServer.available)
    func `what is wrong is named`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        let name = try StorageConformance.name("a")
        let wrong = try server.storage(password: Secret("sesame"))
        let refused = await StorageConformance.failure { try await wrong.list() }
        #expect(refused?.code == .unauthorized)
        #expect(refused.map { "\($0)" }?.contains("sesame") == false)
        #expect(await StorageConformance.failure { try await wrong.create(Data(), named: name) }?.code == .unauthorized)
        let nowhere = try server.storage("/missing/news/")
        #expect(await StorageConformance.failure { try await nowhere.list() }?.code == .unusable)
        #expect(await StorageConformance.failure { try await nowhere.create(Data(), named: name) }?.code == .unusable)
        try Data("x".utf8).write(to: server.files.appendingPathComponent("file"))
        let file = try server.storage("/file/")
        let error = await StorageConformance.failure { try await file.list() }
        #expect(error != nil && error?.code != .exists)
    }

    @Test(arguments: DAVServer.available)
    func `a server that can only be read is named as such`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind, .readOnly)
        let news = server.files.appendingPathComponent("news")
        try FileManager.default.createDirectory(at: news, withIntermediateDirectories: false)
        try Data("content".utf8).write(to: news.appendingPathComponent("a"))
        let (storage, name) = (try server.storage(), try StorageConformance.name("a"))
        #expect(try await storage.list().map(\.name) == [name])
        #expect(try await storage.read(name, maximumSize: 100) == Data("content".utf8))
        let other = try StorageConformance.name("b")
        #expect(await StorageConformance.failure { try await storage.create(Data(), named: other) }?.code == .forbidden)
        #expect(await StorageConformance.failure { try await storage.remove(name) }?.code == .forbidden)
    }

    @Test(arguments: DAVServer.available)
    func `an object that is too large for the server is named as such`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind, .smallBodies)
        let (storage, name) = (try server.storage(), try StorageConformance.name("a"))
        let error = await StorageConformance.failure { try await storage.create(Data(count: 2_000), named: name) }
        #expect(error?.code == .tooLarge)
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path + "/news").isEmpty)
    }

    @Test(.enabled(if: DAVServer.available.contains(.apache)))
    func `a lock of somebody else is named as such`() async throws {
        let server = try DAVServer(.apache)
        let (storage, name) = (try server.storage(), try StorageConformance.name("a"))
        _ = try await storage.list()
        let lock = Data(
            """
            <?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope>
            <locktype><write/></locktype></lockinfo>
            """.utf8)
        let request = HTTPRequest(
            HTTPMethod(rawValue: "LOCK"), storage.folder,
            headers: ["Depth": "infinity", "Timeout": "Second-60", "Content-Type": "application/xml"], body: lock,
            authentication: .basic(user: DAVServer.user, password: DAVServer.password))
        #expect(try await PlatformTransport().send(request).status == 200)
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: name) }
        #expect(error?.code == .locked && error?.isTransient == true)
        #expect(try await storage.list().isEmpty)
    }

    @Test(.enabled(if: DAVServer.available.contains(.apache) && SmallDrive.isAvailable, "takes the superuser to mount"))
    func `a full drive is named as such, and nothing of the object is seen`() async throws {
        let drive = try #require(try SmallDrive(kibibytes: 128))
        let server = try DAVServer(.apache, .small(drive))
        let (storage, name) = (try server.storage(), try StorageConformance.name("a"))
        try await storage.create(Data(count: 1_000), named: StorageConformance.name("small"))
        let error = await StorageConformance.failure { try await storage.create(Data(count: 300_000), named: name) }
        #expect(error?.code == .full)
        #expect(try await storage.list().map(\.name.rawValue) == ["small"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: drive.url.path + "/news") == ["small"])
    }
}

/// What a bad line does to a real server.
@Suite(
    .timeLimit(.minutes(30)),
    .enabled(
        if: DAVServer.isWanted && !DAVServer.available.isEmpty,
        "runs with DOTNEWS_SLOW_TESTS=1 where apache2, or nginx with libnginx-mod-http-dav-ext, is installed"))
struct WebDAVFaultTests {
    private static let content = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    @Test(arguments: DAVServer.available)
    func `a connection cut in the middle of a PUT leaves nothing to be seen`(kind: DAVServer.Kind) async throws {
        let server = try DAVServer(kind)
        let relay = try LoopbackRelay(to: server.port)
        let (storage, name) = (try server.storage(port: relay.port), try StorageConformance.name("a"))
        _ = try await storage.list()
        // libcurl tries once more, up to five times, when a connection dies that was used before.
        for _ in 0..<6 { relay.add(.cutRequest(after: 1_000), toNext: "PUT") }
        let error = await StorageConformance.failure { try await storage.create(Self.content, named: name) }
        #expect(error?.code == .unavailable && error?.isTransient == true)
        #expect(relay.pendingFaults < 6)
        relay.removeFaults()
        #expect(try await storage.list().isEmpty)
        try await storage.create(Self.content, named: name)
        #expect(try await storage.read(name, maximumSize: 1 << 20) == Self.content)
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path + "/news") == ["a"])
    }

    @Test(arguments: DAVServer.available, ["PUT", "MOVE", "DELETE"])
    func `a lost answer is made good`(kind: DAVServer.Kind, method: String) async throws {
        let server = try DAVServer(kind)
        let relay = try LoopbackRelay(to: server.port)
        let (storage, name) = (try server.storage(port: relay.port), try StorageConformance.name("a"))
        _ = try await storage.list()
        relay.add(.loseAnswer, toNext: method)
        do throws(RemoteStorageError) {
            try await storage.create(Self.content, named: name)
        } catch {
            // Whether the server has done it is not known; doing it again settles it.
            #expect(error.code == .unavailable && error.isTransient)
            try await storage.create(Self.content, named: name)
        }
        #expect(relay.pendingFaults == 0)
        #expect(try await storage.read(name, maximumSize: 1 << 20) == Self.content)
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path + "/news") == ["a"])
        let other = await StorageConformance.failure { try await storage.create(Data("other".utf8), named: name) }
        #expect(other?.code == .exists)
    }

    @Test(arguments: DAVServer.available)
    func `a claim that a device left behind is waited for, and taken over in the end`(kind: DAVServer.Kind) async throws
    {
        let server = try DAVServer(kind)
        let clock = TestClock(automatic: true)
        let (storage, name) = (try server.storage(clock: clock), try StorageConformance.name("a"))
        _ = try await storage.list()
        let claim = server.files.appendingPathComponent("news/.claim-a")
        try FileManager.default.createDirectory(at: claim, withIntermediateDirectories: false)
        chmod(claim.path, 0o777)
        try Data("half".utf8).write(to: claim.appendingPathComponent("content"))
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: name) }
        #expect(error?.code == .locked)
        #expect(clock.sleeps.count >= 4)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -1_000)], ofItemAtPath: claim.path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o666], ofItemAtPath: claim.path + "/content")
        try await storage.create(Data("x".utf8), named: name)
        #expect(try await storage.read(name, maximumSize: 9) == Data("x".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files.path + "/news") == ["a"])
    }
}
