import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

/// What was looked for waits in the log for the next change that somebody waits for.
@Suite struct RecentSearchDurabilityTests {
    private let folder: TemporaryFolder
    private var file: URL { folder.database }

    init() async throws {
        folder = try TemporaryFolder()
        let store = try ArticleStore(at: file)
        _ = try await store.apply([Sample.stories([Sample.summary(1)])])
        await store.close()
    }

    private var logSize: Int? {
        get throws {
            guard FileManager.default.fileExists(atPath: file.path + "-wal") else { return nil }
            return try FileManager.default.attributesOfItem(atPath: file.path + "-wal")[.size] as? Int
        }
    }

    private func search(_ texts: [String]) async throws {
        let store = try ArticleStore(at: file)
        for text in texts { try await store.recordSearch(text) }
        await store.close()
    }

    @Test func `a search alone leaves the log as it is, and is remembered`() async throws {
        #expect(try logSize == nil)
        let content = try Data(contentsOf: file)
        try await search(["東橋", "东桥", "bridge"])
        #expect(try #require(try logSize) > 0)
        #expect(try Data(contentsOf: file) == content)

        let store = try ArticleStore(at: file)
        #expect(try await store.recentSearches().map(\.text).sorted() == ["bridge", "东桥", "東橋"])
        await store.close()
        #expect(try Data(contentsOf: file) == content, "reading changes nothing")
    }

    @Test func `the next change of another kind brings everything into the file`() async throws {
        try await search(["東橋"])
        let store = try ArticleStore(at: file)
        _ = try await store.setBookmarked(true, for: Sample.summary(1).id)
        await store.close()
        #expect(try logSize == nil)
        let opened = try ArticleStore(at: file)
        #expect(try await opened.recentSearches().map(\.text) == ["東橋"])
        #expect(try await opened.bookmarks().count == 1)
        await opened.close()
    }

    @Test func `the log does not grow with every search`() async throws {
        for round in 0..<40 { try await search((0..<5).map { "\(round) 橋 \($0)" }) }
        #expect(try logSize ?? 0 <= 1 << 19)
        let store = try ArticleStore(at: file)
        #expect(try await store.recentSearches().count == 100)
        await store.close()
    }
}
