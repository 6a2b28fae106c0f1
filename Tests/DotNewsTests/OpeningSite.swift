import DotNews
import DotNewsTestSupport
import Foundation
import Synchronization

/// A site with a few articles, each under one day, behind a loopback origin that a test changes.
final class OpeningSite: Sendable {
    struct Story {
        var title = "海港今日有霧"
        var html = "<p>第一段。</p><p>Second paragraph.</p>"
        var updated = "2025-11-03T15:29:00.000+08:00"
        var isPublished = true
    }

    /// Paths without ending, such as `/a/202511/03/AP…`, and what stands there.
    let stories = Mutex<[String: Story]>([:])
    /// The answer to every request, instead of the site's.
    let outage = Mutex<LoopbackReply?>(nil)

    /// An id created at a second in Hong Kong time, such as `2025-11-03 15:29:00`.
    static func id(_ time: String, number: Int = 1) -> ArticleID {
        id(second: UInt32(PublicationTime.date(from: time)!.timeIntervalSince1970), number: number)
    }

    /// An id created some seconds after 1 January 2025.
    static func id(secondsAfterStart seconds: Int) -> ArticleID {
        id(second: 1_735_660_800 + UInt32(seconds), number: 1)
    }

    private static func id(second: UInt32, number: Int) -> ArticleID {
        ArticleID("AP" + String(second, radix: 16) + String(repeating: "0", count: 15) + String(number))!
    }

    func put(_ id: ArticleID, on day: String, _ story: Story = Story()) {
        stories.withLock { $0["/a/\(day)/\(id)"] = story }
    }

    func origin() throws -> LoopbackOrigin { try LoopbackOrigin { [self] request in reply(to: request) } }

    private func reply(to request: LoopbackRequest) -> LoopbackReply {
        if let outage = outage.withLock({ $0 }) { return outage }
        let path = String(request.path.dropLast(5))
        guard request.path.hasSuffix(".json"), let story = stories.withLock({ $0[path] }) else { return .status(404) }
        let tag = "\"\(story.updated) \(story.isPublished)\""
        if request.headers["If-None-Match"] == tag { return .status(304, headers: [("ETag", tag)]) }
        let base = "https://www.dotdotnews.com" + path
        let fields: [String: Any] = [
            "id": String(path.suffix(26)), "title": story.title, "summary": "摘要", "url": base + ".html",
            "jsonUrl": base + ".json", "publishTime": "2025-11-03T15:29:00.000+08:00", "updated": story.updated,
            "columnId": String(repeating: "a", count: 24), "columnName": "港聞", "content": story.html,
            "publishStatus": story.isPublished ? 1 : 0,
        ]
        let body = try? JSONSerialization.data(withJSONObject: ["code": 0, "data": fields])
        return .status(200, headers: [("Content-Type", "application/json"), ("ETag", tag)], body: body ?? Data())
    }
}
