import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// What other libraries than Foundation do on Linux has to come out as Foundation does it, which other devices have.
@Suite struct UnicodeTests {
    /// Characters of Unicode 14 and earlier, which all libraries in use know.
    private static let scalars = (0...0x10_FFFF).compactMap(Unicode.Scalar.init).filter {
        guard let age = $0.properties.age else { return false }
        return age.major <= 14
    }

    /// Whether the composed text is the same text, by the standard library, which compares under canonical equivalence,
    /// and stays as it is.
    private func isSound(_ text: String) -> Bool {
        let composed = text.canonicallyComposed
        return composed == text && composed.canonicallyComposed.utf8.elementsEqual(composed.utf8)
    }

    private func isAsFoundationHasIt(_ text: String) -> Bool {
        text.canonicallyComposed.utf8.elementsEqual(text.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Foundation on Linux takes characters above U+FFFF for others, and fails at a final consonant after a syllable and
    /// at three Tibetan vowels.
    private func isKnownToFoundation(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x1_0000 && !(0x11A8...0x11C2).contains(scalar.value)
            && ![0x0F73, 0x0F75, 0x0F81].contains(scalar.value)
    }

    @Test func `every character is composed, and as Foundation does it`() {
        let texts = Self.scalars.map { ($0, "e" + String($0) + "\u{301}\u{323}") }
        #expect(texts.count { !isSound($0.1) } == 0)
        #expect(texts.count { isKnownToFoundation($0.0) && !isAsFoundationHasIt($0.1) } == 0)
    }

    @Test func `texts are composed, and as Foundation does it`() {
        var generator = SeededGenerator(seed: 7)
        let marks = Self.scalars.filter { $0.properties.canonicalCombiningClass != .notReordered }
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let pool = Bool.random(using: &generator) ? marks : Self.scalars
                if let scalar = pool.randomElement(using: &generator) { text.append(scalar) }
            }
            #expect(isSound(String(text)), "\(text.map { String($0.value, radix: 16) })")
            text.removeAll { !isKnownToFoundation($0) }
            #expect(isAsFoundationHasIt(String(text)), "\(text.map { String($0.value, radix: 16) })")
        }
    }

    @Test(arguments: [
        ("港聞", "港聞"), ("", ""), ("Cafe\u{301}", "Caf\u{E9}"), ("\u{212B}", "\u{C5}"), ("ㄱ", "ㄱ"),
        ("\u{1100}\u{1161}\u{11A8}", "각"),
        ("\u{AC00}\u{11A8}", "각"), ("e\u{0F73}\u{323}", "\u{1EB9}\u{0F71}\u{0F72}"),
        ("e\u{10041}\u{301}", "e\u{10041}\u{301}"), ("\u{F900}", "\u{8C48}"), ("a\u{0}\u{301}b", "a\u{0}\u{301}b"),
    ])
    func `a text is composed`(text: String, expected: String) {
        #expect(text.canonicallyComposed.utf8.elementsEqual(expected.utf8))
    }

    @Test(arguments: [
        "新华网.cn", "中國。香港", "bücher.example", "BÜCHER.example", "bu\u{308}cher.example", "faß.de", "βόλος.com",
        "ΒΌΛΟΣ.com", "пример.испытание", "مثال.إختبار", "उदाहरण.परीक्षा", "ｅｘａｍｐｌｅ．com", "例え.テスト", "1月.中国",
        "a\u{200D}b.com", "क्\u{200D}ष.com", "\u{200B}a中.com", "\u{202E}a中.com", "中\u{0}.com", "a中..com",
        "xn--fiqs8s.中国",
        "中_國.com", "-中.com", "中-.com", "\u{301}中.com", "\u{FFFD}.com", "שלום1a.com",
        String(repeating: "中", count: 70) + ".com", String(repeating: "中.", count: 100) + "com",
    ])
    func `an international host is named as Foundation names it`(host: String) {
        let expected = URLComponents(string: "https://" + host + "/")?.encodedHost
            .flatMap {
                $0.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "%") } ? WebAddress("https://\($0)/") : nil
            }
        #expect(WebAddress("https://\(host)/") == expected)
    }
}

@Suite struct FileFailureTests {
    @Test func `what the system says of a file is told without its name`() throws {
        let folder = try TemporaryDirectory()
        let missing = folder.url.appending(path: "geheim")
        let error = #expect(throws: (any Error).self) { try Data(contentsOf: missing) }
        #expect(FileFailure.reason(try #require(error)) == "No such file or directory")
        let other = #expect(throws: (any Error).self) { try Data().write(to: folder.url) }
        #expect(FileFailure.reason(try #require(other)) == "Is a directory")
    }

    @Test func `an error of another kind is told as it tells itself`() {
        #expect(FileFailure.reason(CancellationError()) == "CancellationError()")
    }
}
