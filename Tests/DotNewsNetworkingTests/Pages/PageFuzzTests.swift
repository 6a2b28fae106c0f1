import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// Pages and JSON of every kind, damaged in every way, read as every kind.
@Suite("Damaged pages")
struct PageFuzzTests {
    private static let pieces = [
        "<", ">", "</div>", "<div class=\"story-item\">", "<div class=\"post-body\">", "<script>", "</script>", "<!--",
        "-->", "'",
        "\"", "{", "}", "[", "]", "\\", "\\u", "&#", "var story = {'id':'", "javascript:alert(1)", "//",
        "data:text/html,x", "\0", "\u{FEFF}",
        "/a/202510/16/AP68f0a1b2e4b0c0ffee000001.html", "\u{202E}", "http://", "href=\"", "data-itemId=\"", "責任編輯：",
        "99999999999小時前",
    ]

    private func damaged(_ text: String, using generator: inout SeededGenerator) -> Data {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...16, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...60, using: &generator)))
            case 1, 2: bytes.insert(contentsOf: Array(Self.pieces.randomElement(using: &generator)!.utf8), at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 4: bytes.insert(contentsOf: Array(bytes[place...].prefix(200)), at: place)
            default: if Int.random(in: 0..<4, using: &generator) == 0 { bytes.removeSubrange(place...) }
            }
        }
        return Data(bytes)
    }

    private func isValid(_ address: WebAddress?) -> Bool {
        guard let address else { return true }
        return WebAddress(address.string) == address && ["http", "https"].contains(address.scheme)
    }

    private func check(_ summary: ArticleSummary) {
        #expect(!summary.title.isEmpty)
        #expect(ArticleID(summary.id.rawValue) == summary.id)
        #expect(!summary.title.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        let addresses = [summary.address, summary.shareAddress, summary.jsonAddress, summary.thumbnail?.address]
        #expect(addresses.allSatisfy(isValid), "\(addresses)")
    }

    private func check(_ file: SiteDocument) {
        switch file {
        case .article(let page):
            check(page.article.summary)
            #expect(page.article.allImages.allSatisfy { isValid($0.address) })
            #expect(page.article.related.allSatisfy { isValid($0.address) })
            #expect(page.warnings.count < 20)
        case .list(let page):
            page.items.forEach(check)
            #expect(Set(page.items.map(\.id)).count == page.items.count)
        case .search(let page): page.items.map(\.article).forEach(check)
        case .columns: break
        }
        #expect((try? JSONEncoder().encode(file)) != nil)
    }

    @Test(arguments: 0..<WireFileTests.contents.count)
    func `damaged content is read or refused, and what is read is sound`(_ index: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1_000 + index))
        let address = WebAddress("https://english.dotdotnews.com/a/202510/16/AP68f0a1b2e4b0c0ffee000001.html")
        var read = 0
        for round in 0..<60 {
            let data = damaged(WireFileTests.contents[index].text, using: &generator)
            let kind = round % 3 == 0 ? SiteDocumentKind.allCases.randomElement(using: &generator)! : .auto
            let charset = [nil, nil, "big5", "gbk", "iso-8859-1"].randomElement(using: &generator)!
            do throws(SiteDocumentError) {
                let file = try SiteDocument.read(
                    data, address: round.isMultiple(of: 2) ? address : nil, kind: kind, charset: charset, date: .now)
                read += 1
                check(file)
            } catch {
                #expect(!error.reason.isEmpty)
            }
        }
        // Damage of this size leaves most pages readable, and JSON now and then.
        #expect(read > (WireFileTests.contents[index].kind.isPage ? 20 : 0))
    }

    @Test func `a page cut off anywhere is read or refused`() throws {
        for text in [ArticleFixture.traditional.html, ListFixture(form: .columnList).html, SearchFixture().html] {
            let bytes = Data(text.utf8)
            for end in stride(from: 0, to: bytes.count, by: 37) {
                do throws(SiteDocumentError) {
                    check(try SiteDocument.read(bytes.prefix(end)))
                } catch {
                    #expect(!error.reason.isEmpty)
                }
            }
        }
    }

    /// Pages on which something in the reader, or in libxml2, would take time that grows with the square of the size. The
    /// limit is for a reader that hangs, not a measure of speed.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ("attributes", "<div " + (0..<50_000).map { "a\($0) " }.joined() + ">"),
            ("depth", String(repeating: "<div class=\"story-item\">", count: 50_000)),
            (
                "items",
                String(
                    repeating: "<div class=\"text\"><h2><a href=\"/a/AP68f0a1b2e4b0c0ffee000001.html\">x</a>",
                    count: 20_000
                )
            ),
            ("end tags", String(repeating: "<b>", count: 240) + String(repeating: "</i>", count: 200_000)),
            ("scripts", String(repeating: "<script>var story={'a':[</script>", count: 50_000)),
            ("literals", "<script>" + String(repeating: "article=[1,\"", count: 30_000) + "</script>"),
            ("nested literals", "<script>" + String(repeating: "article={article:", count: 30_000) + "</script>"),
            ("entities", String(repeating: "&amp;&#x6771;&nbsp;", count: 30_000)),
            ("metas", String(repeating: "<meta property=\"og:title\" content=\"x\">", count: 50_000)),
            ("classes", "<div class=\"" + String(repeating: "x ", count: 300_000) + "\">"),
            ("bytes", String(repeating: "\u{FFFD}<", count: 200_000)),
        ])
    func `a page made to be slow is not`(_ name: String, _ text: String) {
        for kind in [SiteDocumentKind.auto, .article, .list, .search] {
            _ = try? SiteDocument.read(Data(text.utf8), kind: kind)
        }
        // Big5 has faults at every other byte of these.
        _ = try? SiteDocument.read(Data(text.utf8) + [0xFF], kind: .article, charset: "big5")
    }
}
