import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct SearchCommandTests {
    private let store: SampleStore

    init() async throws { store = try await SampleStore() }

    private func search(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await store.run(["search", "--json"] + arguments)
    }

    private func found(_ arguments: String...) async throws -> [String] {
        try await store.run(["search", "--json", "--size", "100"] + arguments).ids("results")
    }

    // MARK: JSON

    @Test func `the JSON has the members it is documented to have, and no other`() async throws {
        let outcome = try await search("渡輪", "--size", "2")
        #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
        let object = try outcome.json()
        #expect(Set(object.keys) == ["query", "scope", "order", "total", "page", "size", "more", "results"])
        #expect(object["query"] as? String == "渡輪")
        #expect(object["scope"] as? String == "content" && object["order"] as? String == "newest")
        #expect(object["page"] as? Int == 1 && object["size"] as? Int == 2 && object["more"] as? Bool == true)
        let results = try outcome.objects("results")
        #expect(results.count == 2 && object["total"] as? Int ?? 0 > 2)
        for result in results {
            #expect(
                Set(result.keys) == [
                    "id", "title", "snippet", "matches", "publishedAt", "column", "url", "read", "bookmarked",
                ])
            #expect((result["url"] as? String)?.hasPrefix("https://") == true)
            #expect((result["column"] as? [String: Any])?["path"] is String)
            #expect((result["publishedAt"] as? String)?.hasSuffix("+08:00") == true)
        }
    }

    @Test(arguments: ["東橋", "东桥", "ferry", "FERRY", "港", "\"east span\"", "渡輪 狗隻"])
    func `matches are ranges of graphemes of the snippet`(query: String) async throws {
        let results = try await search(query).objects("results")
        try #require(!results.isEmpty)
        let words = query.replacing("\"", with: "").split(separator: " ").map { $0.lowercased() }
        let simplified = ["東橋": "东桥", "东桥": "東橋"]
        var shown = 0
        for result in results {
            let snippet = try #require(result["snippet"] as? String)
            var end = 0
            for match in try #require(result["matches"] as? [[Int]]) {
                try #require(match.count == 2)
                #expect(match[0] >= end && match[1] > 0 && match[0] + match[1] <= snippet.count)
                end = match[0] + match[1]
                let piece = snippet.dropFirst(match[0]).prefix(match[1]).lowercased()
                #expect(
                    words.contains { piece.contains($0) || piece.contains(simplified[$0] ?? $0) || $0.contains(piece) },
                    "\(piece)")
                shown += 1
            }
        }
        #expect(shown > 0)
    }

    // MARK: What can be typed

    @Test(arguments: [
        ("東橋", "东桥"), ("電車", "电车"), ("渡輪", "渡轮"), ("Ferry", "ＦＥＲＲＹ"), ("tram", "trám"),
    ])
    func `scripts, case, width and accents do not matter`(one: String, other: String) async throws {
        let ids = try await found(one)
        #expect(!ids.isEmpty)
        #expect(try await found(other) == ids)
    }

    @Test func `words in quotes follow one another, and what stands behind a minus must not be there`() async throws {
        let both = try await found("benches city")
        let phrase = try await found("\"kind as its benches\"")
        #expect(phrase.count == 1)
        #expect(try await found("\"benches its as kind\"").isEmpty)
        #expect(both.count >= 2)

        let all = try await found("渡輪")
        let without = try await found("渡輪 -合唱")
        let only = try await found("渡輪 合唱")
        #expect(Set(without).union(only) == Set(all) && !only.isEmpty && !without.isEmpty)
        // As arguments of their own, with and without --, and in full width.
        for arguments in [["渡輪", "-合唱"], ["--", "渡輪", "-合唱"], ["-合唱", "渡輪"], ["渡輪", "－合唱"]] {
            let outcome = try await store.run(["search", "--json", "--size", "100"] + arguments)
            #expect(try outcome.ids("results") == without)
        }
    }

    @Test func `the last word may be a beginning`() async throws {
        #expect(try await found("libr").isEmpty)
        #expect(try await found("libr", "--prefix").count >= 1)
        #expect(try await found("libr open", "--prefix").isEmpty)
    }

    @Test func `scope narrows to titles or keywords`() async throws {
        let content = Set(try await found("harbour"))
        let title = Set(try await found("harbour", "--in", "title"))
        let keyword = Set(try await found("harbour", "--in", "keyword"))
        #expect(!title.isEmpty && !keyword.isEmpty && title != keyword)
        #expect(title.isSubset(of: content) && keyword.isSubset(of: content))
        #expect(title.count < content.count && keyword.count < content.count)
    }

    @Test func `orders are new to old, old to new, and best first`() async throws {
        func times(_ order: String) async throws -> [String] {
            try await search("harbour", "--order", order, "--size", "100").objects("results")
                .compactMap { $0["publishedAt"] as? String }
        }
        let newest = try await times("newest")
        #expect(newest.count > 5 && newest == newest.sorted(by: >))
        #expect(try await times("oldest") == newest.sorted())
        let best = try await search("harbour", "--order", "relevance").objects("results")
        #expect((best.first?["title"] as? String)?.contains("Harbour") == true)
        #expect(Set(try await found("harbour", "--order", "relevance")) == Set(try await found("harbour")))
    }

    @Test func `dates count whole days in Hong Kong, at both ends`() async throws {
        let all = try await search("harbour", "--size", "100").objects("results")
        let days = all.compactMap { ($0["publishedAt"] as? String)?.prefix(10) }.map(String.init)
        let day = try #require(days.first { $0 != days.first && $0 != days.last })
        func count(_ arguments: String...) async throws -> Int {
            try await store.run(["search", "harbour", "--json", "--size", "100"] + arguments).ids("results").count
        }
        #expect(try await count("--from", day) == days.count { $0 >= day })
        #expect(try await count("--to", day) == days.count { $0 <= day })
        #expect(try await count("--from", day, "--to", day) == days.count { $0 == day })
        #expect(try await count("--from", "2030-01-01") == 0)
    }

    @Test func `a column narrows to itself and those inside it`() async throws {
        let all = try await search("harbour", "--size", "100").objects("results")
        let opinion = try await found("harbour", "--column", "opinion")
        let notes = try await found("harbour", "-c", "opinion/HarbourNotes")
        #expect(!notes.isEmpty && Set(notes).isSubset(of: opinion) && opinion.count < all.count)
        let two = try await found("harbour", "-c", "opinion", "-c", "deepline")
        #expect(two.count > opinion.count)
        let unknown = try await search("harbour", "--column", "no/such")
        #expect(unknown.exitCode == 1 && unknown.errors.contains("no/such"))
    }

    @Test(arguments: [
        "\"", "\"\"", "'", "*", "(", ")", "^", ":", "-", "--", "- -", "a OR", "AND", "NOT x", "NEAR(a b)", "title:x",
        "{title} : x", "\"a\" *", "; DROP TABLE article; --", "%", "_", "\\", "\u{202E}abc", "\u{1B}[2J", "\u{FFFE}",
        "😀", "e\u{301}\u{301}\u{301}", " ", "", "\u{3000}", "「", "《」", "+", "@#$", "\n\r\t", "a\u{300}\"b", "-\"-\"",
    ])
    func `nothing that can be typed is an error, nor obeyed by the terminal`(query: String) async throws {
        for options in [[], ["--prefix"], ["--in", "title", "--order", "relevance"]] {
            let text = try await store.run(["search"] + options + ["--", query])
            #expect(text.exitCode == 0)
            #expect(text.controls.isEmpty)
            let json = try await store.run(["search", "--json"] + options + ["--", query])
            #expect(json.exitCode == 0)
            #expect(try json.json()["query"] as? String == query)
        }
    }

    @Test func `a very long query is not an error`() async throws {
        for query in [
            String(repeating: "渡輪 ", count: 12_000), String(repeating: "\"", count: 50_000),
            String(repeating: "-a ", count: 30_000), String(repeating: "x", count: 100_000),
        ] {
            let outcome = try await store.run(["search", "--json", "--", query])
            #expect(outcome.exitCode == 0)
        }
    }

    // MARK: Pages

    @Test(arguments: ["newest", "oldest", "relevance"])
    func `pages join, end, and are empty behind the end`(order: String) async throws {
        let all = try await found("harbour", "--order", order)
        try #require(all.count >= 7)
        var paged: [String] = []
        var number = 1
        while true {
            let outcome = try await search("harbour", "--order", order, "--size", "3", "--page", "\(number)")
            let object = try outcome.json()
            #expect(object["page"] as? Int == number && object["total"] as? Int == all.count)
            paged += try outcome.ids("results")
            guard object["more"] as? Bool == true else { break }
            number += 1
            try #require(number < 50)
        }
        #expect(paged == all && number == (all.count + 2) / 3)
        for behind in [number + 1, number + 2, 1_000_000] {
            let object = try await search("harbour", "--order", order, "--size", "3", "-p", "\(behind)").json()
            #expect(object["total"] as? Int == all.count && object["more"] as? Bool == false)
            #expect((object["results"] as? [Any])?.isEmpty == true)
        }
    }

    // MARK: For people

    @Test(arguments: [
        ([], "沒有搜尋結果", "沒有更多了"), (["--edition", "dotdotnews"], "沒有搜尋結果", "沒有更多了"),
        (["--edition", "dotdotnews-english"], "No Result found", "No more"),
    ])
    func `the end is told in the edition's language`(options: [String], nothing: String, end: String) async throws {
        let none = try await store.run(["search", "不存在的詞 xyzzy"] + options)
        #expect(none.exitCode == 0 && none.output == nothing + "\n")
        let some = try await store.run(["search", "harbour", "--size", "100"] + options)
        #expect(some.output.hasSuffix("\n\(end)\n"))
        let first = try await store.run(["search", "harbour", "--size", "2"] + options)
        #expect(!first.output.contains(end) && !first.output.contains(nothing))
        #expect(first.output.contains("AP"))
        let behind = try await store.run(["search", "harbour", "--page", "99"] + options)
        #expect(behind.output == end + "\n")
        let quiet = try await store.run(["search", "xyzzy", "--quiet"] + options)
        #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
    }

    @Test(arguments: [
        ([], "missing"), (["x", "--in", "body"], "--in takes one of"),
        (["x", "--order", "best"], "--order takes one of"),
        (["x", "--page", "0"], "--page"), (["x", "--size", "0"], "--size"), (["x", "--size", "101"], "--size"),
        (["x", "--from", "someday"], "--from takes a date"), (["x", "--frob"], "--frob"),
        (["x", "--column", "a b"], "--column takes a path"),
    ])
    func `wrong usage exits with 2 and names what is wrong`(arguments: [String], reason: String) async throws {
        let outcome = try await store.run(["search"] + arguments)
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains(reason), "\(outcome.errors)")
    }

    // MARK: Online

    @Test func `online, the site's results come with those on disk`() async throws {
        let id = "AP0000000000000000000000aa"
        let origin = try LoopbackOrigin { request in
            guard request.path == "/search" else { return .status(404) }
            return .text(
                """
                <div class="searchNumber"><font>1</font></div><div class="searchItem"><div class="searchItemTitle">
                <a href="https://www.dotdotnews.com/a/202511/04/\(id).html"><h3>東橋網上才有 \u{1B}[31m</h3></a>
                <div class="searchNewsnewsContent">只在網上的東橋。</div></div>
                <div class="searchItemTime">2025-11-04 10:00:00</div></div>
                """, type: "text/html; charset=utf-8")
        }
        let onDisk = try await found("東橋")
        let online = try await search(
            "東橋", "--online", "--size", "100", "--search-site", origin.baseAddress.string)
        #expect(online.exitCode == 0 && online.errors.isEmpty)
        #expect(try online.ids("results") == [id] + onDisk)
        let text = try await store.run(["search", "東橋", "--online", "--search-site", origin.baseAddress.string])
        #expect(text.controls.isEmpty && text.output.contains("東橋網上才有"))
    }

    @Test func `without network the results on disk are given, which is said`() async throws {
        let port = try ClosedPort()
        let onDisk = try await found("東橋")
        for options in [["--search-site", port.address.string], []] {
            let outcome = try await store.run(["search", "東橋", "--online", "--json", "--size", "100"] + options)
            #expect(outcome.exitCode == 0)
            #expect(try outcome.ids("results") == onDisk)
            #expect(outcome.errors.contains("on disk"))
        }
    }
}

