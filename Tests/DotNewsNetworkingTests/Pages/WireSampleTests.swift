import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// Where the samples of the wire are; `nil` when they are not there.
enum WireSamples {
    static let folder: URL? = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        for path in ["../shared/wire/samples", "../../shared/wire/samples"] {
            let folder = root.appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("article.html").path) {
                return folder
            }
        }
        return nil
    }()
}

/// Reads the samples that lie beside a checkout, where there are any.
@Suite("Samples of the wire", .enabled(if: WireSamples.folder != nil))
struct WireSampleTests {
    private func read(_ name: String) throws -> SiteDocument {
        let folder = try #require(WireSamples.folder)
        return try SiteDocument.read(Data(contentsOf: folder.appendingPathComponent(name)))
    }

    @Test func `the page and the JSON of an article give the same article`() throws {
        guard case .article(let page) = try read("article.html"),
            case .article(let article) = try read("a/202511/03/AP690800aae4b0e343b0e2aa01.json")
        else { return #expect(Bool(false), "both are articles") }
        #expect(page.layout == .dotdotnews)
        #expect(page.article.body == article.article.body)
        #expect(page.article.credits.editor == article.article.credits.editor)
        #expect(page.article.credits.source == article.article.credits.source)
        #expect(page.article.related == article.article.related)
        #expect(page.article.allImages.map(\.address) == article.article.allImages.map(\.address))
        #expect(page.article.channelID == article.article.channelID)
        let (ours, theirs) = (page.article.summary, article.article.summary)
        #expect(ours.id == theirs.id)
        #expect(ours.title == theirs.title)
        #expect(ours.column == theirs.column)
        #expect(ours.publishedAt == theirs.publishedAt)
        #expect(ours.shareAddress == theirs.shareAddress)
        #expect(ours.jsonAddress == theirs.jsonAddress)
        #expect(ours.keywords == theirs.keywords)
        #expect(ours.allowsComments == theirs.allowsComments)
    }

    @Test(arguments: [
        ("column-share-article.html", 2, 2), ("column-story-item.html", 2, 2), ("more_2.html", 1, nil),
        ("channels/dotnews/hotlist/hours/24/stories.json", 2, nil),
        ("columns/5f47252ce4b0e87bc3726930/dotnews/app/stories.json", 2, nil),
    ])
    func `a list gives its articles`(_ name: String, _ count: Int, _ nextPage: Int?) throws {
        guard case .list(let page) = try read(name) else { return #expect(Bool(false), "\(name) is a list") }
        #expect(page.items.count == count)
        #expect(page.nextPage == nextPage)
        #expect(page.skipped.isEmpty)
        #expect(page.items.allSatisfy { $0.address.host == "english.dotdotnews.com" })
    }

    @Test(arguments: [("search.html", 2), ("search-empty.html", 0)])
    func `a search gives its results`(_ name: String, _ count: Int) throws {
        guard case .search(let page) = try read(name) else { return #expect(Bool(false), "\(name) is a search") }
        #expect(page.total == count)
        #expect(page.items.count == count)
    }
}
