import DotNewsModels
import Foundation

/// Invented articles whose words are as unevenly frequent as those of languages are, half English and half Chinese;
/// always the same.
struct SearchArticles {
    /// The texts of an article, apart from its addresses.
    struct Texts {
        var title: String
        var summary: String
        var keywords: [String]
        var paragraphs: [String]

        /// The body as one text.
        var body: String { paragraphs.joined(separator: "\n") }
    }

    static let column = ColumnReference(
        id: ColumnID("00000000-0000-4000-8000-000000000010")!, name: "Column", path: ColumnPath("column"))
    private static let english = Vocabulary(size: 20_000, word: englishWord)
    private static let chinese = Vocabulary(size: 20_000, word: chineseWord)

    /// The article that is `number` minutes older than the newest.
    func article(_ number: Int) -> (article: Article, texts: Texts) {
        let texts = texts(number)
        let digits = String(repeating: "0", count: 24)
        let hex = String(number, radix: 16)
        let id = digits.dropLast(hex.count) + hex
        let published = Date(timeIntervalSince1970: 1_751_292_000 - Double(number) * 60)
        let site = "https://edition.test"
        let summary = ArticleSummary(
            id: ArticleID("AP" + id)!, title: texts.title,
            address: WebAddress("\(site)/a/202506/30/AP\(id).html")!, summary: texts.summary, column: Self.column,
            publishedAt: published, updatedAt: published, keywords: texts.keywords)
        let body = ArticleBody(blocks: texts.paragraphs.map { .paragraph(InlineText($0)) })
        return (Article(summary: summary, body: body, credits: Credits()), texts)
    }

    /// The word of a rank, 0 being the most frequent, of one of the languages.
    static func word(_ rank: Int, isEnglish: Bool) -> String {
        (isEnglish ? english : chinese).words[rank]
    }

    private func texts(_ number: Int) -> Texts {
        var random = SplitMix(state: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        let isEnglish = number.isMultiple(of: 2)
        func text(_ words: Int) -> String { (isEnglish ? Self.english : Self.chinese).text(words, isEnglish, &random) }
        return Texts(
            title: text(isEnglish ? 9 : 10), summary: text(isEnglish ? 32 : 40), keywords: (0..<4).map { _ in text(1) },
            paragraphs: (0..<10).map { _ in text(isEnglish ? 52 : 50) })
    }

    /// Two to four syllables that `number` stands for.
    private static func englishWord(_ number: Int) -> String {
        let starts = [
            "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "ch", "sh", "br",
        ]
        let ends = ["a", "e", "i", "o", "u", "an", "er", "in", "ol", "ut", "ay", "ea", "ou", "ing", "ent"]
        var rest = number
        var word = ""
        repeat {
            word += starts[rest % starts.count] + ends[rest / starts.count % ends.count]
            rest /= starts.count * ends.count
        } while rest > 0
        return word
    }

    /// One to three characters, most often two, of those that Traditional and Simplified Chinese write alike.
    private static func chineseWord(_ number: Int) -> String {
        var random = SplitMix(state: UInt64(number) &* 0xD1B5_4A32_D192_ED03 &+ 7)
        let length = number % 10 == 3 ? 1 : number % 10 == 7 ? 3 : 2
        return String((0..<length).map { _ in characters[random.below(characters.count)] })
    }

    /// Characters that have one form, 2,500 of them.
    private static let characters: [Character] = {
        let all = (0x4E00...0x9FA5).compactMap(Unicode.Scalar.init).map { String(Character($0)) }
        let alike = all.filter { $0.applyingTransform(StringTransform("Hant-Hans"), reverse: false) == $0 }
        return stride(from: 0, to: alike.count, by: max(1, alike.count / 2_500)).prefix(2_500).map {
            Character(alike[$0])
        }
    }()
}

/// Words, the one of rank r about 1/r as frequent as the first (Zipf's law).
private struct Vocabulary {
    let words: [String]
    /// Ranks, each as often as its word is used.
    private let ranks: [UInt16]

    init(size: Int, word: (Int) -> String) {
        words = (0..<size).map(word)
        let draws = 1 << 18
        ranks = (0..<draws).map { draw in
            UInt16(min(size - 1, Int(pow(Double(size), (Double(draw) + 0.5) / Double(draws)) - 1)))
        }
    }

    /// So many words, with a mark after some of them.
    func text(_ count: Int, _ hasSpaces: Bool, _ random: inout SplitMix) -> String {
        var text = ""
        for place in 0..<count {
            text += words[Int(ranks[random.below(ranks.count)])]
            guard place < count - 1 else { break }
            if random.below(12) == 0 {
                text += hasSpaces ? ", " : "，"
            } else if hasSpaces {
                text += " "
            }
        }
        return text
    }
}

/// Steele, Lea and Flood's generator (2014), small and good enough for texts.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(((mixed ^ (mixed >> 31)) >> 16) % UInt64(bound))
    }
}
