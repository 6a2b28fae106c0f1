import DotNewsModels
import DotNewsSharing
import Testing

/// Drafts as an editor of social media would write them.
@Suite struct EditorTests {
    private let composer = ShareComposer(edition: .dotdotnewsEnglish)

    // MARK: Hashtags

    @Test(arguments: [
        ("trade war", "TradeWar"), ("LegCo election", "LegCoElection"), ("Sam's Club", "SamsClub"),
        ("Valentine’s Day", "ValentinesDay"), ("US-China", "USChina"), ("covid-19", "Covid19"), ("Node.js", "Nodejs"),
        ("《新聞女王》", "新聞女王"), ("“二十大”", "二十大"), ("施政 報告", "施政報告"), ("trade", "trade"), ("O’Brien", "OBrien"),
    ])
    func `a keyword becomes the hashtag that an editor writes`(keyword: String, tag: String) throws {
        let draft = try composer.x(ShareContent(title: "Title", articleAddress: Articles.page, keywords: [keyword]))
        #expect(draft.hashtags == [tag])
        #expect(draft.text == "Title #\(tag) \(Articles.page)")
    }

    @Test(arguments: ["Web 3.0", "C++", "2024", "《》", "R&D"])
    func `what would be another word as a hashtag is dropped`(keyword: String) throws {
        let draft = try composer.x(ShareContent(title: "Title", articleAddress: Articles.page, keywords: [keyword]))
        #expect(draft.hashtags.isEmpty && draft.changes.map(\.subject) == [keyword])
    }

    @Test func `two hashtags stand before the link unless said otherwise`() throws {
        let content = ShareContent(title: "題", articleAddress: Articles.page, keywords: ["甲", "乙", "丙", "丁"])
        #expect(try composer.x(content).text == "題 #甲 #乙 \(Articles.page)")
        for (maximum, count) in [(0, 0), (3, 3), (nil, 4)] {
            var options = ShareOptions()
            options.x.maximumHashtags = maximum
            #expect(try ShareComposer(edition: .dotdotnews, options: options).x(content).hashtags.count == count)
        }
    }

    // MARK: Cuts

    private func words(_ title: String, limit: Int) throws -> String {
        var options = ShareOptions()
        options.x.limit = limit
        return try ShareComposer(edition: .dotdotnews, options: options).x(ShareContent(title: title)).words
    }

    @Test(arguments: [
        ("兩岸同胞一家親，血濃於水，應當共同反對外來干涉", 30, "兩岸同胞一家親，血濃於水…"), ("國台辦發言人在會上回應說「兩岸同胞是一家人」", 36, "國台辦發言人在會上回應說…"),
        ("「兩岸同胞是一家人，血濃於水」", 20, "「兩岸同胞是一家…」"), ("The council (which met late) said: no comment", 28, "The council…"),
        ("The council met, and the ministers (both) spoke", 40, "The council met, and the ministers…"),
        ("The long day began well, then rain", 30, "The long day began well…"),
    ])
    func `a title is cut at a mark or a word, and leaves no bracket open`(title: String, limit: Int, words: String)
        throws
    {
        #expect(try self.words(title, limit: limit) == words)
    }

    @Test func `no limit leaves a bracket open`() throws {
        let title = "「一國兩制」（即『兩種制度』）行穩致遠：《基本法》“The Basic Law (1990)” [update]，香港未來可期"
        for limit in 8..<XTextMeasurer().length(of: title) {
            let words = try self.words(title, limit: limit)
            for (open, close) in ["「」", "（）", "『』", "《》", "“”", "()", "[]"].map({ ($0.first!, $0.last!) }) {
                #expect(words.count { $0 == open } == words.count { $0 == close }, "\(words)")
            }
            #expect(XTextMeasurer().length(of: words) <= limit)
        }
    }

    @Test(arguments: [
        ("「一國兩制」\n實踐行穩致遠", "「一國兩制」實踐行穩致遠"), ("香港\r\n 社評", "香港社評"), ("香港 社評", "香港 社評"), ("Hong\nKong", "Hong Kong"),
        ("香港\nAI", "香港 AI"),
    ])
    func `a line break between Han characters leaves no space`(title: String, line: String) throws {
        #expect(try composer.system(ShareContent(title: title)).title == line)
    }

    @Test func `a title of keycaps alone is shortened, not dropped`() throws {
        #expect(try words(String(repeating: "#️⃣", count: 200), limit: 20) == String(repeating: "#️⃣", count: 9) + "…")
    }

    // MARK: Threads

    private static let body = ArticleBody(blocks: [
        .leadQuote("“We waited two years for this.”"),
        .figure(
            ImageAsset(
                address: Articles.picture, caption: "Above the breakwater at noon.", credit: "DDN photo",
                alternativeText: "A breakwater")),
        .paragraph(InlineText(String(repeating: "The ferries return on Friday with new hulls. ", count: 4))),
        .subhead("Fares", level: 2),
        .paragraph(
            "Fares stay as they were. Bicycles travel free of charge on weekdays and at night, the operator said."),
        .table(.init(caption: "Passengers", rows: [[.init("Tideview"), .init("19,402")]])),
        .list(.init(isOrdered: true, items: [[.paragraph("Bring a card.")], [.paragraph("Come early.")]])),
        .subhead("What comes next", level: 2),
        .paragraph(InlineText(String(repeating: "The council meets again in spring to talk about piers. ", count: 3))),
    ])

    @Test func `a thread has no captions and no tables, and no heading at the end of a part`() throws {
        var content = Articles.english
        content.body = Self.body
        let thread = try composer.xThread(content)
        #expect(thread.parts.count > 2)
        #expect(
            !thread.text.contains("DDN photo") && !thread.text.contains("19,402") && !thread.text.contains("Passengers")
        )
        #expect(thread.text.contains("1. Bring a card.\n2. Come early."))
        for part in thread.parts {
            for heading in ["Fares", "What comes next"] where part.text.contains("\(heading)\n") {
                #expect(!part.text.contains("\(heading)\n("), "\(part.text)")
            }
            #expect(!part.text.contains("Fares (") && !part.text.contains("What comes next ("), "\(part.text)")
        }
    }

    @Test func `the parts of a thread end where sentences end`() throws {
        var content = Articles.english
        content.body = ArticleBody(
            lines: String(repeating: "Mr. Chan of the U.S. Treasury said “No.” It costs 3.5 per cent! ", count: 20))
        let thread = try composer.xThread(content)
        for (index, part) in thread.parts.enumerated() {
            let words = part.text.prefix(upTo: part.text.ranges(of: " (\(index + 1)/").last!.lowerBound)
            #expect(words.hasSuffix("“No.”") || words.hasSuffix("cent!"), "\(words)")
        }
    }

    @Test func `a picture goes with the part that it follows, with its text`() throws {
        var content = Articles.english
        content.body = Self.body
        let thread = try composer.xThread(content)
        let picture = SharePicture(address: Articles.picture, alternativeText: "A breakwater")
        #expect(thread.parts.map { $0.pictures == [picture] } == thread.parts.map { $0.text.contains("two years") })
        content.body.blocks = [.gallery((1...5).map { ImageAsset(address: Articles.picture, caption: "Pier \($0)") })]
        let gallery = try composer.xThread(content)
        #expect(gallery.parts[0].pictures.map(\.alternativeText) == ["Pier 1", "Pier 2", "Pier 3", "Pier 4"])
        #expect(gallery.changes.contains { $0.field == .image && $0.kind == .dropped })
    }
}
