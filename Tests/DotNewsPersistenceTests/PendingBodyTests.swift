import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

@Suite struct PendingBodyTests {
    let folder: TemporaryFolder
    let store: ArticleStore
    let stories = (0..<12).map { Sample.summary($0, minutes: Double(-$0), column: "c\(1 + $0 % 2)") }

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    private func ids(_ bodies: [PendingBody]) -> [ArticleID] { bodies.map(\.summary.id) }

    @Test func `missing and outdated bodies are pending, newest first, with the version that is stored`() async throws {
        _ = try await store.apply([Sample.stories(stories)])
        #expect(try await ids(store.pendingBodies()) == stories.map(\.id))
        _ = try await store.apply(stories[0..<8].map { Sample.body(Sample.article($0)) })
        #expect(try await ids(store.pendingBodies()) == stories[8...].map(\.id))
        var changed = stories[2]
        changed.updatedAt = Sample.noon.addingTimeInterval(60)
        _ = try await store.apply([Sample.stories([changed])])
        let pending = try await store.pendingBodies()
        #expect(ids(pending) == [stories[2].id] + stories[8...].map(\.id))
        #expect(pending[0].version?.entityTag == "\"b1\"")
        #expect(pending[1].version == nil)

        _ = try await store.apply([.bodyConfirmed(changed.id, updatedAt: changed.updatedAt)])
        #expect(try await ids(store.pendingBodies()) == stories[8...].map(\.id))
        #expect(try await store.article(changed.id)?.isBodyOutdated == false)
        _ = try await store.apply([.bodyConfirmed(stories[9].id, updatedAt: nil)])
        #expect(try await store.pendingBodies().count == 4, "what is not there cannot be confirmed")
    }

    @Test func `a body older than its list says stays pending until it is confirmed`() async throws {
        var listed = stories[0]
        listed.updatedAt = Sample.noon.addingTimeInterval(600)
        listed.title = "更正後的標題"
        _ = try await store.apply([Sample.stories([listed])])
        // From a cache on the way: the story as it was.
        var old = stories[0]
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
            Sample.stories(stories.filter { $0.column?.id.rawValue == "c1" }),
            Sample.stories(stories.filter { $0.column?.id.rawValue == "c2" }, in: "c2"),
        ])
        let second = stories.filter { $0.column?.id.rawValue == "c2" }.map(\.id)
        let column: Set = [Sample.column("c2")]
        #expect(try await ids(store.pendingBodies(in: column)) == second)
        #expect(try await ids(store.pendingBodies(in: [Sample.column("c9")])) == [])
        #expect(try await ids(store.pendingBodies(in: [])) == [])
        #expect(try await ids(store.pendingBodies(newest: 3)) == stories[0..<3].map(\.id))
        #expect(try await ids(store.pendingBodies(in: column, newest: 2)) == Array(second.prefix(2)))
        #expect(try await ids(store.pendingBodies(newest: 0)) == [])
        let since = Sample.noon.addingTimeInterval(-4 * 60)
        #expect(try await ids(store.pendingBodies(publishedSince: since)) == stories[0...4].map(\.id))

        _ = try await store.apply(stories[0..<3].map { Sample.body(Sample.article($0)) })
        #expect(try await store.pendingBodies(newest: 3).isEmpty, "the newest three have theirs, so no more are wanted")
        #expect(try await ids(store.pendingBodies(newest: 5)) == stories[3..<5].map(\.id))
    }

    @Test func `pending bodies come in pages`() async throws {
        _ = try await store.apply([Sample.stories(stories)])
        var all: [ArticleID] = []
        var cursor: PageCursor?
        var pages = 0
        repeat {
            let page = try await store.pendingBodies(limit: 5, after: cursor)
            all += ids(page.items)
            cursor = page.next
            pages += 1
        } while cursor != nil
        #expect(all == stories.map(\.id) && pages == 3)
    }
}
