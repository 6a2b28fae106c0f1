import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

@Suite struct PendingBodyTests {
    let folder: TemporaryFolder
    let store: ArticleStore
    let articles = (0..<12).map { Sample.summary($0, minutes: Double(-$0), column: "c\(1 + $0 % 2)") }

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    private func ids(_ bodies: [PendingBody]) -> [ArticleID] { bodies.map(\.summary.id) }

    @Test func `missing and outdated bodies are pending, newest first, with the version that is stored`() async throws {
        _ = try await store.apply([Sample.articles(articles)])
        #expect(try await ids(store.pendingBodies()) == articles.map(\.id))
        _ = try await store.apply(articles[0..<8].map { Sample.body(Sample.article($0)) })
        #expect(try await ids(store.pendingBodies()) == articles[8...].map(\.id))
        var changed = articles[2]
        changed.updatedAt = Sample.noon.addingTimeInterval(60)
        _ = try await store.apply([Sample.articles([changed])])
        let pending = try await store.pendingBodies()
        #expect(ids(pending) == [articles[2].id] + articles[8...].map(\.id))
        #expect(pending[0].version?.entityTag == "\"b1\"")
        #expect(pending[1].version == nil)

        _ = try await store.apply([.bodyConfirmed(changed.id, updatedAt: changed.updatedAt)])
        #expect(try await ids(store.pendingBodies()) == articles[8...].map(\.id))
        #expect(try await store.article(changed.id)?.isBodyOutdated == false)
        _ = try await store.apply([.bodyConfirmed(articles[9].id, updatedAt: nil)])
        #expect(try await store.pendingBodies().count == 4, "what is not there cannot be confirmed")
    }

    @Test func `a body older than its list says stays pending until it is confirmed`() async throws {
        var listed = articles[0]
        listed.updatedAt = Sample.noon.addingTimeInterval(600)
        listed.title = "更正後的標題"
        _ = try await store.apply([Sample.articles([listed])])
        // From a cache on the way: the article as it was.
        var old = articles[0]
        old.mediaDuration = 30
        _ = try await store.apply([Sample.body(Sample.article(old))])
        #expect(try await store.article(listed.id)?.summary.title == listed.title)
        #expect(try await store.article(listed.id)?.summary.mediaDuration == 30, "what the list does not say")
        #expect(try await store.article(listed.id)?.summary.updatedAt == listed.updatedAt)
        #expect(try await ids(store.pendingBodies()) == [listed.id])
        _ = try await store.apply([.bodyConfirmed(listed.id, updatedAt: nil)])
        #expect(try await store.pendingBodies().isEmpty)
    }

    @Test func `columns, a time and a count restrict which bodies are pending`() async throws {
        _ = try await store.apply([
            Sample.articles(articles.filter { $0.column?.id.rawValue == "c1" }),
            Sample.articles(articles.filter { $0.column?.id.rawValue == "c2" }, in: "c2"),
        ])
        let second = articles.filter { $0.column?.id.rawValue == "c2" }.map(\.id)
        let column: Set = [Sample.column("c2")]
        #expect(try await ids(store.pendingBodies(in: column)) == second)
        #expect(try await ids(store.pendingBodies(in: [Sample.column("c9")])) == [])
        #expect(try await ids(store.pendingBodies(in: [])) == [])
        #expect(try await ids(store.pendingBodies(newest: 3)) == articles[0..<3].map(\.id))
        #expect(try await ids(store.pendingBodies(in: column, newest: 2)) == Array(second.prefix(2)))
        #expect(try await ids(store.pendingBodies(newest: 0)) == [])
        let since = Sample.noon.addingTimeInterval(-4 * 60)
        #expect(try await ids(store.pendingBodies(publishedSince: since)) == articles[0...4].map(\.id))

        _ = try await store.apply(articles[0..<3].map { Sample.body(Sample.article($0)) })
        #expect(try await store.pendingBodies(newest: 3).isEmpty, "the newest three have theirs, so no more are wanted")
        #expect(try await ids(store.pendingBodies(newest: 5)) == articles[3..<5].map(\.id))
    }

    @Test func `pending bodies come in pages`() async throws {
        _ = try await store.apply([Sample.articles(articles)])
        var all: [ArticleID] = []
        var cursor: PageCursor?
        var pages = 0
        repeat {
            let page = try await store.pendingBodies(limit: 5, after: cursor)
            all += ids(page.items)
            cursor = page.next
            pages += 1
        } while cursor != nil
        #expect(all == articles.map(\.id) && pages == 3)
    }
}
