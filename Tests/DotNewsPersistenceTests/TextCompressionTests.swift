import DotNewsModels
import Foundation
import TestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct TextCompressionTests {
    private func compressed(_ text: String) -> [UInt8] {
        Data(text.utf8).withUnsafeBytes(TextCompressor().compress)
    }

    /// The text of something compressed; `nil` when it is none.
    private func text(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { compressed in
            guard let count = CompressedText.textCount(compressed) else { return nil }
            var text = [UInt8](repeating: 0, count: count)
            let isWhole = text.withUnsafeMutableBytes { TextDecompressor().decompress(compressed, into: $0) }
            return isWhole ? String(decoding: text, as: UTF8.self) : nil
        }
    }

    @Test(arguments: [
        "", "a", "維港今早有霧，天星小輪照常開出。", "维港今早有雾，天星小轮照常开出。", "Fog over the harbour.",
        String(repeating: "霧", count: 100_000),
    ])
    func `a text comes back as it was`(original: String) {
        #expect(text(compressed(original)) == original)
    }

    @Test func `random texts come back as they were`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let scalars = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                Unicode.Scalar(UInt16.random(in: 0..<0xD800, using: &random)) ?? " "
            }
            let original = String(String.UnicodeScalarView(scalars))
            #expect(text(compressed(original)) == original)
        }
    }

    @Test func `a story's blocks take half of their JSON or less`() {
        let block = #"{"type":"paragraph","text":"維港今早有霧，天星小輪照常開出。Fog over the harbour."},"#
        let json = "[" + String(repeating: block, count: 12) + "{}]"
        #expect(compressed(json).count * 2 < json.utf8.count)
    }

    @Test func `what is cut short, longer, or no compressed text is refused`() {
        let whole = compressed("維港今早有霧，天星小輪照常開出。")
        for count in 0..<whole.count { #expect(text(Array(whole.prefix(count))) == nil, "\(count) bytes") }
        var longer = whole
        longer[0] += 1
        #expect(text(longer) == nil)
        #expect(text(Array("[{\"type\":\"paragraph\"}]".utf8)) == nil)
    }

    @Test func `a length that the bytes cannot fill is refused before memory is taken`() {
        var bytes = compressed("Fog")
        bytes.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(bytes.withUnsafeBytes(CompressedText.textCount) == nil)
    }

    @Test func `flipped bits end neither the process nor the reading`() {
        var random = SeededGenerator(seed: 12)
        let whole = compressed(String(repeating: "維港今早有霧。Fog over the harbour.", count: 40))
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            _ = text(bytes)
        }
    }

    @Test func `SQL sees NULL as NULL, and what is no compressed text as empty`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        try await store.read("asking") { (reader) throws(StoreError) in
            let connection = reader.connection
            #expect(try connection.text("SELECT typeof(inflate(NULL)) || typeof(deflate(NULL))") == "nullnull")
            #expect(try connection.text("SELECT inflate(deflate('維港' || char(10) || 'Fog'))") == "維港\nFog")
            #expect(try connection.text("SELECT quote(inflate(x'0102')) || quote(inflate('[]'))") == "''''")
        }
        await store.close()
    }

    /// The other bytes that another version of the compressor makes of the same text.
    @Test func `a body that was compressed otherwise is no news`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let story = Sample.summary(1, minutes: 1)
        _ = try await store.apply([Sample.stories([story]), Sample.body(Sample.article(story))])
        try await store.write("compressing otherwise") { (connection) throws(StoreError) in
            let length = try connection.number("SELECT length(CAST(inflate(blocks) AS BLOB)) FROM body")
            let text = try connection.text("SELECT hex(inflate(blocks)) FROM body")
            // One stored block: RFC 1951, 3.2.4.
            let low = String(format: "%02X%02X", length & 0xFF, length >> 8)
            let inverted = String(format: "%02X%02X", ~length & 0xFF, ~length >> 8 & 0xFF)
            try connection.execute("UPDATE body SET blocks = x'\(low)000001\(low)\(inverted)\(text)'")
        }
        let before = try await store.article(story.id)
        #expect(before?.article?.body == Sample.article(story).body)
        let change = try await store.apply([Sample.body(Sample.article(story))])
        #expect(change.bodies == 0 && change.updated == [])
        await store.close()
    }
}
