import DotNewsModels
import DotNewsSharing
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct PosterTests {
    private static let code = PosterCode(moduleCount: 21) { ($0 + $1) % 2 == 0 }
    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2])

    private func content(_ title: String = "點觀香港｜東橋檢查工程完成 <b>&\u{1}</b>") -> ShareContent {
        var content = Articles.traditional
        content.title = title
        // 2025-11-02T17:00:00Z is the third in Hong Kong.
        content.publishedAt = Date(timeIntervalSince1970: 1_762_102_800)
        return content
    }

    @Test func `a poster has what a card shows, in the edition's language`() throws {
        let chinese = try ShareComposer(edition: .dotdotnews).poster(of: content("東橋重開"))
        #expect(chinese.lines == ["東橋重開"] && chinese.source == "點新聞" && chinese.date == "2025年11月3日")
        #expect(chinese.invitation == "掃碼閱讀全文" && chinese.link == Articles.share.string)
        #expect(chinese.picture?.address == Articles.traditional.images[0].address)
        let english = try ShareComposer(edition: .dotdotnewsEnglish).poster(of: content("Ferries"))
        #expect(english.date == "3 November 2025" && english.invitation == "Scan to read the article")
        #expect(try ShareComposer(edition: Articles.simplifiedEdition).poster(of: content()).invitation == "扫码阅读全文")
        var quoting = content()
        quoting.quote = "好"
        #expect(try ShareComposer(edition: .dotdotnews).poster(of: quoting).lines == ["「好」——點新聞"])
        quoting.publishedAt = .distantFuture.addingTimeInterval(1e15)
        #expect(try ShareComposer(edition: .dotdotnews).poster(of: quoting).date.isEmpty)
    }

    @Test(arguments: [
        ("點觀香港｜東橋檢查工程完成，明日重開", 8.0, 6, ["點觀香港｜東橋檢", "查工程完成，明日", "重開"]),
        ("東橋「檢查」工程", 3.0, 6, ["東橋「檢", "查」工程"]),
        ("The night ferries return", 7.0, 6, ["The night", "ferries", "return"]),
        ("東橋檢查工程完成，明日重開", 4.0, 2, ["東橋檢查", "工程完…"]),
        ("Donaudampfschifffahrt", 4.0, 6, ["Donaud", "ampfsc", "hifffah", "rt"]),
    ])
    func `a title is broken where lines may end`(title: String, width: Double, maximum: Int, lines: [String]) throws {
        let poster = try ShareComposer(edition: .dotdotnews)
            .poster(of: ShareContent(title: title), width: width, maximumLines: maximum)
        #expect(poster.lines == lines)
    }

    @Test func `the drawing is XML that refers to nothing outside of it`() throws {
        for theme in SharePoster.Theme.allCases {
            let svg = try ShareComposer(edition: .dotdotnews).poster(of: content())
                .svg(theme, code: Self.code, picture: Self.png)
            #expect(svg.contains("&lt;b&gt;&amp;&lt;/b&gt;") && !svg.contains("\u{1}"))
            #expect(svg.contains("href=\"data:image/png;base64,") && svg.contains("掃碼閱讀全文"))
            let addresses = svg.ranges(of: "http").map { svg[$0.lowerBound...].prefix { $0 != "\"" } }
            #expect(addresses == ["http://www.w3.org/2000/svg"])
        }
        let plain = try ShareComposer(edition: .dotdotnews).poster(of: content()).svg(picture: Data("<svg/>".utf8))
        #expect(!plain.contains("<image") && !plain.contains("掃碼"))
    }

    private static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let isWanted = chromium != nil && ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    /// Every text of the drawing lies between the margins, in the fonts that the system has.
    @Test(
        .enabled(if: isWanted, "runs with DOTNEWS_SLOW_TESTS=1 where chromium is installed"), .timeLimit(.minutes(2)),
        arguments: [Edition.dotdotnews, .dotdotnewsEnglish, Articles.simplifiedEdition], SharePoster.Theme.allCases)
    func `a browser draws every line inside of the poster`(edition: Edition, theme: SharePoster.Theme) throws {
        let title =
            edition.language.isChinese
            ? "點觀香港｜東橋檢查工程完成，運輸署表示「新的交通安排」將於下周一起實施，屆時AI巴士WWW恢復服務，票價維持不變，離島居民表示歡迎"
            : "Deepline | WWW Harbour council MMM brings back the night ferries after two years of talks with residents"
        let svg = try ShareComposer(edition: edition).poster(of: content(title)).svg(theme, code: Self.code)
        let page = """
            <!DOCTYPE html><meta charset="utf-8"><body>\(svg)<script>
            document.title = [...document.querySelectorAll("text")].map(text => {
                const box = text.getBBox(); return Math.round(box.x) + "-" + Math.round(box.x + box.width) }).join(" ")
            </script>
            """
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "poster.html")
        try Data(page.utf8).write(to: file)
        let output = folder.url.appending(path: "dom.html")
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.chromium))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--user-data-dir=\(folder.url.path)/profile", "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom",
            file.absoluteString,
        ]
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let document = try String(contentsOf: output, encoding: .utf8)
        // The page's title, and not that of the drawing.
        let boxes = try #require(
            document.split(separator: "<title>").compactMap { $0.split(separator: "</title>").first }
                .first { $0.hasPrefix("48-") })
        let ends = boxes.split(separator: " ").compactMap { $0.split(separator: "-").last.flatMap { Int($0) } }
        #expect(ends.count > 5)
        #expect(ends.allSatisfy { $0 <= 720 - 48 }, "\(boxes)")
        // A line that is broken far too early is no good either; where no font has Han, its stand-ins are narrow.
        #expect((ends.max() ?? 0) > (edition.language.isChinese ? 450 : 550), "\(boxes)")
    }
}
