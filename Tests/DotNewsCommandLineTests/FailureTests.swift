import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// How the program ends when something is wrong with the site, the disk, or whoever reads what it prints.
@Suite(.timeLimit(.minutes(5))) struct FailureTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path

    init() throws { folder = try TemporaryDirectory() }

    private var database: String { folder.url.appending(path: "news.sqlite").path }

    private func dotnews(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
    }

    private func shell(_ script: String) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.shell(script, environment: ["DOTNEWS_DB": database, "SAMPLE": sample])
    }

    /// The sample edition, with another answer to the paths that are chosen.
    private func origin(
        _ reply: LoopbackReply, when isChosen: @escaping @Sendable (String) -> Bool
    ) throws -> LoopbackOrigin {
        let files = LoopbackOrigin.files(below: URL(filePath: sample))
        return try LoopbackOrigin { request in isChosen(request.path) ? reply : files(request) }
    }

    // MARK: The site

    @Test(arguments: [
        (LoopbackReply.text("<html>登入</html>", type: "text/html"), "instead of JSON"),
        (.json(""), "it is empty"), (.json(#"{"code":0,"data":[]}"#), "it lists no columns"),
        (.json(#"{"code":500,"msg":"系統繁忙"}"#), "系統繁忙"), (.status(304), "without a cached copy"),
        (.status(404), "no such page"), (.redirect(to: "file:///etc/passwd"), "scheme file"),
        (.redirect(to: "/columns.json"), "redirect"), (.announcing("200000000", body: Data()), "larger than allowed"),
    ])
    func `a site whose columns cannot be read is a failure that says why`(
        reply: LoopbackReply, report: String
    ) async throws {
        let origin = try origin(reply) { $0 == "/columns.json" }
        let outcome = try await dotnews("sync", "--site", origin.baseAddress.string, "--quiet", "--json")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("dotnews: "))
        #expect(outcome.errors.contains(report))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `a host that does not resolve is a failure that names it`() async throws {
        let outcome = try await dotnews("sync", "--site", "http://nowhere.invalid", "--quiet")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("nowhere.invalid"))
    }

    @Test func `a site that stops answering is a failure, and what had come is kept`() async throws {
        let origin = try origin(.status(500)) { $0.hasPrefix("/a/") }
        let outcome = try await dotnews("sync", "--site", origin.baseAddress.string, "--bodies", "50", "--quiet")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("stopped answering") && outcome.errors.contains("What had come is kept."))
        #expect(try await dotnews("list", "--limit", "5", "--json").json()["articles"] != nil)
    }

    @Test func `a sync of which no column could be read says so, however quiet it is to be`() async throws {
        let origin = try origin(.json(#"{"code":500,"msg":"維護中"}"#)) { $0.hasSuffix("/stories.json") }
        let loud = try await dotnews("sync", "--site", origin.baseAddress.string)
        #expect(!loud.output.contains("Nothing changed"))
        let outcome = try await dotnews("sync", "--site", origin.baseAddress.string, "--quiet", "--json")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.hasPrefix("dotnews: No column could be read"))
        #expect(outcome.errors.contains("維護中"))
        #expect(try outcome.json()["columns"] as? Int == 0)
    }

    @Test func `what a server says reaches the terminal without its escape sequences`() async throws {
        let origin = try origin(
            .status(
                200, headers: [("Content-Type", "text/\u{1B}[31mhtml\u{1B}]0;owned\u{7}")],
                body: Data("<html>".utf8))
        ) { $0 == "/columns.json" }
        let outcome = try await dotnews("sync", "--site", origin.baseAddress.string)
        #expect(outcome.exitCode == 1)
        #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
    }

    @Test func `a folder without an edition is a failure that names it`() async throws {
        let outcome = try await dotnews("sync", "--from", folder.url.path)
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("no columns.json"))
    }

    // MARK: The store

    @Test func `a store of a newer version is a failure, and left as it is`() async throws {
        var options = ArticleStoreOptions()
        options.migrations.append(
            Migration(name: "2031-07 holograms", sql: "CREATE TABLE hologram (id INTEGER PRIMARY KEY) STRICT"))
        let store = try ArticleStore(at: URL(filePath: database), options: options)
        await store.close()
        let before = try Data(contentsOf: URL(filePath: database))
        for command in [["sync", "--from", sample], ["list"], ["status"], ["verify"]] {
            let outcome = try await DotNewsProcess.run(command, environment: ["DOTNEWS_DB": database])
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("newer version"))
        }
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
    }

    @Test func `a store that may not be written is a failure, and left as it is`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        // The superuser may write everywhere: whoever is that becomes somebody else for the test.
        let other = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
        let canRun = try await shell("chmod a+rx \"$(dirname \"$DOTNEWS_DB\")\" && \(other) \"$DOTNEWS\" --version")
        guard canRun.exitCode == 0 else { return }
        let before = try Data(contentsOf: URL(filePath: database))
        let outcome = try await shell(
            """
            chmod 444 "$DOTNEWS_DB" && chmod 555 "$(dirname "$DOTNEWS_DB")"
            \(other) "$DOTNEWS" sync --from "$SAMPLE"
            code=$?
            chmod 755 "$(dirname "$DOTNEWS_DB")"
            exit $code
            """)
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("read-only"))
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
    }

    @Test func `a full disk is a failure that says so, keeps the store whole, and is made good by the next sync`()
        async throws
    {
        // A file system of its own, which goes with the shell that mounts it.
        let outcome = try await DotNewsProcess.shell(
            """
            mount -t tmpfs -o size=1200k none "$ROOM" || exit 77
            "$DOTNEWS" sync --from "$SAMPLE" --db "$ROOM/news.sqlite" --quiet
            echo "sync $?"
            "$DOTNEWS" verify --db "$ROOM/news.sqlite" --quiet
            echo "verify $?"
            mount -o remount,size=8m "$ROOM"
            "$DOTNEWS" sync --from "$SAMPLE" --db "$ROOM/news.sqlite" --quiet && \\
                "$DOTNEWS" status --db "$ROOM/news.sqlite"
            """.namespaced, environment: ["ROOM": folder.url.path, "SAMPLE": sample])
        // Without the right to mount there is nothing to see.
        guard outcome.output.contains("sync") else { return }
        #expect(outcome.output.contains("sync 1\nverify 0\n"))
        #expect(outcome.errors.contains("no space is left"))
        #expect(outcome.output.contains("41, 41 with body"))
    }

    @Test func `a damaged image is found by verify`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--images", "all")
        #expect(try await dotnews("verify").exitCode == 0)
        let images = folder.url.appending(path: "news.images")
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: images.path).first)
        try Data("broken".utf8).write(to: images.appending(path: file))
        let outcome = try await dotnews("verify")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains(file))
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--images", "all")
        #expect(try await dotnews("verify").exitCode == 0)
    }

    // MARK: Two at once

    @Test func `a second sync of the same store waits, says so, and can be stopped`() async throws {
        let gate = Gate()
        let origin = try origin(.status(404).held(at: gate)) { $0 == "/columns.json" }
        let first = try DotNewsProcess.start(["sync", "--site", origin.baseAddress.string, "--db", database])
        await origin.wait { $0.underWay == 1 }
        let stopped = try DotNewsProcess.start(["sync", "--from", sample, "--db", database])
        #expect(try await stopped.says("waiting for another sync"))
        kill(stopped.identifier, SIGINT)
        #expect(try await stopped.outcome().exitCode == 130)
        let second = try DotNewsProcess.start(["sync", "--from", sample, "--db", database])
        #expect(try await second.says("waiting for another sync"))
        gate.open()
        #expect(try await first.outcome().exitCode == 1)
        #expect(try await second.outcome().exitCode == 0)
    }

    // MARK: Whoever reads

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `results that cannot be written are a failure`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        for command in ["list", "list --json", "columns", "status --json", "--help"] {
            let outcome = try await shell("\"$DOTNEWS\" \(command) > /dev/full")
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.hasPrefix("dotnews: Writing to standard output failed"))
        }
    }

    @Test func `standard streams that are closed are not taken by the store's files`() async throws {
        let sync = try await shell("\"$DOTNEWS\" sync --from \"$SAMPLE\" <&- >&- 2>&-")
        #expect(sync.exitCode == 1, "its summary could not be written")
        let list = try await shell("\"$DOTNEWS\" list >&-")
        #expect(list.exitCode == 1)
        #expect(list.errors.contains("standard output"))
        let quiet = try await shell("\"$DOTNEWS\" sync --from \"$SAMPLE\" --quiet <&- >&- 2>&-")
        #expect(quiet.exitCode == 0)
        #expect(try await dotnews("verify").exitCode == 0)
        #expect(try Data(contentsOf: URL(filePath: database + ".sync-lock")).isEmpty)
    }

    @Test func `a reader that has seen enough ends the program without a word`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        let outcome = try await shell("\"$DOTNEWS\" list --json --limit 500 | head -c 10")
        #expect(outcome.output.utf8.count == 10)
        #expect(outcome.errors.isEmpty)
    }
}

extension String {
    /// The shell's words, run where mounting is allowed and nobody else sees it.
    fileprivate var namespaced: String {
        "unshare --user --map-root-user --mount /bin/sh -c '" + replacing("'", with: "'\\''") + "'"
    }
}
