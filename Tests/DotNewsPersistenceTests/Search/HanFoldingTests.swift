import Foundation
import Testing

@testable import DotNewsPersistence

@Suite struct HanFoldingTests {
    private func folded(_ text: String) -> String {
        SearchTokenizer.tokens(of: text, for: .query).map(\.text).joined()
    }

    /// A table of pairs that readers take for one character, beside this file.
    struct VariantTable {
        var source: Substring
        var pairs: [(one: Character, other: Character)]
    }

    private func tables() throws -> [VariantTable] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../han-variants.txt")
        var tables = [VariantTable]()
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("#") {
                tables.append(VariantTable(source: line.dropFirst(2), pairs: []))
            } else {
                // By scalars: a compatibility ideograph is canonically equal to its unified one.
                let scalars = Array(line.unicodeScalars)
                tables[tables.count - 1].pairs += stride(from: 0, to: scalars.count - 1, by: 2)
                    .map { (Character(scalars[$0]), Character(scalars[$0 + 1])) }
            }
        }
        return tables
    }

    @Test func `every pair that OpenCC, Unihan and the radicals of Unicode name meets`() throws {
        let tables = try tables()
        for table in tables {
            let apart = table.pairs.filter { folded(String($0.one)) != folded(String($0.other)) }
            #expect(apart.isEmpty, "\(table.source): run Scripts/generate-search-folding.swift")
        }
        #expect(tables.count == 11 && tables.map(\.pairs.count).reduce(0, +) > 25_000)
    }

    @Test func `a character meets what ICU simplifies it to`() {
        var apart: [String] = []
        var changed = 0
        for range in [0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2A6DF] {
            for scalar in range.lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
                // Newer Unicode versions add characters at the end of these blocks.
                guard scalar.properties.generalCategory == .otherLetter else { continue }
                let character = String(scalar)
                let simplified = character.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? character
                changed += simplified == character ? 0 : 1
                if folded(character) != folded(simplified) { apart.append("\(character)→\(simplified)") }
            }
        }
        #expect(apart.isEmpty, "another ICU: run Scripts/generate-search-folding.swift")
        #expect(changed > 3_000)
    }

    @Test(arguments: [
        ["台灣", "臺灣", "台湾"], ["發展", "发展"], ["頭髮", "头发"], ["後來", "后来"], ["裡面", "裏面", "里面"],
        ["電腦", "电脑"], ["憂鬱", "忧郁"], ["香港特別行政區", "香港特别行政区"], ["颱風", "台风"], ["準備", "准备"],
        ["衞生署", "衛生署", "卫生署"], ["滙豐", "匯豐", "汇丰"], ["麪包", "麵包", "面包"], ["⽔費", "水費", "水费"], ["⺟親", "母親"],
        ["檯燈", "枱燈"], ["粽子", "糉子"], ["山峯", "山峰"], ["污水", "汚水"], ["告知", "吿知"], ["青年", "靑年"], ["清水", "淸水"],
    ])
    func `spellings of Hong Kong, Taiwan and the mainland meet`(variants: [String]) {
        #expect(Set(variants.map(folded)).count == 1)
    }

    @Test func `different words stay different`() {
        let words = ["香港", "港香", "新闻", "新聞社", "北京", "东京", "경제", "けいざい", "大橋", "大廈", "立法會", "司法", "巴士", "的士"]
        #expect(Set(words.map(folded)).count == words.count)
    }
}
