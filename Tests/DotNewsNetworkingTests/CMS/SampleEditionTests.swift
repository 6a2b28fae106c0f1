import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// The edition under Examples, read whole.
@Suite struct SampleEditionTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Examples/SampleEdition").standardizedFileURL

    /// Answers each address with the file at its path.
    private struct Folder: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
            var path = String(request.address.path.dropFirst())
            if path.isEmpty { path = "index.html" }
            let content = try? Data(contentsOf: SampleEditionTests.folder.appending(path: path))
            return HTTPResponse(
                status: content == nil ? 404 : 200, address: request.address, headers: [:], body: content ?? Data(),
                transferSize: content?.count ?? 0)
        }
    }

    private struct Contents {
        var tree = ColumnTree()
        var lists: [ColumnPath: ArticleList] = [:]
        var summaries: [ArticleID: ArticleSummary] = [:]
        var articles: [Article] = []
    }

    private func read(_ edition: Edition) async throws -> Contents {
        let client = CMSClient(edition: edition, transport: Folder())
        let channel = try await client.discoverChannel()
        var contents = Contents()
        contents.tree = try #require(try await client.columnTree().value)
        for column in contents.tree.all {
            let list = try #require(try await client.articles(in: column.id, channel: channel).value)
            contents.lists[column.path] = list
            for article in list.articles { contents.summaries[article.id] = article }
        }
        for article in contents.summaries.values {
            guard case .published(let article) = try await client.article(article).value else {
                Issue.record("\(article.id) is published")
                continue
            }
            contents.articles.append(article)
        }
        return contents
    }

    @Test(arguments: Edition.builtIn)
    func `every column and article is read, in both languages`(edition: Edition) async throws {
        let contents = try await read(edition)
        #expect(contents.tree.roots.count == 8)
        #expect(
            contents.tree.all.map(\.path.rawValue) == [
                "deepline", "hknews", "opinion", "opinion/HarbourNotes", "envideo", "immed", "immed/hknews",
                "immed/culture",
                "finance", "education", "archive",
            ])
        #expect(contents.tree.all.filter(\.isHidden).map(\.path.rawValue) == ["archive"])
        #expect(contents.summaries.count == 41)
        #expect(contents.summaries.values.filter { $0.address.host == "english.dotdotnews.com" }.count == 21)
        let counts = ["deepline": 6, "hknews": 6, "immed/hknews": 6, "opinion/HarbourNotes": 4, "archive": 0]
        for (path, count) in counts { #expect(contents.lists[ColumnPath(path)!]?.articles.count == count, "\(path)") }
        #expect(contents.lists.values.allSatisfy { $0.isComplete })
        #expect(contents.lists.values.flatMap(\.skipped) == [SkippedArticle(what: "編輯測試稿，請勿發布", why: "it has no id")])
        #expect(contents.lists.values.flatMap(\.withdrawn).count == 1)
    }

    @Test func `an article's own file agrees with its list`() async throws {
        let contents = try await read(.dotdotnews)
        #expect(contents.articles.count == 41)
        for article in contents.articles {
            #expect(article.summary == contents.summaries[article.id])
            #expect(!article.body.text.isEmpty, "\(article.id)")
            #expect(article.summary.publishedAt != nil, "\(article.id)")
            #expect(!article.summary.summary.isEmpty, "\(article.id)")
            #expect(!article.summary.tags.contains { ["無", "无", "none"].contains($0) })
            #expect(article.summary.keywords.allSatisfy { $0 == $0.trimmingCharacters(in: .whitespaces) })
            let path = article.summary.column?.path
            #expect(path == contents.tree.all.first { $0.id == article.summary.column?.id }?.path, "\(article.id)")
        }
        let titles = contents.articles.map(\.title)
        #expect(titles.contains("1024"))
        #expect(titles.contains("City counts its trees & finds 1,206 more than expected"))
        #expect(
            contents.articles.filter { $0.video != nil }.map(\.summary.mediaDuration).sorted { $0! < $1! } == [
                95, 95, 250,
            ])
        #expect(contents.articles.filter { $0.summary.articleType == .gallery }.count == 2)
        #expect(contents.articles.filter { !$0.related.isEmpty }.count >= 3)
        #expect(contents.articles.filter { !$0.summary.allowsComments }.count == 2)
    }

    @Test func `every image is there, and small`() async throws {
        let contents = try await read(.dotdotnews)
        let client = CMSClient(edition: .dotdotnews, transport: Folder())
        var images = Set(contents.summaries.values.compactMap(\.thumbnail?.address))
        images.formUnion(contents.articles.flatMap(\.allImages).map(\.address))
        #expect(images.count == 12)
        for image in images {
            let content = try #require(try await client.image(image).value)
            #expect(content.count < 20_000)
        }
    }

    @Test func `the hot list names articles of both languages`() async throws {
        let client = CMSClient(edition: .dotdotnews, transport: Folder())
        let list = try #require(try await client.hotList(channel: CannedSite.channel).value)
        #expect(list.articles.count == 10)
        #expect(Set(list.articles.map(\.address.host)) == ["english.dotdotnews.com", "www.dotdotnews.com"])
    }
}
