import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport

/// A site of the CMS that a test fills and changes, behind a loopback origin.
final class FixtureSite: Sendable {
    struct Article {
        var title: String
        var html: String
        var published = "2025-11-03T15:29:00.000+08:00"
        var updated = "2025-11-03T15:29:00.000+08:00"
        var extra: [String: String] = [:]
    }

    struct State {
        /// Column ids and their articles, in the list's order.
        var columns: [(id: String, dirname: String, articles: [String])] = []
        var articles: [String: Article] = [:]
    }

    let state = Mutex(State())

    /// The id of the article with a number.
    static func id(_ number: Int) -> String { "AP" + String(repeating: "0", count: 18) + String(number + 100_000) }

    /// The path of the article with a number, as JSON.
    static func path(_ number: Int) -> String { "/a/202511/03/\(id(number)).json" }

    /// A site with `columns` columns of `articles` articles each, English and Chinese in turn, newest first.
    convenience init(columns: Int, articles: Int) {
        self.init()
        state.withLock { state in
            for column in 0..<columns {
                let numbers = (0..<articles).map { column * articles + $0 }
                state.columns.append(
                    (String(repeating: "a", count: 23) + "\(column)", "col\(column)", numbers.map(Self.id)))
                for number in numbers {
                    let title = number.isMultiple(of: 2) ? "Deepline | Harbour article \(number)" : "點觀香港｜海港故事\(number)"
                    let time = PublicationTime.string(
                        from: Date(timeIntervalSince1970: 1_762_156_920 - Double(number) * 60))
                    state.articles[Self.id(number)] = Article(
                        title: title, html: "<p>First paragraph of \(number).</p><p>第二段\(number)。</p>", published: time,
                        updated: time)
                }
            }
        }
    }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// An origin that serves the site.
    func origin() throws -> LoopbackOrigin {
        try LoopbackOrigin { [self] request in reply(to: request) }
    }

    func reply(to request: LoopbackRequest) -> LoopbackReply {
        guard let body = content(request.path) else { return .status(404) }
        let tag = "\"\(Self.hash(body))\""
        let headers = [("Content-Type", "application/json"), ("ETag", tag)]
        if request.headers["If-None-Match"] == tag { return .status(304, headers: headers) }
        return .status(200, headers: headers, body: body)
    }

    private func content(_ path: String) -> Data? {
        state.withLock { state in
            if path == "/" {
                return Data("<html><input type=hidden id=channelId value=fixture></html>".utf8)
            }
            if path == "/columns.json" {
                return Self.json(
                    state.columns.map { column in
                        [
                            "uuid": column.id, "name": "Column \(column.dirname) 欄目", "dirname": column.dirname,
                            "url": "https://english.dotdotnews.com/\(column.dirname)", "children": [Any](),
                        ] as [String: Any]
                    })
            }
            if let column = state.columns.first(where: { path == "/columns/\($0.id)/fixture/app/stories.json" }) {
                return Self.json([
                    "name": column.dirname,
                    "stories": column.articles.compactMap { id in
                        state.articles[id].map { Self.fields(id, $0, column.id) }
                    },
                ])
            }
            let id = String(path.split(separator: "/").last?.replacing(".json", with: "") ?? "")
            guard let article = state.articles[id], path.hasPrefix("/a/") else { return nil }
            var fields = Self.fields(id, article, state.columns.first { $0.articles.contains(id) }?.id ?? "")
            fields["content"] = article.html
            return Self.json(fields)
        }
    }

    private static func fields(_ id: String, _ article: Article, _ column: String) -> [String: Any] {
        let base = "https://english.dotdotnews.com/a/202511/03/\(id)"
        var fields: [String: Any] = [
            "id": id, "title": article.title, "summary": "Summary 摘要 \(id.suffix(3))", "url": base + ".html",
            "jsonUrl": base + ".json", "publishTime": article.published, "updated": article.updated, "columnId": column,
            "columnName": "Column", "keywords": ["harbour", "海港\u{3000}"], "tags": ["無"], "publishStatus": 1,
        ]
        fields.merge(article.extra) { $1 }
        return fields
    }

    private static func json(_ data: Any) -> Data {
        let envelope: [String: Any] = ["code": 0, "data": data]
        return (try? JSONSerialization.data(withJSONObject: envelope, options: .sortedKeys)) ?? Data()
    }

    private static func hash(_ data: Data) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in data { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
