import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsSync

/// Times that are kept between refreshes, and the clock that decides.
@Suite(.timeLimit(.minutes(5))) struct RefreshTimeTests {
    @Test func `after an announcement at any time a refresh is due within a quarter of an hour`() async throws {
        let place = try RefreshSite()
        for _ in 0..<3_000 {
            place.pass(.random(in: 0.9...1.1))
            try await place.store.setSetting(.refresh, to: nil)
            try await place.store.setSetting(.lastSync, to: String((place.now - 60).milliseconds))
            let decision = try await place.engine(schedule: .standard).didReceivePushNotification()
            guard let wait = decision.wait else { continue }
            #expect(wait.reason == .announcement)
            #expect(try #require(wait.until) <= place.now + 900)
        }
    }

    @Test func `a time that is kept is never later than it was, nor a millisecond earlier, and stays as it was read`()
        throws
    {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<3_000 {
            let time = Date(timeIntervalSince1970: .random(in: 0...4_000_000_000, using: &random))
            var state = RefreshState()
            state.noteFailure(at: time, retryAt: time, draw: 0.5)
            state.didReceivePushNotification(at: time, draw: 0.5)
            let read = RefreshRecord.state(RefreshRecord(state).text, lastSync: String(time.milliseconds))
            for kept in try [#require(read.failedAt), #require(read.announcedAt), #require(read.succeededAt)] {
                #expect(kept <= time && time.timeIntervalSince(kept) < 0.001_001)
            }
            #expect(RefreshRecord.state(RefreshRecord(read).text, lastSync: nil).failedAt == read.failedAt)
        }
    }

    @Test func `nothing is due right after a success or a failure, at any time`() {
        var random = SeededGenerator(seed: 32)
        for _ in 0..<3_000 {
            let time = Date(timeIntervalSince1970: .random(in: 1_700_000_000...1_900_000_000, using: &random))
            var state = RefreshState()
            state.noteSuccess(at: time, lists: [], draw: 0.5)
            let succeeded = RefreshRecord.state(RefreshRecord(state).text, lastSync: String(time.milliseconds))
            #expect(RefreshSchedule.standard.decision(for: succeeded, at: time).wait?.reason == .interval)
            state.noteFailure(at: time, draw: 0.5)
            let failed = RefreshRecord.state(RefreshRecord(state).text, lastSync: nil)
            #expect(RefreshSchedule.standard.decision(for: failed, at: time).wait?.reason == .backOff)
        }
    }

    @Test func `retention counts from the engine's clock`() async throws {
        let place = try RefreshSite(columns: 1, articles: 4)
        let policy = SyncPolicy(retention: RetentionPolicy(maximumAge: .seconds(30 * 86_400)))
        // The articles were published on the day at which the clock stands, long before the day of this test.
        let onTheDay = try await place.engine().start(policy).report
        #expect(onTheDay.pruned == 0)
        #expect(try await place.store.articles().items.count == 4)
        place.pass(31 * 86_400)
        #expect(try await place.engine().start(policy).report.pruned == 4)
    }
}
