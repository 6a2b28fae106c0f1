import DotNews
import Foundation
import DotNewsTestSupport
import Testing

/// The code of the umbrella's catalogue.
@Suite struct DotNewsExamples {
    // The first example asks the site; it is compiled and not run.
    func overview(in file: URL) async throws {
        let store = try ArticleStore(at: file)
        let client = NewsClient(edition: .dotdotnews, store: store)

        let report = try await client.sync().report
        print("\(report.progress.new) new articles")
    }

    // Opens the store of the user who runs the tests and asks the site; it is compiled and not run.
    func client() async throws {
        let client = try NewsClient(edition: .dotdotnews)

        let report = try await client.sync().report
        print("\(report.progress.new) new articles")

        for article in try await client.articles(limit: 20).items {
            print(article.title, article.address)
        }
    }

    @Test func `a client in a shared container is suspended and resumed`() async throws {
        let folder = try TemporaryDirectory()
        let container = folder.url
        let shared = try NewsClient(edition: .dotdotnews, in: container)
        let client = NewsClient(
            edition: .dotdotnews, store: shared.store, transport: DirectoryTransport(root: Catalogue.sample))
        await client.suspend()
        client.resume()
        do {
            _ = try await client.sync().report
        } catch .suspended {
            print("Later")
        }
        #expect(try await !client.articles(limit: 1).items.isEmpty)
        await client.store.close()
    }

    func gettingStarted(in folder: URL) throws -> NewsClient {
        let store = try ArticleStore(at: folder.appending(path: "news.sqlite"))
        let images = try ArticleImageCache(in: folder.appending(path: "images"), of: store)
        let client = NewsClient(edition: .dotdotnewsEnglish, store: store, images: images)
        return client
    }

    @Test func `getting started leads from an empty folder to an article`() async throws {
        let folder = try TemporaryDirectory()
        let made = try gettingStarted(in: folder.url)
        let client = NewsClient(
            edition: .dotdotnews, store: made.store, images: made.images,
            transport: DirectoryTransport(root: Catalogue.sample))

        let run = client.sync(SyncPolicy(bodies: .newest(200), images: .thumbnails))
        for await progress in run.progress {
            print(progress.phase, progress.completed, "of", progress.total)
        }
        let report = try await run.report
        for skip in report.progress.skipped {
            print("Left out:", skip.what, skip.why)
        }
        #expect(report.progress.new >= 40 && report.progress.images > 0)

        let columns = try await client.columns()
        for column in columns.roots where !column.isHidden {
            let page = try await client.articles(ArticleQuery(column: column.id), limit: 20)
            print(column.name, page.items.map(\.headline))
        }
        #expect(!columns.roots.isEmpty)

        let id = try #require(try await client.articles(limit: 1).items.first).id
        if let article = try await client.open(id), let article = article.article {
            let page = HTMLRenderer(appearance: .dark, language: client.edition.language).render(article)
            print(page.count, "characters of HTML")
        }
        #expect(try await client.article(id)?.isRead == true)
    }

    @Test func `a sync with a policy keeps what the policy says`() async throws {
        let folder = try TemporaryDirectory()
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let client = NewsClient(
            edition: .dotdotnews, store: store, transport: DirectoryTransport(root: Catalogue.sample))

        let policy = SyncPolicy(
            bodies: .newest(500),
            retention: RetentionPolicy(maximumAge: .seconds(90 * 86_400), maximumBytes: 200 << 20))
        print(try await client.sync(policy).report.pruned, "articles removed")

        // The articles of the sample are older.
        #expect(try await client.articles().items.isEmpty)
    }

    @Test func `what is found offline can be kept`() async throws {
        let folder = try TemporaryDirectory()
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let client = NewsClient(
            edition: .dotdotnews, store: store, transport: DirectoryTransport(root: Catalogue.sample))
        _ = try await client.sync().report

        let id = try #require(try await client.articles(limit: 1).items.first).id
        let found = try await client.search(SearchQuery("bridge", order: .relevance))
        for result in found.results {
            print(result.article.title, result.snippet)
        }
        _ = try await client.store.reader.setBookmarked(true, for: id)
        #expect(!found.results.isEmpty)
        #expect(try await client.article(id)?.isBookmarked == true)
    }

    @Test func `an observed list ends with its task`() async throws {
        let folder = try TemporaryDirectory()
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let client = NewsClient(
            edition: .dotdotnews, store: store, transport: DirectoryTransport(root: Catalogue.sample))
        let list = Task {
            let unread = client.observe { reader in
                try reader.articles(ArticleQuery(isRead: false), limit: 20)
            }
            for try await page in unread {
                print(page.items.count, "unread")
            }
        }
        list.cancel()
        try await list.value
    }
}
