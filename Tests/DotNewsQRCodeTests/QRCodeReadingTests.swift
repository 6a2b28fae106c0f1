import DotNewsQRCode
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.disabled(if: BarcodeReader.isAbsent, "zbarimg is not installed (Debian: zbar-tools)"))
struct QRCodeReadingTests {
    /// How many codes one run of the reader is given.
    private static let batch = 100

    @Test func `a thousand links as images are read back by another reader`() throws {
        var links = Links(seed: 1)
        for _ in 0..<10 {
            let codes = (0..<Self.batch).map { links.next(isLongest: $0 == 0) }
            let images = try codes.map { try QRCode(text: $0.text, level: $0.level).png() }
            #expect(try BarcodeReader.read(images) == codes.map(\.text))
        }
    }

    @Test(arguments: [QRCode.TerminalBackground.dark, .light])
    func `a thousand links as terminal text are read back by another reader`(
        background: QRCode.TerminalBackground
    ) throws {
        var links = Links(seed: 2)
        for _ in 0..<5 {
            let codes = (0..<Self.batch).map { links.next(isLongest: $0 == 0) }
            let images = try codes.map {
                let text = try QRCode(text: $0.text, level: $0.level).terminal(on: background)
                return Self.pixels(of: text, background: background)
            }
            #expect(try BarcodeReader.read(images, extension: "pgm") == codes.map(\.text))
        }
    }

    @Test(arguments: QRCode.CorrectionLevel.allCases)
    func `links that fill a code are read back`(level: QRCode.CorrectionLevel) throws {
        let texts = [level.capacity, level.capacity - 1, level.capacity / 2].map { Links.link(length: $0) }
        #expect(try BarcodeReader.read(texts.map { try QRCode(text: $0, level: level).png() }) == texts)
    }

    @Test func `the site's own size and level are read back, in Chinese too`() throws {
        let texts = [
            "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html",
            "https://www.dotdotnews.com/社會/點新聞", "简体中文", "dotnews://article/AP690800aae4b0e343b0e2aa01",
        ]
        #expect(try BarcodeReader.read(texts.map { try QRCode(text: $0).png() }) == texts)
    }

    /// Draws terminal text as a terminal would: half a cell a module.
    private static func pixels(of text: String, background: QRCode.TerminalBackground) -> Data {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(Array.init)
        return BarcodeReader.image(columns: lines[0].count, rows: lines.count * 2, scale: 2) { column, row in
            let character = lines[row / 2][column]
            let hasInk = character == "█" || character == (row % 2 == 0 ? "▀" : "▄")
            return hasInk == (background == .light)
        }
    }
}

/// Links of many lengths, the same for the same seed.
struct Links {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A link and a level; as long as the level takes when `isLongest`.
    mutating func next(isLongest: Bool) -> (text: String, level: QRCode.CorrectionLevel) {
        let level = QRCode.CorrectionLevel.allCases.randomElement(using: &generator)!
        let length = isLongest ? level.capacity : Int.random(in: 30...300, using: &generator)
        return (Self.link(length: length, using: &generator), level)
    }

    static func link(length: Int) -> String {
        var generator = SeededGenerator(seed: UInt64(length))
        return link(length: length, using: &generator)
    }

    private static func link(length: Int, using generator: inout SeededGenerator) -> String {
        let characters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?&=%+")
        var link = "https://www.dotdotnews.com/a/"
        while link.count < length { link.append(characters.randomElement(using: &generator)!) }
        return link
    }
}
