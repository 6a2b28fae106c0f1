import DotNewsTestSupport
import Foundation
import Testing

/// The program in the three languages of the environment.
@Suite struct LanguageTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path

    init() throws { folder = try TemporaryDirectory() }

    private func dotnews(_ locale: String, _ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(
            arguments,
            environment: ["DOTNEWS_DB": folder.url.appending(path: "news.sqlite").path, "LANG": locale])
    }

    private func hasHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    @Test(arguments: [
        ("zh_HK.UTF-8", "個欄目：新增 41 篇", "文章列表…", "個欄目沒有更改。", "書籤"),
        ("zh_CN.UTF-8", "个栏目：新增 41 篇", "文章列表…", "个栏目没有更改。", "书签"),
        ("en_GB.UTF-8", "columns: 41 new", "lists…", "Nothing changed in", "Bookmarked"),
    ])
    func `a sync and the status are in one language`(
        locale: String, counts: String, phase: String, unchanged: String, row: String
    ) async throws {
        let first = try await dotnews(locale, "sync", "--from", sample)
        #expect(first.exitCode == 0)
        #expect(first.output.contains(counts) && first.errors.contains(phase))
        let second = try await dotnews(locale, "sync", "--from", sample)
        #expect(second.output.contains(unchanged))
        let status = try await dotnews(locale, "status")
        #expect(status.output.contains(row))
        // A row of the status has no word of the other language but names and times.
        #expect(hasHan(status.output) == (locale != "en_GB.UTF-8"))
        for text in [first.errors, second.output] where locale != "en_GB.UTF-8" {
            for word in ["columns", "new", "requests", "search", "changed", "images"] { #expect(!text.contains(word)) }
        }
    }

    @Test func `a failure says what matters to its reader, with a code to look it up by`() async throws {
        for (locale, words, hint) in [
            ("zh_HK", "未有提供這項服務", "請以 --comment-service"), ("zh_SG", "未提供此服务", "请用 --comment-service"),
            ("C", "does not say where its site takes comments", "Here, --comment-service"),
        ] {
            _ = try await dotnews("C", "sync", "--from", sample, "--quiet")
            let list = try await dotnews("C", "list", "--limit", "1", "--json").json()
            let article = try #require((list["articles"] as? [[String: Any]])?.first)
            let outcome = try await dotnews(
                locale, "comment", "--later", try #require(article["id"] as? String), "Hello")
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains(words) && outcome.errors.contains(hint))
            #expect(outcome.errors.contains("account.notConfigured") == (locale != "C"))
        }
    }

    @Test func `a failure of the program's own names the file in each language`() async throws {
        for (locale, words) in [("zh_TW", "尚未有內容"), ("zh_Hans", "尚无内容"), ("fr_FR", "There is no store at")] {
            let outcome = try await dotnews(locale, "list")
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains(words) && outcome.errors.contains("news.sqlite"))
        }
    }

    @Test func `JSON is the same in every language`() async throws {
        _ = try await dotnews("C", "sync", "--from", sample, "--quiet")
        let english = try await dotnews("C", "status", "--json")
        #expect(try await dotnews("zh_HK.UTF-8", "status", "--json").output == english.output)
        #expect(!english.output.isEmpty)
    }
}
