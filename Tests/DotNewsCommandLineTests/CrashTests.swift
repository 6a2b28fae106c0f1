import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// The program is killed at random points, again and again, on one store. Nothing that was acknowledged may be missing
/// afterwards, and the store must be whole each time.
@Suite(
    .timeLimit(.minutes(30)), .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1", "runs with DOTNEWS_SLOW_TESTS=1"))
struct CrashTests {
    private let folder: TemporaryDirectory
    private var database: String { folder.url.appending(path: "news.sqlite").path }

    init() throws { folder = try TemporaryDirectory() }

    private func dotnews(_ arguments: [String]) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
    }

    /// Starts the program and kills it after a while; whether it was still running.
    private func kill(_ arguments: [String], after delay: Duration) async throws -> Bool {
        let process = try DotNewsProcess.start(arguments, environment: ["DOTNEWS_DB": database])
        // The moment is what is tried; nothing is waited for.
        try await Task.sleep(for: delay)
        Foundation.kill(process.identifier, SIGKILL)
        return try await process.outcome().exitCode == 128 + SIGKILL
    }

    /// Goes on until so many kills have struck, each after a random share of `duration`; a round says whether its own has,
    /// and is told whether the last one's had. How long a run takes changes with what else the machine does: a run that was
    /// through before its kill shortens what is taken for the whole, and each that was not lengthens it again a little.
    private func untilKilled(
        _ wanted: Int, within duration: Duration, share: ClosedRange<Double> = 0.02...0.9, seed: UInt64,
        _ round: (_ index: Int, _ wasKilled: Bool, _ delay: Duration) async throws -> Bool
    ) async throws {
        var random = SeededGenerator(seed: seed)
        var whole = duration
        var (rounds, killed, wasKilled) = (0, 0, true)
        while killed < wanted, rounds < 4 * wanted {
            wasKilled = try await round(rounds, wasKilled, whole * Double.random(in: share, using: &random))
            killed += wasKilled ? 1 : 0
            whole = wasKilled ? min(whole * 1.03, duration) : whole * 0.8
            rounds += 1
        }
        #expect(killed == wanted, "the program was mostly through already")
    }

    private func verify() async throws {
        // Killed before it began to make the store.
        guard FileManager.default.fileExists(atPath: database) else { return }
        let verify = try await dotnews(["verify"])
        #expect(verify.exitCode == 0, "\(verify.errors)")
    }

    /// How long the program runs when nobody kills it.
    private func duration(of arguments: [String]) async throws -> Duration {
        let start = ContinuousClock.now
        let outcome = try await dotnews(arguments)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return ContinuousClock.now - start
    }

    @Test func `a sync that is killed anywhere leaves a whole store, and the next one completes it`() async throws {
        let origin = try LoopbackOrigin(LoopbackOrigin.files(below: SampleStore.edition))
        let sync = [
            "sync", "--site", origin.baseAddress.string, "--media-site", origin.baseAddress.string, "--images", "all",
            "--index", "all", "--quiet",
        ]
        #expect(try await dotnews(sync).exitCode == 0)
        let listed = try await dotnews(["list", "--limit", "500", "--json"]).ids("articles")
        #expect(listed.count > 30)
        try startOver()
        let whole = try await duration(of: sync)
        try await untilKilled(150, within: whole, seed: 6) { round, wasKilled, delay in
            // From nothing, and then from what that left.
            if round.isMultiple(of: 2) || !wasKilled { try startOver() }
            let wasKilled = try await kill(sync, after: delay)
            try await verify()
            return wasKilled
        }
        #expect(try await dotnews(sync).exitCode == 0)
        try await verify()
        #expect(try await dotnews(["list", "--limit", "500", "--json"]).ids("articles") == listed)
    }

    private func startOver() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            try FileManager.default.removeItem(at: folder.url.appending(path: name))
        }
    }

    @Test func `retention that is killed anywhere never takes a bookmark, and leaves a whole store`() async throws {
        let sync = ["sync", "--from", SampleStore.edition.path, "--index", "all", "--quiet"]
        let prune = ["prune", "--keep", "5", "--quiet"]
        #expect(try await dotnews(sync).exitCode == 0)
        let ids = try await dotnews(["list", "--limit", "500", "--json"]).ids("articles")
        let bookmarked = Set(ids.suffix(6))
        for id in bookmarked { #expect(try await dotnews(["bookmark", id]).exitCode == 0) }
        let whole = try await duration(of: prune)
        try await untilKilled(75, within: whole, seed: 7) { _, _, delay in
            #expect(try await dotnews(sync).exitCode == 0)
            let wasKilled = try await kill(prune, after: delay)
            try await verify()
            #expect(Set(try await dotnews(["bookmarks", "--json"]).ids("bookmarks")) == bookmarked)
            return wasKilled
        }
    }

    @Test func `a store that is killed while it is made or migrated opens the next time`() async throws {
        let status = ["sync", "--from", SampleStore.edition.path, "--bodies", "none", "--quiet"]
        let whole = try await duration(of: status)
        // Making the tables is the beginning of the run.
        try await untilKilled(75, within: whole, share: 0.02...0.4, seed: 8) { _, _, delay in
            try startOver()
            let wasKilled = try await kill(status, after: delay)
            try await verify()
            #expect(try await dotnews(status).exitCode == 0)
            return wasKilled
        }
    }
}
