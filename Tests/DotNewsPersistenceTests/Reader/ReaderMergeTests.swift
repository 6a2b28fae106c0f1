import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// Random changes on several devices, and exports imported in any order.
@Suite struct ReaderMergeTests {
    private func device(_ seed: UInt64, actions: Int = 60) async throws -> (ReaderFixture, Data) {
        var reader = try RandomReader(seed: seed)
        try await reader.act(times: actions)
        return (reader.fixture, try await reader.fixture.export())
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `an export imported into an empty store is the same state`(seed: UInt64) async throws {
        let (original, export) = try await device(seed)
        let copy = try ReaderFixture()
        #expect(try await !copy.store.reader.importData(export).isEmpty)
        #expect(try await copy.export() == export)
        #expect(try await copy.store.reader.importData(export).isEmpty, "a second time nothing is new")
        #expect(try await copy.export() == export)

        #expect(try await copy.store.reader.bookmarks() == original.store.reader.bookmarks())
        #expect(try await copy.store.reader.preferences() == original.store.reader.preferences())
        #expect(try await copy.store.reader.recentSearches() == original.store.reader.recentSearches())
        #expect(try await copy.store.reader.history() == original.store.reader.history())
        for number in 0..<5 {
            let id = Sample.id(number)
            #expect(try await copy.store.reader.isRead(id) == original.store.reader.isRead(id))
            #expect(
                try await copy.store.reader.readingPosition(of: id) == original.store.reader.readingPosition(of: id))
        }
    }

    @Test(arguments: 100..<120 as Range<UInt64>)
    func `devices agree, in whatever order and however often they hear of each other`(seed: UInt64) async throws {
        let (first, a) = try await device(seed * 3)
        let (second, b) = try await device(seed * 3 + 1)
        let (third, c) = try await device(seed * 3 + 2)
        for data in [b, c] { _ = try await first.store.reader.importData(data) }
        for data in [c, c, a, b] { _ = try await second.store.reader.importData(data) }
        // And by way of another device: the third hears of the first two from the second alone.
        _ = try await third.store.reader.importData(try await second.export())
        let exports = [try await first.export(), try await second.export(), try await third.export()]
        #expect(exports[0] == exports[1])
        #expect(exports[1] == exports[2])
        for data in [a, b, c] { #expect(try await first.store.reader.importData(data).isEmpty) }
        #expect(try await first.store.verify().problems == [])
    }

    @Test(arguments: 200..<212 as Range<UInt64>)
    func `of every bookmark, label and preference the latest change wins`(seed: UInt64) async throws {
        let (first, a) = try await device(seed * 2)
        let (_, b) = try await device(seed * 2 + 1)
        _ = try await first.store.reader.importData(b)
        let merged = try registers(await first.export())
        let expected = try registers(a).merging(registers(b)) { max($0, $1) }
        #expect(merged == expected)
    }

    /// The registers of an export by name, each with its time and its value.
    private func registers(_ data: Data) throws -> [String: Register] {
        let document = try JSONDecoder().decode(ReaderStateDocument.self, from: data)
        var registers: [String: Register] = [:]
        for entry in document.articles ?? [] {
            if let flag = entry.bookmark { registers["bookmark \(entry.id)"] = Register(flag.changedAt, flag.value) }
            if let flag = entry.read { registers["read \(entry.id)"] = Register(flag.changedAt, flag.value) }
            for label in entry.labels ?? [] {
                registers["label \(entry.id) \(label.name)"] = Register(label.changedAt, label.value)
            }
        }
        for preference in document.preferences ?? [] {
            registers["preference \(preference.name.name.rawValue)"] = Register(
                time: preference.changedAt.milliseconds, value: preference.value ?? "")
        }
        for (list, topics) in [("followed", document.followed ?? []), ("muted", document.muted ?? [])] {
            for topic in topics {
                registers["\(list) \(topic.kind) \(topic.name)"] = Register(topic.changedAt, topic.value)
            }
        }
        return registers
    }

    private struct Register: Hashable, Comparable {
        let time: Int64
        let value: String

        init(time: Int64, value: String) {
            self.time = time
            self.value = value
        }

        init(_ time: ReaderTimestamp, _ value: Bool) {
            self.init(time: time.milliseconds, value: value ? "1" : "")
        }

        static func < (lhs: Self, rhs: Self) -> Bool { (lhs.time, lhs.value) < (rhs.time, rhs.value) }
    }

    @Test func `a label given after another device removed the bookmark keeps it`() async throws {
        let (here, there) = (try ReaderFixture(), try ReaderFixture())
        _ = try await here.store.reader.setBookmarked(true, for: Sample.id(1))
        _ = try await there.store.reader.importData(try await here.export())
        there.setClock(10)
        _ = try await there.store.reader.setBookmarked(false, for: Sample.id(1))
        here.setClock(20)
        _ = try await here.store.reader.addLabel(BookmarkLabel("旅遊")!, to: Sample.id(1))
        _ = try await here.store.reader.importData(try await there.export())
        #expect(try await here.store.reader.labels(of: Sample.id(1)) == [BookmarkLabel("旅遊")!])
    }

    @Test func `visits of both are kept, the newest ten thousand`() async throws {
        let (here, there) = (try ReaderFixture(), try ReaderFixture())
        for (fixture, parity) in [(here, 0), (there, 1)] {
            try await fixture.store.write("testing") { connection in
                for number in 0..<7_000 {
                    try connection.addVisit(ArticleKey(Sample.id(number)), at: Int64(number * 2 + parity))
                }
            }
        }
        let (a, b) = (try await here.export(), try await there.export())
        #expect(try await here.store.reader.importData(b).visits == 5_000)
        #expect(try await there.store.reader.importData(a).visits == 5_000)
        #expect(try await here.export() == there.export())
        #expect(try await here.store.reader.importData(b).isEmpty)
        #expect(try await here.store.reader.history(limit: 1).first?.visitedAt == Date(storedMilliseconds: 13_999))
    }

    @Test func `an import that removes a bookmark deletes a withdrawn article, and observers hear of it`() async throws
    {
        let (here, there) = (try ReaderFixture(), try ReaderFixture())
        let article = Sample.summary(1, minutes: 0)
        _ = try await here.store.reader.setBookmarked(true, for: article.id)
        _ = try await here.store.apply([Sample.articles([article]), Sample.body(Sample.article(article))])
        _ = try await here.store.apply([.withdrawn(article.id)])
        _ = try await there.store.reader.importData(try await here.export())
        there.setClock(10)
        _ = try await there.store.reader.setBookmarked(false, for: article.id)

        var values = here.store.observe { reader in try reader.bookmarks().count }
            .makeAsyncIterator()
        #expect(try await values.next() == 1)
        #expect(try await here.store.reader.importData(try await there.export()).withdrawn == [article.id])
        #expect(try await values.next() == 0)
        #expect(try await here.store.article(article.id) == nil)
        #expect(try await here.store.verify().problems == [])
    }
}
