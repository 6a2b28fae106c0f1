import DotNewsFoundation
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct BodyEncodingTests {
    private func written(_ body: ArticleBody) -> Data {
        var writer = JSONWriter(capacity: 0)
        writer.body(body)
        return Data(writer.bytes)
    }

    /// The JSON as values, in which the order of fields does not matter.
    private func values(_ data: Data) throws -> NSArray {
        try #require(try JSONSerialization.jsonObject(with: data) as? NSArray)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `a body is written in the form that Codable writes and reads`(seed: UInt64) throws {
        var generator = BodyGenerator(seed: seed)
        let body = generator.body()
        let data = written(body)
        let decoded = try JSONDecoder().decode(ArticleBody.self, from: data)
        // Runs of a text without styles become one, in the writer as in Codable.
        let coded = try JSONEncoder().encode(body)
        #expect(decoded == (try JSONDecoder().decode(ArticleBody.self, from: coded)))
        #expect(try values(data) == values(coded))
    }

    private func read(_ json: Data) throws -> ArticleBody {
        try json.withUnsafeBytes { bytes in
            try JSONScanner.read(bytes) { (scanner) throws(JSONFault) in try scanner.body() }
        }
    }

    @Test(arguments: 0..<1_000 as Range<UInt64>)
    func `whatever the writer writes is read, and as Codable reads it`(seed: UInt64) throws {
        var generator = BodyGenerator(seed: seed)
        let article = generator.article(Sample.summary(0))
        let body = written(article.body)
        #expect(try read(body) == JSONDecoder().decode(ArticleBody.self, from: body))

        var writer = JSONWriter(capacity: 0)
        writer.details(of: article)
        let details = try writer.bytes.withUnsafeBytes { bytes in
            try JSONScanner.read(bytes) { (scanner) throws(JSONFault) in try scanner.details() }
        }
        #expect(details.credits ?? Credits() == article.credits)
        #expect(details.images ?? [] == article.images)
        #expect(details.video == article.video)
        #expect(details.related ?? [] == article.related)
        #expect(details.channelID == article.channelID)
    }

    @Test func `blocks as deep as markup may nest them are read`() throws {
        var body = ArticleBody(blocks: [.paragraph("deep")])
        for depth in 1...64 {
            body.blocks =
                depth.isMultiple(of: 2)
                ? [.blockQuote(body.blocks)] : [.list(.init(isOrdered: true, items: [body.blocks]))]
        }
        #expect(try read(written(body)) == body)
    }

    @Test(arguments: [0.1, 1e-9, 1e21, Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, 12_345.678])
    func `any duration is read as it was written`(duration: Double) throws {
        var media = MediaAsset(address: Sample.address("v.mp4"))
        media.duration = duration
        let body = ArticleBody(blocks: [.video(media, caption: "")])
        #expect(try read(written(body)) == body)
    }

    @Test(arguments: [Int.min, -1, 0, .max])
    func `any whole number is read as it was written`(number: Int) throws {
        let image = ImageAsset(address: Sample.address("i.jpg"), width: number, height: number)
        let body = ArticleBody(blocks: [.subhead("x", level: number), .figure(image)])
        #expect(try read(written(body)) == body)
    }

    @Test func `a body in another form, cut off anywhere or too deep is an error`() throws {
        for other in [
            #"[ {"text": "a", "type": "paragraph"} ]"#, #"[{"type":"paragraph","text":"a"}] "#,
            #"[{"type":"paragraph","text":"\x"}]"#, #"[{"type":"other","text":"a"}]"#,
            #"[{"type":"embed","url":"javascript:1"}]"#, #"[{"type":"subhead","text":"a","level":"2"}]"#,
        ] {
            #expect(throws: JSONFault.self, "\(other)") { try read(Data(other.utf8)) }
        }
        var generator = BodyGenerator(seed: 7)
        let whole = written(ArticleBody(blocks: (0..<10).flatMap { _ in generator.body().blocks }))
        for end in 0..<whole.count {
            #expect(throws: JSONFault.self) { try read(Data(whole.prefix(end))) }
        }
        // So deep that reading it on the stack would end the process.
        let depth = 100_000
        let deep = String(repeating: #"[{"type":"blockQuote","blocks":"#, count: depth)
        #expect(throws: JSONFault.self) {
            try read(Data((deep + "[]" + String(repeating: "}]", count: depth)).utf8))
        }
    }

    @Test func `strings are escaped as RFC 8259 demands and otherwise left alone`() throws {
        var writer = JSONWriter(capacity: 0)
        writer.string("\u{0}\u{1F}\"\\/\n\r\t\u{7F}\u{2028}臺😀é")
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == "\"\\u0000\\u001f\\\"\\\\/\\n\\r\\t\u{7F}\u{2028}臺😀é\"")
        for scalar in (0...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
            let text = "a" + String(Character(scalar)) + "b"
            var writer = JSONWriter(capacity: 0)
            writer.string(text)
            let decoded = try JSONDecoder().decode(String.self, from: Data(writer.bytes))
            guard decoded == text else {
                Issue.record("U+\(String(scalar.value, radix: 16))")
                return
            }
        }
    }

    @Test(arguments: ["\"", "\\", "\u{0}", "\u{1F}", "\n"])
    func `what has to be escaped is found at every place, next to any other`(escaped: Character) throws {
        for length in 0...24 {
            for place in 0...length {
                // Neighbours that differ from what is looked for by one bit or by one.
                for other in ["a", " ", "!", "#", "]", "[", "臺", "\u{A2}", "\u{DC}"] {
                    let before = String(repeating: other, count: place)
                    let text = before + String(escaped) + String(repeating: other, count: length - place)
                    var writer = JSONWriter(capacity: 0)
                    writer.string(text)
                    let expected = "\"" + text.replacing(String(escaped), with: try Self.escape(escaped)) + "\""
                    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
                }
            }
        }
    }

    private static func escape(_ character: Character) throws -> String {
        let encoded = String(decoding: try JSONEncoder().encode([String(character)]), as: UTF8.self)
        return String(encoded.dropFirst(2).dropLast(2))
    }

    @Test func `a duration that is not finite is left out`() throws {
        var media = MediaAsset(address: Sample.address("v.mp4"))
        media.duration = .infinity
        let body = ArticleBody(blocks: [.video(media, caption: "")])
        let decoded = try JSONDecoder().decode(ArticleBody.self, from: written(body))
        media.duration = nil
        #expect(decoded == ArticleBody(blocks: [.video(media, caption: "")]))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `any article comes back from the store as it was`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        var generator = BodyGenerator(seed: seed)
        for number in 0..<4 {
            var article = generator.article(Sample.summary(number, minutes: Double(number)))
            // What is read has passed Codable, in which equal neighbours among plain runs are one.
            article.body = try JSONDecoder().decode(ArticleBody.self, from: JSONEncoder().encode(article.body))
            _ = try await store.apply([Sample.body(article)])
            #expect(try await store.article(article.id)?.article == article)
        }
        await store.close()
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `ids survive as twelve bytes`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let digits = (0..<24).map { _ in String("0123456789abcdefABCDEF".randomElement(using: &random)!) }.joined()
        let id = try #require(ArticleID("AP" + digits))
        let key = ArticleKey(id)
        #expect(key.id == id)
        #expect(withUnsafeBytes(of: key.bytes) { ArticleKey($0) } == key)
    }
}

