import DotNewsModels
import DotNewsNetworking
import Foundation

/// An article as the CMS writes it, quirks included, with invented content; fields can be replaced and removed.
struct StoryFixture: Sendable {
    var fields: [String: Wire]

    static let id = "AP690800aae4b0e343b0e2aa01"
    static let path = "/a/202511/03/AP690800aae4b0e343b0e2aa01"

    /// An English article, half of its fields null or empty as on the wire.
    init(number: Int = 1) {
        let id = "AP690800aae4b0e343b0e2a" + String(format: "%03x", 0xA00 + number)
        let path = "/a/202511/03/" + id
        let site = "https://english.dotdotnews.com"
        fields = [
            "id": .text(id), "type": "AP", "storyType": "COMPO", "contentType": 0,
            "title": "Deepline | East span reopens \(number)",
            "subTitle": "", "subtitle": nil, "summary": "Engineers closed the east span for two hours.",
            "description": "Engineers closed the east span.", "author": "Ada", "editor": "Bo",
            "responsibleEditor": "desk",
            "source": "Harbour Wire", "origin": "Harbour Wire",
            "keywords": ["east span", "bridge", "harbour\u{3000}"], "tags": ["無"],
            "publishTime": "2025-11-03T15:29:00.000+08:00", "published": "2025-11-03T15:29:00.000+08:00",
            "updated": "2025-11-03T16:00:00.250+08:00", "order": 1_762_154_940_000_000, "orderTag": 0,
            "url": "\(site)\(path).html", "prUrl": "//english.dotdotnews.com\(path).html", "uri": "\(path).html",
            "jsonUrl": "\(site)\(path).json", "shareUrl": "\(site)\(path.replacing("/a/", with: "/s/")).html",
            "columnId": "5f47252ce4b0e87bc3726930", "columnName": "Deepline", "columnDirname": "deepline",
            "channelId": "dotnews", "channelName": "點新聞",
            "breadcrumbs": [
                ["name": "點新聞", "prUrl": "//english.dotdotnews.com", "uri": "/", "url": "\(site)"],
                [
                    "name": "Deepline", "prUrl": "//english.dotdotnews.com/deepline", "uri": "/deepline",
                    "url": "\(site)/deepline",
                ],
            ],
            "thumbnails": [
                ["proportion": "16:9", "url": "https://dw-media.dotdotnews.com/dams/\(number).jpg", "type": "16:9"]
            ],
            "coverImages": [["tag": nil, "type": nil, "url": "https://dw-media.dotdotnews.com/dams/cover.jpg"]],
            "images": [
                [
                    "MD5": "", "comment": "At dawn", "width": 1600, "height": "1066", "id": nil,
                    "url": "//dw-media.dotdotnews.com/dams/1.jpg",
                ]
            ],
            "mediaStream": ["caption": nil, "duration": 0, "prUrl": "", "previewUrl": nil, "url": ""],
            "videoTime": "00:00", "canComment": 1, "publishStatus": 1, "expired": nil, "locked": false,
            "relatedStories": nil, "recommends": nil, "referenceArticleIds": [], "wordCount": 55,
            "mapProperties": ["editor": "desk", "author": "desk", "url": "https://dams.example/x.jpg"],
            "story": [
                "id": "AP000000000000000000000000", "author": "desk", "title": "not for readers", "publishStatus": 3,
            ],
            "ajustCoef": 2.0, "attachedFiles": nil, "atts": nil, "watermark": nil,
        ]
    }

    /// The same article with some fields replaced.
    func with(_ changes: [String: Wire]) -> StoryFixture {
        var copy = self
        copy.fields.merge(changes) { $1 }
        return copy
    }

    /// The same article without some fields.
    func without(_ names: String...) -> StoryFixture {
        var copy = self
        for name in names { copy.fields[name] = nil }
        return copy
    }

    /// The article as JSON.
    var json: String { Wire.object(fields).json }
}

/// A client and the answers prepared for it.
struct CannedSite {
    let edition: Edition
    let transport = CannedTransport()
    let client: CMSClient

    /// The time at which these tests take place: 2025-11-04, noon in Hong Kong.
    static let now = Date(timeIntervalSince1970: 1_762_228_800)
    static let column = ColumnID("5f47252ce4b0e87bc3726930")!
    static let channel = ChannelID("dotnews")!

    init(edition: Edition = .dotdotnewsEnglish) {
        self.edition = edition
        client = CMSClient(edition: edition, transport: transport, now: { Self.now })
    }

    /// Reads `articles` as the list of a column.
    func list(_ articles: [StoryFixture]) async throws -> ArticleList {
        try await list(
            json: #"{"code":0,"data":{"name":"Deepline","stories":[\#(articles.map(\.json).joined(separator: ","))]}}"#)
    }

    /// Reads a text as the list of a column.
    func list(json: String) async throws -> ArticleList {
        try await listAnswer(json: json).value ?? ArticleList()
    }

    /// Reads a text as the list of a column.
    func listAnswer(json: String, ifNewerThan version: ResourceVersion? = nil) async throws -> CMSAnswer<ArticleList> {
        transport.answer(client.articlesAddress(of: Self.column, channel: Self.channel).string, json)
        return try await client.articles(in: Self.column, channel: Self.channel, ifNewerThan: version)
    }

    /// Reads one article as the only one of a list.
    func summary(_ article: StoryFixture) async throws -> ArticleSummary {
        let list = try await list([article])
        guard let summary = list.articles.first else { throw Refusal(list: list) }
        return summary
    }

    /// Reads one article by its own address.
    func answer(_ article: StoryFixture) async throws -> ArticleAnswer {
        try await answer(json: #"{"code":0,"data":\#(article.json)}"#)
    }

    /// Reads a text as one article.
    func answer(json: String) async throws -> ArticleAnswer {
        let known = Self.known
        transport.answer(client.articleAddress(for: known).string, json)
        guard let value = try await client.article(known).value else { throw Refusal(list: ArticleList()) }
        return value
    }

    /// Reads one article that is expected to be published.
    func article(_ article: StoryFixture) async throws -> Article {
        guard case .published(let article) = try await answer(article) else { throw Refusal(list: ArticleList()) }
        return article
    }

    /// What a list says of the first article.
    static var known: ArticleSummary {
        ArticleSummary(
            id: ArticleID(StoryFixture.id)!, title: "?",
            address: WebAddress("https://english.dotdotnews.com\(StoryFixture.path).html")!)
    }

    /// An article that should have come did not.
    struct Refusal: Error {
        var list: ArticleList
    }
}
