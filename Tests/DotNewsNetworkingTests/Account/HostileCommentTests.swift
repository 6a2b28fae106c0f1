import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsNetworking

/// Answers that no site should give.
@Suite(.timeLimit(.minutes(5))) struct HostileCommentTests {
    private let article = ArticleID("AP690800aae4b0e343b0e2aa01")!

    private func page(_ json: String) async throws -> CommentPage {
        let origin = try LoopbackOrigin { _ in .json(json) }
        let edition = Edition(
            id: "test", name: "test", language: .english, site: origin.baseAddress, comments: CommentService())
        return try await AccountClient(
            edition: edition, transport: PlatformTransport(), credentials: MemoryCredentialStore()
        ).comments(of: article)
    }

    private func comments(_ list: String) async throws -> CommentPage {
        try await page(#"{"code":0,"data":{"comments":["# + list + #"],"totalPages":1}}"#)
    }

    @Test func `a comment that is none is left out, and the others are kept`() async throws {
        let page = try await comments(
            #"""
            {"id":"c1","text":"好","likes":"7","dislikes":-3,"createTime":"soon","reaction":"LIKE"}, null, 7, "x", [],
            {"id":"c2"}, {"text":"no id"}, {"id":"c 3","text":"bad id"}, {"id":"c1","text":"again"},
            {"id":"outbox-1","text":"one of ours?"}, {"id":"c4","text":" \u0000\u202e "},
            {"id":5,"text":17,"likes":1e300,"dislikes":"many","userId":null,"nickname":"a\u001b[2J\nb","replies":{}}
            """#)
        #expect(page.comments.map(\.id.rawValue) == ["c1", "5"])
        #expect(page.comments[0].likes == 7 && page.comments[0].dislikes == 0)
        #expect(page.comments[0].postedAt == nil && page.comments[0].reaction == .like)
        #expect(page.comments[1].text == "17" && page.comments[1].likes == 1_000_000_000)
        #expect(page.comments[1].author.nickname == "a[2J b" && page.comments[1].replies.isEmpty)
        #expect(page.skipped == 10)
    }

    @Test func `texts, names, lists and levels are bounded`() async throws {
        let long = String(repeating: "字", count: 30_000)
        let many = (0..<150).map { #"{"id":"m\#($0)","text":"x"}"# }.joined(separator: ",")
        var page = try await comments(#"{"id":"c1","text":"\#(long)","nickname":"\#(long)"},"# + many)
        #expect(page.comments.count == 100 && page.skipped == 51)
        #expect(page.comments[0].text.utf8.count <= CommentText.maximumLength)
        #expect(page.comments[0].author.nickname.count == 100)

        let replies = (0..<700).map { #"{"id":"r\#($0)","text":"x"}"# }.joined(separator: ",")
        page = try await comments(#"{"id":"c1","text":"x","replies":[\#(replies)]}"#)
        #expect(page.comments[0].replies.count == 500 && page.skipped == 200)

        let deep =
            (0..<30).map { #"{"id":"d\#($0)","text":"x","replies":["# }.joined() + String(repeating: "]}", count: 30)
        page = try await comments(deep)
        #expect(page.comments[0].replies.map(\.id.rawValue) == (1..<8).map { "d\($0)" })
        #expect(page.comments[0].replies.last?.parentID?.rawValue == "d6")
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"code":0}"#, #"{"code":0,"data":null}"#, #"{"code":0,"data":{"comments":["#,
        #"{"data":{"total":3}}"#, "<html></html>", #"{"code":500,"data":{"comments":[]}}"#,
        String(repeating: "[", count: 100_000), #"{"data":{"comments":[]}} trailing"#,
        #"{"data":"# + String(repeating: #"{"a":"#, count: 70) + "1" + String(repeating: "}", count: 71),
    ])
    func `an answer that is no page is an error, not a page without comments`(json: String) async throws {
        await #expect(throws: AccountError.self) { try await page(json) }
    }

    @Test func `numbers of pages are bounded, and not fewer than there are`() async throws {
        #expect(try await page(#"{"data":{"comments":[],"totalPages":-4}}"#).totalPages == 0)
        #expect(try await page(#"{"data":{"comments":[{"id":"a","text":"b"}],"totalPages":0}}"#).totalPages == 1)
        #expect(try await page(#"{"data":{"comments":[],"totalPages":1e18}}"#).totalPages == 100_000)
    }

    @Test func `an answer that is too large, or never ends, is an error`() async throws {
        let large = #"{"data":{"comments":[]},"x":""# + String(repeating: "x", count: 3 << 20) + "\"}"
        await #expect(throws: AccountError.self) { try await page(large) }
    }
}
