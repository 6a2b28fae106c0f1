import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct SnippetTests {
    private func matcher(_ query: String, completesLastWord: Bool = false) -> TextMatcher {
        TextMatcher(MatchExpression(SearchQuery(query, completesLastWord: completesLastWord)).required)
    }

    private func marked(_ text: String, _ matches: [TextMatch]) -> String {
        var marked = ""
        for (index, character) in text.enumerated() {
            if matches.contains(where: { $0.start == index }) { marked += "[" }
            marked.append(character)
            if matches.contains(where: { $0.start + $0.length - 1 == index }) { marked += "]" }
        }
        return marked
    }

    @Test(arguments: [
        ("harbour", "The Harbour, the HARBOUR.", "The [Harbour], the [HARBOUR]."),
        ("台湾", "臺灣與台灣人", "[臺灣]與[台灣]人"),
        ("湾", "臺灣與台灣", "臺[灣]與台[灣]"),
        ("立法會", "立法會議員，立法工作", "[立法會]議員，立法工作"),
        ("cafe", "café cafe\u{301}s cafe\u{301}", "[café] cafe\u{301}s [cafe\u{301}]"),
        ("香 香港", "香港香", "[香港香]"),
        ("\"hong kong\"", "Hong Kong, kong hong, HONG  KONG", "[Hong Kong], kong hong, [HONG  KONG]"),
        ("5G手機", "新5G手機", "新[5G手機]"),
        ("家", "👨‍👩‍👧家👨‍👩‍👧庭", "👨‍👩‍👧[家]👨‍👩‍👧庭"),
        ("nothing", "something", "something"),
        ("がっこう", "ｶﾞｯｺｳに行く", "[ｶﾞｯｺｳ]に行く"),
        ("taiwan -harbour", "Taiwan harbour", "[Taiwan] harbour"),
    ])
    func `matches are whole graphemes of the text as it is written`(query: String, text: String, result: String) {
        #expect(marked(text, matcher(query).matches(in: text)) == result)
    }

    @Test func `an unfinished word marks the word it begins`() {
        let text = "Harbours and harbour"
        #expect(marked(text, matcher("harb", completesLastWord: true).matches(in: text)) == "[Harbours] and [harbour]")
    }

    private func snippet(_ query: String, body: String, summary: String = "") -> String {
        let snippet = SnippetMaker(matcher: matcher(query)).snippet(body: Array(body.utf8), summary: summary)
        return marked(snippet.text, snippet.matches)
    }

    @Test func `a short text is shown whole`() {
        #expect(snippet("ferry", body: "A ferry\nto\tthe   island") == "A [ferry] to the island")
    }

    @Test func `a long text is cut between words, around the match`() {
        let body =
            String(repeating: "lorem ipsum dolor ", count: 40) + "the harbour bridge "
            + String(repeating: "sit amet ", count: 40)
        let result = snippet("harbour", body: body)
        #expect(result.hasPrefix("…"))
        #expect(result.hasSuffix("…"))
        #expect(result.contains("the [harbour] bridge sit amet"))
        let words = Set(["lorem", "ipsum", "dolor", "the", "[harbour]", "bridge", "sit", "amet"].map { Substring($0) })
        #expect(result.dropFirst().dropLast().split(separator: " ").allSatisfy(words.contains))
    }

    @Test func `a Chinese snippet begins with the sentence of the match when that is near`() {
        let body = String(repeating: "今日天氣很好。", count: 60) + "記者在維港拍攝。" + String(repeating: "明日有雨。", count: 60)
        let result = snippet("维港", body: body)
        #expect(result.contains("記者在[維港]拍攝。明日有雨。"))
        #expect(result.hasPrefix("記者") || result.hasPrefix("…記者"))
    }

    @Test func `the place with most of the words is shown`() {
        let filler = String(repeating: "lorem ipsum dolor ", count: 60)
        let result = snippet("bridge harbour", body: "A bridge. " + filler + "The harbour bridge. " + filler)
        #expect(result.contains("The [harbour] [bridge]."))
    }

    @Test func `without a match in the body the summary is shown, and without one there its beginning`() {
        #expect(snippet("ferry", body: "Nothing here", summary: "The ferry") == "The [ferry]")
        #expect(snippet("ferry", body: "Nothing here", summary: "A summary") == "A summary")
        #expect(snippet("ferry", body: "Nothing here") == "Nothing here")
        #expect(snippet("ferry", body: "") == "")
    }

    @Test func `control characters and turns of direction are left out`() {
        #expect(
            snippet("ferry", body: "A\u{1B}[31m \u{202E}ferry\u{7}\u{0}\u{85} home\u{2066}") == "A[31m [ferry] home")
    }

    @Test func `any snippet of any text is well formed`() {
        var random = SeededGenerator(seed: 12)
        let pieces = [
            "香港", "臺灣", "harbour ", "ferry ", "。", "\n", "👩‍👩‍👧", "e\u{301}", "🇭🇰", "\u{301}", "ｶﾞ", "한국 ", "\u{200D}", "…",
            "\u{FE0F}",
        ]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let query = pieces.randomElement(using: &random) ?? ""
            let snippet = SnippetMaker(matcher: matcher(query)).snippet(body: Array(text.utf8), summary: "")
            let count = snippet.text.count
            #expect(count <= SnippetMaker.width + 2)
            #expect(!snippet.text.contains("\u{FFFD}"))
            var end = 0
            for match in snippet.matches {
                #expect(match.start >= end && match.length > 0)
                end = match.start + match.length
            }
            #expect(end <= count)
            if query == "香港" || query == "ferry ", text.contains(query) { #expect(!snippet.matches.isEmpty) }
        }
    }
}
