import DotNewsDatabase
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct ApplyTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    @Test func `an article comes back as it was stored, in each language`() async throws {
        for number in 0..<3 {
            var summary = Sample.summary(number, minutes: Double(number))
            summary.mediaDuration = 12.25
            summary.allowsComments = true
            summary.articleType = .video
            summary.thumbnail = ImageAsset(
                address: Sample.address("t.jpg"), caption: "圖", credit: "©", alternativeText: "alt", width: 640,
                height: 480)
            let article = Sample.article(summary)
            let changes = try await store.apply([Sample.articles([summary]), Sample.body(article)])
            #expect(changes.new == [summary.id])
            #expect(changes.updated.isEmpty)
            #expect(changes.bodies == 1)
            let stored = try #require(await store.article(summary.id))
            #expect(stored.summary == summary)
            #expect(stored.article == article)
            #expect(!stored.isRead && !stored.isBookmarked && !stored.isWithdrawn && !stored.isBodyOutdated)
        }
        #expect(try await store.articles().items.map(\.id) == [Sample.id(2), Sample.id(1), Sample.id(0)])
    }

    @Test func `an article with the fewest fields comes back without the others`() async throws {
        let summary = ArticleSummary(id: Sample.id(1), title: "標題", address: Sample.address("a"))
        _ = try await store.apply([Sample.articles([summary])])
        let stored = try #require(await store.article(summary.id))
        #expect(stored.summary == summary)
        #expect(stored.article == nil)
    }

    @Test func `an id, texts with any character and lists of empty words survive`() async throws {
        var summary = Sample.summary(0xABCDEF, minutes: 0)
        summary.title = "\u{0}\u{3000}\"'\\\u{1F600}\u{202E}"
        summary.keywords = ["", "a", ""]
        summary.tags = [""]
        _ = try await store.apply([Sample.articles([summary])])
        #expect(try await store.articles().items.map(\.summary) == [summary])
        summary.tags = ["a\u{1F}b"]
        _ = try await store.apply([Sample.articles([summary])])
        #expect(try await store.articles().items[0].tags == ["ab"], "the character that ends words is dropped")
    }

    @Test func `applying the same answers again writes nothing and reports nothing`() async throws {
        let summaries = (0..<40).map { Sample.summary($0, minutes: Double(40 - $0), column: "c\($0 % 3)") }
        let tree = ColumnTree(roots: [
            SiteColumn(
                id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!,
                children: [SiteColumn(id: Sample.column("c2"), name: "时事", path: ColumnPath("hk/news")!)])
        ])
        let batch: [StoreChange] =
            [.columnTree(tree, address: Sample.address("columns.json"), version: ResourceVersion(contentHash: .max))]
            + [Sample.articles(summaries), Sample.articles(Array(summaries[5..<20]), in: "c2")]
            + summaries.map { Sample.body(Sample.article($0)) }
            + [
                .hotList(Array(summaries[3..<9]), address: Sample.address("hot.json"), version: nil),
                .withdrawn(Sample.id(39)), .bodyConfirmed(Sample.id(1), updatedAt: nil),
            ]
        let first = try await store.apply(batch)
        #expect(first.new.count == 39 && first.columnsChanged && first.hotListChanged)
        let log = folder.url.appendingPathComponent("news.sqlite-wal")
        let before = try Data(contentsOf: log)
        let other = try ArticleStore(at: folder.database)
        let second = try await store.apply(batch)
        let third = try await other.apply(batch)
        #expect(second.isEmpty)
        #expect(third.isEmpty)
        #expect(try Data(contentsOf: log) == before)
        #expect(try await store.columns() == tree)
        #expect(try await store.hotList().map(\.id) == summaries[3..<9].map(\.id))
        await other.close()
    }

    @Test func `a time takes in its beginning, and not its end`() async throws {
        let articles = (0..<4).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(articles)])
        for column in [nil, Sample.column("c1")] {
            let query = ArticleQuery(
                column: column, publishedSince: articles[1].publishedAt, publishedBefore: articles[3].publishedAt)
            #expect(try await store.articles(query).items.map(\.summary) == [articles[2], articles[1]])
        }
    }

    @Test func `a changed article is reported as updated and moves with its time`() async throws {
        let articles = (0..<4).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(articles)] + articles.map { Sample.body(Sample.article($0)) })
        var changed = articles[0]
        changed.publishedAt = Sample.noon.addingTimeInterval(3_600)
        changed.updatedAt = Sample.noon.addingTimeInterval(3_600)
        changed.title = "東橋今晚重開（更新）"
        let changes = try await store.apply([Sample.articles([changed] + articles[1...])])
        #expect(changes.updated == [changed.id] && changes.new.isEmpty)
        #expect(try await store.articles().items.map(\.id) == [0, 3, 2, 1].map(Sample.id))
        #expect(try await store.articles(.init(column: Sample.column("c1"))).items.first?.summary == changed)
        let stored = try #require(await store.article(changed.id))
        #expect(stored.article != nil && stored.isBodyOutdated, "the body moved along, and is now too old")
        #expect(try await store.pendingBodies().map(\.summary.id) == [changed.id])
    }

    @Test func `a list takes nothing away that only the full article said`() async throws {
        let listed = Sample.summary(1, minutes: 0)
        var full = listed
        full.thumbnail?.width = 1_200
        full.thumbnail?.height = 800
        full.mediaDuration = 93
        _ = try await store.apply([Sample.articles([listed]), Sample.body(Sample.article(full))])
        var bare = listed
        bare.summary = ""
        bare.tags = []
        bare.title = "New title"
        let changes = try await store.apply([Sample.articles([bare])])
        #expect(changes.updated == [listed.id])
        full.title = "New title"
        #expect(try await store.article(listed.id)?.summary == full)
    }

    @Test func `a batch whose last change fails leaves nothing of the others`() async throws {
        let articles = (1...3).map { Sample.summary($0, minutes: Double($0)) }
        try await store.write("having an article refused") { connection in
            try connection.executeScript(
                """
                CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.article WHEN NEW.title LIKE '% 3'
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """)
        }
        let batch: [StoreChange] = [
            Sample.articles([articles[0]]), Sample.body(Sample.article(articles[0])),
            Sample.articles([articles[1]], in: "c2"), Sample.articles([articles[2]], in: "c3"),
        ]
        await #expect(throws: StoreError.self) { try await store.apply(batch) }
        #expect(try await store.articles().items.isEmpty)
        #expect(try await store.statistics().bodies == 0)
        #expect(try await store.version(of: Sample.listAddress) == nil)
        try await store.write("taking it") { try $0.executeScript("DROP TRIGGER refuse") }
        #expect(try await store.apply(batch).new.count == 3)
    }

    @Test func `an old copy of a list does not bring an old title back`() async throws {
        let old = Sample.summary(1, minutes: 0, updated: 0, title: "舊題")
        let new = Sample.summary(1, minutes: 0, updated: 5, title: "新題")
        _ = try await store.apply([Sample.articles([new])])
        #expect(try await store.apply([Sample.articles([old], in: "c2")]).isEmpty)
        #expect(try await store.articles().items.map(\.summary) == [new])
        #expect(
            try await store.articles(.init(column: Sample.column("c2"))).items.map(\.summary) == [new],
            "but c2 shows it")
        // Nor what was taken out of it since.
        var bare = Sample.summary(2, minutes: 0, updated: 5)
        bare.tags = []
        bare.author = ""
        _ = try await store.apply([Sample.articles([bare])])
        #expect(try await store.apply([Sample.articles([Sample.summary(2, minutes: 0, updated: 0)], in: "c2")]).isEmpty)
        #expect(try await store.article(bare.id)?.summary == bare)
    }

    @Test func `a first body that refines the summary is no update, a changed body is`() async throws {
        let listed = Sample.summary(1, minutes: 0)
        var full = listed
        full.author = "李小明"
        _ = try await store.apply([Sample.articles([listed])])
        let first = try await store.apply([Sample.body(Sample.article(full))])
        #expect(first.updated.isEmpty && first.new.isEmpty && first.bodies == 1)
        #expect(try await store.article(listed.id)?.summary.author == "李小明")
        let second = try await store.apply([Sample.body(Sample.article(full, text: "更正"))])
        #expect(second.updated == [listed.id] && second.bodies == 1)
    }

    @Test func `an article that moves to another column leaves the one it called its own`() async throws {
        let before = Sample.summary(1, minutes: 0, column: "c2")
        var after = before
        after.column = ColumnReference(id: Sample.column("c3"), name: "World", path: ColumnPath("world"))
        _ = try await store.apply([Sample.articles([before])])
        _ = try await store.apply([Sample.articles([after])])
        for (column, count) in [("c1", 1), ("c2", 0), ("c3", 1), ("c4", 0)] {
            let page = try await store.articles(.init(column: Sample.column(column)))
            #expect(page.items.count == count, "\(column)")
        }
    }

    @Test func `versions are kept with what they belong to, and not for incomplete answers`() async throws {
        let version = ResourceVersion(
            entityTag: "W/\"ü\"", lastModified: "Tue, 20 May 2025 04:00:00 GMT", contentHash: 0xFEDC_BA98_7654_3210)
        _ = try await store.apply([Sample.articles([Sample.summary(1)], version: version)])
        #expect(try await store.version(of: Sample.listAddress) == version)
        _ = try await store.apply([Sample.articles([Sample.summary(1)], version: nil)])
        #expect(try await store.version(of: Sample.listAddress) == nil)
        #expect(try await store.version(of: Sample.address("never")) == nil)
    }

    @Test func `a large batch keeps its order, and the last answer about an article counts`() async throws {
        let articles = (1...300).map { Sample.article(Sample.summary($0, minutes: Double($0)), text: "first \($0)") }
        var later = Sample.summary(290, minutes: 290, updated: 5)
        later.title = "Later 後來"
        let batch =
            [Sample.articles(articles.map(\.summary).reversed())] + articles.reversed().map { Sample.body($0) }
            + [Sample.body(Sample.article(later, text: "later"))]
        let encoded = await EncodedChange.encode(batch, now: .distantFuture)
        let bodies = encoded.compactMap { if case .article(let article, _) = $0 { article.summary } else { nil } }
        #expect(encoded.count == batch.count && bodies == articles.map(\.summary).reversed() + [later])
        let changes = try await store.apply(batch)
        #expect(changes.new.count == 300 && changes.bodies == 301)
        #expect(Set(changes.new) == Set(articles.map(\.id)))
        #expect(try await store.article(Sample.id(290))?.article?.body.text.contains("later") == true)
        #expect(try await store.article(Sample.id(1))?.article?.body.text.contains("first 1") == true)
    }

    // MARK: Addresses

    @Test func `addresses that follow from the article's own take no space, others are whole, and none is NULL`()
        async throws
    {
        var derived = Sample.summary(1, minutes: 1)
        derived.shareAddress = Sample.address("s/1.html")
        var other = Sample.summary(2, minutes: 2)
        other.shareAddress = Sample.address("s/1.html?x=2")
        other.jsonAddress = Sample.address("json/2")
        var none = Sample.summary(3, minutes: 3)
        none.shareAddress = nil
        none.jsonAddress = nil
        // A page that has no derived addresses.
        var page = Sample.summary(4, minutes: 4)
        page.address = Sample.address("page?id=4")
        page.jsonAddress = nil
        let all = [page, none, other, derived]
        _ = try await store.apply([Sample.articles(all)])
        #expect(try await store.articles().items.map(\.summary) == all)
        let stored = try await store.read("asking") { reader in
            try reader.connection.rows("SELECT share_url, json_url FROM article ORDER BY id") { row in
                [row.optionalText(0), row.optionalText(1)]
            }
        }
        #expect(
            stored == [
                ["", ""], [other.shareAddress?.string, other.jsonAddress?.string], [nil, nil],
                [page.shareAddress?.string, nil],
            ])
        // An address that becomes the derived one, and one that is no longer derived, are changes.
        other.shareAddress = Sample.address("s/2.html")
        derived.shareAddress = Sample.address("s/1")
        let changes = try await store.apply([Sample.articles([page, none, other, derived])])
        #expect(Set(changes.updated) == [other.id, derived.id])
        #expect(try await store.articles().items.map(\.summary) == [page, none, other, derived])
    }

    // MARK: Columns

    private func tree(_ columns: (id: String, name: String)...) -> StoreChange {
        .columnTree(
            ColumnTree(
                roots: columns.map {
                    SiteColumn(id: Sample.column($0.id), name: $0.name, path: ColumnPath($0.id)!)
                }), address: Sample.address("columns.json"), version: nil)
    }

    @Test func `an article shows its column as the site's tree names it, whatever the article calls it`() async throws {
        let article = Sample.summary(1, minutes: 1, column: "c1")
        _ = try await store.apply([tree(("c1", "港聞")), Sample.articles([article], in: "c9")])
        #expect(try await store.articles().items.first?.column?.name == "港聞")
        // What has not changed for readers is no news.
        var again = article
        again.column?.name = "本地"
        let changes = try await store.apply([Sample.articles([again], in: "c9")])
        #expect(changes.updated == [] && changes.columnsChanged == false)
        let renamed = try await store.apply([tree(("c1", "香港"))])
        #expect(renamed.columnsChanged && renamed.updated == [])
        #expect(try await store.articles().items.first?.column?.name == "香港")
        #expect(try await store.article(article.id)?.summary.column?.name == "香港")
    }

    @Test func `a column that the tree does not list is called what articles last called it`() async throws {
        var article = Sample.summary(1, minutes: 1, column: "c5")
        article.column = ColumnReference(id: Sample.column("c5"), name: "")
        _ = try await store.apply([tree(("c1", "港聞")), Sample.articles([article])])
        #expect(try await store.articles().items.map(\.summary) == [article])
        let other = Sample.summary(2, minutes: 2, column: "c5")
        _ = try await store.apply([Sample.articles([other, article])])
        #expect(try await store.articles().items.map(\.column) == [other.column, other.column])
        #expect(try await store.columns()[Sample.column("c5")] == nil, "it is no part of the tree")
        let ordinals = try await store.read("asking") { reader in
            try reader.connection.rows("SELECT ordinal FROM site_column ORDER BY key") { $0.optionalInteger(0) }
        }
        #expect(ordinals == [0, nil])
        #expect(try await store.verify().isSound)
    }

    @Test func `a batch that cannot be stored whole is not stored at all`() async throws {
        var options = ArticleStoreOptions()
        options.maximumPageCount = 120
        let store = try ArticleStore(at: folder.url.appendingPathComponent("small.sqlite"), options: options)
        let few = (0..<10).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(few)])
        let many = (0..<5_000).map { Sample.summary($0 + 100, minutes: Double($0)) }
        let error = await #expect(throws: StoreError.self) { try await store.apply([Sample.articles(many)]) }
        #expect(error?.code == .diskFull)
        #expect(error?.description.contains("rolled back") == true)
        #expect(try await store.articles(limit: 1_000).items.count == 10)
        let changes = try await store.apply([Sample.articles([Sample.summary(50, minutes: 0)])])
        #expect(changes.new == [Sample.id(50)], "the store goes on")
        await store.close()
    }
}
