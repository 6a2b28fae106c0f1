import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

/// Signals that ask the program to end.
@Suite(.serialized, .timeLimit(.minutes(3))) struct InterruptHandlerTests {
    private let folder: TemporaryDirectory
    private var database: String { folder.url.appending(path: "news.sqlite").path }
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    init() throws { folder = try TemporaryDirectory() }

    /// Longer than a second, which is what is promised, as the machine may be busy.
    private static let patience = Duration.seconds(3)

    private func dotnews(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
    }

    /// A site whose articles each take seconds of every processor.
    private func slowOrigin() throws -> LoopbackOrigin {
        let files = LoopbackOrigin.files(below: sample)
        let text = String(repeating: #"<p>字<b>字</b><a href=\"/x\">字</a>"#, count: 40_000)
        return try LoopbackOrigin { request in
            guard request.path.hasPrefix("/a/") else { return files(request) }
            let id = request.path.split(separator: "/").last?.split(separator: ".").first ?? ""
            return .json(#"{"data":{"id":"\#(id)","title":"字","content":"\#(text)"}}"#)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `one signal ends a sync while every thread is busy, and what is committed stays`(signal: Int32) async throws {
        let before = try await dotnews("sync", "--from", sample.path, "--bodies", "none", "--json").json()
        #expect(before["new"] as? Int == 41)
        _ = try await dotnews("bookmark", "AP1185bf62049ee40a863215d4")
        let origin = try slowOrigin()
        let process = try DotNewsProcess.start([
            "sync", "--site", origin.baseAddress.string, "--db", database, "--json",
        ])
        await origin.wait { $0.requests.count { $0.path.hasPrefix("/a/") } >= 4 }
        // Long enough for the answers to be read, which takes ten times as long.
        try await Task.sleep(for: .milliseconds(300))
        let start = ContinuousClock.now
        kill(process.identifier, signal)
        let outcome = try await process.outcome()
        #expect(outcome.exitCode == 130)
        #expect(ContinuousClock.now - start < Self.patience)
        #expect(try await dotnews("verify").exitCode == 0)
        #expect(try await dotnews("bookmarks", "--json").output.contains("AP1185bf62049ee40a863215d4"))
        #expect(try await dotnews("status", "--json").json()["articles"] as? Int == 41)
    }

    @Test func `a second signal ends a sync at once`() async throws {
        let origin = try slowOrigin()
        let process = try DotNewsProcess.start([
            "sync", "--site", origin.baseAddress.string, "--db", database, "--json",
        ])
        await origin.wait { $0.requests.count { $0.path.hasPrefix("/a/") } >= 4 }
        kill(process.identifier, SIGINT)
        // The first has been heard once the second is not kept any more.
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        kill(process.identifier, SIGTERM)
        // Unless the first has ended it before.
        #expect(try await [128 + SIGTERM, 130].contains(process.outcome().exitCode))
        #expect(ContinuousClock.now - start < .milliseconds(500))
    }

    @Test(arguments: ["parse", "import", "share --article", "sign-in --token-file"])
    func `a command that waits for a pipe ends with one signal`(command: String) async throws {
        let pipe = folder.url.appending(path: "pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        let process = try DotNewsProcess.start(
            command.split(separator: " ").map(String.init) + [pipe], environment: ["DOTNEWS_DB": database])
        #expect(try await process.says("Waiting for"))
        let start = ContinuousClock.now
        kill(process.identifier, SIGINT)
        #expect(try await process.outcome().exitCode == 128 + SIGINT)
        #expect(ContinuousClock.now - start < Self.patience)
    }

    @Test func `a signal that the caller has ignored stays so`() async throws {
        let pipe = folder.url.appending(path: "pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        let outcome = try await DotNewsProcess.shell(
            """
            trap '' HUP; "$DOTNEWS" parse '\(pipe)' & sleep 1.5; kill -HUP $!; sleep 0.2
            echo '{"data":{"id":"AP1185bf62049ee40a863215d4","title":"x","content":"<p>x</p>","url":"https://a.example/x"}}' > '\(pipe)'
            wait $!
            """)
        #expect(outcome.exitCode == 0 && outcome.output.contains("x"), "\(outcome.errors)")
    }
}
