import DotNews
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct RepairCommandTests {
    /// Writes over part of the store's file.
    private func damage(_ store: SampleStore, _ places: Range<Int>) throws {
        var content = try Data(contentsOf: URL(filePath: store.database))
        for index in places where index < content.count { content[index] = UInt8(truncatingIfNeeded: index &* 31 &+ 7) }
        try content.write(to: URL(filePath: store.database))
    }

    /// A store with a bookmark; the id of the article.
    private func bookmarked() async throws -> (store: SampleStore, id: String) {
        let store = try await SampleStore()
        let id = try #require(try await store.dotnews("list", "--json").ids("articles").first)
        #expect(try await store.dotnews("bookmark", id).exitCode == 0)
        return (store, id)
    }

    @Test func `a sync replaces a store that cannot be opened, keeps the bookmarks and says so`() async throws {
        let (store, id) = try await bookmarked()
        try damage(store, 0..<100)
        let list = try await store.dotnews("list")
        #expect(list.exitCode == 1)

        let sync = try await store.dotnews("sync", "--from", SampleStore.edition.path)
        #expect(sync.exitCode == 0)
        #expect(sync.errors.contains("The store was damaged. It is now \(store.database).damaged-"))
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(try await store.dotnews("list", "--json").ids("articles").count > 10)
    }

    @Test func `damage that only verify sees is repaired on request`() async throws {
        let (store, id) = try await bookmarked()
        // A page in the middle, whole, belongs to articles or the index.
        let pageSize = 8_192
        let page = try Data(contentsOf: URL(filePath: store.database)).count / 2 / pageSize * pageSize
        try damage(store, page..<page + pageSize)
        let verify = try await store.dotnews("verify")
        #expect(verify.exitCode == 1)
        let repair = try await store.dotnews("repair", "--json")
        #expect(repair.exitCode == 0)
        #expect(try repair.json()["repaired"] as? Bool == true)
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
    }

    @Test func `a whole store is left as it is`() async throws {
        let (store, _) = try await bookmarked()
        // A program that exits may leave its log to the next one; here all of it is in the file.
        try await ArticleStore(at: URL(filePath: store.database)).close()
        let before = try Data(contentsOf: URL(filePath: store.database))
        let repair = try await store.dotnews("repair")
        #expect(repair.exitCode == 0)
        #expect(repair.output == "The store is whole; nothing was done.\n")
        #expect(try Data(contentsOf: URL(filePath: store.database)) == before)
    }

    @Test(arguments: ["sync --from", "repair --force --from"])
    func `a file that is no store is refused and left as it is`(words: String) async throws {
        let folder = try TemporaryDirectory()
        try folder.write("我的筆記 my notes", to: "notes.txt")
        let file = folder.url.appending(path: "notes.txt")
        let outcome = try await DotNewsProcess.run(
            words.split(separator: " ").map(String.init) + [SampleStore.edition.path, "--db", file.path])
        #expect(outcome.exitCode == 1)
        #expect(try String(contentsOf: file, encoding: .utf8) == "我的筆記 my notes")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["notes.txt"])
    }

    // MARK: Interruptions

    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    /// A store with so many bookmarks that repairing it takes a while, and its content with a destroyed header.
    private func manyBookmarks(_ count: Int) async throws -> (folder: TemporaryDirectory, damaged: Data) {
        let folder = try TemporaryDirectory()
        let articles = (1...count).map { number in
            #"{"id":"AP\#(String(repeating: "0", count: 24 - String(number, radix: 16).count))\#(String(number, radix: 16))","#
                + #""bookmark":{"value":true,"changedAt":"2025-11-03T08:15:30.250Z"}}"#
        }
        try folder.write(
            #"{"format":"dotnews-reader-state","version":1,"articles":[\#(articles.joined(separator: ","))]}"#,
            to: "state.json")
        let file = folder.url.appending(path: "news.sqlite")
        let state = folder.url.appending(path: "state.json").path
        let imported = try await DotNewsProcess.run(["import", state, "--db", file.path])
        #expect(imported.exitCode == 0, "\(imported.errors)")
        try await ArticleStore(at: file).close()
        var damaged = try Data(contentsOf: file)
        for index in 0..<100 { damaged[index] = 0 }
        return (folder, damaged)
    }

    private func bookmarks(_ file: String) async throws -> Int {
        let export = try await DotNewsProcess.run(["export", "--db", file])
        #expect(export.exitCode == 0, "\(export.errors)")
        let articles = try export.json()["articles"] as? [[String: Any]] ?? []
        return articles.filter { ($0["bookmark"] as? [String: Any])?["value"] as? Bool == true }.count
    }

    @Test(arguments: [SIGKILL, SIGINT, SIGTERM, SIGHUP])
    func `a repair that is interrupted anywhere loses nothing, and the next command finishes it`(
        signal: Int32
    ) async throws {
        let count = 5_000
        let (folder, damaged) = try await manyBookmarks(count)
        let file = folder.url.appending(path: "news.sqlite").path
        let tries = Self.isSlow ? 40 : 8
        var whole = Duration.zero
        var struck = 0
        for number in 0...tries {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            where name.hasPrefix("news.sqlite") {
                try FileManager.default.removeItem(at: folder.url.appending(path: name))
            }
            try damaged.write(to: URL(filePath: file))
            // The first shows how long it takes.
            let start = ContinuousClock.now
            let process = try DotNewsProcess.start(["repair", "--db", file])
            if number > 0 {
                try await Task.sleep(for: whole * number / tries)
                Foundation.kill(process.identifier, signal)
            }
            let outcome = try await process.outcome()
            if number == 0 { whole = ContinuousClock.now - start }
            if outcome.exitCode == 128 + signal { struck += 1 }
            // A command that only reads, and finishes what it finds; where nothing had begun it says that there is damage.
            if try await DotNewsProcess.run(["list", "--db", file]).exitCode != 0 {
                let repair = try await DotNewsProcess.run(["repair", "--db", file])
                #expect(repair.exitCode == 0, "\(repair.errors)")
            }
            #expect(try await bookmarks(file) == count, "try \(number)")
            #expect(try await DotNewsProcess.run(["verify", "--db", file]).exitCode == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            #expect(!names.contains { $0.contains("rescue") || $0.contains("with-header") }, "\(names)")
        }
        #expect(struck >= tries / 3, "the program was mostly through already")
    }

    @Test func `a repair keeps all while other programs list and mark`() async throws {
        let count = 5_000
        let (folder, damaged) = try await manyBookmarks(count)
        let file = folder.url.appending(path: "news.sqlite").path
        for _ in 0..<(Self.isSlow ? 30 : 4) {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            where name.hasPrefix("news.sqlite") {
                try FileManager.default.removeItem(at: folder.url.appending(path: name))
            }
            try damaged.write(to: URL(filePath: file))
            let script = """
                (while [ ! -e stop ]; do $DOTNEWS list --db "$DB"; $DOTNEWS status --db "$DB"; done) >/dev/null 2>&1 &
                (while [ ! -e stop ]; do $DOTNEWS preferences textSize 120 --db "$DB"; done) >/dev/null 2>&1 &
                $DOTNEWS repair --db "$DB"; code=$?; sleep 0.1; touch stop; wait; rm stop; exit $code
                """
            let repair = try await DotNewsProcess.shell(
                "cd \(folder.url.path); " + script, environment: ["DB": file])
            #expect(repair.exitCode == 0, "\(repair.errors)")
            #expect(try await bookmarks(file) == count)
            #expect(try await DotNewsProcess.run(["verify", "--db", file]).exitCode == 0)
        }
    }

    @Test func `status and verify name what lies aside, and repair takes it over`() async throws {
        let (store, id) = try await bookmarked()
        let aside = store.database + ".damaged-20261124T101500Z"
        // As an earlier version left it whose repair was interrupted.
        try await ArticleStore(at: URL(filePath: store.database)).close()
        try FileManager.default.moveItem(atPath: store.database, toPath: aside)
        #expect(try await store.dotnews("sync", "--from", SampleStore.edition.path).exitCode == 0)

        let status = try await store.dotnews("status")
        #expect(status.output.contains("Aside       \(aside): nothing of it has been taken over"))
        let verify = try await store.dotnews("verify", "--json")
        #expect(verify.exitCode == 1)
        #expect(try verify.objects("aside").map { $0["pending"] as? Bool } == [true])
        let repair = try await store.dotnews("repair", "--json")
        #expect(repair.exitCode == 0)
        #expect(try repair.json()["damagedFile"] as? String == aside)
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(try await store.dotnews("status", "--json").objects("aside").map { $0["complete"] as? Bool } == [true])
        #expect(try await store.dotnews("repair").output == "The store is whole; nothing was done.\n")
    }

    // MARK: Read-only media

    private static let mountsReadOnly: Bool = {
        let words = ["-m", "sh", "-c", "mount --bind /tmp /tmp && mount -o remount,ro,bind /tmp"]
        return (try? ChildProcess("/usr/bin/unshare", words).waitUntilExit()) == 0
    }()

    @Test(.enabled(if: mountsReadOnly, "needs the right to mount"))
    func `a store on read-only media is listed, searched, shown and exported`() async throws {
        let (store, id) = try await bookmarked()
        let commands = [
            "list --json", "search 香港 --json", "show \(id)", "bookmarks --json", "status", "verify", "export",
        ]
        let script = """
            mount --bind "$FOLDER" "$FOLDER" && mount -o remount,ro,bind "$FOLDER" || exit 99
            \(commands.map { "$DOTNEWS \($0) >/dev/null || exit 1" }.joined(separator: "\n"))
            $DOTNEWS bookmarks --json
            $DOTNEWS bookmark \(id) --remove && exit 2
            exit 0
            """
        let outcome = try await DotNewsProcess.shell(
            "exec unshare -m sh -c '\(script)'",
            environment: ["DOTNEWS_DB": store.database, "FOLDER": store.folder.url.path])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(try outcome.ids("bookmarks") == [id])
        #expect(outcome.errors.contains("is read-only"))
    }

    @Test func `a store that is reached through a link is that store, with what lies beside it`() async throws {
        let (store, id) = try await bookmarked()
        let folder = try TemporaryDirectory()
        let link = folder.url.appending(path: "link.sqlite")
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: store.database)
        try damage(store, 0..<100)
        let sync = try await DotNewsProcess.run(["sync", "--from", SampleStore.edition.path, "--db", link.path])
        #expect(sync.exitCode == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["link.sqlite"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == store.database)
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
    }
}
