import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReaderChoiceTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() throws { fixture = try ReaderFixture() }

    private static func tag(_ name: String) -> ArticleTopic { ArticleTopic(.tag, name)! }

    // MARK: Preferences

    @Test func `preferences are the defaults until they are set, and are kept`() async throws {
        #expect(try await store.reader.preferences() == Preferences())
        let wanted = Preferences(
            appearance: .dark, textSize: TextSize(percent: 130), edition: "dotdotnews-english", images: .unmetered,
            followed: [.column(ColumnPath("immed/hknews")!), Self.tag("旅遊")],
            muted: [Self.tag("旅遊"), Self.tag("旅游"), Self.tag("Harbour Notes")])
        #expect(try await store.reader.updatePreferences { $0 = wanted } == wanted)
        await store.close()
        let again = try ArticleStore(at: fixture.folder.database)
        #expect(try await again.reader.preferences() == wanted)
        try await again.reader.updatePreferences {
            $0.muted.remove(Self.tag("旅游"))
            $0.edition = nil
        }
        #expect(try await again.reader.preferences().muted == [Self.tag("旅遊"), Self.tag("Harbour Notes")])
        #expect(try await again.reader.preferences().edition == nil)
        await again.close()
    }

    @Test func `words of another version are kept and read as the default`() async throws {
        try await store.reader.setPreference(.appearance, to: "sepia")
        try await store.reader.setPreference(.textSize, to: "9000")
        try await store.reader.setPreference(PreferenceName(rawValue: "lineHeight"), to: "1.4")
        let preferences = try await store.reader.preferences()
        #expect(preferences.appearance == .automatic && preferences.textSize.percent == 300)
        try await store.reader.updatePreferences { $0.images = .never }
        #expect(try await store.reader.preference(.appearance) == "sepia")
        #expect(try await store.reader.preference(PreferenceName(rawValue: "lineHeight")) == "1.4")
    }

    @Test func `names and values that are not acceptable are refused, and not repeated`() async throws {
        for (name, value) in [
            ("", "x"), ("a b", "x"), ("歡迎", "x"), (String(repeating: "n", count: 65), "x"), ("ok", ""),
            ("ok", String(repeating: "secret", count: 700)),
        ] {
            let error = await #expect(throws: StoreError.self) {
                try await store.reader.setPreference(PreferenceName(rawValue: name), to: value)
            }
            #expect(error?.code == .invalidValue)
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `observers see preferences change`() async throws {
        var values = store.observe { reader in try reader.preferences() }.makeAsyncIterator()
        #expect(try await values.next() == Preferences())
        try await store.reader.updatePreferences { $0.appearance = .dark }
        #expect(try await values.next()?.appearance == .dark)
    }

    // MARK: Searches

    @Test func `recent searches are listed last first, the same words once`() async throws {
        for (second, text) in ["東橋", "harbour fog", " 東橋 ", "东桥", "harbour  fog"].enumerated() {
            fixture.setClock(Double(second))
            #expect(try await store.reader.recordSearch(text))
        }
        #expect(try await store.reader.recentSearches().map(\.text) == ["harbour fog", "东桥", "東橋"])
        #expect(try await store.reader.recentSearches()[0].searchedAt == Sample.noon.addingTimeInterval(4))
        try await store.reader.removeSearch("东桥")
        try await store.reader.removeSearch("never")
        #expect(try await store.reader.recentSearches().map(\.text) == ["harbour fog", "東橋"])
        for text in ["", "  ", String(repeating: "長", count: 90)] {
            #expect(try await !store.reader.recordSearch(text))
        }
    }

    @Test func `a hundred searches are remembered, the newest`() async throws {
        for number in 0..<230 {
            fixture.setClock(Double(number))
            try await store.reader.recordSearch("search \(number)")
        }
        let texts = try await store.reader.recentSearches().map(\.text)
        #expect(texts == (130..<230).reversed().map { "search \($0)" })
        let exported = try JSONSerialization.jsonObject(with: try await fixture.export()) as? [String: Any]
        let entries = (exported?["searches"] as? [String: Any])?["entries"] as? [Any]
        #expect(entries?.count == 200)
    }

    @Test func `cleared searches are gone for good, and another device does not bring them back`() async throws {
        fixture.setClock(10)
        try await store.reader.recordSearch("secret")
        let before = try await fixture.export()
        try await store.reader.clearRecentSearches()
        #expect(try await store.reader.recentSearches().isEmpty)
        _ = try await store.reader.importData(before)
        #expect(try await store.reader.recentSearches().isEmpty)
        fixture.setClock(-100)
        try await store.reader.recordSearch("new")
        #expect(try await store.reader.recentSearches().map(\.text) == ["new"])
        #expect(try await !String(decoding: fixture.export(), as: UTF8.self).contains("secret"))
    }

    // MARK: Reading positions

    @Test func `a reading position waits for its article, and is found in a body that changed`() async throws {
        let summary = Sample.summary(1, minutes: 0)
        let article = Sample.article(summary)
        let position = try #require(ReadingPosition(block: 1, offset: 4, in: article.body))
        #expect(try await store.reader.setReadingPosition(position, for: summary.id))
        #expect(try await !store.reader.setReadingPosition(position, for: summary.id))
        _ = try await store.apply([Sample.articles([summary]), Sample.body(article)])
        #expect(try await store.reader.readingPosition(of: summary.id) == position)

        var changed = article
        changed.body.blocks.insert(.paragraph("更正 Correction"), at: 0)
        _ = try await store.apply([Sample.body(changed, version: "\"b2\"")])
        let stored = try #require(await store.article(summary.id)?.article)
        #expect(try await store.reader.readingPosition(of: summary.id)?.resolved(in: stored.body)?.block == 2)

        #expect(try await store.reader.setReadingPosition(nil, for: summary.id))
        #expect(try await store.reader.readingPosition(of: summary.id) == nil)
    }
}
