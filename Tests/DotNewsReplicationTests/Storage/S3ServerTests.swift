import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

#if os(Linux)
    import DotNewsURLSession
#endif

@testable import DotNewsReplication

/// What an S3-compatible store that checks signatures really does.
@Suite(
    .timeLimit(.minutes(30)), .serialized,
    .enabled(
        if: S3Server.isWanted && S3Server.isAvailable,
        "runs with DOTNEWS_SLOW_TESTS=1 where Scripts/install-moto has been run"))
struct S3ServerTests {
    private let server: S3Server

    init() async throws { server = try await S3Server() }

    @Test func `a bucket is a storage, and so is a part of it`() async throws {
        try await StorageConformance.check(server.storage(prefix: ""))
        try await StorageConformance.check(server.storage(prefix: "a/b-c.d_e"))
        try await StorageConformance.checkCancellation(server.storage(prefix: ""))
        let encrypted = EncryptedStorage(
            over: try server.storage(prefix: "encrypted"), secret: .recoveryCode(.random()))
        try await StorageConformance.check(encrypted)
    }

    @Test func `a bucket is a storage over URLSession too`() async throws {
        let storage = try server.storage(prefix: "session/a-b.c_d", over: URLSessionTransport())
        try await StorageConformance.check(storage)
        try await StorageConformance.check(
            EncryptedStorage(over: storage, secret: .recoveryCode(.random())))
        let wrong = try server.storage(
            prefix: "x", key: S3Server.Key(id: server.owner.id, secret: Secret("wrong")), over: URLSessionTransport())
        #expect(await StorageConformance.failure { try await wrong.list() }?.code == .unauthorized)
    }

    @Test func `the bucket may stand in the host, and the region be any`() async throws {
        let storage = try S3Storage(
            location: server.location(prefix: "host/style", style: .virtualHost, region: "eu-central-1"),
            accessKeyID: server.owner.id, secretKey: server.owner.secret, over: PlatformTransport())
        try await StorageConformance.check(storage)
    }

    @Test func `of devices that want one name, one gets it`() async throws {
        let devices = try (0..<4).map { _ in try server.storage(prefix: "race") }
        try await StorageConformance.checkRaces(devices, rounds: 5)
    }

    @Test func `more objects than fit on a page are all listed`() async throws {
        let storage = try server.storage(prefix: "many/pages")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for chunk in 0..<4 {
                group.addTask {
                    for index in stride(from: chunk, to: 1_003, by: 4) {
                        try await storage.create(Data("\(index)".utf8), named: StorageConformance.name("o\(index)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        // Neighbours that are none of ours.
        try await server.storage(prefix: "many").create(Data(), named: StorageConformance.name("pages-not"))
        try await server.storage(prefix: "many/pages/deeper").create(Data(), named: StorageConformance.name("x"))
        let listed = try await storage.list()
        #expect(listed.count == 1_003)
        #expect(Set(listed.map(\.name.rawValue)) == Set((0..<1_003).map { "o\($0)" }))
    }

    @Test func `what is wrong is named`() async throws {
        let name = try StorageConformance.name("a")
        let wrongSecret = try server.storage(
            prefix: "x", key: S3Server.Key(id: server.owner.id, secret: Secret("wrong")))
        let refused = await StorageConformance.failure { try await wrongSecret.list() }
        #expect(refused?.code == .unauthorized)
        #expect(refused?.reason.contains("secret key") == true)
        let create = await StorageConformance.failure { try await wrongSecret.create(Data("x".utf8), named: name) }
        #expect(create?.code == .unauthorized)
        let unknown = try server.storage(prefix: "x", key: S3Server.Key(id: "AKIANOBODY", secret: Secret("x")))
        #expect(await StorageConformance.failure { try await unknown.list() }?.code == .unauthorized)
        let noBucket = try server.storage(prefix: "x", bucket: "no-such-bucket")
        #expect(await StorageConformance.failure { try await noBucket.list() }?.code == .unusable)
        #expect(await StorageConformance.failure { try await noBucket.create(Data(), named: name) }?.code == .unusable)
    }

    @Test func `a key that may only read is named as such`() async throws {
        let name = try StorageConformance.name("a")
        try await server.storage(prefix: "guest").create(Data("content".utf8), named: name)
        let storage = try server.storage(prefix: "guest", key: server.guest)
        #expect(try await storage.list() == [ReplicaObject(name: name, size: 7)])
        #expect(try await storage.read(name, maximumSize: 100) == Data("content".utf8))
        let other = try StorageConformance.name("b")
        #expect(await StorageConformance.failure { try await storage.create(Data(), named: other) }?.code == .forbidden)
        #expect(await StorageConformance.failure { try await storage.remove(name) }?.code == .forbidden)
    }

    @Test func `a bad line loses nothing and writes nothing twice`() async throws {
        let relay = try LoopbackRelay(to: server.port)
        let storage = try server.storage(prefix: "line", port: relay.port)
        let (name, content) = (try StorageConformance.name("a"), Data(repeating: 7, count: 100_000))
        relay.add(.cutRequest(after: 900), toNext: "PUT")
        let cut = await StorageConformance.failure { try await storage.create(content, named: name) }
        #expect(cut?.code == .unavailable)
        relay.add(.loseAnswer, toNext: "PUT")
        let lost = await StorageConformance.failure { try await storage.create(content, named: name) }
        #expect(lost?.code == .unavailable)
        #expect(relay.pendingFaults == 0)
        // The second attempt arrived; the third finds it.
        try await storage.create(content, named: name)
        #expect(try await storage.read(name, maximumSize: 1 << 20) == content)
        // With retries nobody notices.
        let retrying = try S3Storage(
            location: server.location(prefix: "line", port: relay.port), accessKeyID: server.owner.id,
            secretKey: server.owner.secret,
            over: PlatformTransport().withRetries(RetryPolicy(baseDelay: .milliseconds(1))))
        relay.add(.loseAnswer, toNext: "PUT")
        try await retrying.create(content, named: StorageConformance.name("b"))
        #expect(relay.pendingFaults == 0)
        #expect(try await retrying.list().count == 2)
    }
}
