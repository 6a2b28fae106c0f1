import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// `dotnews related`, `hot` and `tags`.
@Suite(.timeLimit(.minutes(5))) struct FindCommandTests {
    private let store: SampleStore
    private static let summaryKeys: Set = [
        "id", "title", "kicker", "headline", "summary", "column", "publishedAt", "updatedAt", "url", "shareURL",
        "jsonURL", "author", "source", "keywords", "tags", "thumbnail", "articleType", "duration", "canComment",
        "read", "bookmarked", "availability", "changedSinceRead", "arrivedAt",
    ]

    init() async throws { store = try await SampleStore() }

    // MARK: related

    @Test(arguments: [
        ("AP1185bf62049ee40a863215d4", "AP18559c34e4859b3f954634c3"),
        ("APa86771570223d91516234d7e", "AP15689ed07e3daec26a3d5a83"),
    ])
    func `related articles begin with those given`(id: String, given: String) async throws {
        let outcome = try await store.dotnews("related", id, "--json")
        #expect(outcome.exitCode == 0)
        let ids = try outcome.ids("articles")
        #expect(ids.contains(given) && !ids.contains(id) && Set(ids).count == ids.count && ids.count <= 10)
        #expect(try outcome.objects("articles").allSatisfy { Set($0.keys) == Self.summaryKeys })
        #expect(try await store.dotnews("related", id, "--json", "-n", "1").ids("articles") == Array(ids.prefix(1)))
        let text = try await store.dotnews("related", id)
        #expect(text.output.split(separator: "\n").count == ids.count)
    }

    @Test func `an article that is not there, or is no article, is refused`() async throws {
        let missing = try await store.dotnews("related", "AP000000000000000000000000")
        #expect(missing.exitCode == 1 && missing.errors.contains("AP000000000000000000000000"))
        #expect(try await store.dotnews("related", "x").exitCode == 2)
        #expect(try await store.dotnews("related").exitCode == 2)
    }

    // MARK: hot

    @Test func `the hot list is read, kept, and shown without network`() async throws {
        let nothing = try await store.dotnews("hot", "--offline", "--json")
        #expect(nothing.exitCode == 1)
        #expect(try nothing.ids("articles").isEmpty)

        let hot = try await store.run(["hot", "--from", SampleStore.edition.path, "--json"])
        #expect(hot.exitCode == 0 && hot.errors.isEmpty)
        let ids = try hot.ids("articles")
        #expect(ids.count >= 3)
        #expect(try await store.dotnews("hot", "--offline", "--json").ids("articles") == ids)
        // Not modified the second time, and still shown.
        #expect(try await store.run(["hot", "--from", SampleStore.edition.path, "--json"]).ids("articles") == ids)

        let port = try ClosedPort()
        let gone = try await store.dotnews("hot", "--site", port.address.string, "--json")
        #expect(gone.exitCode == 0)
        #expect(try gone.ids("articles") == ids)
        #expect(gone.errors.contains("last time"))
    }

    @Test func `what a site says of an error is not obeyed by the terminal`() async throws {
        let origin = try LoopbackOrigin { _ in .json("{\"code\":500,\"msg\":\"\\u001b[2J\u{202E}系統\"}") }
        let outcome = try await store.dotnews("hot", "--site", origin.baseAddress.string, "--channel", "dotnews")
        #expect(outcome.errors.contains("系統") && outcome.controls.isEmpty)
    }

    // MARK: tags

    @Test func `tags come with their counts, the most frequent first`() async throws {
        let outcome = try await store.dotnews("tags", "--json", "--limit", "1000")
        let tags = try outcome.objects("tags")
        #expect(tags.allSatisfy { Set($0.keys) == ["name", "count"] })
        let counts = tags.compactMap { $0["count"] as? Int }
        #expect(counts.count > 10 && counts == counts.sorted(by: >))
        let names = tags.compactMap { $0["name"] as? String }
        // The CMS writes "none" where an article has no tags.
        #expect(!names.contains("無") && !names.contains("无"))
        #expect(names.contains("環境") != names.contains("环境"))
        let few = try await store.dotnews("tags", "--json", "-n", "3").objects("tags")
        #expect(few.compactMap { $0["name"] as? String } == Array(names.prefix(3)))
        let lines = try await store.dotnews("tags", "-n", "1000").output.split(separator: "\n")
        #expect(lines.count == names.count && lines.first == "\(counts[0])\t\(names[0])")
    }

    @Test(arguments: ["環境", "环境"]) func `the articles of a tag are found in any script, page by page`(
        tag: String
    ) async throws {
        let all = try await store.dotnews("tags", tag, "--json").ids("articles")
        #expect(all.count >= 2)
        var paged: [String] = []
        var arguments = ["tags", tag, "--json", "-n", "1"]
        while true {
            let outcome = try await store.run(arguments)
            paged += try outcome.ids("articles")
            guard let next = try outcome.json()["next"] as? String else { break }
            arguments = ["tags", tag, "--json", "-n", "1", "--after", next]
        }
        #expect(paged == all)
    }

    @Test func `the articles of an author are found`() async throws {
        let articles = try await store.dotnews("tags", "--author", "祝小滿", "--json").objects("articles")
        #expect(articles.count >= 4 && articles.allSatisfy { $0["author"] as? String == "祝小滿" })
        #expect(try await store.dotnews("tags", "--author", "Nobody", "--json").objects("articles").isEmpty)
        #expect(try await store.dotnews("tags", "x", "--author", "y").exitCode == 2)
    }

    @Test(arguments: ["", "\u{1B}[2J", "\"", "無", "%", "\u{202E}x", "no such tag"])
    func `a tag that no article has is no error`(tag: String) async throws {
        let outcome = try await store.dotnews("tags", "--json", "--", tag)
        #expect(outcome.exitCode == 0)
        #expect(try outcome.ids("articles").isEmpty)
        #expect(try await store.dotnews("tags", "--", tag).controls.isEmpty)
    }

    @Test func `texts that try to take over the terminal do not`() async throws {
        let folder = try TemporaryDirectory()
        let edition = try HostileEdition(in: folder.url.appending(path: "hostile"))
        let database = folder.url.appending(path: "news.sqlite").path
        func run(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
            try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
        }
        _ = try await run("sync", "--from", edition.folder.path)
        let article = edition.folder.appending(path: "a/202511/03/\(edition.articleID).json").path
        for arguments in [
            ["search", "紅色"], ["search", "red", "--json"], ["tags"], ["tags", "--json"],
            ["related", edition.articleID],
            ["show", edition.articleID, "--format", "text"], ["show", edition.articleID, "--format", "markdown"],
            ["show", edition.articleID, "--format", "html"], ["show", edition.articleID, "--json"],
            ["parse", article], ["parse", article, "--json"], ["list", "--json"],
        ] {
            let outcome = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
            #expect(outcome.exitCode == 0, "\(arguments)")
            #expect(outcome.controls.isEmpty, "\(arguments)")
        }
        let tags = try await run("tags", "--json").objects("tags").compactMap { $0["name"] as? String }
        #expect(tags.count == 1)
        #expect(try await run("tags", "--json", "--", tags[0]).ids("articles") == [edition.articleID])
    }
}
