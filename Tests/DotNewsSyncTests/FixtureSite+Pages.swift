import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport

/// The pages of the site, which say the same as its JSON.
extension FixtureSite {
    /// The answer to a request for a page, `size` articles on a page of a column; `nil` when something else is asked for.
    func page(for request: LoopbackRequest, size: Int) -> LoopbackReply? {
        page(at: request.path, ifNewerThan: request.headers["If-None-Match"], size: size)
    }

    /// The page at a path, unless it is the one that is there already.
    func page(at path: String, ifNewerThan known: String?, size: Int) -> LoopbackReply? {
        let parts = path.split(separator: "/").map(String.init)
        let html: String?
        if parts.first == "a", let file = parts.last, file.hasSuffix(".html") {
            html = articlePage(String(file.dropLast(5)))
        } else if let dirname = parts.first, state.withLock({ $0.columns.contains { $0.dirname == dirname } }) {
            let number = parts.count == 1 ? 1 : Int(parts[1].filter(\.isNumber)) ?? 0
            html = columnPage(dirname, number, size: size)
        } else {
            return nil
        }
        guard let html else { return .status(404) }
        let tag = "\"\(html.utf8.reduce(UInt64(5381)) { $0 &* 33 ^ UInt64($1) })\""
        let headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", tag)]
        if known == tag { return .status(304, headers: headers) }
        return .status(200, headers: headers, body: Data(html.utf8))
    }

    /// A page of a column; of those behind the first only the items, and behind the last nothing.
    private func columnPage(_ dirname: String, _ number: Int, size: Int) -> String? {
        state.withLock { state in
            guard let column = state.columns.first(where: { $0.dirname == dirname }), number >= 1 else { return nil }
            let items = column.articles.dropFirst((number - 1) * size).prefix(size).compactMap { id in
                state.articles[id].map { Self.item(id, $0, column.id) }
            }
            guard number > 1 else {
                return """
                    <html><head><title>\(dirname)</title></head><body><input type="hidden" id="channelId" value="fixture">
                    <input type="hidden" class="inputColumnId" value="\(column.id)">\(items.joined())</body></html>
                    """
            }
            return items.isEmpty ? nil : "<div class=\"content-list\">\(items.joined())</div>"
        }
    }

    private static func item(_ id: String, _ article: Article, _ column: String) -> String {
        let address = "https://english.dotdotnews.com/a/202511/03/\(id)"
        return """
            <div class="story-item"><div class="story-item-title"><a href="\(address).html">\(article.title)</a></div>
            <div class="story-item-tag" data-itemId="\(id)" data-title="\(article.title)" data-url="\(address).html"
            data-jsonUrl="\(address).json" data-columnId="\(column)" data-publishTime="\(article.published)"></div></div>
            """
    }

    private func articlePage(_ id: String) -> String? {
        state.withLock { state in
            guard let article = state.articles[id] else { return nil }
            return """
                <html><head><title>\(article.title)</title></head><body>
                <input type="hidden" id="storyId" value="\(id)"><input type="hidden" id="channelId" value="fixture">
                <div class="mainManuscripts"><h1>\(article.title)</h1><div class="post-body">\(article.html)</div></div>
                </body></html>
                """
        }
    }
}
