import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReaderCommandTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path
    private let missing = "AP000000000000000000000000"

    init() throws { folder = try TemporaryDirectory() }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func dotnews(_ arguments: String..., in database: String = "news.sqlite") async throws
        -> DotNewsProcess.Outcome
    {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": path(database)])
    }

    /// The ids of some articles, after a sync: an English one and two Chinese ones.
    private func syncedArticles() async throws -> [String] {
        _ = try await dotnews("sync", "--from", sample, "--quiet")
        let list = try await dotnews("list", "--json", "--limit", "100").json()
        let articles = try #require(list["articles"] as? [[String: Any]])
        func ids(_ isWanted: (String) -> Bool) -> [String] {
            articles.filter { isWanted($0["title"] as? String ?? "") }.compactMap { $0["id"] as? String }
        }
        return [try #require(ids { $0.hasPrefix("Deepline | ") }.first)] + ids { $0.contains("｜") }.prefix(2)
    }

    private func entries(_ outcome: DotNewsProcess.Outcome, _ key: String) throws -> [[String: Any]] {
        try #require(try outcome.json()[key] as? [[String: Any]])
    }

    @Test func `bookmarks are set, labelled in three languages, listed and removed`() async throws {
        let ids = try await syncedArticles()
        #expect(try await dotnews("bookmark", ids[0]).output == "\(ids[0]) is bookmarked.\n")
        for (id, label) in [(ids[1], "旅遊"), (ids[1], "旅游"), (missing, "To read")] {
            let outcome = try await dotnews("bookmark", id, "--label", label, "--json")
            #expect(outcome.exitCode == 0)
            #expect(try outcome.json()["bookmarked"] as? Bool == true)
            #expect(try outcome.json()["changed"] as? Bool == true)
        }
        let all = try await dotnews("bookmarks", "--json")
        #expect(try entries(all, "bookmarks").map { $0["id"] as? String } == [missing, ids[1], ids[0]])
        #expect(try entries(all, "bookmarks").map { $0["article"] is NSNull } == [true, false, false])
        #expect(try entries(all, "labels").map { $0["name"] as? String } == ["To read", "旅游", "旅遊"])
        let travel = try await dotnews("bookmarks", "--label", "旅遊")
        #expect(travel.output.hasPrefix(ids[1]) && travel.output.contains("[旅游, 旅遊]"))
        #expect(try await dotnews("bookmark", ids[1], "--label", "旅遊", "--remove").output.contains(": 旅游."))
        #expect(try await dotnews("bookmark", ids[1], "--remove").output == "\(ids[1]) is not bookmarked.\n")
        #expect(try await dotnews("list", "--bookmarked").output.hasPrefix(ids[0]))
        #expect(try await dotnews("bookmarks", "--label", "none").output.isEmpty)
    }

    @Test func `articles are marked by id, by column and by age`() async throws {
        let ids = try await syncedArticles()
        #expect(try await dotnews("read", ids[0], ids[1], "--json").json()["changed"] as? Int == 2)
        #expect(try await dotnews("read", ids[0], "--unread").output == "Marked 1 article as not read.\n")
        let columns = try await entries(dotnews("columns", "--json"), "columns")
        let column = try #require(columns.first?["path"] as? String)
        let listed = try await entries(dotnews("list", "--column", column, "--limit", "500", "--json"), "articles")
        _ = try await dotnews("read", "--column", column)
        let unread = try await dotnews("list", "--column", column, "--unread", "--json")
        #expect(!listed.isEmpty)
        #expect(try entries(unread, "articles").isEmpty)
        _ = try await dotnews("read", "--before", "2025-11-01")
        let left = try await entries(dotnews("list", "--unread", "--limit", "500", "--json"), "articles")
        #expect(!left.isEmpty)
        #expect(left.allSatisfy { ($0["publishedAt"] as? String ?? "") >= "2025-11-01" })
        #expect(try await dotnews("read", "--column", "no/such").exitCode == 1)
    }

    @Test func `lists show what is unread and bookmarked`() async throws {
        let ids = try await syncedArticles()
        _ = try await dotnews("read", ids[0])
        for id in ids.prefix(2) { _ = try await dotnews("bookmark", id) }
        let lines = try await dotnews("list", "--limit", "100").output.split(separator: "\n")
        let marks = ids.map { id in
            lines.first { $0.hasPrefix(id) }.map { line in
                ["•", "★"].map { line.dropFirst(id.count + 19).prefix(2).contains($0) }
            }
        }
        #expect(marks == [[false, true], [true, true], [true, false]])
        let rows = try await entries(dotnews("list", "--json", "--limit", "100"), "articles")
        let row = try #require(rows.first { $0["id"] as? String == ids[0] })
        #expect(row["read"] as? Bool == true && row["bookmarked"] as? Bool == true)
        #expect(row["changedSinceRead"] as? Bool == false && row["arrivedAt"] is String)
        #expect(["text", "complete"].contains(row["availability"] as? String))
        let counts = try await dotnews("unread", "--json").json()
        #expect(counts["total"] as? Int == rows.count - 1 && counts["bookmarked"] as? Int == 1)
        #expect((counts["columns"] as? [[String: Any]])?.isEmpty == false)
    }

    @Test func `changes are told since a token, and what is new since the last time`() async throws {
        let path = "immed"
        _ = try await dotnews("sync", "--from", sample, "--quiet", "--column", path)
        let token = try #require(try await dotnews("changes", "--json").json()["next"] as? String)
        #expect(try await dotnews("changes").output == token + "\n")
        #expect(try await dotnews("new").output.contains("first time"))
        let report = try await dotnews("sync", "--from", sample, "--json", "--quiet").json()
        let came = try #require(report["newArticles"] as? [String])
        #expect(!came.isEmpty && came.count == report["new"] as? Int)
        let changes = try await dotnews("changes", token, "--json").json()
        // Lists are read at the same time, and their commits reported as they may.
        let told = try #require(changes["new"] as? [String])
        #expect(told.count == came.count && Set(told) == Set(came))
        #expect(changes["more"] as? Bool == false)
        #expect(try await dotnews("changes", token).output.contains("new\t\(told[0])\n"))
        #expect(try await dotnews("new", "--json").json()["total"] as? Int == came.count)
        #expect(try await dotnews("new", "--json").json()["total"] as? Int == 0)
        #expect(try await dotnews("changes", "nonsense").exitCode == 2)
        _ = try await dotnews("sync", "--from", sample, "--quiet", in: "other.sqlite")
        let foreign = try await dotnews("changes", token, in: "other.sqlite")
        #expect(foreign.exitCode == 1 && foreign.errors.contains("start over"))
    }

    @Test func `show keeps a history that back and forward walk along`() async throws {
        let ids = try await syncedArticles()
        #expect(try await dotnews("back").errors.contains("no article behind"))
        for id in ids { _ = try await dotnews("show", id) }
        _ = try await dotnews("show", ids[0], "--no-history")
        let history = try await dotnews("history", "--json")
        #expect(try entries(history, "entries").map { $0["id"] as? String } == ids.reversed())
        #expect(try history.json()["current"] as? String == ids[2])
        #expect(try history.json()["back"] as? Int == 2)
        #expect(try await dotnews("back", "--json").json()["id"] as? String == ids[1])
        let text = try await dotnews("back")
        #expect(text.output == (try await dotnews("show", ids[0], "--no-history")).output)
        #expect(try await dotnews("back").exitCode == 1)
        #expect(try await dotnews("forward", "--format", "markdown").output.hasPrefix("# "))
        _ = try await dotnews("show", ids[0])
        #expect(try await dotnews("forward").exitCode == 1)
        #expect(try await dotnews("list", "--unread", "--limit", "500").output.contains(ids[2]) == false)
        #expect(try await dotnews("history", "--clear").exitCode == 0)
        #expect(try await dotnews("history").output.isEmpty)
    }

    @Test func `an article shown without history stays unread`() async throws {
        let ids = try await syncedArticles()
        _ = try await dotnews("show", ids[1], "--no-history")
        #expect(try await dotnews("history").output.isEmpty)
        #expect(try await dotnews("list", "--unread", "--limit", "500").output.contains(ids[1]))
    }

    @Test func `searches are remembered once each, listed, and forgotten`() async throws {
        _ = try await syncedArticles()
        for words in ["東橋", "bridge", "东桥", "東橋"] { _ = try await dotnews("search", words) }
        _ = try await dotnews("search", "secret", "--no-history")
        _ = try await dotnews("search", "bridge", "--page", "2")
        let searches = try await entries(dotnews("searches", "--json"), "searches")
        #expect(searches.map { $0["query"] as? String } == ["東橋", "东桥", "bridge"])
        #expect(try await dotnews("searches", "--remove", "东桥").output.split(separator: "\n").count == 2)
        #expect(try await dotnews("searches").output.contains("bridge"))
        #expect(try await dotnews("searches", "--clear").output.isEmpty)
    }

    @Test func `preferences are shown, set, used and set back`() async throws {
        let ids = try await syncedArticles()
        #expect(try await dotnews("preferences", "appearance").output == "auto\n")
        #expect(try await dotnews("preferences", "appearance", "dark").output == "dark\n")
        #expect(try await dotnews("preferences", "textSize", "120").exitCode == 0)
        let all = try await dotnews("preferences", "--json").json()
        #expect(all["appearance"] as? String == "dark" && all["textSize"] as? Int == 120)
        #expect(all["images"] as? String == "always")
        #expect(all["edition"] is NSNull)
        let dark = try await dotnews("show", ids[0], "--format", "html", "--no-history")
        #expect(dark.output == (try await dotnews("show", ids[0], "-f", "html", "--theme", "dark")).output)
        #expect(dark.output != (try await dotnews("show", ids[0], "-f", "html", "--theme", "auto")).output)
        #expect(try await dotnews("preferences", "appearance", "system").output == "auto\n")
    }

    @Test func `topics are followed and muted, listed, obeyed and taken off`() async throws {
        _ = try await syncedArticles()
        func listed(_ options: String...) async throws -> [[String: Any]] {
            let outcome = try await DotNewsProcess.run(
                ["list", "--json", "--limit", "500"] + options, environment: ["DOTNEWS_DB": path("news.sqlite")])
            return try entries(outcome, "articles")
        }
        let all = try await listed()
        #expect(try await dotnews("follow").output.isEmpty)
        #expect(try await dotnews("list", "--followed").output.isEmpty)
        let followed = try await dotnews(
            "follow", "--column", "immed", "--tag", "旅遊", "--author", "Wren Pak", "--word", "东桥")
        #expect(followed.output == "column\timmed\ntag\t旅遊\nword\t东桥\nauthor\tWren Pak\n")
        let feed = try await listed("--followed")
        #expect(feed.count > 3 && feed.count < all.count)
        let reasons = feed.compactMap { $0["followed"] as? [[String: String]] }.flatMap { $0.compactMap { $0["kind"] } }
        #expect(Set(reasons).isSuperset(of: ["column", "word", "author"]))
        #expect(try await dotnews("follow", "--word", "東橋", "--remove", "--json").json()["changed"] as? Bool == true)

        #expect(try await dotnews("mute", "--word", "东桥").output == "word\t东桥\n")
        let left = try await listed()
        #expect(left.count < all.count && !left.contains { ($0["title"] as? String ?? "").contains("東橋") })
        #expect(try await listed("--muted").count == all.count)
        #expect(try await dotnews("search", "東橋").exitCode == 0)
        #expect(try await dotnews("mute", "--word", "東橋", "--remove").output.isEmpty)
        #expect(try await listed().count == all.count)
        let refused = try await dotnews("mute", "--word", "。")
        #expect(refused.exitCode == 1 && refused.errors.contains("letter or digit"))
    }

    @Test func `a column is saved to be read without network`() async throws {
        _ = try await dotnews("sync", "--from", sample, "--bodies", "none", "--quiet")
        let outcome = try await dotnews("sync", "--from", sample, "--column", "immed/hknews", "--save", "2", "--json")
        #expect(outcome.exitCode == 0)
        let list = try await dotnews("list", "--column", "immed/hknews", "--json", "--limit", "5").json()
        let availability = try #require(list["articles"] as? [[String: Any]]).map { $0["availability"] as? String }
        #expect(availability.prefix(2) == ["complete", "complete"] && availability.dropFirst(2).contains("listed"))
    }

    @Test func `what one device exports another takes in, before its first sync, and twice is as once`() async throws {
        let ids = try await syncedArticles()
        _ = try await dotnews("bookmark", ids[1], "--label", "旅遊")
        _ = try await dotnews("show", ids[0])
        _ = try await dotnews("preferences", "appearance", "dark")
        let file = path("reader.json")
        let written = try await dotnews("export", "-o", file, "--json").json()
        #expect(written["bytes"] as? Int == (try Data(contentsOf: URL(filePath: file))).count)
        let printed = try await dotnews("export").json()
        #expect(printed["format"] as? String == "dotnews-reader-state")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let beside = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: file).deletingLastPathComponent().path)
        #expect(!beside.contains { $0.contains("draft") })

        let taken = try await dotnews("import", file, "--json", in: "other.sqlite")
        #expect(taken.exitCode == 0)
        #expect(try taken.json()["visits"] as? Int == 1)
        #expect(try await dotnews("import", file, in: "other.sqlite").output.hasPrefix("Nothing new"))
        _ = try await dotnews("sync", "--from", sample, "--quiet", in: "other.sqlite")
        #expect(try await dotnews("bookmarks", in: "other.sqlite").output == dotnews("bookmarks").output)
        #expect(try await dotnews("history", in: "other.sqlite").output == dotnews("history").output)
        #expect(try await dotnews("preferences", in: "other.sqlite").output == dotnews("preferences").output)
        #expect(try await dotnews("verify", in: "other.sqlite").exitCode == 0)
    }

    @Test func `an import that fails says why and changes nothing`() async throws {
        _ = try await syncedArticles()
        let before = try await dotnews("preferences").output
        for (content, reason) in [
            (#"{"format":"dotnews-reader-state","version":9}"#, "newer version"), ("不是 JSON", "not JSON"),
        ] {
            try Data(content.utf8).write(to: URL(filePath: path("bad.json")))
            let outcome = try await dotnews("import", path("bad.json"))
            #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
            #expect(outcome.errors.contains(reason))
        }
        #expect(try await dotnews("import", path("nowhere.json")).errors.contains("nowhere.json"))
        #expect(try await dotnews("preferences").output == before)
    }

    @Test(arguments: [
        ["bookmark"], ["bookmark", "AP1"], ["bookmark", "AP690800aae4b0e343b0e2aa01", "--label", " "], ["read"],
        ["read", "AP1"], ["read", "AP690800aae4b0e343b0e2aa01", "--before", "7d"], ["read", "--before", "soon"],
        ["history", "x"], ["history", "--limit", "0"], ["back", "2"], ["forward", "--format", "pdf"],
        ["preferences", "colour"], ["preferences", "appearance", "sepia"], ["preferences", "textSize", "9"],
        ["preferences", "textSize", "100", "200"], ["follow", "--column", "a b"], ["mute", "x"], ["mute", "--remove"],
        ["mute", "--word", " "], ["sync", "--save", "3"], ["sync", "--save", "3", "-c", "immed", "--bodies", "all"],
        ["preferences", "images", "some"],
        ["preferences", "edition", "nowhere"], ["export", "x"], ["import"],
    ])
    func `wrong usage exits with 2 and makes no store`(arguments: [String]) async throws {
        let outcome = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": path("news.sqlite")])
        #expect(outcome.exitCode == 2)
        #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path("news.sqlite")))
    }
}
