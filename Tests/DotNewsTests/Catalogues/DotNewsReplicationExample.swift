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

        let replicator = Replicator(store: store, place: FolderPlace(url: folder), deviceName: "Phone")
        let report = try await replicator.replicate()
        print(report.entriesMerged, "changes from", report.devices, "devices")

        #expect(report.objectsWritten > 0)
    }
}
