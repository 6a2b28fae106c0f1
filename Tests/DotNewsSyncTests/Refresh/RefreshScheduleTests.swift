import DotNewsModels
import DotNewsNetworking
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct RefreshScheduleTests {
    private let now = Date(timeIntervalSince1970: 1_762_156_800)
    private let schedule = RefreshSchedule(
        interval: .seconds(1_000), spread: 0.2, announcementWindow: .seconds(600), maximumBackOff: .seconds(5_000))
    private let list = WebAddress("https://english.example.com/columns/a/stories.json")!

    private func after(_ seconds: Double) -> Date { now.addingTimeInterval(seconds) }

    /// A state after a success now.
    private func succeeded(
        seed: UInt64? = nil, draw: Double = 0.5, fresh seconds: Double? = nil, servable: Double? = nil
    ) -> RefreshState {
        var state = RefreshState(seed: seed)
        let freshness = seconds.map {
            HTTPFreshness(freshUntil: after($0), servableUntil: servable.map { after($0) })
        }
        state.noteSuccess(at: now, lists: [(list, freshness)], draw: draw)
        return state
    }

    private func failed(times: Int, retryAt: Date? = nil, draw: Double) -> RefreshState {
        var state = succeeded()
        for _ in 0..<times { state.noteFailure(at: now, retryAt: retryAt, draw: draw) }
        return state
    }

    /// How long is waited from now, and why; `nil` when a refresh is due.
    private func wait(
        _ state: RefreshState, _ conditions: RefreshConditions = RefreshConditions(), at time: Date? = nil
    ) -> (seconds: Double, reason: RefreshWait.Reason)? {
        schedule.decision(for: state, under: conditions, at: time ?? now).wait.map {
            ($0.until.map { ($0.timeIntervalSince(now) * 1_000).rounded() / 1_000 } ?? .infinity, $0.reason)
        }
    }

    // MARK: Interval and spread

    @Test func `an installation that has never refreshed is due`() {
        #expect(wait(RefreshState()) == nil)
        #expect(wait(RefreshState(seed: 7), RefreshConditions(isMetered: true)) == nil)
    }

    @Test func `an interval after the last refresh the next is due`() {
        let state = succeeded()
        #expect(wait(state)! == (1_000, .interval))
        #expect(wait(state, at: after(999))! == (1_000, .interval))
        #expect(wait(state, at: after(1_000)) == nil)
    }

    @Test func `half of the spread is the installation's own and half is drawn`() {
        #expect(wait(succeeded(seed: 0, draw: 0.5))!.seconds == 900)
        #expect(wait(succeeded(seed: .max, draw: 0.5))!.seconds == 1_100)
        #expect(wait(succeeded(seed: 0, draw: 0))!.seconds == 800)
        #expect(wait(succeeded(seed: .max, draw: 1))!.seconds == 1_200)
    }

    @Test func `apps that came in the same second do not come together again`() throws {
        var random = SeededGenerator(seed: 11)
        var perSecond: [Int: Int] = [:]
        for _ in 0..<20_000 {
            let state = succeeded(seed: random.next(), draw: .random(in: 0..<1, using: &random))
            let seconds = try #require(wait(state)).seconds
            #expect(seconds >= 800 && seconds <= 1_200)
            perSecond[Int(seconds), default: 0] += 1
        }
        // 50 a second on average; the sum of two uniform draws is twice that in the middle.
        #expect(perSecond.count > 380)
        #expect(perSecond.values.max()! < 150)
    }

    @Test func `a time that has not come is from a clock that was put back`() {
        #expect(wait(succeeded(), at: after(-86_400)) == nil)
        #expect(wait(failed(times: 3, draw: 0.9), at: after(-86_400)) == nil)
    }

    @Test func `nonsense in a schedule is put right`() {
        let odd = RefreshSchedule(
            interval: .seconds(-5), spread: .nan, announcementWindow: .seconds(-1), maximumBackOff: .seconds(-1),
            maximumFreshness: .seconds(-1), maximumRetryAfter: .seconds(-1))
        #expect(odd.interval == .seconds(60) && odd.spread == 0)
        #expect(RefreshSchedule(spread: 7).spread == 0.5)
        let state = failed(times: 1_000, retryAt: after(1e12), draw: 0.99)
        #expect(odd.decision(for: state, at: now) == .due)
    }

    // MARK: Freshness

    @Test func `lists that are fresh for longer than an interval are waited for, and not by all alike`() {
        #expect(wait(succeeded(draw: 0, fresh: 3_000))! == (3_000, .fresh))
        #expect(wait(succeeded(draw: 0.5, fresh: 3_000))! == (3_100, .fresh))
        #expect(wait(succeeded(draw: 0.5, fresh: 999))! == (1_000, .interval))
        #expect(wait(succeeded(draw: 0.5, fresh: -5))! == (1_000, .interval))
    }

    @Test func `a list of which nothing is said is not waited for`() {
        var state = RefreshState()
        let fresh = HTTPFreshness(freshUntil: after(5_000))
        let other = WebAddress("https://english.example.com/columns.json")!
        state.noteSuccess(at: now, lists: [(list, fresh), (other, nil)], draw: 0.5)
        #expect(wait(state)! == (1_000, .interval))
        state.noteSuccess(at: now, lists: [(list, fresh), (other, HTTPFreshness(freshUntil: after(2_000)))], draw: 0)
        #expect(wait(state)! == (2_000, .fresh))
        state.noteSuccess(at: now, lists: [], draw: 0.5)
        #expect(wait(state)! == (1_000, .interval))
    }

    @Test func `a site cannot silence an app for longer than a day`() {
        #expect(wait(succeeded(draw: 0, fresh: 31_536_000))! == (86_400, .fresh))
    }

    @Test func `who saves shows what is stale while a new one would be asked for`() {
        let state = succeeded(draw: 0, fresh: 3_000, servable: 9_000)
        #expect(wait(state)!.seconds == 3_000)
        #expect(wait(state, RefreshConditions(isMetered: true))! == (9_000, .fresh))
        #expect(wait(state, RefreshConditions(isBackground: true))!.seconds == 3_000)
    }

    // MARK: Back-off and patience

    @Test(arguments: [(1, 1_000.0), (2, 2_000), (3, 4_000), (4, 5_000), (5, 5_000), (5_000, 5_000)])
    func `after failures a random part of a bound is waited for, which doubles`(failures: Int, bound: Double) {
        #expect(wait(failed(times: failures, draw: 0)) == nil)
        #expect(wait(failed(times: failures, draw: 0.5))! == (bound / 2, .backOff))
        #expect(wait(failed(times: failures, draw: 0.999))!.seconds > bound * 0.99)
    }

    @Test func `a success sets the back-off and the patience back`() {
        var state = failed(times: 6, retryAt: after(40_000), draw: 0.9)
        state.noteSuccess(at: after(50), lists: [], draw: 0.5)
        #expect(wait(state, at: after(50))! == (1_050, .interval))
        state.noteFailure(at: after(60), draw: 0.5)
        #expect(wait(state, at: after(60))! == (560, .backOff))
    }

    @Test func `Retry-After is waited for, and those who were told the same time do not come together`() {
        #expect(wait(failed(times: 1, retryAt: after(300), draw: 0))! == (300, .retryAfter))
        #expect(wait(failed(times: 1, retryAt: after(300), draw: 0.5))! == (800, .retryAfter))
        #expect(wait(failed(times: 1, retryAt: after(300), draw: 0.5), at: after(799)) != nil)
        #expect(wait(failed(times: 1, retryAt: after(300), draw: 0.5), at: after(800)) == nil)
        #expect(wait(failed(times: 1, retryAt: after(-300), draw: 0.5))! == (500, .backOff))
    }

    @Test func `Retry-After counts up to a day`() {
        #expect(wait(failed(times: 1, retryAt: after(1e10), draw: 0))! == (86_400, .retryAfter))
    }

    // MARK: Announcements

    @Test func `after an announcement a refresh is due within the window, fresh or not`() {
        var state = succeeded(draw: 0.5, fresh: 9_000)
        state.didReceivePushNotification(at: after(10), draw: 0.5)
        #expect(wait(state, at: after(20))! == (310, .announcement))
        #expect(wait(state, at: after(310)) == nil)
        // A second one does not put it off.
        state.didReceivePushNotification(at: after(200), draw: 0.9)
        #expect(wait(state, at: after(200))! == (310, .announcement))
        state.noteSuccess(at: after(310), lists: [], draw: 0.5)
        #expect(wait(state, at: after(310))! == (1_310, .interval))
    }

    @Test func `an announcement delays no refresh, and hurries none to a site that has failed`() {
        var state = succeeded()
        state.didReceivePushNotification(at: after(900), draw: 0.9)
        #expect(wait(state, at: after(900))! == (1_000, .interval))
        var broken = failed(times: 1, retryAt: after(3_000), draw: 0.5)
        broken.didReceivePushNotification(at: after(10), draw: 0)
        #expect(wait(broken, at: after(10))! == (3_500, .retryAfter))
    }

    // MARK: Conditions

    @Test func `who saves refreshes less often, and in the background not at all`() {
        let state = succeeded()
        #expect(wait(state, RefreshConditions(isMetered: true))!.seconds == 2_000)
        #expect(wait(state, RefreshConditions(isLowPower: true))!.seconds == 2_000)
        #expect(wait(state, RefreshConditions(isMetered: true, isConstrained: true))!.seconds == 4_000)
        #expect(wait(state, RefreshConditions(isBackground: true))!.seconds == 1_000)
        let late = after(1e6)
        #expect(wait(state, RefreshConditions(isConstrained: true), at: late) == nil)
        let dataSaved = wait(state, RefreshConditions(isConstrained: true, isBackground: true), at: late)
        #expect(dataSaved! == (.infinity, .savesData))
        let powerSaved = wait(state, RefreshConditions(isLowPower: true, isBackground: true), at: late)
        #expect(powerSaved! == (.infinity, .savesPower))
        #expect(wait(state, RefreshConditions(isMetered: true, isBackground: true), at: late) == nil)
    }

    @Test func `what is saved is left out of the policy, and nothing is added`() {
        let all = SyncPolicy(bodies: .all, images: .all, indexing: .all)
        let metered = all.reduced(for: RefreshConditions(isMetered: true))
        #expect(metered.bodies == .newest(10) && metered.images == .none && metered.indexing == .all)
        let constrained = all.reduced(for: RefreshConditions(isMetered: true, isConstrained: true))
        #expect(constrained.bodies == .none && constrained.images == .none)
        let lowPower = all.reduced(for: RefreshConditions(isLowPower: true))
        #expect(lowPower.bodies == .all && lowPower.images == .none && lowPower.indexing == .none)
        let few = SyncPolicy(bodies: .newest(3), images: .none)
        #expect(few.reduced(for: RefreshConditions(isMetered: true)).bodies == .newest(3))
        #expect(SyncPolicy(bodies: .none).reduced(for: RefreshConditions(isMetered: true)).bodies == .none)
        let same = all.reduced(for: RefreshConditions(isBackground: true))
        #expect(same.bodies == .all && same.images == .all && same.indexing == .all)
    }

    @Test func `what is remembered of lists has a bound`() throws {
        var state = RefreshState()
        let fresh = HTTPFreshness(freshUntil: after(500))
        let lists = try (0..<1_500).map { number in
            (address: try #require(WebAddress("https://example.com/\(number)")), freshness: Optional(fresh))
        }
        state.noteSuccess(at: now, lists: lists, draw: 0)
        #expect(state.lists.count == RefreshState.maximumLists)
        state.noteSuccess(at: after(501), lists: [], draw: 0)
        #expect(state.lists.isEmpty)
    }
}