/// Searching what a sync has left unindexed.
@Suite(.timeLimit(.minutes(5))) struct SearchBacklogTests {
    @Test func `search, tags and related articles work right after a sync that indexed nothing`() async throws {
        for command in [["search", "渡輪"], ["tags"], ["related", "AP1185bf62049ee40a863215d4"]] {
            let store = try await SampleStore("--index", "none")
            let outcome = try await store.run(command + ["--json"])
            #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
            let object = try outcome.json()
            let list = ["results", "tags", "articles"].compactMap { object[$0] as? [Any] }.first
            #expect(try #require(list).count >= 2)
        }
    }

    @Test func `the last second of a day belongs to it, and midnight to the next`() async throws {
        let edition = try SmallEdition(times: ["2025-11-03T23:59:59", "2025-11-04T00:00:00"])
        #expect(try await edition.sync("--bodies", "none", "--quiet").exitCode == 0)
        for (options, ids) in [
            (["--to", "2025-11-03"], [0]), (["--from", "2025-11-04"], [1]), (["--from", "2025-11-03"], [1, 0]),
            (["--from", "2025-11-03", "--to", "2025-11-04"], [1, 0]), (["--to", "2025-11-02"], []),
        ] {
            let found = try await edition.run(["search", "港口", "--json"] + options)
            #expect(try found.ids("results") == ids.map(SmallEdition.id), "\(options)")
        }
    }

    @Test func `a large backlog is indexed whole, which is said, once`() async throws {
        let edition = try SmallEdition(times: Array(repeating: "2025-11-03T12:00:00", count: 2_100))
        let sync = try await edition.sync("--bodies", "none", "--index", "none", "--json")
        #expect(try sync.json()["searchBacklog"] as? Int == 2_100)
        let first = try await edition.run(["search", "港口", "--json"])
        #expect(try first.json()["total"] as? Int == 2_100)
        #expect(first.errors.contains("2100"))
        let second = try await edition.run(["search", "港口", "--json", "--page", "100"])
        #expect(second.errors.isEmpty)
        #expect(try second.ids("results").count == 20)
    }
}
