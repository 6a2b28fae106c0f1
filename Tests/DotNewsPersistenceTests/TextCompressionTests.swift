import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite struct TextCompressionTests {
    private func compressed(_ text: String) -> [UInt8] {
        Data(text.utf8).withUnsafeBytes(TextCompressor().compress)
    }

    /// The text of something compressed; `nil` when it is none.
    private func text(_ bytes: [UInt8], by decompressor: TextDecompressor = TextDecompressor()) -> String? {
        bytes.withUnsafeBytes { decompressor.read($0) { String(decoding: $0, as: UTF8.self) } }
    }

    @Test(arguments: [
        "", "a", "維港今早有霧，天星小輪照常開出。", "维港今早有雾，天星小轮照常开出。", "Fog over the harbour.",
        String(repeating: "霧", count: 100_000), String(repeating: "Fog", count: 1 << 20),
    ])
    func `a text comes back as it was`(original: String) {
        #expect(text(compressed(original)) == original)
    }

    @Test func `random texts come back as they were`() {
        var random = SeededGenerator(seed: 11)
        let compressor = TextCompressor()
        let decompressor = TextDecompressor()
        for _ in 0..<500 {
            let scalars = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                Unicode.Scalar(UInt16.random(in: 0..<0xD800, using: &random)) ?? " "
            }
            let original = String(String.UnicodeScalarView(scalars))
            let bytes = Data(original.utf8).withUnsafeBytes(compressor.compress)
            #expect(text(bytes, by: decompressor) == original)
        }
    }

    @Test func `texts of any length about the size of the room are read`() {
        let decompressor = TextDecompressor()
        for count in [32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 1 << 20, 1 << 20 + 1, 3] {
            let original = String(repeating: "x", count: count)
            #expect(text(compressed(original), by: decompressor) == original)
        }
    }

    /// Python 3.11: `zlib.compress("維港今早有霧。Fog over the harbour.".encode(), 9)`.
    private static let fromElsewhere: [UInt8] = [
        0x78, 0xda, 0x01, 0x2a, 0x00, 0xd5, 0xff, 0xe7, 0xb6, 0xad, 0xe6, 0xb8, 0xaf, 0xe4, 0xbb, 0x8a, 0xe6, 0x97,
        0xa9, 0xe6, 0x9c, 0x89, 0xe9, 0x9c, 0xa7, 0xe3, 0x80, 0x82, 0x46, 0x6f, 0x67, 0x20, 0x6f, 0x76, 0x65, 0x72,
        0x20, 0x74, 0x68, 0x65, 0x20, 0x68, 0x61, 0x72, 0x62, 0x6f, 0x75, 0x72, 0x2e, 0x39, 0xb6, 0x16, 0x9d,
    ]

    @Test func `the form is zlib's, as others write it`() {
        #expect(text(Self.fromElsewhere) == "維港今早有霧。Fog over the harbour.")
        #expect(compressed("Fog").first == 0x78)
    }

    @Test func `an article's blocks take half of their JSON or less`() {
        let block = #"{"type":"paragraph","text":"維港今早有霧，天星小輪照常開出。Fog over the harbour."},"#
        let json = "[" + String(repeating: block, count: 12) + "{}]"
        #expect(compressed(json).count * 2 < json.utf8.count)
    }

    @Test func `a text cut short by any number of bytes is refused`() {
        for original in ["維港今早有霧，天星小輪照常開出。", "Fog", "", String(repeating: "霧", count: 400)] {
            let whole = compressed(original)
            for count in 0..<whole.count { #expect(text(Array(whole.prefix(count))) == nil, "\(count) bytes") }
        }
    }

    @Test func `bytes behind a text, another checksum and what is no compressed text are refused`() {
        for original in ["維港今早有霧！", "Fog", String(repeating: "霧", count: 400)] {
            let whole = compressed(original)
            #expect(text(whole + [0]) == nil)
            #expect(text(whole + whole) == nil)
            for index in whole.count - 4..<whole.count {
                var other = whole
                other[index] ^= 1
                #expect(text(other) == nil)
            }
        }
        #expect(text(Array(#"[{"type":"paragraph"}]"#.utf8)) == nil)
    }

    @Test func `after a text that is refused the next one is read`() {
        let decompressor = TextDecompressor()
        let whole = compressed("維港今早有霧！")
        #expect(text(whole.dropLast(), by: decompressor) == nil)
        #expect(text(whole, by: decompressor) == "維港今早有霧！")
    }

    @Test func `flipped bits are never read as another text`() {
        var random = SeededGenerator(seed: 12)
        let original = String(repeating: "維港今早有霧。Fog over the harbour.", count: 40)
        let whole = compressed(original)
        let decompressor = TextDecompressor()
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let read = text(bytes, by: decompressor)
            #expect(read == nil || read == original)
        }
    }

    @Test func `SQL sees NULL as NULL, and what is no compressed text as damage`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let bytes = Self.fromElsewhere
        let texts = try await store.read("asking") { reader in
            try reader.connection.requiredRow("SELECT typeof(inflate(NULL)), inflate(?)", bytes) { row in
                [row.text(0), row.text(1)]
            }
        }
        #expect(texts == ["null", "維港今早有霧。Fog over the harbour."])
        for damaged in ["x''", "x'0102'", "'[]'", "7"] {
            let error = await #expect(throws: StoreError.self) {
                try await store.read("asking") { reader in
                    try reader.connection.requiredRow("SELECT inflate(\(damaged))") { $0.text(0) }
                }
            }
            #expect(error?.code == .corrupt && error?.reason == "a compressed text is damaged")
        }
        await store.close()
    }

    @Test func `a damaged body is an error for readers, named by verification, and fetched again`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let article = Sample.article(Sample.summary(1, minutes: 1))
        let sound = Sample.article(Sample.summary(2, minutes: 2))
        _ = try await store.apply([
            Sample.articles([article.summary, sound.summary]), Sample.body(article), Sample.body(sound),
        ])
        try await damageBody(of: article.id, in: store)
        let reading = await #expect(throws: StoreError.self) { try await store.article(article.id) }
        #expect(reading?.code == .corrupt)
        #expect(try await store.verify().problems.contains { $0.contains("a compressed text is damaged") })
        // It keeps no other article out of the index.
        #expect(try await store.search.indexAllPending().indexed == 2)
        #expect(try await store.search.indexAllPending().waiting == 0)
        #expect(try await store.verify().isSound)
        #expect(try await store.article(article.id)?.article == nil)
        #expect(try await store.pendingBodies(newest: 10).map(\.summary.id) == [article.id])
        await store.close()
    }

    @Test func `an indexed text that is damaged has the index made anew`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let article = Sample.article(Sample.summary(1, minutes: 1))
        _ = try await store.apply([Sample.articles([article.summary]), Sample.body(article)])
        _ = try await store.search.indexAllPending()
        try await damageBody(of: article.id, in: store)
        _ = try await store.search.indexAllPending()
        #expect(try await store.search.backlog() == 0)
        #expect(try await store.verify().isSound)
        #expect(try await store.search.articles(matching: SearchQuery(article.summary.title)).results.count == 1)
        await store.close()
    }

    /// Damages a body in the file, without the triggers that note what was indexed.
    private func damageBody(of id: ArticleID, in store: ArticleStore) async throws {
        try await store.write("damaging a body") { connection in
            _ = try connection.execute(
                "UPDATE body SET blocks = x'789C0102' WHERE article = (SELECT id FROM article WHERE key = ?)",
                ArticleKey(id))
            _ = try connection.execute("UPDATE search_stale SET blocks = x'789C0102'")
        }
    }

    /// The other bytes that another version of the compressor makes of the same text.
    @Test func `a body that was compressed otherwise is no news`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let article = Sample.summary(1, minutes: 1)
        _ = try await store.apply([Sample.articles([article]), Sample.body(Sample.article(article))])
        try await store.write("compressing otherwise") { connection in
            let text = try connection.requiredRow("SELECT inflate(blocks) FROM body") { Data($0.bytes(0)) }
            // One stored block (RFC 1951, 3.2.4), and the checksum of RFC 1950.
            let (low, high) = (UInt8(truncatingIfNeeded: text.count), UInt8(truncatingIfNeeded: text.count >> 8))
            var sums: (UInt32, UInt32) = (1, 0)
            for byte in text { sums = ((sums.0 + UInt32(byte)) % 65_521, (sums.1 + sums.0 + UInt32(byte)) % 65_521) }
            let checksum = withUnsafeBytes(of: (sums.1 << 16 | sums.0).bigEndian, Array.init)
            try connection.execute(
                "UPDATE body SET blocks = ?", [0x78, 0x01, 0x01, low, high, ~low, ~high] + Array(text) + checksum)
        }
        let before = try await store.article(article.id)
        #expect(before?.article?.body == Sample.article(article).body)
        let change = try await store.apply([Sample.body(Sample.article(article))])
        #expect(change.bodies == 0 && change.updated == [])
        await store.close()
    }
}
