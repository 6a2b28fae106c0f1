import DotNewsModels
import DotNewsSharing
import Foundation
import Testing

@Suite struct TextComposingTests {
    @Test func `the share sheet has the link once`() throws {
        var content = Articles.english
        content.title += " \(Articles.page)"
        let draft = try ShareComposer(edition: .dotdotnewsEnglish).system(content)
        #expect(draft.title == "Deepline | Two-hour phone call" && draft.text == draft.title)
        #expect(draft.link == Articles.page.string)
    }

    @Test func `Markdown and HTML are escaped`() throws {
        let composer = ShareComposer(edition: .dotdotnewsEnglish)
        let content = try ShareContent(title: "a [b] *c* <d> & \"e\" `f`", link: "https://example.com/(x?a=b&c='d'")
        #expect(
            try composer.markdown(content).text
                == #"[a \[b\] \*c\* \<d\> \& "e" \`f\`](<https://example.com/(x?a=b&c='d'>)"#)
        #expect(
            try composer.html(content).text
                == "<a href=\"https://example.com/(x?a=b&amp;c=&#39;d&#39;\">a [b] *c* &lt;d&gt; &amp; &quot;e&quot; `f`</a>"
        )
        #expect(try composer.markdown(ShareContent(title: "1. - x")).text == #"1\. - x"#)
        #expect(
            try composer.markdown(ShareContent(title: "", link: "https://example.com/")).text
                == "<https://example.com/>")
    }

    @Test func `copied text names its source in the edition's language`() throws {
        #expect(
            try ShareComposer(edition: .dotdotnewsEnglish).plain(Articles.english).text
                == "Deepline | Two-hour phone call\nThe leaders spoke for two hours.\n\(Articles.page)\nSource: dotdotnews"
        )
        #expect(try ShareComposer(edition: .dotdotnews).plain(Articles.traditional).text.hasSuffix("\n來源：點新聞"))
        #expect(
            try ShareComposer(edition: Articles.simplifiedEdition).plain(Articles.simplified).text.hasSuffix(
                "\n来源：点新闻"))
    }

    @Test(arguments: ["ftp://example.com/a", "javascript:alert(1)", "example.com", "https://user:x@example.com/"])
    func `a link that is not http or https is an error`(link: String) {
        let error = #expect(throws: ShareError.self) { try ShareContent(title: "題", link: link) }
        #expect(error?.code == .unacceptableLink)
    }

    @Test(arguments: ShareTarget.allCases)
    func `neither title nor link is an error, one of them is not`(target: ShareTarget) throws {
        let composer = ShareComposer(edition: .dotdotnews)
        let error = #expect(throws: ShareError.self) {
            try composer.draft(of: ShareContent(title: " \u{200B}", summary: "摘要"), for: target)
        }
        #expect(error?.code == .nothingToShare)
        #expect(try composer.draft(of: ShareContent(title: "題"), for: target).link == nil)
        #expect(
            try composer.draft(of: ShareContent(title: "", articleAddress: Articles.page), for: target).link
                == Articles.page.string)
    }

    @Test(arguments: [
        (" a\n\tb\r\n c\u{A0}\u{2003}d ", "a b c d"), ("香港　社評", "香港　社評"), ("香港　 社評", "香港 社評"),
        ("a\u{0}\u{7}b\u{200B}c\u{FEFF}d\u{AD}e", "abcde"), ("\u{202E}abc\u{202C}\u{2066}d\u{2069}", "abcd"),
        ("👨\u{200D}👩\u{200D}👧", "👨‍👩‍👧"), ("a\u{200D}b", "ab"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("שלום\u{200F}!", "שלום\u{200F}!"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("a\u{E0067}\u{E007F}b", "ab"), ("x\u{FFFE}y", "xy"), ("1️⃣ ❤️‍🔥", "1️⃣ ❤️‍🔥"),
    ])
    func `titles become one clean line`(title: String, expected: String) throws {
        #expect(try ShareComposer(edition: .dotdotnews).system(ShareContent(title: title)).text == expected)
    }

    @Test(arguments: ShareTarget.allCases)
    func `the JSON form has the common fields`(target: ShareTarget) throws {
        let draft = try ShareComposer(edition: .dotdotnews).draft(of: Articles.traditional, for: target)
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(draft)) as? [String: Any])
        #expect(object["target"] as? String == target.rawValue)
        #expect(object["text"] as? String == draft.text)
        #expect(object["link"] as? String == Articles.share.string)
        #expect(object["length"] as? Int == draft.measure.length)
        #expect(object["limit"] as? Int == draft.measure.limit)
        #expect(object["valid"] as? Bool == true)
        #expect((object["addresses"] as? [Any])?.count == draft.addresses.count)
    }

    @Test func `a measurement's JSON form is that of the command line`() throws {
        let data = try JSONEncoder().encode(XTextMeasurer().measure("看 https://example.com/a #香港"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["length"] as? Int == 32 && object["limit"] as? Int == 280 && object["valid"] as? Bool == true)
        let link = try #require((object["links"] as? [[String: Any]])?.first)
        #expect(link["text"] as? String == "https://example.com/a" && link["start"] as? Int == 2)
        #expect(link["end"] as? Int == 23)
        let tag = try #require((object["hashtags"] as? [[String: Any]])?.first)
        #expect(tag["text"] as? String == "香港" && tag["start"] as? Int == 24 && tag["end"] as? Int == 27)
    }
}
