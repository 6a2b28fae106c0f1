import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync

@Suite(.timeLimit(.minutes(5))) struct OutboxSenderTests {
    private let fixture: OutboxSite
    private let store: ArticleStore
    private var site: CommentOrigin { fixture.site }
    private let article = OutboxSite.article

    init() throws {
        fixture = try OutboxSite()
        store = try fixture.openStore()
    }

    private func send() async throws -> OutboxReport { try await fixture.sender(store).send() }

    @Test func `an outbox is sent in the order of each article, and is empty then`() async throws {
        let parent = site.seed("第一", on: article.rawValue)
        for number in 1...5 { try await store.outbox.post("\(number)", on: article) }
        try await store.outbox.post("回覆", on: article, replyingTo: CommentID(parent))
        for number in 1...3 { try await store.outbox.post("other \(number)", on: OutboxSite.article(number)) }
        _ = try await store.outbox.setFavourite(true, for: article)
        _ = try await store.outbox.react(.like, to: CommentID(parent)!, on: article)
        let report = try await send()
        #expect(report.delivered == 11 && report.waiting == 0 && report.refused == 0 && report.nextAttemptAt == nil)
        #expect(
            site.effects.filter { $0.article == article.rawValue }.map(\.value)
                == ["1", "2", "3", "4", "5", "回覆", "1", "like"])
        #expect(site.effects.count == 11 && site.doubled.isEmpty)
        #expect(try await store.outbox.entries().isEmpty)
        #expect(try await store.outbox.isFavourite(article) == true)
        #expect(try await send().results.isEmpty)
    }

    @Test func `articles do not wait for each other, but one article has one request at a time`() async throws {
        let gate = Gate()
        let slow = OutboxSite.article(1).rawValue
        let origin = try LoopbackOrigin { request in
            let reply = LoopbackReply.json(#"{"data":{"id":"c\#(request.body.count)","text":"x"}}"#)
            return request.path.contains(slow) ? reply.held(at: gate) : reply
        }
        let sender = fixture.sender(store, to: origin)
        for _ in 0..<2 { try await store.outbox.post("slow", on: OutboxSite.article(1)) }
        for _ in 0..<3 { try await store.outbox.post("quick", on: OutboxSite.article(2)) }
        let sending = Task { try await sender.send() }
        await origin.wait { $0.requests.count { !$0.path.contains(slow) } == 3 }
        #expect(origin.requests.count { $0.path.contains(slow) } == 1)
        gate.open()
        #expect(try await sending.value.delivered == 5)
        #expect(origin.activity.mostUnderWay <= 2)
    }

    @Test(arguments: [
        CommentOrigin.Fault.lostAnswer, .cutAnswer, .doneThenStatus(502), .doneThenStatus(500), .page, .lostRequest,
    ])
    func `an answer that is lost does not send twice`(fault: CommentOrigin.Fault) async throws {
        try await store.outbox.post("只說一次", on: article)
        try await store.outbox.post("then this", on: article)
        site.fail(fault)
        let first = try await send()
        #expect(first.delivered == 0 && first.waiting == 2)
        #expect(try await store.outbox.entries()[0].uncertainSince != nil)
        // Not before its time.
        #expect(try await send().results.isEmpty)
        let next = try #require(first.nextAttemptAt)
        fixture.advance(by: next.timeIntervalSince(fixture.now))
        #expect(try await send().delivered == 2)
        #expect(site.texts(of: article.rawValue) == ["只說一次", "then this"])
        #expect(site.doubled.isEmpty)
        #expect(site.replays == (fault == .lostRequest ? 0 : 1))
        #expect(try await store.outbox.comments(of: article).comments.map(\.comment.text) == ["then this", "只說一次"])
    }

    @Test func `pauses double up to half an hour`() async throws {
        try await store.outbox.post("1", on: article)
        var pauses: [Double] = []
        for _ in 0..<12 {
            site.fail(.status(500))
            let next = try #require(try await send().nextAttemptAt)
            pauses.append(next.timeIntervalSince(fixture.now).rounded())
            fixture.advance(by: pauses.last ?? 0)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 1_800, 1_800, 1_800])
        #expect(try await store.outbox.entries()[0].attempts == 12)
        #expect(OutboxPolicy.standard.delay(afterAttempt: 3, random: 0) == .seconds(10))
        #expect(OutboxPolicy.standard.delay(afterAttempt: .max, random: 7) == .seconds(1_800))
        #expect(try await send().delivered == 1)
    }

    @Test(arguments: [CommentOrigin.Fault.status(429, retryAfter: 100), .status(503, retryAfter: 100)])
    func `when the site asks for patience all is quiet until then, also for what is written meanwhile`(
        fault: CommentOrigin.Fault
    ) async throws {
        try await store.outbox.post("1", on: article)
        site.fail(fault)
        let report = try await send()
        #expect(report.nextAttemptAt == fixture.now.addingTimeInterval(100))
        try await store.outbox.post("other", on: OutboxSite.article(1))
        fixture.advance(by: 99)
        let requests = site.origin.requests.count
        // Also for a program that has started anew.
        await store.close()
        let again = try fixture.openStore()
        let quiet = try await fixture.sender(again).send()
        #expect(quiet.results.isEmpty && quiet.waiting == 2)
        #expect(quiet.nextAttemptAt == fixture.now.addingTimeInterval(1))
        #expect(site.origin.requests.count == requests)
        fixture.advance(by: 1)
        #expect(try await fixture.sender(again).send().delivered == 2)
    }

    @Test func `a site that is busy is not asked on`() async throws {
        for number in 0..<9 { try await store.outbox.post("\(number)", on: OutboxSite.article(number)) }
        for _ in 0..<9 { site.fail(.status(429)) }
        #expect(try await send().waiting == 9)
        // At most those that were under way together.
        #expect(site.origin.requests.count <= 4)
    }

    @Test func `without a sign-in nothing is lost and nothing is tried any more`() async throws {
        for number in 0..<9 { try await store.outbox.post("\(number)", on: OutboxSite.article(number)) }
        try fixture.token(nil)
        #expect(try await send().needsSignIn)
        #expect(site.origin.requests.isEmpty)
        try fixture.token("expired")
        let report = try await send()
        #expect(report.needsSignIn && report.waiting == 9 && report.refused == 0)
        // At most those that were under way together.
        #expect(site.origin.requests.count <= 4)
        #expect(try await store.outbox.entries().allSatisfy { $0.attempts == 0 && $0.uncertainSince == nil })
        try fixture.token("token-1")
        #expect(try await send().delivered == 9)
    }

    @Test(arguments: [400, 403, 404, 409, 413, 422])
    func `a refusal is kept and shown, and others go on`(status: Int) async throws {
        try await store.outbox.post("1", on: article)
        try await store.outbox.post("2", on: article)
        try await store.outbox.post("other", on: OutboxSite.article(1))
        site.fail(.status(status, message: "不合適"))
        let report = try await send()
        #expect(report.delivered == 2 && report.refused == 1)
        let left = try await store.outbox.entries()
        guard left.count == 1, case .refused(let failure) = left[0].state else {
            Issue.record("\(left)")
            return
        }
        #expect(failure.code == .refused && failure.reason.contains("不合適"))
        #expect(try await send().results.isEmpty)
        _ = try await store.outbox.edit(left[0].id, text: CommentText("1, kinder"))
        #expect(try await send().delivered == 1)
        #expect(site.texts(of: left[0].articleID.rawValue).contains("1, kinder"))
        #expect(Set(site.effects.map(\.key)).count == 3)
    }

    @Test func `what may have arrived before a gateway forbade it is not sent under another key`() async throws {
        let entry = try await store.outbox.post("一次", on: article)
        site.fail(.lostAnswer, .status(403))
        _ = try await send()
        fixture.advance(by: 10)
        #expect(try await send().refused == 1)
        await #expect(throws: StoreError.self) {
            _ = try await store.outbox.edit(entry.id, text: CommentText("兩次"))
        }
        #expect(try await store.outbox.retry(entry.id).idempotencyKey == entry.idempotencyKey)
        #expect(try await send().delivered == 1)
        #expect(site.texts(of: article.rawValue) == ["一次"])

        // The word of the site itself settles it.
        let other = try await store.outbox.post("再說", on: article)
        site.fail(.lostRequest, .status(422))
        _ = try await send()
        fixture.advance(by: 10)
        #expect(try await send().refused == 1)
        #expect(try await store.outbox.entries()[0].uncertainSince == nil)
        #expect(try await store.outbox.edit(other.id, text: CommentText("再說一次")).state == .waiting)
    }

    @Test func `a refused choice does not come back over a later one`() async throws {
        _ = try await store.outbox.setFavourite(true, for: article)
        site.fail(.lostRequest, .status(403))
        _ = try await send()
        _ = try await store.outbox.setFavourite(false, for: article)
        #expect(try await store.outbox.entries().count == 2)
        fixture.advance(by: 10)
        #expect(try await send().delivered == 1)
        #expect(try await store.outbox.entries().isEmpty)
        #expect(site.effects.map(\.value) == ["0"])
        #expect(try await store.outbox.isFavourite(article) == false)
    }

    @Test func `an edition without addresses refuses what an earlier configuration let in`() async throws {
        try await store.outbox.post("1", on: article)
        let sender = fixture.sender(store, to: site.origin, comments: nil)
        #expect(try await sender.send().refused == 1)
        #expect(try await store.outbox.entries()[0].lastFailure?.code == .notConfigured)
    }

    @Test func `two programs that send at once send each entry once`() async throws {
        for number in 0..<30 { try await store.outbox.post("\(number)", on: OutboxSite.article(number % 5)) }
        let others = [store, try fixture.openStore(), try fixture.openStore()]
        let fixture = fixture
        let delivered = try await withThrowingTaskGroup(of: Int.self) { group in
            for store in others { group.addTask { try await fixture.sender(store).send().delivered } }
            return try await group.reduce(0, +)
        }
        #expect(delivered == 30)
        #expect(site.effects.count == 30 && site.replays == 0)
        for number in 0..<5 {
            let texts = site.texts(of: OutboxSite.article(number).rawValue)
            #expect(texts == stride(from: number, to: 30, by: 5).map(String.init))
        }
    }

    @Test func `cancelling ends the run, and what was under way is sent with the same key later`() async throws {
        let entry = try await store.outbox.post("留言", on: article)
        let gate = Gate()
        let origin = try LoopbackOrigin { _ in LoopbackReply.json("{}").held(at: gate) }
        let sender = fixture.sender(store, to: origin)
        let sending = Task { try await sender.send() }
        await origin.wait { $0.requests.count == 1 }
        #expect(try await store.outbox.entries()[0].state == .sending)
        #expect(try await store.outbox.cancel(entry.id) == .underWay)
        sending.cancel()
        await #expect(throws: OutboxError.self) { try await sending.value }
        gate.open()
        // It was cancelled by its reader, too, so it is gone.
        #expect(try await store.outbox.entries().isEmpty)

        try await store.outbox.post("again", on: article)
        let second = Task { try await sender.send() }
        await origin.wait { $0.requests.count == 2 }
        second.cancel()
        _ = try? await second.value
        let left = try await store.outbox.entries()
        if let entry = left.first {
            #expect(entry.state == .waiting && entry.uncertainSince != nil)
            #expect(origin.requests[1].headers["Idempotency-Key"] == "\"\(entry.idempotencyKey)\"")
        }
    }

    @Test func `a sender that runs sends what is written, and what failed when its time has come`() async throws {
        let fixture = fixture
        let events = AsyncStream<String>.makeStream()
        site.fail(.status(500))
        // Its sleeps end at once; whether it is time to send, the fixture's time says.
        let sender = OutboxSender(
            store: store, client: fixture.client(), clock: TestClock(automatic: true), now: { fixture.now },
            random: { 1 })
        let running = Task {
            try await sender.run { entry, outcome in
                guard case .comment(let text, _) = entry.action else { return }
                events.continuation.yield((outcome == .delivered ? "sent " : "waits ") + text.rawValue)
            }
        }
        var event = events.stream.makeAsyncIterator()
        try await store.outbox.post("失敗一次", on: article)
        #expect(await event.next() == "waits 失敗一次")
        try await store.outbox.post("elsewhere", on: OutboxSite.article(1))
        #expect(await event.next() == "sent elsewhere")
        fixture.advance(by: 5)
        #expect(await event.next() == "sent 失敗一次")
        try await store.outbox.post("第三", on: article)
        #expect(await event.next() == "sent 第三")
        running.cancel()
        await #expect(throws: OutboxError.self) { try await running.value }
        #expect(site.effects.count == 3)
    }

    @Test func `the comment that was pending is the site's after the transaction that notes its sending`() async throws
    {
        var threads = store.observe { reader throws(StoreError) in
            try reader.comments(of: OutboxSite.article).comments.map { ($0.delivery == .delivered) }
        }.makeAsyncIterator()
        #expect(try await threads.next() == [])
        try await store.outbox.post("一", on: article)
        #expect(try await threads.next() == [false])
        _ = try await send()
        // Never both, never neither.
        #expect(try await threads.next() == [true])
    }
}
