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

    // MARK: Bookmarks that miss something

    @Test func `missing bookmarks say what is missing and why, and those that failed are left alone for a while`()
        async throws
    {
        let reader = store.reader
        for number in 1...3 { _ = try await reader.setBookmarked(true, for: Sample.id(number)) }
        var complete = Sample.article(Sample.summary(3, minutes: 0))
        complete.summary.thumbnail = nil
        complete.images = []
        complete.body.blocks = [.paragraph("港")]
        _ = try await store.apply([
            Sample.articles([Sample.summary(2, minutes: 0)]), Sample.body(complete),
        ])
        func wanted() async throws -> Set<ArticleID> {
            Set(try await reader.incompleteBookmarks(limit: 10, includingPictures: true).map(\.id))
        }
        #expect(try await wanted() == [Sample.id(1), Sample.id(2)])
        try await reader.note([BookmarkAttempt(Sample.id(1), .gone), BookmarkAttempt(Sample.id(2), .text)])
        #expect(try await wanted().isEmpty)
        let missing = try await store.read { reader in try reader.missingBookmarks() }
        let reasons = Dictionary(uniqueKeysWithValues: missing.map { ($0.id, $0.reason) })
        #expect(reasons == [Sample.id(1): .gone, Sample.id(2): .text])
        #expect(try await availability(1) == .gone)
        #expect(try await availability(2) == .listed)
        #expect(try await availability(3) == .complete)
        // A try that succeeds, and a bookmark that is taken off, leave no note.
        try await reader.note([BookmarkAttempt(Sample.id(2))])
        #expect(try await wanted() == [Sample.id(2)])
        _ = try await reader.setBookmarked(false, for: Sample.id(1))
        try await reader.note([BookmarkAttempt(Sample.id(2))])
        #expect(try await availability(1) == .unknown)
    }

    @Test func `ids are found by their beginning, stored or bookmarked`() async throws {
        _ = try await store.apply([
            Sample.articles([Sample.summary(0x1a, minutes: 0), Sample.summary(0x1b, minutes: 0)])
        ])
        _ = try await store.reader.setBookmarked(true, for: Sample.id(0x2c))
        func ids(_ prefix: String) async throws -> [ArticleID] {
            try await store.read { reader in try reader.articleIDs(beginningWith: prefix, limit: 10) }
        }
        let zeros = "AP" + String(repeating: "0", count: 22)
        #expect(try await ids(zeros + "1") == [Sample.id(0x1a), Sample.id(0x1b)])
        #expect(try await ids(zeros + "2c") == [Sample.id(0x2c)])
        #expect(try await ids("AP0").count == 3)
        for prefix in ["AP1", "ap0", "", "A", "APx", "AP%", zeros + "1a0"] { #expect(try await ids(prefix).isEmpty) }
    }

    @Test func `storage is told by kind, bookmarks apart`() async throws {
        let summaries = [Sample.summary(1, minutes: 0), Sample.summary(2, minutes: 1)]
        _ = try await store.apply(summaries.map { Sample.body(Sample.article($0)) })
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        try await cache.store(jpeg, for: Sample.address("i/1.jpg"))
        try await cache.store(jpeg + Data([9, 9]), for: Sample.address("i/2.jpg"))
        let use = try await store.read { reader in try reader.storageUse() }
        #expect(use.texts > use.bookmarkedTexts && use.bookmarkedTexts > 0)
        #expect(use.images == 26 && use.bookmarkedImages == 12)
    }
}
