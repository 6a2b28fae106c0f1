import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

extension ArticleStore {
    func store(_ articles: [Article]) async throws {
        for start in stride(from: 0, to: articles.count, by: 200) {
            _ = try await apply(articles[start..<min(start + 200, articles.count)].map { Sample.body($0) })
        }
    }

    /// The ids of all pages, without snippets.
    func searchAllIDs(_ query: SearchQuery) async throws -> [ArticleID] {
        var all: [ArticleID] = []
        var cursor: PageCursor?
        repeat {
            let after = cursor
            let page = try await read("searching") { reader in
                try reader.searchIDs(query, after: after)
            }
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }

    /// The ids of all pages.
    func searchAll(_ query: SearchQuery) async throws -> [ArticleID] {
        var all: [ArticleID] = []
        var cursor: PageCursor?
        repeat {
            let page = try await search.articles(matching: query, after: cursor)
            all += page.results.map(\.id)
            // Each page but the last is full, and the cursor survives being written and read.
            if page.next != nil { #expect(page.results.count == query.pageSize) }
            cursor = try page.next.map { try #require(PageCursor($0.description)) }
        } while cursor != nil
        return all
    }
}

extension Character {
    /// Han, kana or Hangul.
    var isWrittenWithoutSpaces: Bool {
        unicodeScalars.first.map { (0x3041...0xD7A3).contains($0.value) || (0xFF66...0xFF9F).contains($0.value) }
            ?? false
    }
}

@Suite(.timeLimit(.minutes(5))) struct SearchStoreTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    private func add(_ articles: [Article]) async throws {
        try await store.store(articles)
        _ = try await store.search.indexAllPending()
    }

    private func article(_ number: Int, title: String = "Title", text: String, tags: [String] = []) -> Article {
        var summary = Sample.summary(number, minutes: Double(number), title: title)
        summary.summary = ""
        summary.keywords = []
        summary.tags = tags
        return Article(summary: summary, body: ArticleBody(blocks: [.paragraph(InlineText(text))]))
    }

    private func find(_ text: String, in scope: SearchQuery.Scope = .content) async throws -> [ArticleID] {
        try await store.searchAll(SearchQuery(text, in: scope))
    }

    // MARK: Against a plain scan

    @Test(arguments: [UInt64(1), 2])
    func `results are those of a plain scan, in every scope and order`(seed: UInt64) async throws {
        var sample = SearchSample(seed: seed)
        let articles = sample.articles(2_000, columns: ["c1", "c2", "c3"])
        // Indexed in steps while more is stored, so that numbers are given between others.
        for start in stride(from: 0, to: articles.count, by: 400) {
            try await store.store(Array(articles[start..<start + 400]))
            _ = try await store.search.indexPending(limit: sample.number(50..<500))
        }
        _ = try await store.search.indexAllPending()
        let byID = Dictionary(uniqueKeysWithValues: articles.map { ($0.id, $0) })
        let newestFirst = try await store.searchAllIDs(SearchQuery("-nothing", pageSize: 100)).compactMap { byID[$0] }
        try await checkOrder(newestFirst)
        let scan = PlainScan(documents: newestFirst.map(PlainScan.Document.init))
        #expect(scan.documents.count == 2_000)
        var found = 0
        for _ in 0..<120 {
            var query = SearchQuery(
                sample.query(), in: sample.element(SearchQuery.Scope.allCases),
                order: sample.element(SearchQuery.Order.allCases), pageSize: sample.element([7, 50, 100]))
            if sample.number(0..<4) == 0 {
                query.from = Sample.noon.addingTimeInterval(Double(sample.number(0..<90_000)))
            }
            if sample.number(0..<4) == 0 {
                query.to = Sample.noon.addingTimeInterval(Double(sample.number(60_000..<240_000)))
            }
            query.completesLastWord = sample.number(0..<4) == 0
            var columns: Set<ColumnID>?
            if sample.number(0..<5) == 0 {
                query.columns = [ColumnPath("c1")!, ColumnPath("c3")!]
                columns = [Sample.column("c1"), Sample.column("c3")]
            }
            let expected = scan.find(query, columns: columns)
            let actual = try await store.searchAllIDs(query)
            #expect(actual == expected, "\(query)")
            #expect(try await store.search.count(matching: query) == expected.count, "\(query)")
            found += expected.count
        }
        #expect(found > 5_000)
    }

    @Test(arguments: SearchQuery.Order.allCases)
    func `an article at the very beginning or end of a time belongs to it`(order: SearchQuery.Order) async throws {
        let articles = (1...5).map { Sample.article(Sample.summary($0, minutes: Double($0), title: "Harbour \($0)")) }
        try await add(articles)
        var query = SearchQuery("harbour", order: order)
        query.from = articles[1].summary.publishedAt
        query.to = articles[3].summary.publishedAt
        #expect(try await Set(store.searchAllIDs(query)) == Set(articles[1...3].map(\.id)))
        #expect(try await store.search.count(matching: query) == 3)
        query.from = articles[3].summary.publishedAt
        #expect(try await store.searchAllIDs(query) == [articles[3].id])
    }

    /// Checks that the order of the index is that of lists, to a few minutes.
    private func checkOrder(_ articles: [Article]) async throws {
        let lists = try await store.allPages(limit: 500).map(\.id)
        #expect(Set(articles.map(\.id)) == Set(lists))
        let dated = articles.prefix { $0.summary.publishedAt != nil }
        let undated = articles.suffix(from: dated.endIndex).map(\.id)
        #expect(undated == Array(lists.suffix(undated.count)))
        var earliest = Date.distantFuture
        for article in dated {
            let time = article.summary.publishedAt ?? .distantPast
            #expect(time <= earliest.addingTimeInterval(180))
            earliest = min(earliest, time)
        }
    }

    @Test func `any text is found by each of its words and pairs of characters`() async throws {
        var sample = SearchSample(seed: 7)
        let articles = sample.articles(60, columns: ["c1"])
        try await add(articles)
        for article in articles {
            var queries: Set<String> = []
            for field in [article.title, article.summary.summary, article.body.text] {
                for line in field.split(whereSeparator: { $0.isNewline || $0 == "，" || $0 == " " }) {
                    let characters = Array(line)
                    if line.allSatisfy(\.isASCII) { queries.insert(String(line)) }
                    for index in characters.indices.dropLast()
                    where characters[index...index + 1].allSatisfy({ $0.isLetter && $0.isWrittenWithoutSpaces }) {
                        queries.insert(String(characters[index...index + 1]))
                        queries.insert(String(characters[index]))
                    }
                }
            }
            for text in queries {
                let query = SearchQuery(text, pageSize: 100)
                let ids = try await store.searchAll(query)
                #expect(ids.contains(article.id), "\(text)")
            }
        }
    }

    // MARK: Languages

    @Test(arguments: [
        ("台灣", [1, 2, 3]), ("臺灣", [1, 2, 3]), ("台湾", [1, 2, 3]), ("臺", [1, 2, 3]), ("湾", [1, 2, 3]),
        ("灣經", [1]), ("發展", [1, 3]), ("Café", [4]), ("ＣＡＦＥ", [4]), ("「台灣經濟」", [1]), ("台灣 -發展", [2]),
        ("タワー", [5]), ("ﾀﾜｰ", [5]), ("たわー", [5]), ("東京", [5]), ("东京", [5]), ("한국", [6]), ("경제", [6]), ("국", [6]),
        ("ประเทศ", [7]), ("5G手機", [8]), ("手机", [8]), ("5g", [8]),
    ])
    func `each language is found in each way to write it`(text: String, numbers: [Int]) async throws {
        try await add([
            article(1, text: "台灣經濟發展"), article(2, text: "臺灣的夜市"), article(3, text: "台湾，发展很快"),
            article(4, text: "A café in Paris"), article(5, text: "東京タワーに登る"), article(6, text: "한국은 경제 뉴스"),
            article(7, text: "ข่าวจากประเทศไทย"), article(8, text: "新5G手機上市"),
        ])
        #expect(Set(try await find(text)) == Set(numbers.map(Sample.id)))
    }

    @Test func `a Traditional and a Simplified article find each other's words`() async throws {
        let traditional = "香港立法會議員討論颱風後的經濟發展與頭髮、裡面的麵條"
        let simplified = "香港立法会议员讨论台风后的经济发展与头发、里面的面条"
        try await add([article(1, text: traditional), article(2, text: simplified)])
        let characters = (Array(traditional), Array(simplified))
        for index in characters.0.indices.dropLast() where characters.0[index...index + 1].allSatisfy(\.isLetter) {
            for text in [String(characters.0[index...index + 1]), String(characters.1[index...index + 1])] {
                #expect(try await find(text).count == 2, "\(text)")
            }
        }
    }

    // MARK: Nothing is an error

    @Test func `nothing that is typed is an error`() async throws {
        try await add([article(1, text: "harbour 香港 \"quoted\" NEAR title:x")])
        let pieces = [
            "\"", "“", "”", "「", "」", "'", "-", "－", "*", "(", ")", "{", "}", ":", "^", "+", "NOT", "AND", "OR", "NEAR",
            "NEAR(a b, 2)", "title:", "{title body}:", "\u{0}", "\\", ";", "--", "%", "_", "harbour", "香港", "臺", "\n",
            "\t",
            "🎉", "\u{202E}", "\u{301}", "　", " ", "search_index", "ﷺ", "\u{FFFF}", "《", "》", "，",
        ]
        var random = SeededGenerator(seed: 99)
        for round in 0..<1_500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...9, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            if round % 50 == 0 {
                text = String(decoding: (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
            }
            let query = SearchQuery(
                text, in: SearchQuery.Scope.allCases.randomElement(using: &random) ?? .content,
                order: SearchQuery.Order.allCases.randomElement(using: &random) ?? .newest,
                completesLastWord: Bool.random(using: &random))
            await #expect(throws: Never.self, "\(text.debugDescription)") {
                _ = try await store.search.articles(matching: query)
            }
        }
        for text in [String(repeating: "香港 ", count: 5_000), String(repeating: "a", count: 100_000)] {
            await #expect(throws: Never.self) { _ = try await store.search.articles(matching: SearchQuery(text)) }
        }
    }

    @Test(arguments: ["", "   ", "　", "!?", "\"\"", "-", "🎉", "- -", "「」"])
    func `a text without a letter finds nothing`(text: String) async throws {
        try await add([article(1, text: "harbour 香港")])
        #expect(try await store.search.articles(matching: SearchQuery(text)) == SearchResults())
    }

    @Test func `operators of SQLite's language are words like others`() async throws {
        try await add([article(1, text: "to be or not to be"), article(2, text: "near the title")])
        #expect(try await find("or NOT be") == [Sample.id(1)])
        #expect(try await find("title:near").isEmpty)
        #expect(try await find("near title") == [Sample.id(2)])
        #expect(try await find("be*") == [Sample.id(1)])
    }

    @Test func `a query of exclusions only finds everything else`() async throws {
        try await add((1...30).map { article($0, text: $0 % 3 == 0 ? "harbour" : "香港") })
        let rest = (1...30).filter { $0 % 3 == 0 }.map(Sample.id)
        for order in SearchQuery.Order.allCases {
            let query = SearchQuery("-香港", order: order, pageSize: 4)
            #expect(try await store.searchAll(query) == (order == .oldest ? rest : rest.reversed()))
            #expect(try await store.search.articles(matching: query).total == rest.count)
        }
    }

    @Test func `a word is completed while it is typed, and not before its second letter`() async throws {
        try await add([article(1, text: "harbour"), article(2, text: "Hong Kong 香港")])
        func find(_ text: String) async throws -> [ArticleID] {
            try await store.searchAll(SearchQuery(text, completesLastWord: true))
        }
        #expect(try await find("har") == [Sample.id(1)])
        #expect(try await find("h").isEmpty)
        #expect(try await find("hong ko") == [Sample.id(2)])
        #expect(try await find("ho kong").isEmpty)
        #expect(try await find("hong ko ").isEmpty)
        #expect(try await find("\"hong ko\"").isEmpty)
        #expect(try await find("香") == [Sample.id(2)])
        #expect(try await find("kong 香") == [Sample.id(2)])
        #expect(try await self.find("har").isEmpty)
    }

    // MARK: Pages

    @Test func `pages join while articles are added, more than a minute has numbers`() async throws {
        try await add(stride(from: 10, through: 1_000, by: 10).map { article($0, text: "港聞") })
        let query = SearchQuery("港聞", pageSize: 10)
        var seen: [ArticleID] = []
        var cursor: PageCursor?
        var next = 1
        repeat {
            let page = try await store.search.articles(matching: query, after: cursor)
            seen += page.results.map(\.id)
            cursor = page.next
            // Before and after the position that has been reached, and more in a minute than it has numbers.
            try await add([next, 995, 996, 997, 998, 999].map { article($0 + 2_000 * (next % 2), text: "港聞") })
            let minute = Double(next * 97 % 1_000)
            try await add(
                (0..<6).map { order in
                    var added = article(10_000 + next * 10 + order, text: "港聞")
                    added.summary.publishedAt = Sample.noon.addingTimeInterval(minute * 60 + Double(order))
                    return added
                })
            next += 1
        } while cursor != nil
        #expect(Set(seen).count == seen.count)
        let before = stride(from: 10, through: 1_000, by: 10).map(Sample.id)
        #expect(seen.filter(Set(before).contains) == before.reversed())
    }
}
