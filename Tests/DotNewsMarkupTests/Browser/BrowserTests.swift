import DotNewsMarkup
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// The pages of ``HTMLRenderer`` in a real browser.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: Chromium.isWanted, "runs with DOTNEWS_SLOW_TESTS=1 where chromium is installed"))
struct BrowserTests {
    /// What the page around found at a payload.
    private struct Finding: Hashable, Decodable, CustomStringConvertible {
        let number: Int
        let what: String

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            number = try container.decode(Int.self)
            what = try container.decode(String.self)
        }

        var description: String { "\(HostilePayloads.all[number]) → \(what)" }
    }

    /// Shows every payload; returns what was found, and what was asked for besides the pages themselves.
    private func show(_ kind: BrowserPages.Kind) async throws -> (findings: [Finding], requests: [String]) {
        let payloads = HostilePayloads.all
        let origin = try LoopbackOrigin { request in
            if request.path == "/" {
                return .text(BrowserPages.frame(around: kind, count: payloads.count), type: "text/html; charset=utf-8")
            }
            guard let number = Self.number(of: request.path, kind), payloads.indices.contains(number) else {
                return .status(request.path == "/report" ? 204 : 404)
            }
            return .text(BrowserPages.html(payloads[number], as: kind), type: "text/html; charset=utf-8")
        }
        let browser = try Chromium(origin.baseAddress.string + "/", proxy: origin)
        await origin.wait { !$0.requests(for: "/report").isEmpty }
        withExtendedLifetime(browser) {}
        let report = try #require(origin.activity.requests(for: "/report").first)
        let others = origin.requests.filter { request in
            !Chromium.isOwn(request) && !["/", "/report"].contains(request.target)
                && Self.number(of: request.target, kind) == nil
        }.map { "\($0.method) \($0.target)" }
        return (try JSONDecoder().decode([Finding].self, from: report.body), others)
    }

    private static func number(of path: String, _ kind: BrowserPages.Kind) -> Int? {
        path.hasPrefix("/\(kind)/") ? Int(path.dropFirst(kind.rawValue.count + 2)) : nil
    }

    @Test func `no payload executes, changes the page or asks for anything, and the policy has nothing to stop`()
        async throws
    {
        let (findings, requests) = try await show(.page)
        #expect(findings == [])
        #expect(requests == [])
    }

    @Test func `no payload does so without the policy either`() async throws {
        let (findings, requests) = try await show(.unprotected)
        #expect(findings == [])
        #expect(requests == [])
    }

    @Test func `the payloads do execute and ask where nothing is done about them`() async throws {
        // Without this, the tests above could be passed by a browser that does nothing.
        let (findings, requests) = try await show(.raw)
        #expect(Set(findings.filter { $0.what == "executed" }.map(\.number)).count >= 60)
        #expect(findings.contains { $0.what == "element script" || $0.what == "element iframe" })
        #expect(requests.contains { $0.contains("evil.example") })
    }

    // MARK: Appearance and text

    @Test func `light and dark differ, and automatic is what the system is`() async throws {
        let origin = try articleOrigin()
        let folder = try TemporaryDirectory()
        func picture(_ appearance: Appearance, _ system: Chromium.ColorScheme) async throws -> Data {
            try await Chromium.screenshot(
                of: origin.address("/\(appearance.rawValue)/zh-Hant").string, proxy: origin, colorScheme: system,
                to: folder.url.appendingPathComponent("\(appearance)-\(system).png"))
        }
        let light = try await picture(.light, .dark)
        let dark = try await picture(.dark, .light)
        #expect(light != dark)
        #expect(try await picture(.automatic, .light) == light)
        #expect(try await picture(.automatic, .dark) == dark)
        #expect(Set(origin.requests.filter { !Chromium.isOwn($0) }.map(\.target)).count == 3)
    }

    @Test(arguments: [LanguageTag.english, .traditionalChinese, .simplifiedChinese])
    func `a reader sees title, text, caption, credits and tags, dark on light or light on dark`(
        _ language: LanguageTag
    ) async throws {
        let origin = try articleOrigin()
        origin.on("/", .text(Self.reading(of: language), type: "text/html; charset=utf-8"))
        let browser = try Chromium(origin.baseAddress.string + "/", proxy: origin)
        await origin.wait { !$0.requests(for: "/report").isEmpty }
        withExtendedLifetime(browser) {}
        let report = try #require(origin.activity.requests(for: "/report").first)
        let seen = try JSONDecoder().decode([String: Reading].self, from: report.body)
        let article = TestArticles.article(language)
        for appearance in [Appearance.light, .dark] {
            let reading = try #require(seen[appearance.rawValue])
            #expect(reading.text.contains(ArticleTitle(article.title).headline))
            #expect(article.body.text.contains(reading.lastParagraph))
            let caption = try #require(article.body.images.first?.caption)
            #expect(!caption.isEmpty && reading.caption.contains(caption))
            for tag in article.summary.tags { #expect(reading.text.contains(tag)) }
            #expect(reading.text.contains(article.credits.editor))
            #expect(reading.isTextDarker == (appearance == .light))
            // What the Web Content Accessibility Guidelines ask for at level AAA.
            #expect(reading.contrast >= 7)
        }
    }

    private struct Reading: Decodable {
        let text, caption, lastParagraph: String
        let contrast: Double
        let isTextDarker: Bool
    }

    /// An origin of `/<appearance>/<language>`, the article's page.
    private func articleOrigin() throws -> LoopbackOrigin {
        try LoopbackOrigin { request in
            let parts = request.path.split(separator: "/").map(String.init)
            guard parts.count == 2, let appearance = Appearance(rawValue: parts[0]) else { return .status(404) }
            let language = LanguageTag(rawValue: parts[1])
            let html = HTMLRenderer(appearance: appearance, language: language).render(TestArticles.article(language))
            return .text(html, type: "text/html; charset=utf-8")
        }
    }

    /// A page that looks at the article's page in light and dark, and reports what it sees.
    private static func reading(of language: LanguageTag) -> String {
        """
        <!DOCTYPE html><meta charset="utf-8"><body><script>
        function luminance(color) {
          const [r, g, b] = color.match(/[0-9.]+/g).map(Number).map(c => c / 255)
            .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
          return .2126 * r + .7152 * g + .0722 * b
        }
        async function look(appearance) {
          const frame = document.createElement('iframe')
          frame.width = 800
          frame.src = '/' + appearance + '/\(language.rawValue)'
          document.body.append(frame)
          await new Promise(done => { frame.onload = done })
          const page = frame.contentDocument, view = frame.contentWindow
          const text = luminance(view.getComputedStyle(page.querySelector('.body p')).color)
          const ground = luminance(view.getComputedStyle(page.documentElement).backgroundColor)
          return {
            text: page.body.innerText, caption: page.querySelector('figcaption').innerText,
            lastParagraph: [...page.querySelectorAll('.body>p')].pop().innerText,
            contrast: (Math.max(text, ground) + .05) / (Math.min(text, ground) + .05), isTextDarker: text < ground,
          }
        }
        async function report() {
          const body = JSON.stringify({light: await look('light'), dark: await look('dark')})
          await fetch('/report', {method: 'POST', body})
        }
        report()
        </script>
        """
    }
}
