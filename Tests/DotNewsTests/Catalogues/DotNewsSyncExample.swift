import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct DotNewsSyncExample {
    @Test func `the example of a sync brings articles`() async throws {
        let temporary = try TemporaryDirectory()
        let store = try ArticleStore(at: temporary.url.appending(path: "news.sqlite"))
        let client = CMSClient(edition: .dotdotnews, transport: DirectoryTransport(root: Catalogue.sample))

        let run = SyncEngine(client: client, store: store).start(SyncPolicy(bodies: .newest(20)))
        for await progress in run.progress {
            print(progress.phase, progress.completed, "of", progress.total)
        }
        let report = try await run.report
        print(report.progress.new, "new articles")

        #expect(report.progress.new >= 40)
        #expect(report.progress.bodies > 0)
    }
}
