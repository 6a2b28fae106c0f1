import DotNewsFoundation
import DotNewsModels
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync

/// Sending, cancelled before and after every one of its jobs: nothing is lost, and nothing arrives twice.
@Suite(.timeLimit(.minutes(10))) struct OutboxCancellationTests {
    @Test func `what was being sent when it was cancelled arrives once, by the next sending`() async throws {
        let points = try await CancellationSweep(of: "sending", seed: 62).run { moment in
            try await send(cancellingAt: moment)
        }
        #expect(points > 8)
    }

    private func send(
        cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<OutboxReport> {
        let fixture = try OutboxSite()
        let store = try fixture.openStore()
        let parent = fixture.site.seed("第一", on: OutboxSite.article(1).rawValue)
        let texts = ["好新聞", "Well said.", "写得好"]
        for text in texts {
            try await store.outbox.post(text, on: OutboxSite.article(1))
            try await store.outbox.post(text, on: OutboxSite.article(2))
        }
        _ = try await store.outbox.setFavourite(true, for: OutboxSite.article(2))
        _ = try await store.outbox.react(.like, to: CommentID(parent)!, on: OutboxSite.article(1))

        let sender = fixture.sender(store)
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) { try await sender.send() }
        let place: Testing.Comment = "cancelled \(moment.map { "\($0)" } ?? "never")"
        switch outcome.result {
        case .success(let report):
            if !outcome.wasCancelled { #expect(report.delivered == 8, place) }
        case .failure(let error):
            #expect(outcome.wasCancelled, "\(error)")
            guard case OutboxError.cancelled = error else {
                Issue.record("\(place): \(error)")
                return outcome
            }
        }
        #expect(try await store.verify().problems.isEmpty, place)
        #expect(
            try ProcessLock.tryAcquire(at: store.file.appendingPathExtension("outbox-lock")) != nil, place)
        // Later than an attempt may take: what was marked as under way counts as cut off.
        fixture.advance(by: OutboxSender.longestAttempt + 1)
        let report = try await sender.send()
        #expect(report.waiting == 0 && report.refused == 0, place)
        #expect(try await store.outbox.entries().isEmpty, place)
        for article in [OutboxSite.article(1), OutboxSite.article(2)] {
            #expect(fixture.site.texts(of: article.rawValue).suffix(3) == texts[...], place)
        }
        #expect(fixture.site.effects.count == 8 && fixture.site.doubled.isEmpty, place)
        await store.close()
        return outcome
    }
}
