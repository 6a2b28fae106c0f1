import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct StoredAddressTests {
    private static let story = "https://www.dotdotnews.com/a/202505/20/AP682c10e5e4b0a1a7d3f5c111.html"

    /// What is stored of an address; `nil` when it stands as it is.
    private func stored(_ address: String, _ base: String) -> [UInt8]? {
        var output: [UInt8] = []
        let isShorter = Data(address.utf8).withUnsafeBytes { address in
            Data(base.utf8).withUnsafeBytes { StoredAddress.append(address, relativeTo: $0, to: &output) }
        }
        return isShorter ? output : nil
    }

    private func read(_ stored: [UInt8], _ base: String) -> String? {
        stored.withUnsafeBytes { stored in
            Data(base.utf8).withUnsafeBytes { StoredAddress.read(stored, relativeTo: $0) }
        }
    }

    @Test(arguments: [
        ("https://www.dotdotnews.com/a/202505/20/AP682c10e5e4b0a1a7d3f5c111.json", 7),
        ("https://www.dotdotnews.com/s/a/202505/20/AP682c10e5e4b0a1a7d3f5c111.html", 5),
        ("https://www.dotdotnews.com/a/202505/20/AP682c10e5e4b0a1a7d3f5c111.html", 3),
        ("https://www.dotdotnews.com/r/1.jpg?w=600", 16),
        ("https://www.dotdotnews.com/", 3),
    ])
    func `an address takes what it has beyond that of its story`(address: String, count: Int) throws {
        let bytes = try #require(stored(address, Self.story))
        #expect(bytes.count == count)
        #expect(bytes.allSatisfy { (1..<0x80).contains($0) })
        #expect(read(bytes, Self.story) == address)
    }

    @Test func `what would be no shorter stands as it is`() {
        #expect(stored("", Self.story) == nil && stored("https://a.example/", "") == nil)
        #expect(stored("abcX", "abcY") == nil)
    }

    @Test func `random addresses come back, repeating and long ones too`() throws {
        var random = SeededGenerator(seed: 21)
        var shorter = 0
        for _ in 0..<2_000 {
            func address(_ count: Int) -> String {
                String((0..<count).map { _ in "ab/".randomElement(using: &random)! })
            }
            let common = (
                address(Int.random(in: 0...150, using: &random)), address(Int.random(in: 0...150, using: &random))
            )
            let base = common.0 + address(Int.random(in: 0...5, using: &random)) + common.1
            let other = common.0 + address(Int.random(in: 0...5, using: &random)) + common.1
            guard let bytes = stored(other, base) else { continue }
            shorter += 1
            #expect(read(bytes, base) == other)
        }
        #expect(shorter > 1_500)
    }

    @Test func `what another address is too short for is refused`() {
        let bytes = stored("https://www.dotdotnews.com/x.html", Self.story)!
        #expect(read(bytes, "https://a") == nil)
        for damaged in [[], [1], [1, 2], [1, 0, 1], [1, 1, 0], [2, 1, 1]] as [[UInt8]] {
            #expect(read(damaged, Self.story) == nil)
        }
        #expect(read([1, 1, 1], Self.story) == "")
    }

    @Test func `a story's addresses come back, those in the old form too, and a damaged one is named`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let stories = (0..<20).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.stories(stories)])
        let isRelative = "SELECT count(*) FROM article WHERE unicode(share_url) = 1 AND unicode(json_url) = 1"
        let count = try await store.read("counting") { reader in
            try reader.connection.number(isRelative)
        }
        #expect(count == 20)
        #expect(try await store.articles(limit: 20).items == stories.reversed())
        // As lists tell whether they say something new by a hash that older stores have too.
        #expect(SummaryRecord(stories[1]).digest == -6_749_104_612_922_427_156)
        try await store.write("storing in the old form") { connection in
            try connection.execute(
                "UPDATE article SET json_url = 'https://news.example/a/3.json' WHERE title LIKE '% 3'")
        }
        #expect(try await store.articles(limit: 20).items == stories.reversed())
        try await store.write("damaging") { connection in
            try connection.execute("UPDATE article SET url = 'https://x' WHERE title LIKE '% 4'")
        }
        let error = await #expect(throws: StoreError.self) { try await store.articles(limit: 20) }
        #expect(error?.code == .unreadableContent)
        await store.close()
    }
}
