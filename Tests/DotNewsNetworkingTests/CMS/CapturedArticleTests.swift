import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// Articles exactly as a CMS wrote them, which stay out of the project: tried when they are there.
@Suite struct CapturedArticleTests {

    private static let folderInPlace: URL? = {
        var root = URL(filePath: #filePath)
        while root.path.count > 1 {
            root.deleteLastPathComponent()
            let folder = root.appending(path: "shared/wire/captured")
            if FileManager.default.fileExists(atPath: folder.path) { return folder }
        }
        return nil
    }()

    @Test(.enabled(if: folderInPlace != nil))
    func `an article of the sister site is read whole`() async throws {
        let id = "AP603c56f0e4b04e1918c8e7a0"
        let file = try #require(Self.folderInPlace).appending(path: id + ".json")
        let site = try #require(WebAddress("https://www.wenweipo.com"))
        let edition = Edition(
            id: "wenweipo", name: "文匯網", language: .traditionalChinese, site: site, channelID: ChannelID("wenweipo"))
        let page = try #require(site.resolving("/a/202103/01/\(id).html"))
        let transport = CannedTransport()
        transport.answer(
            "https://www.wenweipo.com/a/202103/01/\(id).json",
            with: CannedTransport.Answer(body: try Data(contentsOf: file)))
        let client = CMSClient(edition: edition, transport: transport)
        let known = ArticleSummary(id: try #require(ArticleID(id)), title: "?", address: page)
        guard case .published(let article) = try await client.article(known).value else {
            Issue.record("the article is published")
            return
        }
        #expect(article.id.rawValue == id)
        #expect(article.title == "47疑犯今提堂　警舉藍旗警告聚集者")
        #expect(article.address == page)
        #expect(article.summary.jsonAddress == client.articleAddress(for: known))
        #expect(article.summary.shareAddress == site.resolving("/s/202103/01/\(id).html"))
        #expect(article.summary.summary.hasPrefix("警方國家安全處於今年初就發起"))
        #expect(article.summary.publishedAt == PublicationTime.date(from: "2021-03-01T10:52:32.000+08:00"))
        #expect(article.summary.updatedAt == PublicationTime.date(from: "2021-03-01T10:52:32.598+08:00"))
        #expect(article.summary.keywords == ["47嫌犯提堂", "逾百人", "聚集"])
        #expect(article.summary.tags.isEmpty)
        #expect(article.summary.column?.id.rawValue == "5f0bb1dcbd8c6f283270ee4f")
        #expect(article.summary.column?.name == "香港")
        #expect(article.summary.column?.path == ColumnPath("immed/hongkong"))
        #expect(article.summary.allowsComments)
        #expect(
            article.summary.thumbnail?.address.path == "/dams/wwpproduct/image/202103/01/603c56dbe4b003831df87e511.jpg")
        #expect(article.credits.author == "米婭")
        #expect(article.credits.editor == "米婭")
        #expect(article.credits.source == "點新聞")
        #expect(article.channelID == edition.channelID)
        #expect(article.video == nil)
        #expect(article.summary.mediaDuration == nil)
        #expect(article.allImages.count == 2)
        let paragraphs = article.body.blocks.filter { if case .paragraph = $0 { true } else { false } }
        #expect(paragraphs.count == 3)
        #expect(article.body.text.contains("另有其他人士在外圍聚集"))
        #expect(article.body.text.contains("發出定額罰款通知書。"))
    }
}
