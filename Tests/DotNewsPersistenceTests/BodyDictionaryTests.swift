import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct BodyDictionaryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Stories in both Chinese scripts and English, whose bodies repeat each other's words.
    private static func articles(_ numbers: Range<Int>, seed: UInt64 = 7) -> [Article] {
        var random = SeededGenerator(seed: seed)
        let sentences = [
            "維港今早有霧，天星小輪照常開出。", "天文台預計下午天色好轉，市民出門帶備雨具。", "行政長官今日出席活動並會見傳媒。",
            "维港今早有雾，天星小轮照常开出。", "天文台预计下午天色好转，市民出门带备雨具。", "行政长官今日出席活动并会见传媒。",
            "Fog lay over the harbour this morning, and the Star Ferry sailed as usual.",
            "The Observatory expects the sky to clear in the afternoon.", "The Chief Executive met the press today.",
        ]
        return numbers.map { number in
            let text = (0..<12).map { _ in
                sentences.randomElement(using: &random)! + "\(Int.random(in: 0..<900, using: &random))"
            }
            return Sample.article(Sample.summary(number, minutes: Double(number)), text: text.joined(separator: " "))
        }
    }

    private static func changes(_ articles: [Article]) -> [StoreChange] {
        [Sample.stories(articles.map(\.summary))] + articles.map { Sample.body($0) }
    }

    private func number(_ sql: String, in store: ArticleStore) async throws -> Int64 {
        try await store.read("asking") { reader in try reader.connection.number(sql) }
    }

    private static let withDictionary =
        "SELECT count(*) FROM body WHERE unicode(hex(substr(blocks, 4, 1))) >= unicode('4')"

    @Test func `a dictionary is made of the first bodies, and shortens those that come after`() async throws {
        let articles = Self.articles(0..<320)
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply(Self.changes(Array(articles[..<200])))
        #expect(try await number("SELECT count(*) FROM body_dictionary", in: store) == 0)
        _ = try await store.apply(Self.changes(Array(articles[200..<256])))
        #expect(try await number(Self.withDictionary, in: store) == 0)
        _ = try await store.apply(Self.changes(Array(articles[256...])))
        #expect(try await number("SELECT count(*) FROM body_dictionary", in: store) == 1)
        #expect(try await number(Self.withDictionary, in: store) == 64)
        let plain = try await number(
            "SELECT avg(length(blocks)) FROM body WHERE article <= (SELECT id FROM article ORDER BY id LIMIT 1 OFFSET 255)",
            in: store)
        let short = try await number(
            "SELECT avg(length(blocks)) FROM body WHERE article > (SELECT id FROM article ORDER BY id LIMIT 1 OFFSET 255)",
            in: store)
        #expect(short * 3 < plain * 2, "\(short) of \(plain) bytes")
        for article in articles { #expect(try await store.article(article.id)?.article == article) }
        #expect(try await store.verify().isSound)
        await store.close()
        // And by who opens the store later.
        let again = try ArticleStore(at: folder.database)
        for article in articles { #expect(try await again.article(article.id)?.article == article) }
        let more = Self.articles(400..<410)
        _ = try await again.apply(Self.changes(more))
        #expect(try await number(Self.withDictionary, in: again) == 74)
        #expect(try await number("SELECT count(*) FROM body_dictionary", in: again) == 1)
        await again.close()
    }

    @Test func `a body that was stored without the dictionary is no news with it`() async throws {
        let articles = Self.articles(0..<260)
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply(Self.changes(articles))
        _ = try await store.apply(Self.changes(Self.articles(260..<261)))
        let change = try await store.apply(articles.map { Sample.body($0) })
        #expect(change.bodies == 0 && change.updated == [])
        let waiting = try await number("SELECT count(*) FROM search_pending", in: store)
        #expect(waiting == 261)
        var changed = articles[3]
        changed.body.blocks.append(.paragraph(InlineText("更正：東橋今晚重開。")))
        _ = try await store.apply([Sample.body(changed)])
        #expect(try await store.article(changed.id)?.article?.body == changed.body)
        await store.close()
    }

    @Test func `what is compressed with the dictionary is found, and forgotten`() async throws {
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply(Self.changes(Self.articles(0..<256)))
        let new = Self.articles(300..<330, seed: 8).map { article in
            var article = article
            article.body.blocks.append(.paragraph(InlineText("麒麟閣")))
            return article
        }
        _ = try await store.apply(Self.changes(new))
        _ = try await store.indexAllPending()
        #expect(try await store.search(SearchQuery("麒麟閣", pageSize: 100)).results.count == 30)
        _ = try await store.apply([.withdrawn(new[0].id)])
        _ = try await store.indexAllPending()
        #expect(try await store.search(SearchQuery("麒麟閣", pageSize: 100)).results.count == 29)
        #expect(try await store.verify().isSound)
        await store.close()
    }

    @Test func `a damaged dictionary is noticed, and puts no other words into stories`() async throws {
        let articles = Self.articles(0..<300)
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply(Self.changes(Array(articles[..<256])))
        _ = try await store.apply(Self.changes(Array(articles[256...])))
        await store.close()
        let damaged = try ArticleStore(at: folder.database)
        try await damaged.write("damaging the dictionary") { connection in
            try connection.execute(
                "UPDATE body_dictionary SET content = CAST(replace(CAST(content AS TEXT), 'harbour', 'airport') AS BLOB)"
            )
        }
        #expect(try await damaged.article(articles[0].id)?.article == articles[0])
        let error = await #expect(throws: StoreError.self) { try await damaged.article(articles[299].id) }
        #expect(error?.code == .unreadableContent)
        #expect(try await damaged.verify().problems.contains { $0.contains("readable") })
        // New bodies do without it.
        let new = Self.articles(400..<401)
        _ = try await damaged.apply(Self.changes(new))
        #expect(try await damaged.article(new[0].id)?.article == new[0])
        await damaged.close()
    }

    @Test func `two writers of one file agree on the dictionary`() async throws {
        let first = try ArticleStore(at: folder.database)
        let second = try ArticleStore(at: folder.database)
        _ = try await first.apply(Self.changes(Self.articles(0..<256)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in [first, second, first, second].enumerated() {
                group.addTask {
                    _ = try await store.apply(Self.changes(Self.articles(300 + index * 10..<310 + index * 10)))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await number("SELECT count(*) FROM body_dictionary", in: first) == 1)
        for index in 0..<4 {
            for article in Self.articles(300 + index * 10..<310 + index * 10) {
                #expect(try await first.article(article.id)?.article == article)
                #expect(try await second.article(article.id)?.article == article)
            }
        }
        await first.close()
        await second.close()
    }

    /// Makes a store as it was before there were dictionaries.
    private func makeEarlierStore(_ articles: [Article]) async throws {
        var options = ArticleStoreOptions()
        options.migrations = Array(Schema.migrations.prefix { $0.name < "2026-08" })
        let store = try ArticleStore(at: folder.database, options: options)
        _ = try await store.apply([Sample.stories(articles.map(\.summary))])
        try await store.write("storing bodies") { connection in
            var writer = ArticleWriter(connection: connection, now: Sample.noon)
            for change in EncodedChange.encode(articles.map { Sample.body($0) }, dictionaries: []) {
                try writer.apply(change)
            }
        }
        _ = try await store.indexAllPending()
        await store.close()
    }

    @Test func `an earlier store's bodies are compressed anew, and the space is given back`() async throws {
        let articles = Self.articles(0..<900)
        try await makeEarlierStore(articles)
        let before = try Data(contentsOf: folder.database).count
        let store = try ArticleStore(at: folder.database)
        for article in articles { #expect(try await store.article(article.id)?.article == article) }
        #expect(try await number(Self.withDictionary, in: store) == 900)
        // Nothing of it is news, neither for readers nor for the index.
        #expect(try await number("SELECT count(*) FROM search_pending", in: store) == 0)
        #expect(try await store.apply(articles.map { Sample.body($0) }) == StoreChangeSummary())
        #expect(try await store.search(SearchQuery("天文台", pageSize: 1)).results.count == 1)
        #expect(try await store.verify().isSound)
        #expect(try await number("SELECT freelist_count FROM pragma_freelist_count", in: store) == 0)
        // What hangs together goes together.
        _ = try await store.apply([.withdrawn(articles[5].id)])
        #expect(try await number("SELECT count(*) FROM body", in: store) == 899)
        var later = articles[6].summary
        later.publishedAt = Sample.noon.addingTimeInterval(86_400)
        later.updatedAt = Sample.noon.addingTimeInterval(60)
        _ = try await store.apply([Sample.stories([later])])
        #expect(try await store.article(later.id)?.article?.body == articles[6].body)
        _ = try await store.apply(Self.changes(Self.articles(1_000..<1_010)))
        #expect(try await number(Self.withDictionary, in: store) == 909)
        await store.close()
        let after = try Data(contentsOf: folder.database).count
        #expect(after < before * 9 / 10, "\(after) of \(before) bytes")
    }

    @Test func `a small earlier store, and a body in it that is damaged, come over as they are`() async throws {
        let articles = Self.articles(0..<20)
        try await makeEarlierStore(articles)
        let connection = try Connection(
            path: folder.database.path, access: .readWrite, busyTimeout: .seconds(1), activity: "damaging")
        try connection.registerTextCompression()
        try connection.execute(
            "UPDATE body SET blocks = x'FFFFFF3F00' WHERE article = (SELECT id FROM article WHERE title LIKE '% 3')")
        let store = try ArticleStore(at: folder.database)
        #expect(try await number("SELECT count(*) FROM body_dictionary", in: store) == 0)
        for article in articles where article.id != Sample.id(3) {
            #expect(try await store.article(article.id)?.article == article)
        }
        let error = await #expect(throws: StoreError.self) { try await store.article(Sample.id(3)) }
        #expect(error?.code == .unreadableContent)
        await store.close()
    }

    @Test func `a rebuilding that fails leaves the earlier store as it was`() async throws {
        let articles = Self.articles(0..<300)
        try await makeEarlierStore(articles)
        var options = ArticleStoreOptions()
        options.migrations = Schema.migrations.map { migration in
            guard let completion = migration.completion else { return migration }
            return Migration(name: migration.name, sql: migration.sql) { connection in
                try completion(connection)
                throw StoreError(.failed, while: "testing", file: "")
            }
        }
        #expect(throws: StoreError.self) { try ArticleStore(at: folder.database, options: options) }
        let store = try ArticleStore(at: folder.database)
        for article in articles { #expect(try await store.article(article.id)?.article == article) }
        #expect(try await number(Self.withDictionary, in: store) == 300)
        #expect(try await store.verify().isSound)
        await store.close()
    }

    @Test func `each language has a dictionary of its own, if it has enough bodies`() async throws {
        let store = try ArticleStore(at: folder.database)
        let english = (0..<300).map { number in
            Sample.article(
                Sample.summary(number, minutes: Double(number)),
                text: String(repeating: "The Observatory expects the sky to clear. \(number) ", count: 20))
        }
        _ = try await store.apply(Self.changes(english))
        let chinese = (400..<404).map { number in
            Sample.article(
                Sample.summary(number, minutes: Double(number)),
                text: String(repeating: "天文台預計下午天色好轉。\(number)", count: 20))
        }
        _ = try await store.apply(Self.changes(chinese))
        let numbers = try await store.read("asking") { reader in
            try reader.connection.text("SELECT group_concat(id) FROM body_dictionary")
        }
        #expect(numbers == "1")
        for article in chinese + english { #expect(try await store.article(article.id)?.article == article) }
        await store.close()
        let mixed = Data("[{\"type\":\"paragraph\",\"text\":\"维港今早有雾\"}]".utf8).withUnsafeBytes(
            BodyDictionary.Kind.init)
        #expect(mixed == .mostlyOther)
        let accents = Data("[{\"text\":\"Un café près du musée à Genève\"}]".utf8).withUnsafeBytes(
            BodyDictionary.Kind.init)
        #expect(accents == .mostlyASCII)
    }
}