/// Makes bodies of every kind of block.
private struct BodyGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let words = [
        "harbour", "維港", "维港", "\"quoted\"", "a\\b", "\n", "\t", "é", "😀", "\u{3000}", "<b>", "\u{0}", "", "百分之5",
    ]

    private mutating func text() -> String {
        (0..<Int(random.next() % 6)).map { _ in Self.words.randomElement(using: &random)! }.joined(separator: " ")
    }

    private mutating func flag() -> Bool { random.next() % 2 == 0 }

    private mutating func address() -> WebAddress { Sample.address("p/\(random.next() % 1_000)?q=1&r=%E7%B6%AD") }

    private mutating func inline() -> InlineText {
        InlineText(
            (0..<Int(random.next() % 4)).map { _ in
                InlineText.Run(
                    "x" + text(), isEmphasized: flag(), isStrong: flag(), isStruck: flag(),
                    link: flag() ? address() : nil)
            })
    }

    private mutating func image() -> ImageAsset {
        ImageAsset(
            address: address(), caption: text(), credit: text(), alternativeText: text(),
            width: flag() ? Int(random.next() % 4_000) : nil, height: flag() ? 480 : nil)
    }

    private mutating func media() -> MediaAsset {
        MediaAsset(
            address: address(), poster: flag() ? address() : nil,
            duration: flag() ? Double(random.next() % 100_000) / 1_000 : nil)
    }

    private mutating func blocks(depth: Int) -> [ArticleBody.Block] {
        (0..<Int(random.next() % 5)).map { _ in block(depth: depth) }
    }

    private mutating func block(depth: Int) -> ArticleBody.Block {
        switch random.next() % (depth > 2 ? 11 : 13) {
        case 0: .paragraph(inline())
        case 1: .subhead(inline(), level: Int(2 + random.next() % 5))
        case 2: .leadQuote(inline())
        case 3: .figure(image())
        case 4: .gallery((0..<Int(random.next() % 4)).map { _ in image() })
        case 5: .video(media(), caption: text())
        case 6: .audio(media(), caption: text())
        case 7:
            .table(
                .init(
                    caption: text(),
                    rows: (0..<Int(random.next() % 3)).map { _ in
                        (0..<Int(random.next() % 4)).map { _ in .init(inline(), isHeader: flag()) }
                    }))
        case 8: .embed(address: address(), title: text())
        case 9: .separator
        case 10: .preformatted(text())
        case 11: .blockQuote(blocks(depth: depth + 1))
        default:
            .list(
                .init(
                    isOrdered: flag(),
                    items: (0..<Int(random.next() % 4)).map { _ in blocks(depth: depth + 1) },
                    numbers: (0..<Int(random.next() % 4)).map { _ in Int(random.next() % 200) - 100 },
                    numberStyle: .allCases.randomElement(using: &random)!))
        }
    }

    mutating func body() -> ArticleBody { ArticleBody(blocks: blocks(depth: 0) + [block(depth: 0)]) }

    mutating func article(_ summary: ArticleSummary) -> Article {
        Article(
            summary: summary, body: body(),
            credits: flag() ? Credits(author: text(), editor: text(), source: text(), line: text()) : Credits(),
            images: (0..<Int(random.next() % 3)).map { _ in image() }, video: flag() ? media() : nil,
            related: (0..<Int(random.next() % 3)).map { _ in RelatedLink(title: text(), address: address()) },
            channelID: flag() ? ChannelID("ch_1") : nil)
    }
}
