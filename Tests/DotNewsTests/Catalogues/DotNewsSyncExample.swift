import DotNews
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct DotNewsSyncExample {
    @Test func `the example of a sync brings articles`() async throws {
        let temporary = try TemporaryDirectory()
        let store = try ArticleStore(at: temporary.url.appending(path: "news.sqlite"))
        let site = DirectoryTransport(root: Catalogue.sample)

        let client = NewsClient(edition: .dotdotnews, store: store, transport: site)
        let run = client.sync(SyncPolicy(bodies: .newest(20)))
        for await progress in run.progress {
            print(progress.phase, progress.completed, "of", progress.total)
        }
        let report = try await run.report
        print(report.progress.new, "new articles")

        #expect(report.progress.new >= 40)
        #expect(report.progress.bodies > 0)
    }
}
