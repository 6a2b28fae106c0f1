import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// What a site sends must not decide how much memory the program takes.
@Suite(
    .timeLimit(.minutes(3)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "python3 measures the memory"),
    .disabled(if: Sanitizer.isOn, "a sanitizer takes memory of its own"))
struct MemoryTests {
    /// Most of it is sixteen answers at once; kept whole, the answers below would take hundreds.
    private static let bound = 128 << 20

    /// Runs a program and says on standard error what it took at most, in kilobytes. A small process of its own, because
    /// the system counts what the process that started a program held.
    private static let measuring = """
        import resource, subprocess, sys
        code = subprocess.call(sys.argv[1:])
        print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
        sys.exit(code)
        """

    private static let answers: [(name: String, reply: LoopbackReply)] = [
        ("a gzip bomb", .gzip(Gzip.bomb(expandingTo: 2_000_000_000))),
        ("10 GB announced", .announcing("10737418240", body: Data(repeating: 0x20, count: 1 << 16)).endless()),
        (
            "no end",
            .status(200, headers: [("Transfer-Encoding", "identity")], body: Data(repeating: 0x20, count: 1 << 16))
                .endless()
        ),
        ("arrays a million deep", .json(String(repeating: "[", count: 1_000_000))),
        ("a text of 15 MB", .json(#"{"data":{"title":""# + String(repeating: "字", count: 5 << 20) + "\"}}")),
        ("ten thousand fields", .status(200, headers: (0..<10_000).map { ("X-\($0)", "1") }, body: Data("{}".utf8))),
        (
            "a list of 400,000 articles without a title",
            .json("{\"data\":{\"stories\":[" + String(repeating: "{\"id\":\"AP1\"},", count: 400_000) + "{}]}}")
        ),
    ]

    @Test(arguments: ["/columns.json", "/stories.json", "/a/"], answers.indices)
    func `an answer of any size leaves memory bounded`(path: String, number: Int) async throws {
        let (name, reply) = Self.answers[number]
        let files = LoopbackOrigin.files(below: SampleStore.edition)
        let origin = try LoopbackOrigin { request in request.path.contains(path) ? reply : files(request) }
        let folder = try TemporaryDirectory()
        let outcome = try await DotNewsProcess.shell(
            #"exec python3 -c "$MEASURING" "$DOTNEWS" sync --site "$SITE" --db "$DB" --quiet"#,
            environment: [
                "MEASURING": Self.measuring, "SITE": origin.baseAddress.string,
                "DB": folder.url.appending(path: "news.sqlite").path,
            ])
        #expect([0, 1].contains(outcome.exitCode), "\(name): \(outcome.errors)")
        let words = outcome.errors.split { $0.isWhitespace }
        let kilobytes = try #require(words.last.flatMap { Int($0) })
        #expect(kilobytes << 10 < Self.bound, "\(name) at \(path): \(kilobytes >> 10) MiB")
    }
}
