import DotNewsTestSupport
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct CommentStoreTests {
    private let folder: TemporaryFolder
    private let time = Shared(Sample.noon)
    private let store: ArticleStore
    private let article = Sample.id(1)

    init() throws {
        folder = try TemporaryFolder()
        var options = ArticleStoreOptions()
        options.now = { [time] in time.value }
        store = try ArticleStore(at: folder.database, options: options)
    }

    private func comment(
        _ id: String, _ text: String = "", replies: [ArticleComment] = [], parent: String? = nil
    ) -> ArticleComment {
        ArticleComment(
            id: CommentID(id)!, articleID: article, parentID: parent.flatMap { CommentID($0) },
            author: CommentAuthor(userID: "u", nickname: "讀者"), text: text.isEmpty ? "text \(id)" : text, likes: 2,
            replies: replies)
    }

    private func keep(
        _ comments: [ArticleComment], page: Int = 0, of pages: Int = 1, order: CommentOrder = .newest,
        at seconds: Double = 0,
        article: ArticleID? = nil
    ) async throws {
        try await store.outbox.storeComments(
            CommentPage(comments: comments, page: page, totalPages: pages, total: 9, order: order),
            of: article ?? self.article, fetchedAt: Sample.noon.addingTimeInterval(seconds))
    }

    private func ids(_ order: CommentOrder = .newest, page: Int = 0) async throws -> [String] {
        try await store.outbox.comments(of: article, order: order, page: page).comments.map(\.id.rawValue)
    }

    /// Writes a comment and has the site take it as `id`.
    private func send(_ text: String, as id: String, replyingTo parent: String? = nil) async throws {
        let entry = try await store.outbox.post(
            CommentText(text), on: article, replyingTo: parent.flatMap { CommentID($0) })
        try await store.outbox.endSending(
            entry, .delivered(.comment(comment(id, text, parent: parent))), now: time.value)
    }

    @Test func `a page is read back as it came, with answers in their order`() async throws {
        let replies = [comment("r1", parent: "c3"), comment("r2", "回覆", parent: "r1")]
        try await keep([comment("c3", replies: replies), comment("c1")], page: 1, of: 4)
        let thread = try await store.outbox.comments(of: article, page: 1)
        #expect(thread.totalPages == 4 && thread.total == 9 && thread.fetchedAt == Sample.noon)
        #expect(thread.comments.map(\.id.rawValue) == ["c3", "c1"])
        #expect(thread.comments[0].replies.map(\.comment) == replies)
        #expect(thread.comments[0].comment.author.nickname == "讀者" && thread.comments[0].comment.likes == 2)
        let other = try await store.outbox.comments(of: article, page: 0)
        #expect(other.comments.isEmpty && other.fetchedAt == nil && other.totalPages == 4)
        #expect(try await store.outbox.comments(of: Sample.id(2)).totalPages == 0)
    }

    @Test func `a page takes the place of what was kept of it, and what no page lists goes`() async throws {
        try await keep([comment("c4"), comment("c3", replies: [comment("r1", parent: "c3")])], of: 2)
        try await keep([comment("c2"), comment("c1")], page: 1, of: 2, at: 1)
        // A new comment has moved the others on.
        try await keep([comment("c5"), comment("c4")], of: 3, at: 2)
        #expect(try await ids() == ["c5", "c4"])
        #expect(try await ids(page: 1) == ["c2", "c1"])
        try await keep([comment("c3"), comment("c2")], page: 1, of: 3, at: 3)
        #expect(try await ids(page: 1) == ["c3", "c2"])
        // Fewer pages than before.
        try await keep([comment("c5")], of: 1, at: 4)
        #expect(try await ids() == ["c5"])
        #expect(try await ids(page: 1) == [])
        #expect(try await store.statistics().articles == 0)
        #expect(try await store.verify().problems.isEmpty)
    }

    @Test func `own comments stand at the newer end, and become the site's without being there twice`() async throws {
        try await keep([comment("c2"), comment("c1")], of: 2)
        try await keep([comment("c1"), comment("c2")], of: 2, order: .oldest)
        try await keep([comment("c3")], page: 1, of: 2, order: .oldest)
        time.change { $0.addTimeInterval(10) }
        try await send("sent", as: "c9")
        _ = try await store.outbox.post(CommentText("first"), on: article)
        let refused = try await store.outbox.post(CommentText("second"), on: article)
        try await store.outbox.endSending(
            refused, .refused(OutboxFailure(.refused, "不合適"), isVerdict: true), now: time.value)
        let newest = try await store.outbox.comments(of: article)
        #expect(newest.comments.map(\.comment.text) == ["second", "first", "sent", "text c2", "text c1"])
        #expect(newest.comments[0].delivery == .refused(refused.id, reason: "不合適"))
        #expect(newest.comments[0].id.rawValue == "outbox-\(refused.id)")
        #expect(newest.comments[2].delivery == .delivered)
        #expect(try await ids(page: 1) == [])
        #expect(try await ids(.oldest, page: 0) == ["c1", "c2"])
        let oldest = try await store.outbox.comments(of: article, order: .oldest, page: 1)
        #expect(oldest.comments.map(\.comment.text) == ["text c3", "sent", "first", "second"])
        // Read again, the site lists it itself.
        try await keep([comment("c9", "sent"), comment("c2"), comment("c1")], of: 1, at: 20)
        #expect(
            try await store.outbox.comments(of: article).comments.map(\.comment.text).filter { $0 == "sent" }.count == 1
        )
    }

    @Test func `a page that was asked for before one's own was sent does not make it vanish`() async throws {
        try await keep([comment("c1", replies: [comment("r1", parent: "c1")])])
        time.change { $0.addTimeInterval(10) }
        try await send("mine", as: "c9")
        try await send("回覆", as: "r9", replyingTo: "r1")
        try await keep([comment("c1", replies: [comment("r1", parent: "c1")])], at: 5)
        #expect(try await ids() == ["c9", "c1"])
        #expect(try await store.outbox.comments(of: article).comments[1].replies.map(\.id.rawValue) == ["r1", "r9"])
        // Asked for later and still without it: the site has taken it down.
        try await keep([comment("c1", replies: [comment("r1", parent: "c1")])], at: 15)
        #expect(try await ids() == ["c1"])
        #expect(try await store.outbox.comments(of: article).comments[0].replies.map(\.id.rawValue) == ["r1"])
    }

    @Test func `when one's own was sent is known after the site has shown it`() async throws {
        time.change { $0.addTimeInterval(10) }
        try await send("mine", as: "c9")
        try await keep([comment("c9", "mine"), comment("c1")], at: 12)
        // A page that was asked for before, and comes late.
        try await keep([comment("c1")], at: 5)
        #expect(try await ids().contains("c9"))
        try await keep([comment("c1")], at: 15)
        #expect(try await ids() == ["c1"])
    }

    @Test func `an answer that is not sent yet stands under the comment that began it`() async throws {
        try await keep([comment("c1", replies: [comment("r1", parent: "c1")])])
        let answer = try await store.outbox.post(CommentText("答"), on: article, replyingTo: CommentID("r1"))
        let entry = try await store.outbox.comments(of: article).comments[0].replies[1]
        #expect(entry.delivery == .pending(answer.id) && entry.comment.parentID?.rawValue == "r1")
        #expect(throws: (any Error).self) { try CommentText("") }
        await #expect(throws: StoreError.self) {
            _ = try await store.outbox.post(CommentText("x"), on: article, replyingTo: entry.id)
        }
        await #expect(throws: StoreError.self) { _ = try await store.outbox.react(.like, to: entry.id) }
    }

    @Test func `one whose answer was lost is not shown beside itself`() async throws {
        let entry = try await store.outbox.post(CommentText("同意"), on: article)
        _ = try await store.outbox.beginSending(
            except: [], tried: [], now: time.value, until: time.value.addingTimeInterval(90))
        try await store.outbox.endSending(
            entry, .failed(OutboxFailure(.unavailable, ""), mayHaveArrived: true, next: nil), now: time.value)
        #expect(try await ids() == ["outbox-\(entry.id)"])
        try await keep([comment("c9", "同意"), comment("c1")])
        #expect(try await ids() == ["c9", "c1"])
        try await store.outbox.endSending(entry, .delivered(.comment(comment("c9", "同意"))), now: time.value)
        #expect(try await ids() == ["c9", "c1"])
        #expect(try await store.outbox.entries().isEmpty)
    }

    @Test func `a comment that turns up under another article belongs there`() async throws {
        try await keep([comment("c1"), comment("c2")])
        try await keep([comment("c1")], article: Sample.id(2))
        #expect(try await ids() == ["c2"])
        #expect(try await store.outbox.comments(of: Sample.id(2)).comments.map(\.id.rawValue) == ["c1"])
        // Each under the other: nobody turns in circles.
        try await keep([comment("c1", replies: [comment("c2", parent: "c1")])], at: 1)
        try await keep([comment("c2", replies: [comment("c1", parent: "c2")])], page: 1, of: 2, at: 2)
        #expect(try await ids(page: 1) == ["c2"])
        #expect(try await store.verify().problems.isEmpty)
    }

    @Test func `comments of articles read longest ago make room`() async throws {
        for number in 0..<42 {
            try await keep(
                [comment("c\(number)", replies: (0..<499).map { comment("c\(number)-\($0)", parent: "c\(number)") })],
                at: Double(number), article: Sample.id(number))
        }
        #expect(try await store.outbox.comments(of: Sample.id(0)).comments.isEmpty)
        #expect(try await store.outbox.comments(of: Sample.id(1)).fetchedAt == nil)
        #expect(try await store.outbox.comments(of: Sample.id(2)).comments[0].replies.count == 499)
        #expect(try await store.outbox.comments(of: Sample.id(41)).comments[0].replies.count == 499)
        #expect(try await store.verify().problems.isEmpty)
    }
}
