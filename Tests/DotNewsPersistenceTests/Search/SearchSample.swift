import DotNewsModels
import Foundation
import DotNewsTestSupport

@testable import DotNewsPersistence

/// Random articles in five languages, small enough in vocabulary that words meet.
struct SearchSample {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let english = """
        harbour Council budget rail café naïve housing TYPHOON minister 2025 5G U.S. tax-free ferry museum Zürich storm \
        the of and in to
        """.split(separator: " ").map(String.init)
    private static let traditional = """
        香港 臺灣 台灣 經濟 發展 立法會 議員 颱風 頭髮 後來 港鐵 機場 維港 裡面 的 是 了 大灣區 2025年 ＧＤＰ 《國安法》 時間表
        """.split(separator: " ").map(String.init)
    private static let simplified = """
        香港 台湾 经济 发展 立法会 议员 台风 头发 后来 港铁 机场 维港 里面 的 是 了 大湾区 2025年 GDP 时间表
        """.split(separator: " ").map(String.init)
    private static let japanese = "東京 タワー ﾀﾜｰ ねこ ネコ がっこう ｶﾞｯｺｳ 食べる 時々 株式会社".split(separator: " ").map(String.init)
    private static let korean = "한국은 한국 경제 서울에서 뉴스를 부산".split(separator: " ").map(String.init)

    mutating func sentence(_ words: ClosedRange<Int>) -> String {
        let language = Int.random(in: 0..<10, using: &random)
        let count = Int.random(in: words, using: &random)
        let (vocabulary, separator): ([String], String) =
            switch language {
            case 0..<3: (Self.english, " ")
            case 3..<6: (Self.traditional, "")
            case 6..<8: (Self.simplified, "")
            case 8: (Self.japanese, "")
            default: (Self.korean, " ")
            }
        var text = ""
        for index in 0..<count {
            if index > 0 {
                text += separator.isEmpty && Int.random(in: 0..<6, using: &random) == 0 ? "，" : separator
            }
            text += vocabulary.randomElement(using: &random) ?? ""
        }
        return text
    }

    /// A word, or two characters of one, or one.
    mutating func word() -> String {
        let all = Self.english + Self.traditional + Self.simplified + Self.japanese + Self.korean
        let word = all.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where !word.allSatisfy(\.isASCII):
            return String(word.dropFirst(Int.random(in: 0..<word.count, using: &random)).prefix(1))
        case 1 where !word.allSatisfy(\.isASCII) && word.count > 2:
            return String(word.dropFirst(Int.random(in: 0...word.count - 2, using: &random)).prefix(2))
        default: return word
        }
    }

    mutating func articles(_ count: Int, columns: [String]) -> [Article] {
        (0..<count).map { number in
            var summary = Sample.summary(
                number,
                minutes: Int.random(in: 0..<40, using: &random) == 0
                    ? nil : Double(Int.random(in: 0..<count * 2, using: &random)),
                column: columns.randomElement(using: &random), title: sentence(1...3))
            summary.summary = sentence(2...6)
            summary.keywords = (0..<Int.random(in: 0...2, using: &random)).map { _ in word() }
            summary.tags = (0..<Int.random(in: 0...2, using: &random)).map { _ in word() }
            let paragraphs = (0..<Int.random(in: 1...3, using: &random)).map { _ in sentence(3...12) }
            return Article(
                summary: summary, body: ArticleBody(blocks: paragraphs.map { .paragraph(InlineText($0)) }))
        }
    }

    mutating func query() -> String {
        var terms: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var term = word()
            switch Int.random(in: 0..<8, using: &random) {
            case 0: term = "\"" + term + " " + word() + "\""
            case 1: term = "「" + term + "」"
            case 2: term = (Bool.random(using: &random) ? "-" : "－") + term
            case 3: term += word()
            default: break
            }
            terms.append(term)
        }
        return terms.joined(separator: Bool.random(using: &random) ? " " : "　")
    }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func element<Value>(_ values: [Value]) -> Value { values[number(0..<values.count)] }
}
