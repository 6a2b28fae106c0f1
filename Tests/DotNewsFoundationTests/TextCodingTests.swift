import DotNewsFoundation
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct HexadecimalTests {
    @Test func `numbers have two digits a byte`() {
        #expect(UInt8(0).hexadecimal == "00" && UInt8(0xAF).hexadecimal == "af")
        #expect(UInt16(0x0B).hexadecimal == "000b")
        #expect(UInt64(1).hexadecimal == "0000000000000001" && UInt64.max.hexadecimal == "ffffffffffffffff")
        #expect([0x00, 0x0F, 0xA1].hexadecimal == "000fa1" && [UInt8]().hexadecimal == "")
    }

    @Test func `a digit has its value in either case, and nothing else has one`() {
        for byte in UInt8.min ... .max {
            let character = Character(Unicode.Scalar(byte))
            #expect(byte.hexadecimalDigitValue.map(Int.init) == (byte < 0x80 ? character.hexDigitValue : nil))
            #expect(byte.isLowercaseHexadecimalDigit == (byte < 0x80 && "0123456789abcdef".contains(character)))
        }
    }
}

@Suite struct PercentEncodingTests {
    @Test func `every byte but the unreserved is encoded, and decoded again`() {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        for byte in UInt8.min ... .max {
            let encoded = PercentEncoding.encode([byte])
            let isKept = unreserved.utf8.contains(byte)
            #expect(encoded == (isKept ? String(Unicode.Scalar(byte)) : "%" + [byte].hexadecimal.uppercased()))
            #expect(PercentEncoding.decodeLeniently(encoded.utf8) == [byte])
        }
        #expect(PercentEncoding.encode("維 港/?&") == "%E7%B6%AD%20%E6%B8%AF%2F%3F%26")
        #expect(PercentEncoding.decode("%E7%B6%AD%20%e6%b8%af%2F%3F%26") == "維 港/?&")
    }

    @Test func `an address that is encoded already stays as it is`() {
        let address = "/a%20b/c;d=1?x=%E7%B6%AD&y=[z]#f"
        #expect(PercentEncoding.encode(address, keeping: .address) == address)
        #expect(
            PercentEncoding.encode("/維 \"<>\\^`{|}\u{7F}", keeping: .address)
                == "/%E7%B6%AD%20%22%3C%3E%5C%5E%60%7B%7C%7D%7F")
    }

    @Test(arguments: ["%", "%4", "%4g", "%%41", "a%", "%E7%B6", "%FF"])
    func `what is no escape or no UTF-8 is refused, and stands for itself when leniency is asked for`(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
        let lenient = PercentEncoding.decodeLeniently(text.utf8)
        #expect(
            lenient
                == (text == "%%41"
                    ? Array("%A".utf8)
                    : text.hasPrefix("%E") ? [0xE7, 0xB6] : text == "%FF" ? [0xFF] : Array(text.utf8)))
    }
}

@Suite struct DisplayWidthTests {
    @Test(
        arguments: [
            ("a", 1), ("點", 2), ("，", 2), ("…", 1), ("😀", 2), ("👨‍👩‍👧‍👦", 2), ("❤️", 2), ("e\u{301}", 1), ("\u{301}", 0),
            ("\u{200B}", 0), ("\u{7}", 0), ("ｱ", 1), ("가", 2), ("\u{20000}", 2), ("ｶ\u{FF9E}", 2), ("ﾊ\u{FF9F}", 2),
            ("น\u{E33}", 2), ("ນ\u{EB3}", 2), ("\u{915}\u{93E}", 2), ("\u{915}\u{941}", 1), ("x\u{FE0F}", 1),
            ("1\u{FE0F}\u{20E3}", 2), ("☝️🏽", 2), ("👍🏽", 2), ("🇭🇰", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("각", 2),
            ("\u{1100}\u{1161}\u{11A8}", 2), ("👩🏽‍🚀", 2), ("❤", 1), ("字\u{E0100}", 2),
        ] as [(Character, Int)])
    func `a character has its columns`(character: Character, columns: Int) {
        #expect(DisplayWidth.columns(character) == columns)
    }
}

@Suite struct JSONWritingTests {
    @Test func `every character is read as it was written`() throws {
        for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
            let text = "a" + String(Character(scalar)) + "\\\"b"
            var writer = JSONWriter(capacity: 16)
            writer.string(text)
            let read = try writer.bytes.withUnsafeBufferPointer { bytes throws(JSONFault) in
                var scanner = JSONScanner(bytes)
                let text = try scanner.exactString()
                return scanner.isAtEnd && scanner.repairs == 0 ? text : ""
            }
            guard read.unicodeScalars.elementsEqual(text.unicodeScalars) else {
                Issue.record("U+\(String(scalar.value, radix: 16))")
                return
            }
        }
    }

    @Test(arguments: [#""\x""#, #""\ud800""#, #""\u12""#, #""cut"#, "1", "", #" "a""#])
    func `an exact string is refused in any other form`(json: String) {
        let bytes = Array(json.utf8)
        #expect(throws: JSONFault.self) {
            try bytes.withUnsafeBufferPointer { bytes throws(JSONFault) in
                var scanner = JSONScanner(bytes)
                _ = try scanner.exactString()
            }
        }
    }

    @Test(arguments: ["01", "1.", "NaN", "+1", "", "nul", "1e", "\"1\""])
    func `an exact number is refused in any other form`(json: String) {
        let bytes = Array(json.utf8)
        #expect(throws: JSONFault.self) {
            try bytes.withUnsafeBufferPointer { bytes throws(JSONFault) in
                var scanner = JSONScanner(bytes)
                _ = try scanner.exactDouble()
            }
        }
    }
}
