import DotNewsNetworking
import Foundation
import Testing

@Suite struct CacheControlTests {
    private func control(_ lines: String...) -> CacheControl {
        var headers = HTTPHeaders()
        for line in lines { headers.append("Cache-Control", line) }
        return CacheControl(headers)
    }

    @Test func `the directives of a private cache are read, in any case and with spaces`() {
        let read = control("Public, MAX-AGE=60 ,  stale-while-revalidate=30", "immutable")
        #expect(read.maxAge == .seconds(60))
        #expect(read.staleWhileRevalidate == .seconds(30))
        #expect(read.isImmutable && !read.isNoCache && !read.isNoStore)
        #expect(control("no-cache, no-store").isNoCache && control("no-cache, no-store").isNoStore)
    }

    @Test func `what is meant for shared caches does not count`() {
        #expect(control("s-maxage=600, proxy-revalidate") == CacheControl([:]))
        #expect(control("s-maxage=600, max-age=5").maxAge == .seconds(5))
    }

    @Test(arguments: [
        ("max-age=\"60\"", 60), ("max-age=060", 60), ("max-age=0", 0), ("max-age", 0), ("max-age=", 0),
        ("max-age=-1", 0),
        ("max-age=1.5", 0), ("max-age=6e9", 0), ("max-age=六十", 0), ("max-age=٦٠", 0), ("max-age=60s", 0),
        ("max-age= 60", 60), ("max-age=60, max-age=5", 5), ("max-age=5, max-age=60", 5), ("max-age=60, max-age=x", 0),
        ("max-age=4294967296", 1 << 31), ("max-age=99999999999999999999999999", 1 << 31), ("max-age=60=70", 0),
        ("max-age=\"60", 60), ("max-age=\"6\\0\"", 60), ("foo=\"max-age=5, \\\" no-cache\", max-age=60", 60),
        (",,max-age=60,,", 60),
    ])
    func `max-age is a number of seconds, or nothing is fresh`(field: String, seconds: Int) {
        #expect(control(field).maxAge == .seconds(seconds))
        #expect(!control(field).isNoCache)
    }

    @Test(arguments: ["", ",", "=", "=5", "max_age=5", "xmax-age=5", "\"max-age=5\"", "\u{200B}max-age=5"])
    func `what is no directive says nothing`(field: String) {
        #expect(control(field).maxAge == nil)
    }

    @Test func `no-cache counts with field names too, and a field that is too long counts as it`() {
        #expect(control("no-cache=\"Set-Cookie, X\", max-age=60").isNoCache)
        let long = control(String(repeating: "x,", count: 4_000) + "max-age=60")
        #expect(long.isNoCache && long.maxAge == nil)
    }
}

@Suite struct HTTPFreshnessTests {
    private let now = Date(timeIntervalSince1970: 1_762_156_800)

    /// How long an answer that came now is fresh and servable, in seconds.
    private func times(_ headers: HTTPHeaders, took seconds: Double = 0) -> [Double]? {
        HTTPFreshness(headers, requestedAt: now.addingTimeInterval(-seconds), receivedAt: now)
            .map { [$0.freshUntil.timeIntervalSince(now), $0.servableUntil.timeIntervalSince(now)] }
    }

    private func date(_ offset: Double) -> String { HTTPDate.string(from: now.addingTimeInterval(offset)) }

    @Test func `an answer that says nothing of its freshness is not guessed to have any`() {
        #expect(times([:]) == nil)
        #expect(times(["Last-Modified": date(-864_000), "Date": date(0), "Age": "5"]) == nil)
        #expect(times(["Cache-Control": "s-maxage=60, must-revalidate"]) == nil)
    }

    @Test func `max-age counts from when the origin made the answer`() {
        #expect(times(["Cache-Control": "max-age=300"]) == [300, 300])
        #expect(times(["Cache-Control": "max-age=300", "Age": "100"]) == [200, 200])
        #expect(times(["Cache-Control": "max-age=300", "Date": date(-120), "Age": "100"]) == [180, 180])
        #expect(times(["Cache-Control": "max-age=300", "Age": "100"], took: 30) == [170, 170])
        #expect(times(["Cache-Control": "max-age=300", "Age": "400"]) == [-100, -100])
        #expect(times(["Cache-Control": "max-age=300, stale-while-revalidate=60", "Age": "100"]) == [200, 260])
    }

    @Test func `a clock that goes before the server's makes nothing fresher`() {
        #expect(times(["Cache-Control": "max-age=300", "Date": date(7_200)]) == [300, 300])
        #expect(times(["Cache-Control": "max-age=300"], took: -50) == [300, 300])
    }

    @Test(arguments: ["-5", "x", "", "1, 2", "5.5"])
    func `an age that is none is passed over`(age: String) {
        #expect(times(["Cache-Control": "max-age=300", "Age": age]) == [300, 300])
    }

    @Test func `an age that does not fit is very old`() throws {
        let age = String(repeating: "9", count: 40)
        let fresh = try #require(times(["Cache-Control": "max-age=300", "Age": age]))
        #expect(fresh[0] < 0 && fresh[0].isFinite)
    }

    @Test func `Expires counts where there is no max-age, in every form of date`() {
        #expect(times(["Expires": date(600), "Date": date(0)]) == [600, 600])
        #expect(times(["Expires": date(600)]) == [600, 600])
        #expect(times(["Expires": date(600), "Date": date(60)]) == [540, 540])
        #expect(times(["Expires": date(600), "Cache-Control": "max-age=5"]) == [5, 5])
        // 2025-11-03 08:10:00
        #expect(times(["Expires": "Monday, 03-Nov-25 08:10:00 GMT"]) == [600, 600])
        #expect(times(["Expires": "Mon Nov  3 08:10:00 2025"]) == [600, 600])
    }

    @Test(arguments: ["0", "-1", "", "never", "Mon, 03 Nov 2025 25:00:00 GMT"])
    func `an Expires that is no date has passed`(expires: String) {
        #expect(times(["Expires": expires]) == [0, 0])
    }

    @Test(arguments: [
        "no-cache", "no-store", "no-cache, max-age=600, stale-while-revalidate=600", "no-store, immutable",
    ])
    func `what must be compared or not kept is never fresh`(field: String) {
        #expect(times(["Cache-Control": field, "Expires": date(600)]) == [0, 0])
    }
}
