import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct LinkCommandTests {
    private func link(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(["link"] + arguments)
    }

    private static let id = "AP690800aae4b0e343b0e2aa01"

    @Test(arguments: [
        "https://www.dotdotnews.com/a/202511/03/\(id).html",
        "https://www.dotdotnews.com/s/202511/03/\(id).html?from=timeline#x",
        "http://dotdotnews.com/a/202511/03/\(id).json",
        "dotnews://article/\(id)?date=20251103&site=www.dotdotnews.com",
        "DOTNEWS://www.dotdotnews.com/a/202511/03/\(id).html",
    ])
    func `an article's link says so, in all its forms`(address: String) async throws {
        let outcome = try await link(address, "--json")
        #expect(outcome.exitCode == 0)
        let result = try outcome.json()
        #expect(result["kind"] as? String == "article" && result["id"] as? String == Self.id)
        #expect(result["date"] as? String == "2025-11-03" && result["column"] is NSNull)
        #expect(result["url"] as? String == "https://www.dotdotnews.com/a/202511/03/\(Self.id).html")
        #expect(result["shareURL"] as? String == "https://www.dotdotnews.com/s/202511/03/\(Self.id).html")
        #expect(result["jsonURL"] as? String == "https://www.dotdotnews.com/a/202511/03/\(Self.id).json")
        #expect(
            result["appURL"] as? String == "dotnews://article/\(Self.id)?date=20251103&site=www.dotdotnews.com")
        let text = try await link(address)
        #expect(
            text.exitCode == 0 && text.output.hasPrefix("kind    article\nid      \(Self.id)\ndate    2025-11-03\n"))
    }

    @Test func `columns and pages of the site say so`() async throws {
        let column = try await link("https://english.dotdotnews.com/deepline/more_3.html", "--json").json()
        #expect(column["kind"] as? String == "column" && column["column"] as? String == "deepline")
        #expect(column["page"] as? Int == 3 && column["site"] as? String == "https://english.dotdotnews.com")
        #expect(try await link("https://www.dotdotnews.com/", "--json").json()["kind"] as? String == "frontPage")
        #expect(try await link("dotnews://apps", "--json").json()["kind"] as? String == "getTheApp")
        let own = try await link("http://127.0.0.1:8080/news", "--site", "http://127.0.0.1:8080", "--json").json()
        #expect(own["column"] as? String == "news")
    }

    @Test func `tracking is taken out of any address, and named`() async throws {
        let address = "https://example.com/社?id=1&utm_source=x&fbclid=2&from=3"
        let text = try await link(address, "--clean")
        #expect(text.exitCode == 0 && text.output == "https://example.com/%E7%A4%BE?id=1&from=3\n")
        let result = try await link(address, "--clean", "--json").json()
        #expect(result["kind"] as? String == "other" && result["url"] is NSNull)
        #expect(result["clean"] as? String == "https://example.com/%E7%A4%BE?id=1&from=3")
        #expect(result["removed"] as? [String] == ["utm_source", "fbclid"])
        let own = try await link("https://www.dotdotnews.com/immed?from=timeline&isappinstalled=0", "--json").json()
        #expect(own["clean"] as? String == "https://www.dotdotnews.com/immed")
        #expect(own["removed"] as? [String] == ["from", "isappinstalled"])
    }

    @Test(arguments: [
        "https://www.dоtdotnews.com/immed", "https://www.dotdotnews.com.evil.example/immed", "https://example.com/",
        "https://www.dotdotnews.com@evil.example/immed", "javascript:alert(1)", "dotnews://pay", "x", "",
    ])
    func `anything else is refused with a sentence and exit code 1`(address: String) async throws {
        for arguments in [[address], [address, "--json"]] {
            let outcome = try await DotNewsProcess.run(["link"] + arguments)
            #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("dotnews: \"") && outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: ["javascript:alert(1)", "https://u:p@example.com/", "example.com"])
    func `what is no http or https address cannot be cleaned`(address: String) async throws {
        for arguments in [[address, "--clean"], [address, "--clean", "--json"]] {
            #expect(try await DotNewsProcess.run(["link"] + arguments).exitCode == 1)
        }
    }

    @Test(arguments: [[], ["a", "b"], ["a", "--dirty"]])
    func `wrong usage is exit code 2`(arguments: [String]) async throws {
        #expect(try await DotNewsProcess.run(["link"] + arguments).exitCode == 2)
    }
}
