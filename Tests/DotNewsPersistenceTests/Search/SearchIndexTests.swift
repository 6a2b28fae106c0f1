import DotNewsDatabase
import DotNewsFoundation
import CDotNewsSQLite
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// The index follows the store, whatever happens between.
@Suite struct SearchIndexTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    func article(
        _ number: Int, minutes: Double? = nil, title: String = "Title", text: String = "", tags: [String] = [],
        updated: Double = 0
    ) -> Article {
        var summary = Sample.summary(number, minutes: minutes ?? Double(number), updated: updated, title: title)
        summary.summary = ""
        summary.keywords = []
        summary.tags = tags
        return Article(summary: summary, body: ArticleBody(blocks: [.paragraph(InlineText(text))]))
    }

    private func find(_ text: String, in scope: SearchQuery.Scope = .content) async throws -> [ArticleID] {
        let ids = try await store.searchAll(SearchQuery(text, in: scope))
        #expect(try await store.search.count(matching: SearchQuery(text, in: scope)) == ids.count)
        return ids
    }

    /// Looks into the index for what it knows, and whether FTS5 finds it sound.
    func checkIndex() async throws {
        let problems = try await store.write("checking") { connection in
            try connection.executeScript("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
            let numbering = DocumentNumbering(connection: connection)
            return try connection.rows("SELECT article, doc FROM search_document") {
                ($0.integer(0), $0.integer(1))
            }.filter { article, number in
                try number < DocumentNumbering.firstNumber(at: article)
                    || number >= numbering.upperBound(before: article)
            }.count
        }
        #expect(problems == 0, "numbers are not those of their minutes")
    }

    @Test func `an article is readable first and indexed when it is indexed`() async throws {
        try await store.store([article(1, text: "harbour 維港")])
        #expect(try await find("harbour").isEmpty)
        #expect(try await store.search.backlog() == 1)
        let progress = try await store.search.indexPending()
        #expect(progress.indexed == 1 && progress.removed == 0 && progress.waiting == 0)
        #expect(try await find("维港") == [Sample.id(1)])
        #expect(try await store.search.indexPending() == SearchIndexProgress())
    }

    /// How many parts the index has.
    private func parts() async throws -> Int64 {
        try await store.read("counting") { reader in
            try reader.connection.integer("SELECT count(DISTINCT segid) FROM search_index_idx")
        }
    }

    @Test func `an index that has grown by half is made compact, and not before`() async throws {
        let words = ["維港今早有霧", "东桥今晚重开", "ferry timetable"]
        func add(_ numbers: Range<Int>) async throws {
            try await store.store(numbers.map { article($0, text: words[$0 % 3] + " \($0)") })
            while try await store.search.indexPending(limit: 300).waiting > 0 {}
        }
        try await add(0..<1_900)
        let few = try await parts()
        _ = try await store.search.indexAllPending()
        #expect(few > 1, "it has something to put together")
        #expect(try await parts() == few, "too small for the work")
        try await add(1_900..<2_400)
        _ = try await store.search.indexAllPending()
        #expect(try await parts() == 1)
        try await add(2_400..<3_000)
        let grown = try await parts()
        #expect(grown > 1)
        _ = try await store.search.indexAllPending()
        #expect(try await parts() == grown, "it has not grown by half")
        try await add(3_000..<3_700)
        _ = try await store.search.indexAllPending()
        #expect(try await parts() == 1)
        #expect(try await find("东桥").count == 3_700 / 3)
        try await checkIndex()
        #expect(try await store.verify().isSound)
    }

    @Test func `a list alone makes a title indexed, its body follows`() async throws {
        let article = article(1, title: "Ferry 渡輪", text: "harbour")
        _ = try await store.apply([Sample.articles([article.summary])])
        _ = try await store.search.indexAllPending()
        #expect(try await find("渡轮", in: .title) == [Sample.id(1)])
        #expect(try await find("harbour").isEmpty)
        try await store.store([article])
        _ = try await store.search.indexAllPending()
        #expect(try await find("harbour") == [Sample.id(1)])
        #expect(try await find("ferry") == [Sample.id(1)])
        try await checkIndex()
    }

    @Test func `a changed article is found by its new words only`() async throws {
        try await store.store([article(1, title: "Old 舊聞", text: "before", tags: ["tag1"]), article(2, text: "before")])
        _ = try await store.search.indexAllPending()
        try await store.store([article(1, title: "New 新聞", text: "after", tags: ["tag2"], updated: 5)])
        try await store.store([article(1, title: "Newer 新聞", text: "afterwards", tags: ["tag2"], updated: 6)])
        let progress = try await store.search.indexAllPending()
        #expect(progress.removed == 1 && progress.indexed == 1)
        #expect(try await find("before") == [Sample.id(2)])
        #expect(try await find("old").isEmpty)
        #expect(try await find("after").isEmpty)
        #expect(try await find("afterwards") == [Sample.id(1)])
        #expect(try await find("tag1", in: .keyword).isEmpty)
        #expect(try await find("新闻", in: .title) == [Sample.id(1)])
        #expect(try await store.search.tags().map(\.name) == ["tag2"])
        try await checkIndex()
    }

    @Test func `what does not change its words is not indexed again`() async throws {
        let article = article(1, text: "harbour")
        try await store.store([article])
        _ = try await store.search.indexAllPending()
        try await store.store([article])
        _ = try await store.reader.setBookmarked(true, for: article.id)
        _ = try await store.apply([.bodyConfirmed(article.id, updatedAt: Sample.noon.addingTimeInterval(900))])
        #expect(try await store.search.backlog() == 0)
    }

    @Test func `a withdrawn article is gone at once, its index soon after`() async throws {
        try await store.store((1...5).map { article($0, text: "harbour") })
        _ = try await store.reader.setBookmarked(true, for: Sample.id(2))
        _ = try await store.search.indexAllPending()
        _ = try await store.apply([.withdrawn(Sample.id(2)), .withdrawn(Sample.id(4))])
        #expect(try await find("harbour") == [5, 3, 1].map(Sample.id))
        _ = try await store.search.indexAllPending()
        #expect(try await find("harbour") == [5, 3, 1].map(Sample.id))
        #expect(try await find("-nothing") == [5, 3, 1].map(Sample.id))
        try await checkIndex()
    }

    @Test func `an article whose time changes takes its new place`() async throws {
        try await store.store((1...6).map { article($0, text: "harbour") })
        _ = try await store.search.indexAllPending()
        try await store.store([article(2, minutes: 5.5, text: "harbour", updated: 1)])
        _ = try await store.search.indexAllPending()
        #expect(try await find("harbour") == [6, 2, 5, 4, 3, 1].map(Sample.id))
        try await checkIndex()
    }

    @Test func `what waits survives the end of the process, and steps go on where the last ended`() async throws {
        try await store.store((1...25).map { article($0, text: "harbour") })
        let first = try await store.search.indexPending(limit: 10)
        #expect(first.indexed == 10 && first.waiting == 15)
        // The newest are found first.
        #expect(try await find("harbour") == (16...25).reversed().map(Sample.id))
        await store.close()
        let again = try ArticleStore(at: folder.database)
        #expect(try await again.search.backlog() == 15)
        #expect(try await again.search.indexAllPending().indexed == 15)
        #expect(try await again.search.count(matching: SearchQuery("harbour")) == 25)
        await again.close()
    }

    @Test func `an index of another tokenizer is made anew`() async throws {
        try await store.store((1...5).map { article($0, text: "harbour", tags: ["旅遊"]) })
        _ = try await store.search.indexAllPending()
        try await store.write("pretending") { connection in
            try connection.setSetting(.searchTokenizer, to: "0")
        }
        let progress = try await store.search.indexAllPending()
        #expect(progress.indexed == 5)
        #expect(try await find("harbour").count == 5)
        #expect(try await store.search.tags() == [TagCount(name: "旅遊", count: 5)])
        try await store.search.reset()
        #expect(try await find("harbour").isEmpty)
        #expect(try await store.search.indexAllPending().indexed == 5)
        try await checkIndex()
    }

    @Test(arguments: [UInt64(3), 4])
    func `after any sequence of changes the index holds what a new one would`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let words = ["harbour", "香港", "臺灣", "ferry", "渡輪", "经济"]
        func text() -> String { (0..<4).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ") }
        for round in 1...120 {
            var batch: [Article] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let number = Int.random(in: 1...40, using: &random)
                batch.append(
                    article(
                        number, minutes: Double(Int.random(in: 1...30, using: &random)), title: text(), text: text(),
                        tags: [text()], updated: Double(round)))
            }
            try await store.store(batch)
            if round % 5 == 0 {
                _ = try await store.apply([.withdrawn(Sample.id(Int.random(in: 1...40, using: &random)))])
            }
            if round % 3 == 0 { _ = try await store.search.indexPending(limit: Int.random(in: 1...10, using: &random)) }
        }
        _ = try await store.search.indexAllPending()
        try await checkIndex()
        func state() async throws -> [[ArticleID]] {
            var all: [[ArticleID]] = []
            for word in words + ["-ferry", "\"harbour ferry\""] {
                for scope in SearchQuery.Scope.allCases {
                    all.append(try await store.searchAll(SearchQuery(word, in: scope, order: .oldest)))
                }
            }
            return all
        }
        let grown = try await state().map(Set.init)
        let tags = try await store.search.tags()
        try await store.search.reset()
        _ = try await store.search.indexAllPending()
        let new = try await state()
        #expect(new.map(Set.init) == grown)
        #expect(zip(new, grown).allSatisfy { $0.count == $1.count })
        let lists = try await store.allPages(limit: 50).map(\.id)
        for found in new {
            let expected = lists.reversed().filter(Set(found).contains)
            #expect(found == expected, "the order of lists")
        }
        #expect(try await store.search.tags() == tags)
        #expect(grown.contains { $0.count > 5 })
    }

    @Test func `the tokenizer works on the writing and on each reading connection`() async throws {
        try await store.store([article(1, text: "臺灣")])
        _ = try await store.search.indexAllPending()
        let onWriter = try await store.write("searching") { connection in
            try StoreReader(connection: connection).searchCount(SearchQuery("台湾"))
        }
        #expect(onWriter == 1)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 { group.addTask { try await store.search.count(matching: SearchQuery("台湾")) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 1, count: 12))
    }

    @Test func `the words of a stored body are those of the body`() throws {
        let image = ImageAsset(
            address: Sample.address("i.jpg"), caption: "Caption \"quoted\"", credit: "Credit", alternativeText: "ALT")
        let body = ArticleBody(blocks: [
            .paragraph(
                InlineText([
                    .init("Plain ["), .init("strong] \"", isStrong: true), .init("連結\n行", link: Sample.address("x")),
                ])),
            .subhead("小標題\\", level: 2), .leadQuote("引言\ttab"), .blockQuote([.paragraph("inner")]),
            .list(.init(isOrdered: true, items: [[.paragraph("one")], [.paragraph("two"), .paragraph("三")]])),
            .figure(image), .gallery([image, image]),
            .video(MediaAsset(address: Sample.address("v.mp4")), caption: "Video caption"),
            .audio(MediaAsset(address: Sample.address("a.mp3")), caption: ""),
            .table(.init(caption: "Table", rows: [[.init("text"), .init("runs", isHeader: true)]])),
            .embed(address: Sample.address("e"), title: "Embed"), .separator, .preformatted("a  b\u{1}\n c"),
        ])
        var writer = JSONWriter(capacity: 100)
        writer.body(body)
        var text: [UInt8] = []
        writer.bytes.withUnsafeBytes { StoredBodyText.append($0, to: &text) }
        func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace || $0 == "\u{1}" } }
        // Credits stand in brackets there, which are no words.
        let expected = body.text.replacing("(", with: "").replacing(")", with: "")
        #expect(words(String(decoding: text, as: UTF8.self)) == words(expected))
        // Cut anywhere, it is still read to its end.
        for end in writer.bytes.indices {
            writer.bytes[..<end].withUnsafeBytes { StoredBodyText.append($0, to: &text) }
        }
    }
}

extension SearchIndexTests {
    @Test func `pruning to a size counts the index, and removes not much more than it must`() async throws {
        var sample = SearchSample(seed: 5)
        let articles = (1...600).map { number in
            article(number, text: (0..<60).map { _ in sample.sentence(5...10) }.joined(separator: "。"))
        }
        try await store.store(articles)
        _ = try await store.search.indexAllPending()
        let full = try await store.prune(RetentionPolicy(), now: Sample.noon).bytesAfter
        let report = try await store.prune(RetentionPolicy(maximumBytes: full / 2), now: Sample.noon)
        #expect(report.bytesAfter <= full / 2)
        #expect(report.bytesAfter > full / 3)
        let left = 600 - report.articles
        #expect((150...450).contains(left))
        #expect(try await store.search.backlog() == 0)
        #expect(try await store.search.count(matching: SearchQuery("-nothing")) == left)
        try await checkIndex()
    }
}
