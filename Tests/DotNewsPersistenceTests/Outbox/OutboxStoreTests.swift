import DotNewsTestSupport
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct OutboxStoreTests {
    private let folder: TemporaryFolder
    private let time = Shared(Sample.noon)
    private let store: ArticleStore
    private let one = Sample.id(1)
    private let two = Sample.id(2)
    private let comment = CommentID("c1")!

    init() throws {
        folder = try TemporaryFolder()
        store = try Self.open(folder, time)
    }

    private static func open(_ folder: TemporaryFolder, _ time: Shared<Date>) throws -> ArticleStore {
        var options = ArticleStoreOptions()
        options.now = { time.value }
        return try ArticleStore(at: folder.database, options: options)
    }

    private func text(_ text: String) throws -> CommentText { try CommentText(text) }

    private func begin(_ busy: Set<ArticleID> = []) async throws -> OutboxEntry? {
        try await store.outbox.beginSending(
            except: busy, tried: [], now: time.value, until: time.value.addingTimeInterval(90))
    }

    private func refuse(_ entry: OutboxEntry) async throws {
        try await store.outbox.endSending(
            entry, .refused(OutboxFailure(.refused, "不合適"), isVerdict: true), now: time.value)
    }

    private func storeError(_ body: () async throws(StoreError) -> Void) async -> StoreError.Code? {
        do throws(StoreError) {
            try await body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `what is written is there after the store is opened again, in its order and with its key`() async throws
    {
        let first = try await store.outbox.post(text("第一\n行"), on: one)
        _ = try await store.outbox.post(text("Second 👍🏽"), on: one, replyingTo: comment)
        _ = try await store.outbox.setFavourite(true, for: two)
        _ = try await store.outbox.react(.dislike, to: comment, on: one)
        await store.close()
        let again = try Self.open(folder, time)
        let entries = try await again.outbox.entries()
        #expect(
            entries.map(\.action) == [
                .comment(try text("第一\n行"), replyingTo: nil), .comment(try text("Second 👍🏽"), replyingTo: comment),
                .favourite(true), .reaction(.dislike, to: comment),
            ])
        #expect(entries[0] == first)
        #expect(Set(entries.map(\.idempotencyKey)).count == 4)
        #expect(try await again.outbox.entries(of: two).count == 1)
        #expect(try await again.verify().problems.isEmpty)
    }

    @Test func `the first entry of each article is sent next, and a refused one holds nothing up`() async throws {
        let first = try await store.outbox.post(text("1a"), on: one)
        let second = try await store.outbox.post(text("1b"), on: one)
        let other = try await store.outbox.post(text("2a"), on: two)
        #expect(try await begin()?.id == first.id)
        #expect(try await begin([one])?.id == other.id)
        #expect(try await begin([one, two]) == nil)
        try await refuse(first)
        #expect(try await begin([two])?.id == second.id)
        #expect(try await store.outbox.entries(of: one).map(\.id) == [first.id, second.id])
    }

    @Test func `an entry that is to be tried later holds back what follows it, until its time or a clock put back`()
        async throws
    {
        let entry = try await store.outbox.post(text("1a"), on: one)
        _ = try await store.outbox.post(text("1b"), on: one)
        _ = try await begin()
        let next = time.value.addingTimeInterval(60)
        try await store.outbox.endSending(
            entry, .failed(OutboxFailure(.unavailable, ""), mayHaveArrived: false, next: next), now: time.value)
        #expect(try await begin() == nil)
        #expect(try await store.outbox.nextAttempt(now: time.value) == next)
        #expect(try await store.outbox.entries()[0].nextAttemptAt == next)
        // Two days back: no pause is that long.
        time.change { $0.addTimeInterval(-172_800) }
        #expect(try await begin()?.id == entry.id)
        try await store.outbox.endSending(
            entry, .failed(OutboxFailure(.unavailable, ""), mayHaveArrived: false, next: next), now: next)
        time.change { $0 = next }
        #expect(try await begin()?.id == entry.id)
    }

    @Test func `an attempt that ended with its program leaves an entry that may have arrived, with the same key`()
        async throws
    {
        let entry = try await store.outbox.post(text("1a"), on: one)
        _ = try await begin()
        #expect(try await store.outbox.entries()[0].state == .sending)
        await store.close()
        let again = try Self.open(folder, time)
        try await again.outbox.prepare(now: time.value, keyLifetime: .seconds(100))
        let left = try await again.outbox.entries()[0]
        #expect(left.state == .waiting && left.uncertainSince == time.value)
        #expect(left.idempotencyKey == entry.idempotencyKey)
        // Neither text nor key may change now.
        #expect(
            await storeError { () async throws(StoreError) in
                _ = try await again.outbox.edit(entry.id, text: .init(validated: "x"))
            } == .entryUncertain)
        // When the site may have forgotten the key, the reader decides.
        time.change { $0.addTimeInterval(101) }
        try await again.outbox.prepare(now: time.value, keyLifetime: .seconds(100))
        guard case .refused(let failure) = try await again.outbox.entries()[0].state else {
            Issue.record("still to be sent")
            return
        }
        #expect(failure.code == .uncertain)
        let renewed = try await again.outbox.retry(entry.id)
        #expect(renewed.state == .waiting && renewed.uncertainSince == nil)
        #expect(renewed.idempotencyKey != entry.idempotencyKey)
    }

    @Test func `a failure that surely did not arrive leaves an entry that can be edited, in its place`() async throws {
        let entry = try await store.outbox.post(text("1a"), on: one)
        let later = try await store.outbox.post(text("1b"), on: one)
        _ = try await begin()
        try await store.outbox.endSending(
            entry, .failed(OutboxFailure(.signInNeeded, ""), mayHaveArrived: false, next: nil), now: time.value)
        #expect(try await store.outbox.entries()[0].attempts == 0)
        let edited = try await store.outbox.edit(entry.id, text: text("1c"))
        #expect(edited.idempotencyKey != entry.idempotencyKey)
        #expect(try await store.outbox.entries().map(\.id) == [entry.id, later.id])
    }

    @Test func `a refused comment is edited or sent again as a new one, behind the others`() async throws {
        let entry = try await store.outbox.post(text("1a"), on: one)
        let later = try await store.outbox.post(text("1b"), on: one)
        _ = try await begin()
        try await refuse(entry)
        let edited = try await store.outbox.edit(entry.id, text: text("1c"))
        #expect(edited.state == .waiting && edited.attempts == 0 && edited.lastFailure == nil)
        #expect(edited.idempotencyKey != entry.idempotencyKey)
        #expect(try await store.outbox.entries().map(\.id) == [later.id, entry.id])
        _ = try await store.outbox.setFavourite(true, for: two)
        let favourite = try await store.outbox.entries(of: two)[0]
        #expect(
            await storeError { () async throws(StoreError) in
                _ = try await store.outbox.edit(favourite.id, text: .init(validated: "x"))
            } == .invalidValue)
    }

    @Test func `cancelling says what is known of what was sent`() async throws {
        let never = try await store.outbox.post(text("never"), on: one)
        #expect(try await store.outbox.cancel(never.id) == .cancelled)
        #expect(
            await storeError { () async throws(StoreError) in _ = try await store.outbox.cancel(never.id) }
                == .noSuchEntry)

        // Under way: it goes with the attempt.
        for outcome in [
            OutboxOutcome.refused(OutboxFailure(.refused, ""), isVerdict: true),
            .failed(OutboxFailure(.unavailable, ""), mayHaveArrived: true, next: nil),
            .delivered(.favourite),
        ] {
            let entry = try #require(try await store.outbox.setFavourite(true, for: two))
            _ = try await begin()
            #expect(try await store.outbox.cancel(entry.id) == .underWay)
            #expect(try await store.outbox.entries()[0].isCancelled)
            try await store.outbox.endSending(entry, outcome, now: time.value)
            #expect(try await store.outbox.entries().isEmpty)
        }

        // Its program has ended: after the longest an attempt takes, nobody is sending.
        let lost = try await store.outbox.post(text("lost"), on: one)
        _ = try await begin()
        time.change { $0.addTimeInterval(91) }
        #expect(try await store.outbox.cancel(lost.id) == .uncertain)
        // The answer that comes all the same is kept.
        let answer = ArticleComment(id: comment, articleID: one, text: "lost")
        try await store.outbox.endSending(lost, .delivered(.comment(answer)), now: time.value)
        #expect(try await store.outbox.comments(of: one).comments.map(\.comment.text) == ["lost"])

        // Cancelled while it was being sent by a program that was killed: it goes with the next run.
        let killed = try await store.outbox.post(text("killed"), on: one)
        _ = try await begin()
        #expect(try await store.outbox.cancel(killed.id) == .underWay)
        try await store.outbox.prepare(now: time.value, keyLifetime: .seconds(100))
        #expect(try await store.outbox.entries().isEmpty)
    }

    @Test func `what is chosen again while the same is being cancelled is sent again`() async throws {
        let first = try #require(try await store.outbox.setFavourite(true, for: two))
        _ = try await begin()
        #expect(try await store.outbox.cancel(first.id) == .underWay)
        let second = try #require(try await store.outbox.setFavourite(true, for: two))
        #expect(second.idempotencyKey != first.idempotencyKey)
        try await store.outbox.endSending(
            first, .failed(OutboxFailure(.unavailable, ""), mayHaveArrived: false, next: nil), now: time.value)
        #expect(try await store.outbox.entries().map(\.id) == [second.id])
        #expect(try await store.outbox.isFavourite(two) == true)
    }

    @Test func `a like toggled before it is sent is one entry, or none when the site has it so`() async throws {
        #expect(try await store.outbox.react(.like, to: comment, on: one) != nil)
        #expect(try await store.outbox.react(nil, to: comment, on: one) != nil)
        #expect(try await store.outbox.react(.dislike, to: comment, on: one) != nil)
        #expect(try await store.outbox.entries().map(\.action) == [.reaction(.dislike, to: comment)])

        // Once the site's word is known, going back to it leaves nothing to send.
        let page = CommentPage(
            comments: [ArticleComment(id: comment, articleID: one, text: "留言", likes: 3, reaction: .like)],
            page: 0,
            totalPages: 1, order: .newest)
        try await store.outbox.storeComments(page, of: one, fetchedAt: time.value)
        #expect(try await store.outbox.react(.like, to: comment) == nil)
        #expect(try await store.outbox.entries().isEmpty)
        #expect(try await store.outbox.react(nil, to: comment) != nil)
        var shown = try await store.outbox.comments(of: one).comments[0].comment
        #expect(shown.likes == 2 && shown.reaction == nil)

        // What is being sent is left to its end, and what is chosen meanwhile comes after it.
        let sending = try #require(try await begin())
        #expect(try await store.outbox.react(nil, to: comment) == nil)
        #expect(try await store.outbox.react(.dislike, to: comment) != nil)
        #expect(try await store.outbox.react(.like, to: comment) != nil)
        #expect(try await store.outbox.entries().count == 2)
        try await store.outbox.endSending(sending, .delivered(.reaction(likes: 7, dislikes: nil)), now: time.value)
        shown = try await store.outbox.comments(of: one).comments[0].comment
        #expect(shown.likes == 8 && shown.reaction == .like)
        #expect(
            await storeError { () async throws(StoreError) in
                _ = try await store.outbox.react(.like, to: CommentID("c404")!)
            }
                == .noSuchComment)
    }

    @Test func `a favourite is what was chosen last, else what the site said`() async throws {
        #expect(try await store.outbox.isFavourite(one) == nil)
        #expect(try await store.outbox.storeFavourites([one: true, two: false]) == [one, two])
        #expect(try await store.outbox.storeFavourites([one: true]) == [])
        #expect(try await store.outbox.setFavourite(true, for: one) == nil)
        let entry = try #require(try await store.outbox.setFavourite(false, for: one))
        #expect(try await store.outbox.isFavourite(one) == false)
        _ = try await begin()
        try await refuse(entry)
        #expect(try await store.outbox.isFavourite(one) == true)
        // A new choice takes the place of the one that was refused.
        _ = try await store.outbox.setFavourite(false, for: one)
        #expect(try await store.outbox.entries().count == 1)
        _ = try await begin()
        try await store.outbox.endSending(try await store.outbox.entries()[0], .delivered(.favourite), now: time.value)
        #expect(try await store.outbox.isFavourite(one) == false)
    }

    @Test func `the outbox has a bound, and what has waited too long waits for its reader`() async throws {
        for number in 0..<OutboxBounds.maximumCount { _ = try await store.outbox.post(text("\(number)"), on: one) }
        #expect(
            await storeError { () async throws(StoreError) in
                _ = try await store.outbox.post(.init(validated: "x"), on: two)
            }
                == .outboxFull)
        #expect(
            await storeError { () async throws(StoreError) in _ = try await store.outbox.setFavourite(true, for: two) }
                == .outboxFull)
        let first = try await store.outbox.entries()[0].id
        _ = try await store.outbox.cancel(first)
        _ = try await store.outbox.post(text("x"), on: two)
        time.change { $0.addTimeInterval(30 * 86_400 + 1) }
        try await store.outbox.prepare(now: time.value, keyLifetime: .seconds(1))
        #expect(try await begin() == nil)
        let old = try await store.outbox.entries()
        #expect(old.count == OutboxBounds.maximumCount)
        #expect(old.allSatisfy { $0.lastFailure?.code == .expired })
    }

    @Test func `pruning, withdrawal and an article that never came leave the outbox alone`() async throws {
        var open = Sample.summary(1, minutes: 0)
        open.allowsComments = true
        _ = try await store.apply([Sample.articles([open, Sample.summary(3, minutes: 0)])])
        _ = try await store.outbox.post(text("留言"), on: one)
        _ = try await store.outbox.post(text("never came"), on: Sample.id(99))
        #expect(
            await storeError { () async throws(StoreError) in
                _ = try await store.outbox.post(.init(validated: "x"), on: Sample.id(3))
            } == .commentsClosed)
        _ = try await store.apply([.withdrawn(one)])
        var policy = RetentionPolicy()
        policy.maximumCount = 1
        _ = try await store.prune(policy, now: time.value)
        #expect(try await store.article(one) == nil)
        #expect(try await store.outbox.entries().count == 2)
        #expect(try await store.outbox.comments(of: one).comments.map(\.comment.text) == ["留言"])
        // Exports are of what goes from device to device; what waits is sent by the device that has it.
        let export = String(decoding: try await store.reader.exportData(), as: UTF8.self)
        let key = try await store.outbox.entries()[0].idempotencyKey
        #expect(!export.contains("留言") && !export.contains(key))
    }

    @Test func `what was not sent is rescued from another store's file, under its keys`() async throws {
        _ = try await store.outbox.post(text("第一"), on: one)
        _ = try await begin()
        _ = try await store.outbox.setFavourite(true, for: two)
        let entries = try await store.outbox.entries()
        await store.close()
        let other = try TemporaryFolder()
        let rescuer = try Self.open(other, time)
        let recovery = try await rescuer.rescueReaderState(from: folder.database)
        #expect(recovery.isComplete && recovery.rescued == 2)
        #expect(try await rescuer.outbox.entries() == entries)
    }

    @Test func `observers see an entry come and go`() async throws {
        var values = store.observe { reader throws(StoreError) in try reader.outbox().map(\.state) }.makeAsyncIterator()
        #expect(try await values.next() == [])
        let entry = try await store.outbox.post(text("1"), on: one)
        #expect(try await values.next() == [.waiting])
        _ = try await begin()
        #expect(try await values.next() == [.sending])
        try await store.outbox.endSending(
            entry, .delivered(.comment(ArticleComment(id: comment, articleID: one, text: "1"))), now: time.value)
        #expect(try await values.next() == [])
    }

    @Test func `a pause is kept, and one from another time is not`() async throws {
        let end = time.value.addingTimeInterval(60)
        try await store.outbox.pause(until: end)
        #expect(try await store.outbox.pauseEnd(now: time.value) == end)
        #expect(try await store.outbox.pauseEnd(now: end) == nil)
        #expect(try await store.outbox.pauseEnd(now: time.value.addingTimeInterval(-86_400)) == nil)
    }
}
