import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct DotNewsReplicationExample {
    @Test func `the example of replicating leaves the reader's own at the place`() async throws {
        let temporary = try TemporaryDirectory()
        let folder = temporary.url.appending(path: "place")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try ArticleStore(at: temporary.url.appending(path: "news.sqlite"))
        _ = try await store.reader.setBookmarked(true, for: #require(ArticleID("AP690800aae4b0e343b0e2aa01")))

        let replicator = Replicator(store: store, storage: FolderStorage(url: folder), deviceName: "Phone")
        let report = try await replicator.replicate()
        print(report.entriesMerged, "changes from", report.devices, "devices")

        #expect(report.objectsWritten > 0)
    }

    @Test func `the example of encryption leaves nothing that can be read without the code`() async throws {
        let temporary = try TemporaryDirectory()
        let folder = FolderStorage(url: temporary.url)
        let name = try #require(ReplicaObjectName("a"))

        let code = RecoveryCode.random()
        let storage = EncryptedStorage(over: folder, secret: .recoveryCode(code))

        try await storage.create(Data("bookmarks".utf8), named: name)
        #expect(try await storage.read(name, maximumSize: 9) == Data("bookmarks".utf8))
        #expect(try await folder.read(name, maximumSize: 99).range(of: Data("bookmarks".utf8)) == nil)
    }
}
