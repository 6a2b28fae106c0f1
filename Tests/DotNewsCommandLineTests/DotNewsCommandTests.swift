import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DotNewsCommandTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path

    init() throws { folder = try TemporaryDirectory() }

    private var database: String { folder.url.appending(path: "news.sqlite").path }

    private func dotnews(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
    }

    // MARK: Reading an edition

    @Test func `an edition in a folder is synced, listed and shown in both languages`() async throws {
        let sync = try await dotnews("sync", "--from", sample, "--json")
        #expect(sync.exitCode == 0)
        let report = try sync.json()
        #expect(report["columns"] as? Int ?? 0 >= 6)
        #expect(report["new"] as? Int ?? 0 >= 40)
        #expect(report["withdrawn"] as? Int == 0)
        for key in ["requests", "notModified", "updated", "bytes", "seconds"] { #expect(report[key] is NSNumber) }
        let skipped = try #require(report["skipped"] as? [[String: String]])
        #expect(skipped.allSatisfy { $0["what"] != nil && $0["why"] != nil })

        let list = try await dotnews("list", "--json", "--limit", "100").json()
        let articles = try #require(list["articles"] as? [[String: Any]])
        #expect(articles.count == report["new"] as? Int)
        #expect(list["next"] is NSNull)
        let times = articles.compactMap { $0["publishedAt"] as? String }
        #expect(times.count > 30 && times == times.sorted(by: >))
        for key in ["id", "title", "column", "publishedAt", "url", "summary"] {
            #expect(articles.allSatisfy { $0[key] != nil })
        }

        let chinese = try #require(articles.first { ($0["title"] as? String)?.contains("｜") == true })
        let english = try #require(articles.first { ($0["title"] as? String)?.hasPrefix("Deepline | ") == true })
        for article in [chinese, english] {
            let id = try #require(article["id"] as? String)
            let shown = try await dotnews("show", id, "--json").json()
            #expect((shown["blocks"] as? [Any])?.isEmpty == false)
            #expect(shown["title"] as? String == article["title"] as? String)
            let text = try await dotnews("show", id)
            #expect(text.exitCode == 0)
            #expect(text.output.contains(try #require(shown["headline"] as? String).prefix(10)))
            #expect(!text.output.contains("\u{1B}"))
        }

        let again = try await dotnews("sync", "--from", sample)
        #expect(again.output.hasPrefix("Nothing changed in "))
        #expect(try await dotnews("verify").exitCode == 0)
    }

    @Test func `paging through a list visits every article once`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        let all = try await ids(dotnews("list", "--json", "--limit", "500"))
        var paged: [String] = []
        var arguments = ["list", "--json", "--limit", "7"]
        while true {
            let outcome = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
            paged += try ids(outcome)
            try #require(paged.count <= all.count)
            guard let next = try outcome.json()["next"] as? String else { break }
            arguments = ["list", "--json", "--limit", "7", "--after", next]
        }
        #expect(paged == all)
        #expect(Set(paged).count == paged.count)
    }

    private func ids(_ outcome: DotNewsProcess.Outcome) throws -> [String] {
        (try outcome.json()["articles"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    @Test func `the columns are a tree`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        let tree = try await dotnews("columns", "--json").json()["columns"] as? [[String: Any]]
        #expect(try #require(tree).contains { ($0["children"] as? [Any])?.isEmpty == false })
        #expect(try await dotnews("columns").output.contains("\n  "))
    }

    @Test func `status and prune say what is there and what went`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet")
        let before = try await dotnews("status", "--json").json()
        let pruned = try await dotnews("prune", "--keep", "10", "--json").json()
        let after = try await dotnews("status", "--json").json()
        #expect(after["articles"] as? Int == 10)
        #expect(pruned["removed"] as? Int == (before["articles"] as? Int ?? 0) - 10)
    }

    @Test func `a column is listed with those inside it, or alone`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        let all = try await Set(dotnews("list", "-c", "opinion", "--limit", "100", "--json").ids("articles"))
        let inside = try await Set(
            dotnews("list", "-c", "opinion/HarbourNotes", "--limit", "100", "--json").ids("articles"))
        let alone = try await Set(
            dotnews("list", "-c", "opinion", "--only", "--limit", "100", "--json").ids("articles"))
        #expect(!inside.isEmpty && inside.isSubset(of: all))
        #expect(alone.isSubset(of: all) && !inside.isSubset(of: alone))
    }

    @Test func `an age is so many hours, days or weeks`() async throws {
        let edition = try SmallEdition(times: [PublicationTime.string(from: Date(timeIntervalSinceNow: -10 * 86_400))])
        #expect(try await edition.sync("--bodies", "none", "--quiet").exitCode == 0)
        for (age, count) in [("239h", 0), ("241h", 1), ("9d", 0), ("11d", 1), ("1w", 0), ("2w", 1)] {
            let listed = try await edition.run(["list", "--since", age, "--json"]).ids("articles")
            #expect(listed.count == count, "\(age)")
        }
    }

    @Test func `prune keeps the newest that fit into so many megabytes`() async throws {
        // Texts that cannot be made much smaller.
        var random = SeededGenerator(seed: 9)
        let start = Date(timeIntervalSince1970: 1_762_156_800)
        let times = (0..<400).map { PublicationTime.string(from: start.addingTimeInterval(Double(-$0) * 60)) }
        let edition = try SmallEdition(times: times) {
            let scalars = (0..<2_000).map { _ in Unicode.Scalar(UInt16.random(in: 0x4E00..<0x9FA5, using: &random)) }
            return String(String.UnicodeScalarView(scalars.compactMap { $0 }))
        }
        #expect(try await edition.sync("--index", "none", "--quiet").exitCode == 0)
        func bytes() async throws -> Int {
            try #require(try await edition.run(["status", "--json"]).json()["bytes"] as? Int)
        }
        #expect(try await bytes() > 1 << 20)
        let pruned = try await edition.run(["prune", "--max-size", "1", "--json"])
        let removed = try #require(try pruned.json()["removed"] as? Int)
        #expect(pruned.exitCode == 0 && (1..<400).contains(removed))
        #expect(try await (900_000...1 << 20).contains(bytes()))
        let left = try await edition.run(["list", "--limit", "500", "--json"]).ids("articles")
        #expect(left == (0..<400 - removed).map(SmallEdition.id))
    }

    // MARK: Wrong usage and failures

    @Test(arguments: [
        [], ["frobnicate"], ["synk"], ["sync", "--frob"], ["sync", "extra"], ["show"], ["show", "AP1"],
        ["show", "../../etc/passwd"], ["sync", "--edition", "nowhere"], ["sync", "--site", "ftp://x.example"],
        ["sync", "--jobs", "0"], ["sync", "--bodies", "some"], ["sync", "--images", "big"],
        ["sync", "--since", "soon"],
        ["sync", "--column", "a b"], ["list", "--limit", "0"], ["list", "--after", "x"], ["prune"],
        ["show", "AP690800aae4b0e343b0e2aa01", "--format", "pdf"], ["help", "synk"], ["--help", "frobnicate"],
        ["sync", "--from", ""], ["sync", "--db", ""], ["sync", "--jobs", "65"], ["sync", "--edition", "\u{1B}[31m"],
    ])
    func `wrong usage exits with 2 and a message on standard error`(arguments: [String]) async throws {
        let outcome = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
        #expect(outcome.exitCode == 2)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
        #expect(!outcome.errors.contains("\u{1B}"))
        #expect(!FileManager.default.fileExists(atPath: database))
    }

    @Test func `help and version are answers, for every command`() async throws {
        let help = try await dotnews("--help")
        #expect(help.exitCode == 0 && help.output.contains("sync"))
        #expect(try await dotnews("--version").output.hasPrefix("dotnews "))
        for command in ["columns", "sync", "list", "show", "status", "prune", "verify"] {
            let outcome = try await dotnews(command, "--help")
            #expect(outcome.exitCode == 0 && outcome.output.hasPrefix("Usage: dotnews \(command)"))
            #expect(try await dotnews(command, "--version").exitCode == 0)
        }
    }

    @Test func `reading without a store says how to make one and makes none`() async throws {
        for command in [["list"], ["columns"], ["status"], ["verify"], ["show", "AP690800aae4b0e343b0e2aa01"]] {
            let outcome = try await DotNewsProcess.run(command, environment: ["DOTNEWS_DB": database])
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("dotnews sync"))
        }
        #expect(!FileManager.default.fileExists(atPath: database))
    }

    @Test func `a file that is no store is named and left alone`() async throws {
        let bytes = Data("這不是資料庫 not a database, not at all, whatever it is called".utf8)
        try bytes.write(to: URL(filePath: database))
        for command in [["sync", "--from", sample], ["list"], ["verify"]] {
            let outcome = try await DotNewsProcess.run(command, environment: ["DOTNEWS_DB": database])
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains(database))
        }
        #expect(try Data(contentsOf: URL(filePath: database)) == bytes)
    }

    @Test func `an unknown column is refused and those there are named`() async throws {
        let outcome = try await dotnews("sync", "--from", sample, "--column", "no/such", "--json")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("There is no column \"no/such\""))
    }

    @Test func `an article that is not there is a failure`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--bodies", "none")
        let outcome = try await dotnews("show", "AP000000000000000000000000")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("AP000000000000000000000000"))
    }

    @Test func `a site that refuses connections is a failure that names it`() async throws {
        let port = try ClosedPort()
        let outcome = try await dotnews("sync", "--site", port.address.origin.string, "--json")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(port.address.origin.string))
    }

    @Test func `a folder that is not there is a failure`() async throws {
        let outcome = try await dotnews("sync", "--from", folder.url.appending(path: "nowhere").path)
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("nowhere"))
    }

    // MARK: Interruption

    @Test func `Control-C keeps what has come, says so and exits with 130`() async throws {
        let files = LoopbackOrigin.files(below: URL(filePath: sample))
        let gate = Gate()
        let origin = try LoopbackOrigin { request in
            // The first bodies come, the others never do.
            request.path.hasPrefix("/a/") && request.path.hashValue.isMultiple(of: 2)
                ? files(request).held(at: gate) : files(request)
        }
        let process = try DotNewsProcess.start(
            ["sync", "--site", origin.baseAddress.string, "--db", database, "--json"])
        await origin.wait { $0.underWay >= 3 && $0.requests.count { $0.path.hasPrefix("/a/") } >= 8 }
        kill(process.identifier, SIGINT)
        let outcome = try await process.outcome()
        gate.open()
        #expect(outcome.exitCode == 130)
        #expect(try outcome.json()["cancelled"] as? Bool == true)

        let next = try await dotnews("sync", "--from", sample, "--json").json()
        #expect(next["new"] as? Int == 0)
        let status = try await dotnews("status", "--json").json()
        #expect(status["articles"] as? Int == status["bodies"] as? Int)
    }

    @Test func `a killed sync loses nothing that was shown, and the next one finishes`() async throws {
        let files = LoopbackOrigin.files(below: URL(filePath: sample))
        let origin = try LoopbackOrigin(files)
        for moment in [3, 9, 15, 25, 40] {
            let process = try DotNewsProcess.start(["sync", "--site", origin.baseAddress.string, "--db", database])
            let asked = origin.requests.count
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await origin.wait { $0.requests.count >= asked + moment } }
                group.addTask { _ = try? await process.outcome() }
                await group.next()
                kill(process.identifier, SIGKILL)
                group.cancelAll()
            }
            if FileManager.default.fileExists(atPath: database) {
                #expect(try await dotnews("verify").exitCode == 0)
            }
        }
        let sync = try await dotnews("sync", "--site", origin.baseAddress.string, "--json")
        #expect(sync.exitCode == 0)
        let status = try await dotnews("status", "--json").json()
        #expect(status["articles"] as? Int ?? 0 >= 40)
        #expect(status["articles"] as? Int == status["bodies"] as? Int)
    }

    // MARK: What reaches the terminal

    @Test func `escape sequences in titles never reach the terminal`() async throws {
        let edition = try HostileEdition(in: folder.url.appending(path: "hostile"))
        let sync = try await dotnews("sync", "--from", edition.folder.path)
        let list = try await dotnews("list")
        let show = try await dotnews("show", edition.articleID)
        let columns = try await dotnews("columns")
        for text in [sync.output, sync.errors, list.output, show.output, columns.output] {
            #expect(
                !text.unicodeScalars.contains {
                    $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F || $0.value == 0x202E
                })
        }
        #expect(list.output.split(separator: "\n").count == 1)
        #expect(list.output.contains("紅色 red"))
    }
}
