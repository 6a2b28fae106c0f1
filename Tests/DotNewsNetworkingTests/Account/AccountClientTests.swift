import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsNetworking

@Suite(.timeLimit(.minutes(5))) struct AccountClientTests {
    private let site: CommentOrigin
    private let client: AccountClient
    private let article = ArticleID("AP690800aae4b0e343b0e2aa01")!

    init() throws {
        site = try CommentOrigin(pageSize: 2)
        client = Self.client(of: site.origin.baseAddress, token: "token-1")
    }

    private static func client(
        of address: WebAddress, token: String?, service: CommentService? = CommentService()
    ) -> AccountClient {
        let edition = Edition(
            id: "test", name: "測試", language: .traditionalChinese, site: address, comments: service)
        let secrets = token.map { [CredentialName.account(at: address): Secret($0)] } ?? [:]
        return AccountClient(
            edition: edition, transport: PlatformTransport().withRetries(), credentials: MemoryCredentialStore(secrets))
    }

    private func failure(_ body: () async throws(AccountError) -> Void) async throws -> AccountError {
        var caught: AccountError?
        do throws(AccountError) { try await body() } catch { caught = error }
        return try #require(caught)
    }

    private func post(_ text: String, key: String = "00000000-0000-4000-8000-000000000001") async throws(AccountError)
        -> ArticleComment
    {
        try await client.post(CommentText(validated: text), on: article, replyingTo: nil, idempotencyKey: key)
    }

    @Test func `a thread is read page by page in both orders, with answers`() async throws {
        let ids = ["一", "two", "三"].map { site.seed($0, on: article.rawValue) }
        let answer = site.seed("回覆", on: article.rawValue, parent: ids[2])
        let inner = site.seed("回覆回覆", on: article.rawValue, parent: answer)
        let newest = try await client.comments(of: article)
        #expect(newest.comments.map(\.text) == ["三", "two"])
        #expect(newest.totalPages == 2 && newest.total == 3 && newest.skipped == 0)
        #expect(newest.comments[0].replies.map(\.id.rawValue) == [answer, inner])
        #expect(newest.comments[0].replies.map { $0.parentID?.rawValue } == [ids[2], answer])
        #expect(newest.comments[0].author == CommentAuthor(userID: "市民", nickname: "市民"))
        #expect(newest.comments[0].postedAt == PublicationTime.date(from: "2025-11-03T10:03:00.000+08:00"))
        let oldest = try await client.comments(of: article, order: .oldest, page: 1)
        #expect(oldest.comments.map(\.text) == ["三"])
        #expect(try await client.comments(of: article, page: 7).comments.isEmpty)
        let request = try #require(site.origin.requests.first)
        #expect(request.query == "page=0&order=0")
    }

    @Test func `a sign-in does not go in the clear to another machine`() async throws {
        let address = try #require(WebAddress("http://site.example"))
        let error = try await failure { () throws(AccountError) in
            _ = try await Self.client(of: address, token: "geheim").profile()
        }
        #expect(error.code == .credentials && error.reason.contains("https"))
        #expect(!"\(error)".contains("geheim"))
    }

    @Test(arguments: [
        ("https://site.example", true), ("http://site.example", false), ("http://127.0.0.1:8080", true),
        ("http://localhost", true), ("http://[::1]:80", true), ("http://127.0.0.1.example", false),
        ("http://127.example", false), ("http://128.0.0.1", false),
    ])
    func `what is protected on its way is told by the address`(text: String, isProtected: Bool) throws {
        #expect(try #require(WebAddress(text)).isProtected == isProtected)
    }

    @Test func `a comment, a like and a favourite are sent with key and token`() async throws {
        let posted = try await post("東橋 👍🏽\n重開")
        #expect(posted.text == "東橋 👍🏽\n重開" && posted.author.userID == "reader-1")
        let counts = try await client.react(
            .dislike, to: posted.id, on: article, idempotencyKey: "00000000-0000-4000-8000-000000000002")
        #expect(counts.likes == 0 && counts.dislikes == 1)
        #expect(try await client.comments(of: article).comments[0].reaction == .dislike)
        try await client.setFavourite(true, for: article, idempotencyKey: "00000000-0000-4000-8000-000000000003")
        let other = ArticleID("AP690800aae4b0e343b0e2aa02")!
        #expect(try await client.favourites(among: [other, article]) == [other: false, article: true])
        #expect(try await client.profile() == ReaderProfile(id: "reader-1", name: "讀者 reader-1"))
        let request = site.origin.requests[0]
        #expect(request.headers["Idempotency-Key"] == "\"00000000-0000-4000-8000-000000000001\"")
        #expect(request.headers["Authorization"] == "Bearer token-1")
    }

    @Test func `the same key counts once, and with another text is refused`() async throws {
        let first = try await post("one")
        #expect(try await post("one") == first)
        #expect(try await failure { () async throws(AccountError) in _ = try await post("two") }.code == .refused)
        #expect(site.texts(of: article.rawValue) == ["one"])
        #expect(site.replays == 1)
    }

    @Test(arguments: [
        (CommentOrigin.Fault.status(400), AccountError.Code.refused, false), (.status(401), .signInNeeded, false),
        (.status(403, message: "不可以"), .refused, false), (.status(404), .refused, false),
        (.status(409), .refused, false), (.status(409, retryAfter: 3), .busy, true), (.status(410), .refused, false),
        (.status(413), .refused, false), (.status(422), .refused, false), (.status(429), .busy, false),
        (.status(429, retryAfter: 7), .busy, false), (.status(500), .unavailable, true),
        (.status(503), .unavailable, true), (.status(503, retryAfter: 5), .busy, true),
        (.status(302), .unavailable, false), (.envelope(401), .signInNeeded, false), (.envelope(403), .refused, false),
        (.envelope(5_001), .refused, false), (.envelope(500), .unavailable, true), (.lostRequest, .unreachable, true),
        (.lostAnswer, .unreachable, true), (.cutAnswer, .unreachable, true), (.doneThenStatus(502), .unavailable, true),
        (.page, .unavailable, true),
    ])
    func `each failure says whether to wait, to sign in or to give up, and whether it may have arrived`(
        fault: CommentOrigin.Fault, code: AccountError.Code, mayHaveArrived: Bool
    ) async throws {
        site.fail(fault)
        let error = try await failure { () async throws(AccountError) in _ = try await post("留言") }
        #expect(error.code == code)
        #expect(error.mayHaveArrived == mayHaveArrived)
        if case .status(_, let retryAfter, let message) = fault {
            #expect(error.retryAfter == retryAfter.map { Duration.seconds($0) })
            #expect(message.isEmpty || !(400...499).contains(error.status ?? 0) || error.reason.contains(message))
        }
        #expect(!error.description.contains("token-1") && !"\(error)".contains("token-1"))
        // Sent once: whether it is sent again is the outbox's business.
        #expect(site.origin.requests.count == 1)
    }

    @Test(arguments: [
        (HTTPError.Code.hostNotFound, false), (.cannotConnect, false), (.insecureConnection, false), (.timedOut, true),
        (.connectionLost, true), (.malformedResponse, true), (.tooLarge, true),
    ])
    func `what never reached a server has not arrived, anything else may have`(
        code: HTTPError.Code, mayHaveArrived: Bool
    ) async throws {
        let address = site.origin.baseAddress
        let edition = Edition(
            id: "test", name: "測試", language: .traditionalChinese, site: address, comments: CommentService())
        let client = AccountClient(
            edition: edition, transport: ScriptedTransport([.error(code)]),
            credentials: MemoryCredentialStore([CredentialName.account(at: address): Secret("token-1")]))
        let error = try await failure { () async throws(AccountError) in
            _ = try await client.post(
                CommentText(validated: "留言"), on: article, replyingTo: nil, idempotencyKey: "1")
        }
        #expect(error.mayHaveArrived == mayHaveArrived)
        let question = try await failure { () async throws(AccountError) in _ = try await client.comments(of: article) }
        #expect(!question.mayHaveArrived)
    }

    @Test func `a comment on a connection that has died is not sent a second time by the transport`() async throws {
        _ = try await client.profile()
        site.fail(.lostAnswer, .status(403))
        let error = try await failure { () async throws(AccountError) in _ = try await post("一次") }
        #expect(error.code == .unreachable && error.mayHaveArrived)
        #expect(site.origin.requests.count == 2)
    }

    @Test func `nobody listens, nobody is signed in, nothing is configured`() async throws {
        let closed = try ClosedPort()
        let unreachable = Self.client(of: closed.address.origin, token: "token-1")
        var error = try await failure { () async throws(AccountError) in
            _ = try await unreachable.post(.init(validated: "x"), on: article, replyingTo: nil, idempotencyKey: "k")
        }
        #expect(error.code == .unreachable && !error.mayHaveArrived)
        let anonymous = Self.client(of: site.origin.baseAddress, token: nil)
        error = try await failure { () async throws(AccountError) in
            try await anonymous.setFavourite(true, for: article, idempotencyKey: "k")
        }
        #expect(error.code == .signInNeeded)
        #expect(try anonymous.isSignedIn() == false)
        #expect(try await anonymous.comments(of: article).comments.isEmpty)
        let plain = Self.client(of: site.origin.baseAddress, token: "token-1", service: nil)
        error = try await failure { () async throws(AccountError) in _ = try await plain.comments(of: article) }
        #expect(error.code == .notConfigured)
        #expect(try await plain.profile().id == "reader-1")
    }

    @Test func `a redirect does not turn a comment into a question, nor carry it or the token elsewhere`() async throws
    {
        let other = try LoopbackOrigin { _ in .json("{}") }
        for status in [301, 303, 307, 308] {
            let origin = try LoopbackOrigin { _ in .redirect(to: other.address("/x").string, status: status) }
            let client = Self.client(of: origin.baseAddress, token: "token-1")
            let error = try await failure { () async throws(AccountError) in
                _ = try await client.post(.init(validated: "x"), on: article, replyingTo: nil, idempotencyKey: "k")
            }
            #expect(error.code == .refused)
            _ = try? await client.profile()
        }
        #expect(other.requests.allSatisfy { $0.headers["Authorization"] == nil && $0.method == "GET" })
    }

    @Test func `addresses and names come from the configuration`() async throws {
        let origin = try LoopbackOrigin { request in
            request.method == "GET"
                ? .json(#"{"data":{"list":[{"cid":7,"body":"好","nick":"陳"}],"pages":"3"}}"#)
                : .json(#"{"code":"0","data":{"cid":"8","body":"yes"}}"#)
        }
        let service = CommentService(
            threadAddress: try #require(AddressTemplate("{site}/talk/{articleID}/{order}/{page}.json")),
            postAddress: try #require(AddressTemplate("{site}/say/{articleID}")),
            fieldNames: [
                .comments: "list", .id: "cid", .text: "body", .nickname: "nick", .totalPages: "pages",
                .articleID: "aVeryLongNameForAArticle",
            ])
        let client = Self.client(of: origin.baseAddress, token: "token-1", service: service)
        let page = try await client.comments(of: article, order: .oldest, page: 2)
        #expect(page.comments.map(\.text) == ["好"] && page.comments[0].author.nickname == "陳")
        #expect(page.totalPages == 3)
        _ = try await client.post(
            .init(validated: "yes"), on: article, replyingTo: CommentID("c1"), idempotencyKey: "k")
        #expect(origin.requests.map(\.path) == ["/talk/\(article)/1/2.json", "/say/\(article)"])
        let sent = try #require(
            try JSONSerialization.jsonObject(with: origin.requests[1].body) as? [String: String])
        #expect(sent == ["aVeryLongNameForAArticle": article.rawValue, "body": "yes", "parentId": "c1"])
    }
}
