import Foundation
import Testing

@testable import DotNewsPersistence

@Suite struct HanFoldingTests {
    private func folded(_ text: String) -> String {
        SearchTokenizer.tokens(of: text, for: .query).map(\.text).joined()
    }

    /// ICU's answer for one character, asked until it stays; of a circle the first.
    private func simplified(_ character: String) -> String {
        var seen = [character]
        while let last = seen.last,
            let next = last.applyingTransform(StringTransform("Hant-Hans"), reverse: false), next != last
        {
            if let start = seen.firstIndex(of: next) { return seen[start...].min() ?? last }
            seen.append(next)
        }
        return seen[seen.count - 1]
    }

    @Test func `the table says what ICU says, for every Han character`() {
        var differences: [String] = []
        var changed = 0
        for range in [0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2A6DF] {
            for value in range {
                guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
                let character = String(scalar)
                // Newer Unicode versions add characters at the end of these blocks.
                guard scalar.properties.generalCategory == .otherLetter else { continue }
                let expected = simplified(character)
                changed += expected == character ? 0 : 1
                if folded(character) != expected { differences.append("\(character)→\(expected)") }
            }
        }
        #expect(differences.isEmpty, "another ICU: run Scripts/generate-search-folding.swift")
        #expect(changed > 3_000)
    }

    @Test(arguments: [
        ["台灣", "臺灣", "台湾"], ["發展", "发展"], ["頭髮", "头发"], ["後來", "后来"], ["裡面", "裏面", "里面"],
        ["電腦", "电脑"], ["憂鬱", "忧郁"], ["香港特別行政區", "香港特别行政区"], ["颱風", "台风"], ["準備", "准备"],
    ])
    func `Traditional and Simplified meet`(variants: [String]) {
        #expect(Set(variants.map(folded)).count == 1)
    }

    @Test func `different words stay different`() {
        let words = ["香港", "港香", "新闻", "新聞社", "北京", "东京", "경제", "けいざい"]
        #expect(Set(words.map(folded)).count == words.count)
    }
}
