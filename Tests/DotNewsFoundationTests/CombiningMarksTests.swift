import DotNewsFoundation
import Foundation
import Testing

/// The bound of marks in a row.
@Suite struct CombiningMarksTests {
    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.canonicalCombiningClass != .notReordered
    }

    /// The longest run of marks.
    private func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = isMark(scalar) ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    @Test func `every mark of Unicode counts, and nothing else does`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // Most of the code space is not assigned.
            guard isMark(scalar) || value < 0x3400 || (0xA000..<0x20000).contains(value) else { continue }
            let text = "a" + String(repeating: String(scalar), count: 31)
            let kept = CombiningMarks.bounded(text).unicodeScalars.count
            guard kept == (isMark(scalar) ? 31 : 32) else {
                Issue.record("U+\(String(value, radix: 16)): \(kept)")
                return
            }
        }
    }

    @Test(arguments: 0..<130) func `a run is bounded wherever it stands`(_ offset: Int) {
        for length in [30, 31, 32, 62, 63, 200] {
            let text =
                String(repeating: "a", count: offset) + String(repeating: "\u{301}", count: length) + "漢字"
                + String(repeating: "\u{302A}", count: length) + "b"
            let bounded = CombiningMarks.bounded(text)
            #expect(longestRun(bounded) == 30)
            #expect(bounded.unicodeScalars.count { !isMark($0) } == offset + 3)
            if length == 30 { #expect(bounded.utf8.elementsEqual(text.utf8)) }
        }
    }

    @Test(arguments: [
        "", "e\u{301}", "한국어 नमस्ते สวัสดี שָׁלוֹם بِسْمِ", "👩‍👩‍👧‍👦🇭🇰🏴󠁧󠁢󠁥󠁮󠁧󠁿", String(repeating: "漢字，。", count: 100),
        String(repeating: "e\u{301}\u{327}", count: 100), String(repeating: "\u{301}", count: 30),
    ])
    func `ordinary texts stay as they are`(_ text: String) {
        #expect(CombiningMarks.bounded(text).utf8.elementsEqual(text.utf8))
    }

    @Test func `what is taken out of bytes is said`() {
        var bytes = Array(("a" + String(repeating: "\u{301}", count: 40) + "b").utf8)
        #expect(CombiningMarks.bound(&bytes) == [61..<81])
        #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.count == 32)
        #expect(CombiningMarks.bound(&bytes).isEmpty)
    }

    @Test func `strings of JSON are bounded, names too`() throws {
        let marks = String(repeating: "\u{301}", count: 40)
        let escapes = String(repeating: #"\u0301"#, count: 40)
        for json in [#"{"a\#(marks)":"b\#(marks)"}"#, #"{"a\#(escapes)":"b\#(escapes)"}"#] {
            var json = json
            try json.withUTF8 { bytes in
                var scanner = JSONScanner(bytes)
                try scanner.enterObject()
                _ = try scanner.nextName()
                #expect(scanner.currentName.unicodeScalars.count == 31)
                #expect(try scanner.text()?.unicodeScalars.count == 31)
            }
        }
    }

    @Test(arguments: [
        (#"{"a":1}"#, true), (#"{"a" :1}"#, true), ("{\"a\"\n\t:1}", true), (#"["a" ,1]"#, false), (#""a""#, false),
    ])
    func `a string is a name when a colon follows, white space or not`(_ json: String, _ isName: Bool) {
        var json = json
        json.withUTF8 { bytes in
            var scanner = JSONScanner(bytes)
            #expect(scanner.nextString()?.isName == isName)
        }
    }
}
