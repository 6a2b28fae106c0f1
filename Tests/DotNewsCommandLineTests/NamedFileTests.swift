import DotNewsTestSupport
import Foundation
import Testing

/// Files that are named on the command line: links, pipes, devices, and what a killed writer leaves.
@Suite(.timeLimit(.minutes(2))) struct NamedFileTests {
    private let folder: TemporaryDirectory

    init() async throws {
        folder = try TemporaryDirectory()
        _ = try await shell(#""$DOTNEWS" preferences appearance dark --quiet"#)
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func shell(_ script: String) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.shell(
            "cd '\(folder.url.path)'\n" + script, environment: ["DOTNEWS_DB": path("news.sqlite")])
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { !$0.hasPrefix("news.sqlite") }
            .sorted()
    }

    /// By names at which nothing can be replaced, should the program try: `/dev/stdout` is a link that root could replace.
    @Test(arguments: ["/proc/self/fd/1", "way"])
    func `an export to standard output by its name is appended to, and replaces nothing`(name: String) async throws {
        let outcome = try await shell(
            """
            ln -s /proc/self/fd/1 way
            { echo before; "$DOTNEWS" export --quiet -o \(name); } > file
            "$DOTNEWS" export --quiet -o \(name) | cat
            """)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("dotnews-reader-state"))
        let text = try String(contentsOfFile: path("file"), encoding: .utf8)
        #expect(text.hasPrefix("before\n{") && text.contains("dotnews-reader-state"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("way")) == "/proc/self/fd/1")
        #expect(try names() == ["file", "way"])
    }

    @Test func `a link is followed, a pipe is written to, a folder is refused`() async throws {
        let outcome = try await shell(
            """
            mkdir real; echo old > real/state.json; chmod 640 real/state.json; ln -s real/state.json link
            "$DOTNEWS" export --quiet -o link || exit 9
            mkfifo pipe; cat pipe > out & "$DOTNEWS" export --quiet -o pipe; wait; test -p pipe || exit 8
            ln -s "$PWD/pipe" way; cat pipe > out2 & "$DOTNEWS" export --quiet -o way; wait; test -L way || exit 7
            "$DOTNEWS" export --quiet -o real && exit 6
            test -L link && grep -q reader-state out && grep -q reader-state out2 && grep -q reader-state real/state.json
            """)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("real failed"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path("real/state.json"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path("real")) == ["state.json"])
    }

    @Test func `what a killed export has left goes with the next one, what another writes stays`() async throws {
        let draft = "state.json.abc123.dotnews-draft"
        let busy = "state.json.def456.dotnews-draft"
        for name in [draft, busy, "other.json.abc.dotnews-draft"] {
            try Data("x".utf8).write(to: folder.url.appending(path: name))
        }
        let descriptor = open(path(busy), O_RDONLY)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(try await shell(#""$DOTNEWS" export --quiet -o state.json"#).exitCode == 0)
        #expect(try names() == ["other.json.abc.dotnews-draft", "state.json", busy])
    }

    @Test func `pipes and devices are read up to a bound`() async throws {
        let outcome = try await shell(
            """
            "$DOTNEWS" export --quiet -o state.json
            cat state.json | "$DOTNEWS" import /dev/stdin && mkfifo pipe && { cat state.json > pipe & } && "$DOTNEWS" import pipe
            """)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        for command in ["import", "parse", "share --article", "sign-in --token-file"] {
            let endless = try await shell(#""$DOTNEWS" \#(command) /dev/zero"#)
            #expect(endless.exitCode == 1 || endless.exitCode == 2, "\(command)")
            #expect(!endless.errors.isEmpty)
        }
    }
}
