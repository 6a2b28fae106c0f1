import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

struct AvailabilityTests {
    private let folder: TemporaryFolder
    private let store: ArticleStore
    private let cache: ArticleImageCache
    private let jpeg = Data([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8])

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
        cache = try ArticleImageCache(in: folder.url.appendingPathComponent("images"), of: store)
    }

    private func availability(_ number: Int) async throws -> ArticleAvailability? {
        try await store.read { reader in try reader.availability(of: [Sample.id(number)])[Sample.id(number)] }
    }

    @Test func `an article is unknown, then listed, then text, then complete with its last picture`() async throws {
        #expect(try await availability(1) == .unknown)
        let summary = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([summary])])
        #expect(try await availability(1) == .listed)
        _ = try await store.apply([Sample.body(Sample.article(summary))])
        #expect(try await availability(1) == .text)
        try await cache.store(jpeg, for: Sample.address("i/1.jpg"))
        try await cache.store(jpeg, for: Sample.address("f/\(summary.id).jpg"))
        #expect(try await availability(1) == .text)
        try await cache.store(jpeg, for: Sample.address("x/\(summary.id).jpg"))
        #expect(try await availability(1) == .complete)
    }

    @Test func `a picture counts in any width, and one that the site does not have is not missed`() async throws {
        let summary = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([summary]), Sample.body(Sample.article(summary))])
        let figure = ImageAsset(address: Sample.address("f/\(summary.id).jpg"))
        try await cache.store(jpeg, for: figure.address(forWidth: 414))
        try await cache.store(jpeg, for: Sample.address("i/1.jpg?v=2"))
        // The address of another image that begins alike is no width of it.
        try await cache.store(jpeg, for: Sample.address("x/\(summary.id).jpg2"))
        #expect(try await availability(1) == .text)
        try await cache.noteUnavailable([Sample.address("x/\(summary.id).jpg")])
        #expect(try await availability(1) == .complete)
    }

    @Test func `a body older than its article is text only`() async throws {
        var article = Sample.article(Sample.summary(1, minutes: 0))
        article.body.blocks = []
        article.images = []
        article.summary.thumbnail = nil
        _ = try await store.apply([Sample.body(article)])
        #expect(try await availability(1) == .complete)
        article.summary.updatedAt = Sample.noon.addingTimeInterval(600)
        _ = try await store.apply([Sample.articles([article.summary])])
        #expect(try await availability(1) == .text)
    }

    @Test func `withdrawn articles are gone, bookmarked or not`() async throws {
        let summaries = [Sample.summary(1, minutes: 0), Sample.summary(2, minutes: 1)]
        _ = try await store.apply([Sample.articles(summaries)])
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        _ = try await store.apply([.withdrawn(Sample.id(1)), .withdrawn(Sample.id(2))])
        #expect(try await availability(1) == .gone)
        #expect(try await availability(2) == .gone)
    }

    @Test func `the first thousand articles are looked up`() async throws {
        let ids = (1...1_500).map(Sample.id)
        let found = try await store.read { reader in try reader.availability(of: ids) }
        #expect(found.count == 1_000)
    }
}
