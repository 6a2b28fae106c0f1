import DotNewsModels
import DotNewsSharing
import Testing

@Suite struct WeChatComposingTests {
    private let composer = ShareComposer(edition: .dotdotnews)

    @Test func `a card has title, description, address and a small thumbnail`() throws {
        let draft = try composer.weChat(Articles.traditional)
        let page = try #require(draft.webPage)
        #expect(page.title == Articles.traditional.title && page.description == Articles.traditional.summary)
        #expect(page.webpageURL == Articles.share.string)
        #expect(
            page.thumbnailAddress == "https://dw-media.dotdotnews.com/dams/1.jpg?x-oss-process=image/resize,w_200")
        #expect(draft.text == "點觀香港｜東橋檢查工程完成\n\(Articles.share)")
        #expect(draft.chatData?.description == page.description && draft.momentsData?.description == nil)
        #expect(WeChatDraft.Scene.allCases.map(\.rawValue) == [0, 1, 2])
    }

    @Test func `a page inside WeChat names an image of 300 pixels a side or more`() throws {
        var content = Articles.traditional
        #expect(try composer.weChat(content).chatData?.imageAddress.hasSuffix("w_450") == true)
        content.images[0].width = nil
        #expect(try composer.weChat(content).momentsData?.imageAddress.hasSuffix("w_600") == true)
        content.images[0].width = .max
        #expect(try composer.weChat(content).chatData?.imageAddress.hasSuffix("w_4096") == true)
    }

    @Test func `a card without a summary shows the first sentence of the body`() throws {
        var content = Articles.english
        content.summary = ""
        content.body = ArticleBody(blocks: [
            .subhead("Background", level: 2),
            .paragraph("Mr. Chan said the U.S. Treasury paid 3.5 per cent. It was late."),
        ])
        #expect(
            try composer.weChat(content).webPage?.description
                == "Mr. Chan said the U.S. Treasury paid 3.5 per cent.")
        content.body = ArticleBody(lines: "\u{200B}\n他說：「好。」然後離開。")
        #expect(try composer.weChat(content).webPage?.description == "他說：「好。」")
    }

    @Test func `fields are cut in bytes, between graphemes`() throws {
        let family = "👨‍👩‍👧‍👦"
        let draft = try composer.weChat(
            ShareContent(
                title: String(repeating: family, count: 40), summary: String(repeating: "點", count: 400),
                articleAddress: Articles.page))
        let page = try #require(draft.webPage)
        #expect(page.title.utf8.count == 20 * 25 + 3 && page.title.dropLast().allSatisfy { String($0) == family })
        #expect(page.description.utf8.count == 1_023)
        #expect(draft.changes.map(\.field) == [.title, .summary])
        #expect(draft.lengths.values.allSatisfy { $0.fits })
    }

    @Test func `a portrait has a narrower thumbnail`() throws {
        var content = Articles.traditional
        content.images[0].width = 400
        content.images[0].height = 1_600
        #expect(try composer.weChat(content).webPage?.thumbnailAddress?.hasSuffix("w_90") == true)
    }

    @Test func `a panorama has a thumbnail of the greatest width`() throws {
        var content = Articles.traditional
        content.images[0].width = 4_000
        content.images[0].height = 400
        #expect(try composer.weChat(content).webPage?.thumbnailAddress?.hasSuffix("w_200") == true)
    }

    @Test func `a mini program opens the article's page`() throws {
        var options = ShareOptions()
        options.weChat.miniProgram = .init(userName: "gh_1", path: "pages/article?id={id}", build: .test)
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        let card = try #require(try composer.weChat(Articles.traditional).miniProgram)
        #expect(card.path == "pages/article?id=AP690800aae4b0e343b0e2aa01" && card.miniProgramType == 1)
        let long = "https://example.com/" + String(repeating: "a", count: 1_100)
        let draft = try composer.weChat(ShareContent(title: "題", link: long))
        #expect(draft.miniProgram == nil && draft.changes.map(\.field) == [.miniProgram])
    }

    @Test func `a link longer than WeChat takes is an error`() throws {
        let long = "https://example.com/" + String(repeating: "a", count: 10_221)
        let error = #expect(throws: ShareError.self) { try composer.weChat(ShareContent(title: "題", link: long)) }
        #expect(error?.code == .linkTooLong && error?.target == .wechat)
    }
}
