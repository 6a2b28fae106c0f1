import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct SearchTokenizerTests {
    private func document(_ text: String) -> [String] {
        SearchTokenizer.tokens(of: text, for: .document).map(\.text)
    }

    private func query(_ text: String) -> [String] { SearchTokenizer.tokens(of: text, for: .query).map(\.text) }

    @Test(arguments: [
        ("", []),
        ("Hello, World", ["hello", "world"]),
        ("don't stop", ["don", "t", "stop"]),
        ("COVID-19 in 2025", ["covid", "19", "in", "2025"]),
        ("café CAFÉ cafe\u{301}", ["cafe", "cafe", "cafe"]),
        ("Ærøskøbing Łódź Straße Đà Nẵng", ["aeroskobing", "lodz", "strasse", "da", "nang"]),
        ("İstanbul ISTANBUL ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("ﬁnance ﬂow", ["finance", "flow"]),
        ("m² ①", ["m2", "1"]),
        ("Αθήνα ΑΘΗΝΑ Οδυσσεύς ΟΔΥΣΣΕΥΣ", ["αθηνα", "αθηνα", "οδυσσευσ", "οδυσσευσ"]),
        ("Москва МОСКВА Ёлка", ["москва", "москва", "елка"]),
        ("مُحَمَّد محمد", ["محمد", "محمد"]),
        ("शांति", ["शांति"]),
        ("٢٠٢٥", ["2025"]),
        ("𝐁𝐨𝐥𝐝 text", ["bold", "text"]),
        ("soft\u{AD}hyphen zero\u{200B}width", ["softhyphen", "zerowidth"]),
        ("🎉 party 👩‍👩‍👧 time 🇭🇰!", ["party", "time"]),
        ("a\u{0}b", ["a", "b"]),
    ])
    func `words are folded and everything else separates`(text: String, tokens: [String]) {
        #expect(document(text) == tokens)
        #expect(query(text) == tokens)
    }

    @Test(arguments: [
        ("香港", ["香港", "港"]),
        ("立法會", ["立法", "法会", "会"]),
        ("臺", ["台"]),
        ("台灣，臺灣。台湾", ["台湾", "湾", "台湾", "湾", "台湾", "湾"]),
        ("5G手機", ["5g", "手机", "机"]),
        ("TSMC台積電ADR", ["tsmc", "台积", "积电", "电", "adr"]),
        ("香 港", ["香", "港"]),
        ("葛󠄀城", ["葛城", "城"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("㍿", ["株式", "式会", "会社", "社"]),
        ("豈", ["岂"]),
        ("時々", ["时々", "々"]),
        ("東京タワー", ["东京", "京た", "たわ", "わー", "ー"]),
        ("ﾀﾜｰ タワー たわー", ["たわ", "わー", "ー", "たわ", "わー", "ー", "たわ", "わー", "ー"]),
        ("ガギ ｶﾞｷﾞ カ\u{3099}キ\u{3099}", ["がぎ", "ぎ", "がぎ", "ぎ", "がぎ", "ぎ"]),
        ("ﾊﾟﾊﾞﾊ", ["ぱば", "ばは", "は"]),
        ("한국은", ["한국", "국은", "은"]),
        ("한국".decomposedStringWithCanonicalMapping, ["한국", "국"]),
        ("ประเทศ", ["ปร", "ระ", "ะเ", "เท", "ทศ", "ศ"]),
        ("香港🎉回歸", ["香港", "港", "回归", "归"]),
    ])
    func `runs without spaces become pairs and a last character`(text: String, tokens: [String]) {
        #expect(document(text) == tokens)
    }

    @Test(arguments: [
        ("香港", ["香港"]),
        ("臺", ["台"]),
        ("立法會", ["立法", "法会"]),
        ("手機5G", ["手机", "机", "5g"]),
        ("5G手機", ["5g", "手机"]),
        ("香港 經濟", ["香港", "港", "经济"]),
        ("香港。", ["香港"]),
        ("我 們", ["我", "们"]),
    ])
    func `the last run of a query may go on in the document`(text: String, tokens: [String]) {
        #expect(query(text) == tokens)
    }

    @Test func `tokens know the bytes they stand for`() {
        let text = "Ｈｉ 臺灣café"
        let pieces = SearchTokenizer.tokens(of: text, for: .document).map {
            String(decoding: Array(text.utf8)[$0.range], as: UTF8.self)
        }
        #expect(pieces == ["Ｈｉ", "臺灣", "灣", "café"])
    }

    @Test func `a long word is known by its beginning`() {
        let word = String(repeating: "a", count: 500)
        #expect(document(word) == [String(repeating: "a", count: SearchTokenizer.maximumTokenLength)])
        #expect(query(word) == document(word))
        for token in SearchTokenizer.tokens(of: String(repeating: "ж", count: 500), for: .document) {
            #expect(String(validating: token.bytes, as: UTF8.self) != nil)
        }
    }

    @Test func `bytes that are not UTF-8 separate and are never read beyond the end`() {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // A buffer of exact size, so that a checker of addresses would see a read beyond it.
            let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            defer { buffer.deallocate() }
            _ = buffer.initialize(from: bytes)
            var sink = RangeChecker(count: bytes.count)
            SearchTokenizer.tokenize(UnsafeBufferPointer(buffer), for: .document, into: &sink)
            #expect(sink.isValid)
        }
        let broken: [UInt8] = [0x61, 0xFF, 0x62, 0xE9, 0xA6, 0x63, 0xED, 0xA0, 0x80, 0x64, 0xC0, 0x80, 0xF0, 0x9F]
        let tokens = broken.withUnsafeBufferPointer { bytes in
            var sink = RangeChecker(count: bytes.count)
            SearchTokenizer.tokenize(bytes, for: .document, into: &sink)
            return sink.tokens
        }
        #expect(tokens == ["a", "b", "c", "d"])
    }

    @Test func `folding twice changes nothing`() {
        var checked = 0
        for value in UInt32(0x80)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = query(String(scalar))
            guard !once.isEmpty else { continue }
            checked += 1
            let again = query(once.joined())
            if once.joined() != again.joined(), once.count == 1 {
                Issue.record("\(String(value, radix: 16)): \(once), \(again)")
            }
        }
        #expect(checked > 100_000)
    }

    private struct RangeChecker: SearchTokenSink {
        let count: Int
        var lastStart = 0
        var isValid = true
        var tokens: [String] = []

        init(count: Int) { self.count = count }

        mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            isValid =
                isValid && range.lowerBound >= lastStart && range.upperBound <= count && !range.isEmpty
                && String(validating: token, as: UTF8.self) != nil
            lastStart = range.lowerBound
            tokens.append(String(decoding: token, as: UTF8.self))
            return true
        }
    }
}
