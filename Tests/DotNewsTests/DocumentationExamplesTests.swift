import DotNews
import Foundation
import DotNewsTestSupport
import Testing

/// The code of README.md and of documentation comments, compiled and run.
@Suite(.timeLimit(.minutes(5))) struct DocumentationExamplesTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    private var sample: URL { root.appending(path: "Examples/SampleEdition") }

    @Test func `the first example of the README is code that compiles`() throws {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let example = try #require(
            readme.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first)
        let code = try String(
            contentsOf: root.appending(path: "Tests/DotNewsTests/ReadmeExample.swift"), encoding: .utf8)
        let lines = code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let exampleLines = example.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(exampleLines == lines.filter { !$0.hasPrefix("//") && !$0.hasPrefix("func ") }.dropLast())
    }

    @Test func `the newest version of the changelog is the version of the package`() throws {
        let changelog = try String(contentsOf: root.appending(path: "CHANGELOG.md"), encoding: .utf8)
        let versions = changelog.split(separator: "\n## [").dropFirst().map { $0.prefix { $0 != "]" } }
        #expect(versions.first == "Unreleased")
        #expect(versions.dropFirst().first == DotNewsVersion.current[...])
    }

    @Test func `every link of the documents leads to a file`() throws {
        let folder = root.appending(path: "docs")
        let documents =
            [root.appending(path: "README.md")]
            + (try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "md" })
        for document in documents {
            for part in try String(contentsOf: document, encoding: .utf8).split(separator: "](").dropFirst() {
                let target = part.prefix { $0 != ")" && $0 != "#" }
                guard !target.isEmpty, !target.contains("://") else { continue }
                let file = document.deletingLastPathComponent().appending(path: target).standardizedFileURL
                #expect(FileManager.default.fileExists(atPath: file.path), "\(target) in \(document.lastPathComponent)")
            }
        }
    }

    @Test func `the first example of the README does what it says`() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "news.sqlite")
        let store = try ArticleStore(at: file)
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))

        let report = try await client.sync().report
        print("\(report.progress.new) new articles")

        for article in try await client.articles(limit: 20).items {
            print(article.title, article.address)
        }
        #expect(report.progress.new >= 40)
    }

    @Test func `an observed list changes when a sync brings articles`() async throws {
        let folder = try TemporaryDirectory()
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))
        let counts = Task {
            var counts: [Int] = []
            for try await page in client.observe({ reader in
                try reader.articles(ArticleQuery(), limit: 100)
            }) {
                counts.append(page.items.count)
                if page.items.count >= 40 { break }
            }
            return counts
        }
        _ = try await client.sync().report
        #expect(try await counts.value.last ?? 0 >= 40)
    }

    @Test func `a sister site is described by hand`() throws {
        let site = try #require(WebAddress("https://www.wenweipo.com"))
        let edition = Edition(
            id: "wenweipo", name: "文匯網", language: .traditionalChinese, site: site, channelID: ChannelID("wenweipo"))
        #expect(edition.site == site)
    }
}
