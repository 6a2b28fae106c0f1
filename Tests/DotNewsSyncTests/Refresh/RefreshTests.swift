import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RefreshTests {
    // MARK: When nothing is due

    @Test func `a refresh that is not due asks for nothing and writes nothing`() async throws {
        let place = try RefreshSite()
        let first = try await place.refresh()
        #expect(first.postponed == nil && first.progress.bodies == 6)
        let before = try place.files()
        place.pass(59)
        let (paths, second) = try await place.requests { try await place.refresh() }
        #expect(paths == [])
        #expect(second.postponed == RefreshWait(until: place.now + 1, reason: .interval))
        #expect(second.progress.requests == 0 && second.isUnchanged)
        #expect(try place.files() == before)
        place.pass(1)
        let (later, third) = try await place.requests { try await place.refresh() }
        #expect(later.count == 3 && third.progress.notModified == 3)
    }

    @Test func `within max-age an automatic refresh makes no request, and a reader's does`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        try await place.refresh()
        let fresh = place.now + 3_600
        place.pass(1_800)
        let (paths, second) = try await place.requests { try await place.refresh() }
        #expect(paths == [])
        #expect(second.postponed == RefreshWait(until: fresh, reason: .fresh))

        let (forced, byHand) = try await place.requests { try await place.engine().start().report }
        #expect(forced.count == 3 && byHand.progress.notModified == 3 && byHand.postponed == nil)
        // What the reader has fetched is fresh from then on.
        place.pass(3_000)
        #expect(try await place.refresh().postponed?.reason == .fresh)
        place.pass(600)
        #expect(try await place.refresh().progress.notModified == 3)
    }

    @Test func `only the lists that are no longer fresh are asked for`() async throws {
        let place = try RefreshSite(columns: 3) { path in
            [("Cache-Control", path == RefreshSite.list(1) ? "no-cache" : "max-age=3600")]
        }
        try await place.refresh()
        place.pass(60)
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(paths == [RefreshSite.list(1)])
        #expect(report.progress.fresh == 3)
        #expect(report.progress.columns == 3 && report.isUnchanged)
        #expect(report.failure == nil && report.interruption == nil)
        // What was left out is still known to be fresh.
        for _ in 0..<2 {
            place.pass(60)
            #expect(try await place.requests { try await place.refresh() }.paths == [RefreshSite.list(1)])
        }
    }

    @Test func `the next refresh is due when the first list is stale, also one that was left out of the last`()
        async throws
    {
        let asked = Shared(0)
        let place = try RefreshSite(columns: 2) { path in
            guard path == RefreshSite.list(1) else { return [("Cache-Control", "max-age=3600")] }
            asked.change { $0 += 1 }
            return [("Cache-Control", asked.value == 1 ? "max-age=100" : "max-age=7200")]
        }
        try await place.refresh()
        place.pass(130)
        #expect(try await place.requests { try await place.refresh() }.paths == [RefreshSite.list(1)])
        place.pass(3_000)
        #expect(try await place.refresh().postponed?.reason == .fresh)
        place.pass(500)
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(report.postponed == nil && Set(paths) == ["/columns.json", RefreshSite.list(0)])
    }

    @Test(arguments: [
        "no-cache", "no-store", "max-age=0", "max-age=-5", "max-age=x", "s-maxage=9999", "max-age=9999, max-age=0",
        "immutable", "stale-while-revalidate=9999",
    ])
    func `what does not make a list fresh is asked for each time`(field: String) async throws {
        let place = try RefreshSite { _ in [("Cache-Control", field)] }
        try await place.refresh()
        place.pass(60)
        #expect(try await place.refresh().progress.notModified == 3)
    }

    @Test func `a list that is called fresh for a century is asked for after a day, also by name`() async throws {
        let place = try RefreshSite(freshFor: 2_000_000_000)
        try await place.refresh()
        place.pass(86_399)
        #expect(try await place.refresh().postponed?.reason == .fresh)
        place.pass(1)
        #expect(try await place.refresh().progress.notModified == 3)
    }

    @Test func `immutable is not believed of a list when the reader asks`() async throws {
        let place = try RefreshSite { _ in [("Cache-Control", "max-age=3600, immutable")] }
        try await place.refresh()
        #expect(try await place.engine().start().report.progress.notModified == 3)
    }

    @Test func `a list that was cut off is not fresh, and one read from pages is as fresh as they are`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        let (cut, refused) = (RefreshSite.list(0), RefreshSite.list(1))
        let site = place.site
        place.origin.on(cut) { request in
            let whole = site.reply(to: request).body
            return .status(200, headers: [("Cache-Control", "max-age=3600")], body: whole.prefix(whole.count * 2 / 3))
        }
        place.origin.on(refused, .status(403))
        place.origin.on("/col1") { request in
            (site.page(for: request, size: 10) ?? .status(404)).adding([("Cache-Control", "max-age=3600")])
        }
        place.origin.on("/col0", .status(404))
        #expect(try await place.refresh().progress.fromPages == 1)
        place.pass(60)
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(paths.contains(cut) && !paths.contains(refused) && !paths.contains("/col1"))
        #expect(report.progress.fresh == 2)
    }

    @Test func `bodies that are missing are fetched though the lists are fresh`() async throws {
        let place = try RefreshSite(columns: 1, articles: 4) { path in
            path.hasPrefix("/a/") ? [] : [("Cache-Control", path == "/columns.json" ? "no-cache" : "max-age=3600")]
        }
        place.origin.on(FixtureSite.path(2), .status(500))
        #expect(try await place.refresh().progress.bodies == 3)
        let site = place.site
        place.origin.on(FixtureSite.path(2)) { site.reply(to: $0) }
        place.pass(60)
        let (paths, report) = try await place.requests { try await place.refresh() }
        #expect(report.progress.bodies == 1)
        #expect(paths == ["/columns.json", FixtureSite.path(2)])
    }

    // MARK: By hand

    @Test func `what a first sync by hand brings counts for automatic refreshes`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        _ = try await place.engine().start().report
        #expect(try await place.store.refreshState().succeededAt == place.now)
        place.pass(600)
        #expect(try await place.refresh().postponed?.reason == .fresh)
    }

    @Test func `a sync of some columns by hand does not put off the refresh of all`() async throws {
        let place = try RefreshSite()
        try await place.refresh()
        place.pass(59)
        let path = try #require(ColumnPath("col1"))
        _ = try await place.engine().start(SyncPolicy(columns: .paths([path]))).report
        place.pass(1)
        #expect(try await place.refresh().progress.columns == 2)
    }

    @Test func `a sync by hand that finds nothing writes nothing where nothing refreshes by itself`() async throws {
        let place = try RefreshSite(freshFor: 60)
        _ = try await place.engine().start().report
        let before = try place.files()
        place.pass(600)
        #expect(try await place.engine().start().report.progress.notModified == 3)
        #expect(try place.files() == before)
    }

    // MARK: Conditions

    @Test func `what the device has to save is left out`() async throws {
        let place = try RefreshSite(columns: 1, articles: 15)
        let constrained = RefreshConditions(isConstrained: true)
        #expect(try await place.refresh(constrained).progress.bodies == 0)
        place.pass(60)
        #expect(try await place.refresh(constrained).postponed?.until == place.now + 180)
        let hidden = RefreshConditions(isConstrained: true, isBackground: true)
        place.pass(100_000)
        let (paths, report) = try await place.requests { try await place.refresh(hidden) }
        #expect(paths == [] && report.postponed == RefreshWait(until: nil, reason: .savesData))
        #expect(try await place.refresh(RefreshConditions(isMetered: true)).progress.bodies == 10)
        // A reader who asks gets what the policy says.
        #expect(try await place.engine().start().report.progress.bodies == 5)
    }

    // MARK: Announcements

    @Test func `an announcement makes fresh lists due within the window`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        try await place.refresh()
        let long = RefreshSchedule(interval: .seconds(3_000), spread: 0, announcementWindow: .seconds(600))
        place.pass(60)
        let decision = try await place.engine(schedule: long).didReceivePushNotification()
        let due = try #require(decision.wait?.until)
        #expect(decision.wait?.reason == .announcement && due > place.now && due <= place.now + 600)
        #expect(try await place.refresh(schedule: long).postponed?.until == due)
        place.pass(due.timeIntervalSince(place.now) + 0.001)
        #expect(try await place.refresh(schedule: long).progress.notModified == 3)
        #expect(try await place.refresh(schedule: long).postponed?.reason == .fresh)
    }

    @Test func `an announcement that comes during a refresh is not lost`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        let (gate, site) = (Gate(), place.site)
        place.origin.on(RefreshSite.list(1)) { request in
            site.reply(to: request).adding([("Cache-Control", "max-age=3600")]).held(at: gate)
        }
        let run = place.engine().refresh()
        await place.origin.wait { $0.requests.contains { $0.path == RefreshSite.list(1) } }
        _ = try await place.engine().didReceivePushNotification()
        gate.open()
        _ = try await run.report
        place.pass(600)
        #expect(try await place.refresh().progress.notModified == 3)
    }

    // MARK: What is remembered

    @Test(arguments: [
        "", "{", "[]", "null", #"{"seed":7}"#, #"{"failures":-5,"failedAt":1762156800000,"draw":1e300}"#,
        #"{"failedAt":9223372036854775807,"failures":3}"#, #"{"retryAt":-9223372036854775808}"#,
        #"{"lists":{"zz":[1,2],"5":[1],"6":[]}}"#, #"{"fresh":[253402300799000,253402300799000],"draw":-1}"#,
        #"{"seed":"fffffffffffffffff","announcedAt":99999999999999999}"#,
    ])
    func `a record that is damaged stops nothing`(record: String) async throws {
        let place = try RefreshSite()
        try await place.store.setSetting(StoreSetting(rawValue: "refresh"), to: record)
        #expect(try await place.refresh().progress.bodies == 6)
        #expect(try await place.refresh().postponed?.reason == .interval)
        #expect(try await place.store.refreshState().seed != nil)
    }

    @Test func `an installation keeps its seed, and other installations have others`() async throws {
        let place = try RefreshSite()
        try await place.refresh()
        let seed = try #require(try await place.store.refreshState().seed)
        place.pass(60)
        try await place.refresh()
        #expect(try await place.store.refreshState().seed == seed)
        let folder = try TemporaryDirectory()
        let other = try ArticleStore(at: folder.url.appending(path: "other.sqlite"))
        _ = try await place.engine(over: other).refresh().report
        #expect(try await other.refreshState().seed != seed)
    }

    @Test func `a clock that was put back makes a refresh due, and lists stale`() async throws {
        let place = try RefreshSite(freshFor: 3_600)
        try await place.refresh()
        place.pass(-1_000_000)
        #expect(try await place.refresh().progress.notModified == 3)
        #expect(try await place.refresh().postponed?.reason == .fresh)
    }
}

extension RefreshSite {
    /// What the store's files are, to see whether anything was written.
    func files() throws -> [Data?] {
        ["", "-wal"].map { try? Data(contentsOf: URL(filePath: store.file.path + $0)) }
    }
}
