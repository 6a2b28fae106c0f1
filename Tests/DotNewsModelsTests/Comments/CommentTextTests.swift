import DotNewsModels
import Foundation
import Testing

@Suite struct CommentTextTests {
    @Test(arguments: [
        ("  好消息！\r\n第二行\r第三行\n", "好消息！\n第二行\n第三行"),
        ("one\n\n\n\n two\t three ", "one\n\ntwo  three"),
        ("a\u{0}b\u{1B}[31mc\u{7F}\u{85}d", "ab[31mc\nd"),
        ("abc\u{202E}def\u{2066}ghi\u{FEFF}", "abcdefghi"),
        ("مرحبا بالعالم", "مرحبا بالعالم"), ("שלום\u{200F}!", "שלום\u{200F}!"),
        ("👨‍👩‍👧‍👦 🇭🇰 ❤️", "👨‍👩‍👧‍👦 🇭🇰 ❤️"), ("e\u{301}", "\u{E9}"), ("　繁體　简体　", "繁體　简体"),
    ])
    func `a text is cleaned and keeps what it says`(text: String, cleaned: String) throws {
        let result = try CommentText(text)
        #expect(Array(result.rawValue.unicodeScalars) == Array(cleaned.unicodeScalars))
        // Cleaned again it stays as it is.
        #expect(try CommentText(result.rawValue) == result)
    }

    @Test func `characters count as readers count them`() throws {
        let family = String(repeating: "👨‍👩‍👧‍👦", count: 500)
        #expect(try CommentText(family).rawValue == family)
        #expect(throws: CommentTextError.tooLong(characters: 501, maximum: 500)) { try CommentText(family + "字") }
        #expect(throws: CommentTextError.tooLong(characters: 3, maximum: 2)) { try CommentText("繁簡字", maximum: 2) }
    }

    @Test func `one character with marks without end is too large, and nothing is a comment`() throws {
        let marked = "a" + String(repeating: "\u{35F}", count: 20_000)
        #expect(throws: CommentTextError.self) { try CommentText(marked) }
        #expect(throws: CommentTextError.tooLarge(bytes: 1_000_001)) {
            try CommentText("b" + String(repeating: "a", count: 1_000_000))
        }
        for text in [
            "", " \n\t　", "\u{0}\u{202E}\u{FEFF}", "\u{200B}\u{200B}", "\u{200D}\u{200C}", "\u{FE0F}",
            "\u{301}\u{20E3}",
            "\u{200E}\u{200F}", "\u{3164}\u{FFA0}", "\u{2800}", "\u{E0067}\u{E007F}", "\u{180E}",
        ] {
            #expect(throws: CommentTextError.empty) { try CommentText(text) }
        }
        for text in ["!", "。", "👍", "1\u{FE0F}\u{20E3}", "ｱ"] { #expect(throws: Never.self) { try CommentText(text) } }
    }

    @Test func `a configuration has defaults, names and bounds, and wrong ones are refused`() throws {
        func decode(_ json: String) throws -> CommentService {
            try JSONDecoder().decode(CommentService.self, from: Data(json.utf8))
        }
        #expect(try decode("{}") == CommentService())
        let service = try decode(
            """
            {"thread": "https://talk.example/t/{articleID}/{page}-{order}", "fields": {"nickname": "nickName"},
             "maximumCharacters": 140, "keyLifetimeDays": 2}
            """)
        #expect(service.name(of: .nickname) == "nickName" && service.name(of: .text) == "text")
        #expect(service.maximumCharacters == 140 && service.keyLifetime == .seconds(172_800))
        for wrong in [
            #"{"thread": "{site}/t/{articleID}"}"#, #"{"thread": "{site}/{articleID}/{page}/{order}/{user}"}"#,
            #"{"post": "http://talk.example/{articleID}"}"#, #"{"post": "javascript:{articleID}"}"#,
            #"{"post": "{site}.evil.example/{articleID}"}"#, #"{"post": "https://user:word@a.example/{articleID}"}"#,
            #"{"fields": {"nick": "x"}}"#, #"{"fields": {"nickname": ""}}"#, "[]",
        ] {
            #expect(throws: DecodingError.self, "\(wrong)") { try decode(wrong) }
        }
    }

    @Test func `an id is a plain word`() {
        #expect(CommentID("c-1_A")?.rawValue == "c-1_A")
        for text in ["", "a b", "a/b", "../x", "留言", String(repeating: "a", count: 65)] {
            #expect(CommentID(text) == nil)
        }
    }
}
