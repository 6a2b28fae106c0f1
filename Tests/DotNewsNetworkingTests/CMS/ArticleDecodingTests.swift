import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// What becomes of an article's own JSON.
@Suite struct ArticleDecodingTests {
    private let site = CannedSite()

    private func paragraphs(_ article: Article) -> [String] {
        article.body.blocks.compactMap { if case .paragraph(let text) = $0 { text.text } else { nil } }
    }

    @Test func `an article is its summary and its body`() async throws {
        let content: Wire = "<p>Engineers closed the east span.</p><p>它在傍晚重開。</p>"
        let article = try await site.article(StoryFixture().with(["content": content]))
        #expect(article.summary == (try await site.summary(StoryFixture())))
        #expect(paragraphs(article) == ["Engineers closed the east span.", "它在傍晚重開。"])
        #expect(article.channelID == CannedSite.channel)
        #expect(article.video == nil)
    }

    @Test func `credits are the article's own, not the desk's`() async throws {
        let article = try await site.article(StoryFixture())
        #expect(article.credits.author == "Ada")
        #expect(article.credits.editor == "Bo")
        #expect(article.credits.source == "Harbour Wire")
    }

    @Test func `pictures come once, those of the body not again`() async throws {
        let article = try await site.article(
            StoryFixture().with([
                "content": #"<p>Text</p><figure><img src="https://dw-media.dotdotnews.com/dams/2.jpg"></figure>"#,
                "images": [
                    [
                        "url": "https://dw-media.dotdotnews.com/dams/1.jpg", "comment": " At dawn\u{3000}",
                        "width": "1600", "height": 0,
                    ],
                    ["url": "//dw-media.dotdotnews.com/dams/2.jpg?x-oss-process=image/resize,w_500"],
                    ["url": "https://dw-media.dotdotnews.com/dams/1.jpg"], ["url": ""], nil,
                    "//dw-media.dotdotnews.com/dams/3.jpg",
                ],
            ]))
        #expect(
            article.images == [
                ImageAsset(
                    address: WebAddress("https://dw-media.dotdotnews.com/dams/1.jpg")!, caption: "At dawn", width: 1_600
                ),
                ImageAsset(address: WebAddress("https://dw-media.dotdotnews.com/dams/3.jpg")!),
            ])
        #expect(article.allImages.count == 3)
    }

    @Test func `a video article has its video`() async throws {
        let stream: Wire = [
            "url": "", "prUrl": "//dw-media.dotdotnews.com/v/1.mp4", "duration": "95",
            "previewUrl": "https://dw-media.dotdotnews.com/v/1.jpg",
        ]
        let article = try await site.article(StoryFixture().with(["mediaStream": stream, "storyType": "VIDEO"]))
        #expect(
            article.video
                == MediaAsset(
                    address: WebAddress("https://dw-media.dotdotnews.com/v/1.mp4")!,
                    poster: WebAddress("https://dw-media.dotdotnews.com/v/1.jpg"), duration: 95))
        #expect(article.summary.mediaDuration == 95)
    }

    @Test func `related articles are listed once, never the article itself`() async throws {
        let other = "https://english.dotdotnews.com/a/202511/01/AP69056f80e4b0e343b0e2aa03.html"
        let article = try await site.article(
            StoryFixture().with([
                "relatedStories": [
                    ["title": "East span to close", "url": .text(other)],
                    ["title": "Again", "url": .text(other + "?x=1")],
                    ["title": "Itself", "url": "https://english.dotdotnews.com\(StoryFixture.path).html"],
                    ["title": "", "url": "/a/1.html"], ["title": "No address"],
                    ["name": "By its path", "uri": "/a/2.html"], nil, 3,
                ]
            ]))
        #expect(
            article.related == [
                RelatedLink(title: "East span to close", address: WebAddress(other)!),
                RelatedLink(title: "By its path", address: WebAddress("https://english.dotdotnews.com/a/2.html")!),
            ])
    }

    @Test func `plain text stands in for a missing body`() async throws {
        for content in [nil, "", 0.5, [1]] as [Wire] where content.json != "0.5" {
            let article = StoryFixture().with([
                "content": content, "plainText": "  第一段。 \n \n\u{3000}Second &amp; last.\r\n",
            ])
            #expect(paragraphs(try await site.article(article)) == ["第一段。", "Second & last."])
        }
        let empty = try await site.article(StoryFixture().with(["content": nil]))
        #expect(empty.body.blocks.isEmpty)
    }

    @Test func `what the article leaves out is taken from the list`() async throws {
        var known = CannedSite.known
        known.column = ColumnReference(id: CannedSite.column, name: "Deepline")
        known.publishedAt = Date(timeIntervalSince1970: 1_000_000_000)
        known.thumbnail = ImageAsset(address: WebAddress("https://dw-media.dotdotnews.com/t.jpg")!)
        let article = StoryFixture().without(
            "url", "prUrl", "uri", "columnId", "publishTime", "published", "order", "thumbnails", "coverImages",
            "jsonUrl")
        site.transport.answer(site.client.articleAddress(for: known).string, #"{"data":\#(article.json)}"#)
        guard case .published(let article) = try await site.client.article(known).value else {
            Issue.record("the article is published")
            return
        }
        #expect(article.address == known.address)
        #expect(article.summary.column == known.column)
        #expect(article.summary.publishedAt == known.publishedAt)
        #expect(article.summary.thumbnail == known.thumbnail)
    }

    @Test func `an article taken back is withdrawn`() async throws {
        let answer = try await site.answer(StoryFixture().with(["publishStatus": 4, "title": nil]))
        #expect(answer == .withdrawn(CannedSite.known.id))
    }

    @Test func `another article is an error, also when it is withdrawn`() async throws {
        for article in [StoryFixture(number: 2), StoryFixture(number: 2).with(["publishStatus": 2])] {
            let error = await #expect(throws: CMSError.self) { try await site.answer(article) }
            guard case .wrongArticle(let expected, let found, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(expected == CannedSite.known.id)
            #expect(found != expected)
            #expect(error?.description.contains(found.rawValue) == true)
        }
    }

    @Test(arguments: [
        (#"{"code":0,"data":null}"#, "it has no article"), (#"{"code":0}"#, "it has no article"),
        (#"{"data":[1]}"#, "it has no article"), (#"{"data":{"title":"x"}}"#, "of the article, it has no id"),
        (#"{"data":{"id":"AP690800aae4b0e343b0e2aa01"}}"#, "of the article, it has no title"),
        (#"{"data":{"id":"AP690800aae4b0e343b0e2aa01","title":"x","content":"<p>cut"#, "it is cut off after 72 bytes"),
        (#"{"data":{"id":"AP690800aae4b0e343b0e2aa01" "title":"x"}}"#, "comma expected at byte 43"),
    ])
    func `half an article is an error that says what is wrong`(json: String, reason: String) async throws {
        let error = await #expect(throws: CMSError.self) { try await site.answer(json: json) }
        guard case .malformed(let found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == reason)
    }

    @Test func `an article cut off anywhere is an error`() async throws {
        let whole = Array(#"{"code":0,"data":\#(StoryFixture().with(["content": "<p>Text</p>"]).json)}"#.utf8)
        let address = site.client.articleAddress(for: CannedSite.known).string
        for count in stride(from: 0, to: whole.count, by: 7) {
            site.transport.answer(address, with: CannedTransport.Answer(body: Data(whole[..<count])))
            await #expect(throws: CMSError.self) { try await site.client.article(CannedSite.known) }
        }
    }
}
