import Testing

@testable import DotNewsMarkup

@Suite struct PageEncodingTests {
    /// A text in an encoding, a byte that begins no character there, and a character without its last byte.
    struct Sample: CustomTestStringConvertible {
        var label: String
        var text: String
        var bytes: [UInt8]
        var fault: [UInt8]
        /// What stands for it: a fault is followed by bytes that are read for themselves.
        var read = "\u{FFFD}"
        var cut: [UInt8]?

        var testDescription: String { label }
    }

    static let samples: [Sample] = [
        .init(
            label: "gb2312", text: "东桥", bytes: [0xB6, 0xAB, 0xC7, 0xC5], fault: [0xFF], cut: [0xB6]),
        .init(
            label: "gbk", text: "東橋", bytes: [0x96, 0x7C, 0x98, 0xF2], fault: [0xB6, 0x20], read: "\u{FFFD} ",
            cut: [0x96]),
        // 㐁 and 😀, of four bytes each.
        .init(
            label: "gb18030", text: "㐁😀", bytes: [0x81, 0x39, 0xEF, 0x30, 0x94, 0x39, 0xFC, 0x36], fault: [0xFF],
            cut: [0x94, 0x39, 0xFC]),
        .init(label: "big5", text: "東橋", bytes: [0xAA, 0x46, 0xBE, 0xF4], fault: [0xFF], cut: [0xAA]),
        // 嘅 is Hong Kong's; Ê may combine with what follows, so that a converter keeps it back.
        .init(
            label: "big5-hkscs", text: "嘅Ê", bytes: [0x9D, 0xEF, 0x88, 0x66], fault: [0xFF], cut: [0x88]),
        .init(
            label: "iso-8859-1", text: "café – “Ö”",
            bytes: [0x63, 0x61, 0x66, 0xE9, 0x20, 0x96, 0x20, 0x93, 0xD6, 0x94], fault: [0x81]),
        .init(
            label: "shift_jis", text: "橋①", bytes: [0x8B, 0xB4, 0x87, 0x40], fault: [0x81, 0x20], read: "\u{FFFD} ",
            cut: [0x8B]),
        .init(
            label: "euc-jp", text: "東橋", bytes: [0xC5, 0xEC, 0xB6, 0xB6], fault: [0xFF], cut: [0xC5]),
        .init(
            label: "euc-kr", text: "동교", bytes: [0xB5, 0xBF, 0xB1, 0xB3], fault: [0xFF], cut: [0xB5]),
        .init(
            label: "utf-16le", text: "東😀", bytes: [0x71, 0x67, 0x3D, 0xD8, 0x00, 0xDE], fault: [0x3D, 0xD8], cut: [0x3D]
        ),
        .init(
            label: "utf-16be", text: "東😀", bytes: [0x67, 0x71, 0xD8, 0x3D, 0xDE, 0x00], fault: [0xD8, 0x3D], cut: [0xD8]
        ),
    ]

    private func read(_ bytes: [UInt8], _ label: String) throws -> (text: String, faults: Int) {
        let encoding = try #require(LegacyEncoding(label: label))
        let result = try #require(encoding.utf8(of: bytes))
        return (String(decoding: result.bytes, as: UTF8.self), result.faults)
    }

    @Test(arguments: samples) func `a text in an encoding is read`(_ sample: Sample) throws {
        #expect(try read(sample.bytes, sample.label) == (sample.text, 0))
        #expect(try read([], sample.label) == ("", 0))
    }

    @Test(arguments: samples) func `a bad byte in the middle costs no other character`(_ sample: Sample) throws {
        let bytes = sample.bytes + sample.fault + sample.bytes
        #expect(try read(bytes, sample.label) == (sample.text + sample.read + sample.text, 1))
        // Several pieces of the converter's output.
        let many = Array(repeatElement(sample.bytes, count: 30_000).joined())
        let text = String(repeating: sample.text, count: 30_000)
        #expect(try read(many + sample.fault + many, sample.label) == (text + sample.read + text, 1))
    }

    @Test(arguments: samples.filter { $0.cut != nil })
    func `a character that is cut off at the end is one fault`(_ sample: Sample) throws {
        let cut = try #require(sample.cut)
        #expect(try read(sample.bytes + cut, sample.label) == (sample.text + "\u{FFFD}", 1))
        #expect(try read(cut, sample.label) == ("\u{FFFD}", 1))
    }

    @Test func `every encoding under each of its labels is known to the system`() {
        for (label, encoding) in LegacyEncoding.labels {
            #expect(encoding.utf8(of: [])?.faults == 0, "\(label)")
            #expect(LegacyEncoding(label: label.uppercased()) == encoding)
        }
    }

    @Test func `every encoding has a text here`() {
        let tried = Set(Self.samples.compactMap { LegacyEncoding(label: $0.label) })
        #expect(tried == Set(LegacyEncoding.labels.values))
    }

    @Test(arguments: ["", "utf-8", "klingon", "gbk//TRANSLIT", "UTF-16LE ", "../../gconv"])
    func `a label that is none of ours names no encoding`(_ label: String) {
        #expect(LegacyEncoding(label: label) == nil)
    }

    @Test func `an encoding that the system does not know is none, and the next name is tried`() {
        #expect(LegacyEncoding.named(["KLINGON"]).utf8(of: [0x41]) == nil)
        #expect(LegacyEncoding.named([]).utf8(of: [0x41]) == nil)
        #expect(LegacyEncoding.named(["KLINGON", "CP1252"]).utf8(of: [0xE9])?.bytes == Array("é".utf8))
    }

    @Test func `a page of nothing but faults is read to its end`() throws {
        let bytes = [UInt8](repeating: 0xFF, count: 100_000)
        for sample in Self.samples where sample.fault == [0xFF] {
            #expect(try read(bytes, sample.label).faults == bytes.count)
        }
    }

    @Test(arguments: [([0xFF, 0xFE], false), ([0xFE, 0xFF], true)] as [([UInt8], Bool)])
    func `UTF-16 of odd length behind a byte order mark loses its last byte alone`(mark: [UInt8], isBigEndian: Bool) {
        let units = "<p>東橋".utf16.flatMap {
            isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
        }
        let bytes = PageEncoding.utf8(of: mark + units + [0x67], charset: "gbk", declared: nil)
        #expect(String(decoding: bytes, as: UTF8.self) == "<p>東橋\u{FFFD}")
        #expect(PageEncoding.utf8(of: mark, charset: nil, declared: nil) == [])
        #expect(PageEncoding.utf8(of: mark + [0x67], charset: nil, declared: nil) == [0xEF, 0xBF, 0xBD])
    }

    @Test func `a page with a bad byte is read in the encoding that it names`() {
        let page = Array("<p>".utf8) + [0xB6, 0xAB, 0xFF, 0xC7, 0xC5, 0xB6]
        let bytes = PageEncoding.utf8(of: page, charset: nil, declared: "gb2312")
        #expect(String(decoding: bytes, as: UTF8.self) == "<p>东\u{FFFD}桥\u{FFFD}")
    }
}
