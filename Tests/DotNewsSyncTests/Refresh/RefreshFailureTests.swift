import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RefreshFailureTests {
    private func fail(_ place: RefreshSite, _ reply: LoopbackReply) {
        for path in ["/columns.json", RefreshSite.list(0), RefreshSite.list(1)] { place.origin.on(path, reply) }
    }

    private func recover(_ place: RefreshSite) {
        let site = place.site
        for path in ["/columns.json", RefreshSite.list(0), RefreshSite.list(1)] {
            place.origin.on(path) { site.reply(to: $0) }
        }
    }

    @Test(arguments: [429, 503])
    func `Retry-After is kept for later runs, and a reader may ask all the same`(status: Int) async throws {
        let place = try RefreshSite()
        try await place.refresh()
        fail(place, .status(status, headers: [("Retry-After", "3600")]))
        place.pass(60)
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(paths == ["/columns.json"])
        #expect(report.interruption?.contains("\(status)") == true)

        let retryAt = place.now + 3_600
        let state = try await place.store.refreshState()
        #expect(state.retryAt == retryAt && state.consecutiveFailures == 1)
        place.pass(3_599)
        // Another connection to the same file, as another process has it.
        let other = try ArticleStore(at: place.store.file)
        let (later, second) = try await place.requests { try await place.engine(over: other).refresh().report }
        #expect(later == [])
        #expect(second.postponed?.reason == .retryAfter)
        let due = try #require(second.postponed?.until)
        #expect(due >= retryAt && due <= retryAt + 60)

        recover(place)
        let (forced, byHand) = try await place.requests { try await place.engine().start().report }
        #expect(forced.count == 3 && byHand.interruption == nil)
        #expect(try await place.store.refreshState().retryAt == nil)
        #expect(try await place.refresh().postponed?.reason == .interval)
    }

    @Test(arguments: [
        ("120", 120.0), ("0", nil), ("-5", nil), ("soon", nil), ("", nil), ("1.5", nil),
        ("99999999999999999999", 86_400),
        // 2025-11-03 08:10:00, ten minutes after now, in the three forms of RFC 9110; then a day before, and nonsense.
        ("Mon, 03 Nov 2025 08:10:00 GMT", 540), ("Monday, 03-Nov-25 08:10:00 GMT", 540),
        ("Mon Nov  3 08:10:00 2025", 540),
        ("Sun, 02 Nov 2025 08:10:00 GMT", nil), ("Mon, 03 Nov 2025 25:10:00 GMT", nil),
    ])
    func `Retry-After is understood in every form, up to a day`(field: String, seconds: Double?) async throws {
        let place = try RefreshSite()
        try await place.refresh()
        place.pass(60)
        fail(place, .status(503, headers: [("Retry-After", field)]))
        let exact = RefreshSchedule(interval: .seconds(60), spread: 0, maximumBackOff: .zero)
        try await place.refresh(schedule: exact)
        let decision = try await place.engine(schedule: exact).refreshDecision()
        #expect(decision.wait?.until == seconds.map { place.now + $0 })
        #expect(decision.wait?.reason == seconds.map { _ in .retryAfter })
    }

    @Test func `Retry-After on a site that was never read is kept too`() async throws {
        let place = try RefreshSite()
        place.origin.on("/columns.json", .status(503, headers: [("Retry-After", "900")]))
        await #expect(throws: SyncError.self) { try await place.refresh() }
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(paths == [] && report.postponed?.reason == .retryAfter)
    }

    @Test func `an automatic refresh gives up at the first failure of an outage, and backs off`() async throws {
        let place = try RefreshSite(columns: 12, articles: 1)
        try await place.refresh()
        let dead = LoopbackReply.status(500)
        for path in ["/columns.json"] + (0..<12).map(RefreshSite.list) { place.origin.on(path, dead) }
        var failures = 0
        for _ in 0..<40 {
            place.pass(60)
            let (paths, report) = try await place.requests { try await place.refresh() }
            #expect(paths == (report.postponed == nil ? ["/columns.json"] : []))
            if report.postponed == nil { failures += 1 }
        }
        // A refresh a minute without back-off; with it, random parts of 1, 2, 4, 8, 16 … minutes.
        #expect((3...20).contains(failures))
        #expect(try await place.store.refreshState().consecutiveFailures == failures)
    }

    @Test func `one article that fails ends no refresh and is no outage`() async throws {
        let place = try RefreshSite(columns: 1, articles: 6)
        place.origin.on(FixtureSite.path(0), .status(500))
        let report = try await place.refresh()
        #expect(report.progress.bodies == 5 && report.interruption == nil)
        #expect(try await place.store.refreshState().failedAt == nil)
    }

    @Test func `a reader who tries again and again does not make the app wait longer`() async throws {
        let place = try RefreshSite()
        try await place.refresh()
        fail(place, .status(503))
        for _ in 0..<5 {
            place.pass(1)
            _ = try await place.engine().start().report
        }
        #expect(try await place.store.refreshState().consecutiveFailures == 1)
        fail(place, .status(429, headers: [("Retry-After", "700")]))
        _ = try await place.engine().start().report
        #expect(try await place.store.refreshState().retryAt == place.now + 700)
    }

    @Test func `a cancelled refresh and an unknown column say nothing of the site`() async throws {
        let place = try RefreshSite()
        try await place.refresh()
        let before = try await place.store.refreshState()
        place.pass(60)
        let unknown = try #require(ColumnPath("nowhere"))
        await #expect(throws: SyncError.self) {
            try await place.engine().refresh(SyncPolicy(columns: .paths([unknown]))).report
        }
        let (gate, site) = (Gate(), place.site)
        place.origin.on("/columns.json") { site.reply(to: $0).held(at: gate) }
        let run = place.engine().refresh()
        await place.origin.wait { $0.underWay == 1 }
        run.cancel()
        #expect(try await run.report.wasCancelled)
        gate.open()
        #expect(try await place.store.refreshState() == before)
    }
}
