import DotNewsModels
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct ReaderExportTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() throws { fixture = try ReaderFixture() }

    private func take(_ json: String) async throws -> ReaderStateImport {
        try await store.reader.importData(Data(json.utf8))
    }

    private func document(_ rest: String) -> String {
        #"{"format":"dotnews-reader-state","version":1,\#(rest)}"#
    }

    @Test func `the document is the one that is documented`() async throws {
        fixture.setClock(0.25)
        let id = Sample.id(1)
        _ = try await store.reader.addLabel(BookmarkLabel("旅遊")!, to: id)
        try await store.reader.recordVisit(to: id)
        try await store.reader.setReadingPosition(
            ReadingPosition(block: 3, offset: 12, fingerprint: BlockFingerprint(rawValue: 0xAB)), for: id)
        try await store.reader.recordSearch("東橋")
        try await store.reader.updatePreferences {
            $0.appearance = .dark
            $0.followed = [ArticleTopic(.column, "immed/hknews")!]
            $0.muted = [ArticleTopic(.word, "Harbour")!]
        }
        let time = #""changedAt":"2025-05-20T04:00:00.250Z""#
        #expect(
            try await String(decoding: fixture.export(), as: UTF8.self) == """
                {"articles":[{"bookmark":{\(time),"value":true},"id":"AP000000000000000000000001",\
                "labels":[{\(time),"name":"旅遊","value":true}],\
                "position":{"block":3,\(time),"fingerprint":"00000000000000ab","offset":12},\
                "read":{\(time),"value":true}}],"exportedAt":"2025-05-20T04:00:00.000Z",\
                "followed":[{\(time),"kind":"column","name":"immed/hknews","value":true}],\
                "format":"dotnews-reader-state",\
                "history":{"visits":[{"id":"AP000000000000000000000001","visitedAt":"2025-05-20T04:00:00.250Z"}]},\
                "muted":[{\(time),"kind":"word","name":"Harbour","value":true}],\
                "preferences":[{\(time),"name":"appearance","value":"dark"}],\
                "searches":{"entries":[{\(time),"name":"東橋","value":true}]},"version":1}
                """)
    }

    @Test func `visits, searches and clearings of the year 9999 are left out, and clear nothing`() async throws {
        fixture.setClock(0)
        try await store.reader.recordVisit(to: Sample.id(3))
        try await store.reader.recordSearch("ferry")
        let far = "9999-12-31T23:59:59Z"
        _ = try await take(
            document(
                """
                "history":{"clearedAt":"\(far)","visits":[{"id":"\(Sample.id(1).rawValue)","visitedAt":"\(far)"}]},
                "searches":{"clearedAt":"\(far)","entries":[{"name":"東橋","value":true,"changedAt":"\(far)"}]}
                """))
        #expect(try await store.reader.history().map(\.id) == [Sample.id(3)])
        #expect(try await store.reader.recentSearches().map(\.text) == ["ferry"])
        fixture.setClock(60)
        try await store.reader.recordVisit(to: Sample.id(2))
        try await store.reader.recordSearch("harbour")
        #expect(try await store.reader.history().first?.id == Sample.id(2))
        #expect(try await store.reader.recentSearches().first?.text == "harbour")
        fixture.setClock(120)
        try await store.reader.clearHistory()
        #expect(try await store.reader.history().isEmpty)
        #expect(!String(decoding: try await fixture.export(), as: UTF8.self).contains("9999"))
    }

    /// Copying the labels of an article for each of them would take some minutes.
    @Test(.timeLimit(.minutes(1))) func `a hundred thousand labels of one article are exported`() async throws {
        let labels = (0..<100_000).map { #"{"name":"\#($0)","value":true,"changedAt":"2025-11-03T08:15:30Z"}"# }
        let json = document(
            #""articles":[{"id":"\#(Sample.id(1).rawValue)","labels":[\#(labels.joined(separator: ","))]}]"#)
        #expect(try await take(json).changes == labels.count)
        let exported = try await store.reader.exportData()
        #expect(String(decoding: exported, as: UTF8.self).components(separatedBy: #""name""#).count == labels.count + 1)
    }

    /// Hashing a name of a million marks would take minutes.
    @Test(.timeLimit(.minutes(1)), arguments: ["\u{301}\u{327}", #"\u0301\u0327"#])
    func `a member's name longer than any is refused`(_ marks: String) async throws {
        for end in [#"":1"#, "\" \n:1"] {
            let json = document(#""a\#(String(repeating: marks, count: 300_000))"# + end)
            let error = await #expect(throws: StoreError.self) { try await take(json) }
            #expect(error?.code == .invalidExport)
        }
    }

    @Test func `an empty store exports an empty state, and a document without sections changes nothing`() async throws {
        #expect(try await take(String(decoding: fixture.export(), as: UTF8.self)).isEmpty)
        #expect(try await take(document(#""future":[1,2]"#)).isEmpty)
    }

    @Test func `what was written by hand is taken: other zones, no fractions, words not in their form`() async throws {
        fixture.setClock(200 * 86_400)
        let json = document(
            #"""
            "articles":[{"id":"AP00000000000000000000000A","bookmark":{"value":true,"changedAt":"2025-11-03T16:15:30+08:00"},
            "labels":[{"name":"  To   read ","value":true,"changedAt":"2025-11-03T08:15:30Z"}]}]
            """#)
        #expect(try await take(json).changes == 2)
        let bookmark = try #require(await store.reader.bookmarks().first)
        #expect(bookmark.id == Sample.id(10) && bookmark.labels.map(\.rawValue) == ["To read"])
        #expect(bookmark.changedAt == Date(timeIntervalSince1970: 1_762_157_730))
    }

    @Test func `a newer version is refused with what to do, and nothing is changed`() async throws {
        let json = #"{"format":"dotnews-reader-state","version":2,"articles":"in another form"}"#
        let error = await #expect(throws: StoreError.self) { try await take(json) }
        #expect(error?.code == .newerExport)
        #expect(error?.description.contains("format version 2; this version reads up to 1") == true)
        #expect(error?.description.contains("update the application") == true)
    }

    @Test(arguments: [
        ("", "not JSON"), ("{", "not JSON"), ("[]", "another type"), ("null", "another type"), ("{}", "does not say"),
        (#"{"format":"opml","version":1}"#, "does not say"), (#"{"format":"dotnews-reader-state"}"#, "does not say"),
        (#"{"format":"dotnews-reader-state","version":0}"#, "does not say"),
        (#"{"format":"dotnews-reader-state","version":1e99}"#, "not JSON"),
        (#"{"format":"dotnews-reader-state","version":"1"}"#, "version is of another type"),
    ])
    func `what is no export is refused`(json: String, reason: String) async throws {
        let error = await #expect(throws: StoreError.self) { try await take(json) }
        #expect(error?.code == .invalidExport)
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        (#""articles":[{"id":"../../etc/passwd"}]"#, "articles[0].id is Not a valid ArticleID"),
        (#""articles":[{}]"#, "articles[0].id is missing"),
        (#""articles":{"secret":1}"#, "articles is of another type"),
        (
            #""articles":[{"id":"AP000000000000000000000001","read":{"value":1,"changedAt":"2025-11-03T08:15:30Z"}}]"#,
            "articles[0].read.value is of another type"
        ),
        (
            #""articles":[{"id":"AP000000000000000000000001","read":{"value":true,"changedAt":"secret"}}]"#,
            "articles[0].read.changedAt is not a time in ISO 8601 from 1970 to 9999"
        ),
        (#""history":{"clearedAt":"10000-01-01T00:00:00Z"}"#, "history.clearedAt is not a time"),
        (#""history":{"clearedAt":"1969-12-31T23:59:59Z"}"#, "history.clearedAt is not a time"),
        (#""history":{"clearedAt":"2025-11-03"}"#, "history.clearedAt is not a time"),
        (
            #""articles":[{"id":"AP000000000000000000000001","position":{"block":1,"changedAt":"2025-11-03T08:15:30Z"}}]"#,
            "belong together"
        ),
        (
            #""preferences":[{"name":"a secret","value":"x","changedAt":"2025-11-03T08:15:30Z"}]"#,
            "preferences[0].name is not 1 to 64 letters"
        ),
        (
            #""preferences":[{"name":"x","value":"","changedAt":"2025-11-03T08:15:30Z"}]"#,
            "preferences[0].value is not a text"
        ),
        (
            #""followed":[{"kind":"column","name":"a b","value":true,"changedAt":"2025-11-03T08:15:30Z"}]"#,
            "followed[0].name is not the name of a topic"
        ),
        (
            #""searches":{"entries":[{"name":"\u0000secret","value":true,"changedAt":"2025-11-03T08:15:30Z"}]}"#,
            "searches.entries[0].name is not a text"
        ),
    ])
    func `one value that is not acceptable refuses the whole, and says where`(
        section: String, reason: String
    ) async throws {
        _ = try await store.reader.setBookmarked(true, for: Sample.id(7))
        let before = try await fixture.export()
        let good = #""preferences":[{"name":"textSize","value":"90","changedAt":"2025-11-03T08:15:30Z"}],"#
        let error = await #expect(throws: StoreError.self) {
            try await take(document((section.hasPrefix(#""pref"#) ? "" : good) + section))
        }
        #expect(error?.code == .invalidExport)
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("secret") == false)
        #expect(try await fixture.export() == before)
    }

    @Test func `what is too large is refused before it is read`() async throws {
        let error = await #expect(throws: StoreError.self) {
            try await store.reader.importData(Data(count: ReaderState.maximumImportSize + 1))
        }
        #expect(error?.code == .invalidExport)
        #expect(error?.reason.contains("64 MiB") == true)
    }

    @Test func `deep nesting is refused`() async throws {
        let deep = String(repeating: "[", count: 100_000)
        let error = await #expect(throws: StoreError.self) { try await take(document(#""articles":\#(deep)"#)) }
        #expect(error?.code == .invalidExport)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `damaged documents are refused or taken, and what is taken can be exported again`(seed: UInt64) async throws {
        var reader = try RandomReader(seed: seed)
        try await reader.act(times: 80)
        let good = [UInt8](try await reader.fixture.export())
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("0123456789\"{}[],:".utf8).randomElement(using: &generator)!, at: place)
                default: bytes.removeLast(bytes.count - place - (place == 0 ? 1 : 0))
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            do throws(StoreError) {
                _ = try await store.reader.importData(Data(bytes))
            } catch {
                #expect([.invalidExport, .newerExport].contains(error.code), "\(error)")
            }
        }
        let copy = try ReaderFixture()
        let export = try await fixture.export()
        _ = try await copy.store.reader.importData(export)
        #expect(try await copy.export() == export)
        #expect(try await store.verify().problems == [])
    }

    @Test func `bookmarks, labels, positions and choices of the year 9999 are kept, and give way to any change`()
        async throws
    {
        let far = "9999-12-31T23:59:59Z"
        func state(_ id: String) -> String {
            document(
                #""articles":[{"id":"\#(id)","bookmark":{"value":true,"changedAt":"\#(far)"},"#
                    + #""read":{"value":true,"changedAt":"\#(far)"},"#
                    + #""labels":[{"name":"later","value":true,"changedAt":"\#(far)"}]}]"#)
        }
        #expect(try await take(state("AP000000000000000000000001")).changes == 3)
        #expect(try await store.reader.isBookmarked(Sample.id(1)))
        #expect(try await store.reader.isRead(Sample.id(1)))
        #expect(!String(decoding: try await fixture.export(), as: UTF8.self).contains("9999"))
        // The reader's own counts, whenever the same comes again.
        _ = try await store.reader.setBookmarked(false, for: Sample.id(1))
        _ = try await take(state("AP000000000000000000000001"))
        #expect(try await !store.reader.isBookmarked(Sample.id(1)))
    }

    @Test func `a time at the end of all times can still be changed here`() async throws {
        let json = document(
            #""articles":[{"id":"AP000000000000000000000001","read":{"value":true,"changedAt":"9999-12-31T23:59:59.999Z"}}]"#
        )
        _ = try await take(json)
        #expect(try await store.reader.setRead(false, in: .articles([Sample.id(1)])).count == 1)
        #expect(try await !store.reader.isRead(Sample.id(1)))
        let copy = try ReaderFixture()
        _ = try await copy.store.reader.importData(try await fixture.export())
        #expect(try await copy.export() == fixture.export())
    }
}
