import DotNews
import Foundation
import TestSupport
import Testing

/// The code of README.md and of documentation comments, compiled and run.
@Suite struct DocumentationExamplesTests {
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    @Test func `the first example of the README does what it says`() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "news.sqlite")
        let store = try ArticleStore(at: file)
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))

        let report = try await client.sync().report
        print("\(report.progress.new) new stories")

        for story in try await client.articles(limit: 20).items {
            print(story.title, story.address)
        }
        #expect(report.progress.new >= 40)
    }

    @Test func `an observed list changes when a sync brings stories`() async throws {
        let folder = try TemporaryDirectory()
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))
        let counts = Task {
            var counts: [Int] = []
            for try await page in store.observe({ (reader) throws(StoreError) in
                try reader.articles(ArticleQuery(), limit: 100)
            }) {
                counts.append(page.items.count)
                if page.items.count >= 40 { break }
            }
            return counts
        }
        _ = try await client.sync().report
        #expect(try await counts.value.last ?? 0 >= 40)
    }

    @Test func `a sister site is described by hand`() throws {
        let site = try #require(WebAddress("https://www.wenweipo.com"))
        let edition = Edition(
            id: "wenweipo", name: "文匯網", language: .traditionalChinese, site: site, channelID: ChannelID("wenweipo"))
        #expect(edition.site == site)
    }
}
