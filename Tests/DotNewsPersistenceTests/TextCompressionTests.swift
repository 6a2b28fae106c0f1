import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct TextCompressionTests {
    private static let dictionary = TextDictionary(
        number: 2, bytes: Array(#"[{"type":"paragraph","text":"維港今早有霧，天星小輪照常開出。Fog over the harbour."#.utf8))

    private func compressed(_ text: String, _ dictionary: TextDictionary? = nil) -> [UInt8] {
        Data(text.utf8).withUnsafeBytes(TextCompressor(dictionary: dictionary).compress)
    }

    /// The text of something compressed; `nil` when it is none.
    private func text(_ bytes: [UInt8], _ dictionary: TextDictionary? = nil) -> String? {
        text(bytes, dictionary, by: TextDecompressor())
    }

    private func text(
        _ bytes: [UInt8], _ dictionary: TextDictionary?, by decompressor: TextDecompressor
    ) -> String? {
        bytes.withUnsafeBytes { compressed in
            decompressor.read(compressed, dictionary: { $0 == dictionary?.number ? dictionary : nil }) { text in
                String(decoding: text, as: UTF8.self)
            }
        }
    }

    @Test(arguments: [
        "", "a", "維港今早有霧，天星小輪照常開出。", "维港今早有雾，天星小轮照常开出。", "Fog over the harbour.",
        String(repeating: "霧", count: 100_000),
    ])
    func `a text comes back as it was`(original: String) {
        #expect(text(compressed(original)) == original)
        #expect(text(compressed(original, Self.dictionary), Self.dictionary) == original)
    }

    @Test func `random texts come back as they were`() {
        var random = SeededGenerator(seed: 11)
        let compressors = [TextCompressor(), TextCompressor(dictionary: Self.dictionary)]
        let decompressor = TextDecompressor()
        for index in 0..<500 {
            let scalars = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                Unicode.Scalar(UInt16.random(in: 0..<0xD800, using: &random)) ?? " "
            }
            let original = String(String.UnicodeScalarView(scalars))
            let bytes = Data(original.utf8).withUnsafeBytes(compressors[index % 2].compress)
            #expect(text(bytes, Self.dictionary, by: decompressor) == original)
        }
    }

    @Test func `what the dictionary has is not said again`() throws {
        let sentence = "維港今早有霧，天星小輪照常開出。Fog over the harbour."
        #expect(compressed(sentence, Self.dictionary).count < 16)
        #expect(compressed(sentence).count > 64)
        // Of the largest size too.
        var random = SeededGenerator(seed: 13)
        let bytes = (0..<TextDictionary.maximumSize).map { _ in UInt8.random(in: 0x20..<0x7F, using: &random) }
        let large = try #require(TextDictionary(number: 1, bytes: bytes))
        let repeated = String(decoding: bytes[..<4_000], as: UTF8.self)
        #expect(compressed(repeated, large).count < 120)
        #expect(text(compressed(repeated, large), large) == repeated)
        #expect(TextDictionary(number: 1, bytes: bytes + [0x20]) == nil)
        #expect(TextDictionary(number: 4, bytes: [0x20]) == nil && TextDictionary(number: 1, bytes: []) == nil)
    }

    @Test func `without its dictionary a text cannot be read, with another one it is not this text`() throws {
        let sentence = "維港今早有霧，天星小輪照常開出。"
        let bytes = compressed(sentence, Self.dictionary)
        #expect(text(bytes) == nil)
        let other = try #require(TextDictionary(number: 1, bytes: Array("Fog over the harbour.".utf8)))
        #expect(text(bytes, other) == nil)
        let changed = try #require(TextDictionary(number: 2, bytes: Array("Fog over the harbour.".utf8)))
        #expect(text(bytes, changed) != sentence)
        #expect(try #require(Self.dictionary).checksum != changed.checksum)
    }

    @Test func `one reader reads texts of several dictionaries in turn`() throws {
        let other = try #require(TextDictionary(number: 1, bytes: Array("Fog over the harbour.".utf8)))
        let decompressor = TextDecompressor()
        let long = String(repeating: "Fog over the harbour. 維港今早有霧。", count: 60_000)
        for original in ["維港今早有霧。", "Fog over the harbour.", long, "维港今早有雾。"] {
            for dictionary in [nil, Self.dictionary, other] {
                #expect(text(compressed(original, dictionary), dictionary, by: decompressor) == original)
            }
        }
    }

    @Test func `a story's blocks take half of their JSON or less`() {
        let block = #"{"type":"paragraph","text":"維港今早有霧，天星小輪照常開出。Fog over the harbour."},"#
        let json = "[" + String(repeating: block, count: 12) + "{}]"
        #expect(compressed(json).count * 2 < json.utf8.count)
    }

    @Test(arguments: [nil, dictionary])
    func `a text cut short by any number of bytes is refused`(dictionary: TextDictionary?) {
        for original in ["維港今早有霧，天星小輪照常開出。", "Fog", "", String(repeating: "霧", count: 400)] {
            let whole = compressed(original, dictionary)
            for count in 0..<whole.count {
                #expect(text(Array(whole.prefix(count)), dictionary) == nil, "\(count) bytes")
            }
        }
    }

    @Test func `a text cut short by its last bit is refused`() throws {
        let original = [UInt8](repeating: 0xE9, count: 7)
        // One block with the format's own codes (RFC 1951, 3.2.6): 3 bits, seven of 9, and the end of 7, the last in a byte alone.
        var bits = [1, 1, 0]
        for byte in original {
            let code = 0b1_1001_0000 + Int(byte) - 144
            bits += (0..<9).map { code >> (8 - $0) & 1 }
        }
        bits += repeatElement(0, count: 7)
        #expect(bits.count % 8 == 1)
        var bytes = withUnsafeBytes(of: UInt32(original.count).littleEndian, Array.init)
        for start in stride(from: 0, to: bits.count, by: 8) {
            bytes.append(bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | UInt8($1) })
        }
        let whole = bytes.withUnsafeBytes { TextDecompressor().read($0, dictionary: { _ in nil }) { Array($0) } }
        #expect(whole == original)
        let cut = bytes.dropLast().withUnsafeBytes {
            TextDecompressor().read($0, dictionary: { _ in nil }) { Array($0) }
        }
        #expect(cut == nil)
    }

    @Test(arguments: [nil, dictionary])
    func `bytes behind a text, and another length than it says, are refused`(dictionary: TextDictionary?) {
        for original in ["維港今早有霧！", "Fog", String(repeating: "霧", count: 400)] {
            let whole = compressed(original, dictionary)
            #expect(text(whole + [0], dictionary) == nil)
            #expect(text(whole + whole.dropFirst(4), dictionary) == nil)
            for change in [-1, 1] {
                var other = whole
                other[0] = UInt8(Int(other[0]) + change)
                #expect(text(other, dictionary) == nil)
            }
        }
        #expect(text(Array("[{\"type\":\"paragraph\"}]".utf8)) == nil)
    }

    @Test func `after a text that is refused the next one is read`() {
        let decompressor = TextDecompressor()
        let whole = compressed("維港今早有霧！", Self.dictionary)
        #expect(text(whole.dropLast(), Self.dictionary, by: decompressor) == nil)
        #expect(text(whole, Self.dictionary, by: decompressor) == "維港今早有霧！")
        #expect(text(compressed("Fog"), nil, by: decompressor) == "Fog")
    }

    @Test func `a length that the bytes cannot fill is refused before memory is taken`() {
        var bytes = compressed("Fog")
        for highest in [0x3F, 0x7F, 0xFF] as [UInt8] {
            bytes.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, highest])
            #expect(bytes.withUnsafeBytes { CompressedText($0) } == nil)
        }
    }

    @Test func `flipped bits end neither the process nor the reading`() {
        var random = SeededGenerator(seed: 12)
        let original = String(repeating: "維港今早有霧。Fog over the harbour.", count: 40)
        let whole = [compressed(original), compressed(original, Self.dictionary)]
        for index in 0..<2_000 {
            var bytes = whole[index % 2]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            _ = text(bytes, Self.dictionary)
        }
    }

    @Test func `SQL sees NULL as NULL, and what is no compressed text as empty`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let texts = try await store.read("asking") { reader in
            try [
                "SELECT typeof(inflate(NULL)) || typeof(deflate(NULL))",
                "SELECT inflate(deflate('維港' || char(10) || 'Fog'))",
                "SELECT quote(inflate(x'0102')) || quote(inflate('[]'))",
            ].map { sql in try reader.connection.requiredRow(sql) { $0.text(0) } }
        }
        #expect(texts == ["nullnull", "維港\nFog", "''''"])
        await store.close()
    }

    /// The other bytes that another version of the compressor makes of the same text.
    @Test func `a body that was compressed otherwise is no news`() async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let story = Sample.summary(1, minutes: 1)
        _ = try await store.apply([Sample.stories([story]), Sample.body(Sample.article(story))])
        try await store.write("compressing otherwise") { connection in
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
