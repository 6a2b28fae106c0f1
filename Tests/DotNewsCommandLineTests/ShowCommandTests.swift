import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShowCommandTests {
    private let store: SampleStore
    private static let chinese = "AP1185bf62049ee40a863215d4"
    private static let english = "AP15689ed07e3daec26a3d5a83"

    init() async throws { store = try await SampleStore() }

    @Test(arguments: [chinese, english], ["text", "markdown", "html", "json"])
    func `an article is shown in every format, on standard output and in a file alike`(
        id: String, format: String
    ) async throws {
        let shown = try await store.dotnews("show", id, "--format", format)
        #expect(shown.exitCode == 0 && shown.errors.isEmpty)
        let file = store.folder.url.appending(path: "article.\(format)")
        let written = try await store.dotnews("show", id, "--format", format, "-o", file.path)
        #expect(written.exitCode == 0 && written.output.isEmpty)
        #expect(try String(contentsOf: file, encoding: .utf8) == shown.output)

        let article = try await store.dotnews("show", id, "--json").json()
        let headline = try #require(article["headline"] as? String)
        #expect(shown.output.replacing("\n", with: "").contains(headline.prefix(12)))
        switch format {
        case "html":
            #expect(shown.output.hasPrefix("<!DOCTYPE html>"))
            #expect(shown.output.contains("<html lang=\"\(id == Self.english ? "en" : "zh-Hant")\""))
            #expect(shown.output.contains("Content-Security-Policy") && !shown.output.contains("<script"))
            #expect(shown.output.contains("class=\"share\"") && shown.output.contains("x.com"))
        case "markdown": #expect(shown.output.contains("# "))
        case "json": #expect(shown.output == (try await store.dotnews("show", id, "--json").output))
        default: #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
    }

    @Test(arguments: [("light", "light"), ("dark", "dark"), ("auto", "auto"), ("", "auto")])
    func `the theme is that of the page`(theme: String, appearance: String) async throws {
        let options = theme.isEmpty ? [] : ["--theme", theme]
        let shown = try await store.run(["show", Self.chinese, "-f", "html"] + options)
        #expect(shown.output.contains("data-appearance=\"\(appearance)\""))
    }

    @Test func `an article is named by the beginning of its ID and by its address`() async throws {
        let whole = try await store.dotnews("show", Self.chinese)
        #expect(try await store.dotnews("show", "AP1185bf").output == whole.output)
        let json = try await store.dotnews("show", Self.chinese, "--json").json()
        let address = try #require(json["url"] as? String)
        #expect(try await store.dotnews("show", address).output == whole.output)
        #expect(try await store.dotnews("show", address, "--offline").output == whole.output)
        let several = try await store.dotnews("show", "AP1")
        #expect(several.exitCode != 0)
        let none = try await store.dotnews("show", "AP00000")
        #expect(none.exitCode != 0 && none.errors.contains("begins with AP00000"))
        for word in ["AP", "APxyz", "hello"] {
            #expect(try await store.dotnews("show", word).errors.contains("hexadecimal"))
        }
        let elsewhere = try await store.dotnews("show", "https://example.com/a/202511/03/\(Self.chinese).html")
        #expect(elsewhere.exitCode != 0 && elsewhere.errors.contains("not the address of an article"))
    }

    @Test func `the page has the text size that the reader prefers`() async throws {
        _ = try await store.dotnews("preferences", "textSize", "130")
        let shown = try await store.dotnews("show", Self.chinese, "-f", "html")
        #expect(shown.output.contains("data-text-size=\"130\">"))
    }

    @Test func `images of the cache are inside the page`() async throws {
        _ = try await store.run([
            "sync", "--from", SampleStore.edition.path, "--images", "all", "--media-site", "https://www.dotdotnews.com",
        ])
        let shown = try await store.dotnews("show", Self.chinese, "-f", "html")
        #expect(shown.output.contains("<img src=\"data:image/"))
        #expect(!shown.output.contains("<img src=\"http"))
    }

    @Test func `what cannot be written is a failure, and other themes are wrong usage`() async throws {
        let folder = store.folder.url.appending(path: "no/such/file.html").path
        let outcome = try await store.dotnews("show", Self.chinese, "-f", "html", "-o", folder)
        #expect(outcome.exitCode == 1 && outcome.errors.contains("file.html"))
        #expect(try await store.dotnews("show", Self.chinese, "--theme", "sepia").exitCode == 2)
    }
}
