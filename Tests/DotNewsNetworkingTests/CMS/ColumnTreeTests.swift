import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite struct ColumnTreeTests {
    private let site = CannedSite()

    private func tree(_ columns: Wire, edition: Edition = .dotdotnewsEnglish) async throws -> ColumnTree {
        try await tree(json: Wire.object(["code": 0, "data": columns]).json, edition: edition)
    }

    private func tree(json: String, edition: Edition = .dotdotnewsEnglish) async throws -> ColumnTree {
        let site = CannedSite(edition: edition)
        site.transport.answer(site.client.columnTreeAddress.string, json)
        return try await site.client.columnTree().value ?? ColumnTree()
    }

    private func column(
        _ id: String, _ name: String, _ dirname: String, url: String? = nil, children: Wire = []
    ) -> Wire {
        [
            "uuid": .text(id), "name": .text(name), "dirname": .text(dirname), "hide": 0, "seoDescription": nil,
            "url": url.map { .text("https://english.dotdotnews.com/" + $0) } ?? nil, "children": children,
        ]
    }

    @Test func `both languages are read, in two levels`() async throws {
        let tree = try await tree([
            column("c1", "Deepline", "deepline", url: "deepline"),
            column(
                "c2", "Opinion", "opinion", url: "opinion",
                children: [
                    column("c3", "Harbour Notes", "HarbourNotes", url: "opinion/HarbourNotes")
                ]),
            column("c4", "即時", "immed", url: "immed", children: [column("c5", "港聞", "hknews", url: "immed/hknews")]),
        ])
        #expect(tree.all.map(\.name) == ["Deepline", "Opinion", "Harbour Notes", "即時", "港聞"])
        #expect(
            tree.all.map(\.path.rawValue) == ["deepline", "opinion", "opinion/HarbourNotes", "immed", "immed/hknews"])
        #expect(tree.roots.count == 3)
        #expect(tree.roots[1].children.map(\.id.rawValue) == ["c3"])
        #expect(tree.roots[0].address?.string == "https://english.dotdotnews.com/deepline")
    }

    @Test func `of a mirror the paths are the directories, else the pages`() async throws {
        let site = try #require(WebAddress("http://127.0.0.1:8081"))
        let mirror = Edition(id: "mirror", name: "Mirror", language: .english, site: site)
        let foreign: Wire = [
            column("c1", "即時", "immed", url: "elsewhere", children: [column("c2", "港聞", "hknews", url: "far")])
        ]
        #expect(try await tree(foreign, edition: mirror).all.map(\.path.rawValue) == ["immed", "immed/hknews"])
        #expect(try await tree(foreign).all.map(\.path.rawValue) == ["elsewhere", "far"])
        let slashed: Wire = [
            ["uuid": "0a1b-2c3d", "name": "X", "dirname": "col0", "url": "http://127.0.0.1:8081/col7/"]
        ]
        #expect(try await tree(slashed, edition: mirror).all.map(\.path.rawValue) == ["col7"])
        let relative: Wire = [["uuid": "c1", "name": "X", "dirname": "x", "url": "", "prUrl": "//127.0.0.1:8081/pr"]]
        #expect(try await tree(relative, edition: mirror).all.map(\.path.rawValue) == ["pr"])
    }

    @Test func `a page that is no column path leaves the directory`() async throws {
        let tree = try await tree([
            column("c1", "A", "a", url: ""), column("c2", "B", "b", url: "x/y.html"), column("c3", "C", "c"),
        ])
        #expect(tree.all.map(\.path.rawValue) == ["a", "b", "c"])
    }

    @Test func `bad columns are left out, those inside them are not`() async throws {
        let tree = try await tree([
            nil, 7, "x", [column("c0", "list", "list")],
            column("", "No id", "noid", children: [column("c1", "Inside", "inside")]),
            column("c/2", "Bad id", "badid"), column("c3", "No path", "no path"), column("c4", "\u{3000}", "nameless"),
            ["uuid": 5, "name": 12, "dirname": 34, "children": nil, "hide": "1"],
            ["id": "c6", "name": "Other &amp; id", "dirname": "six", "hide": true, "children": "x"],
            ["uuid": ["x"], "name": "Wrong types", "dirname": "x"],
        ])
        #expect(tree.all.map(\.id.rawValue) == ["c1", "c4", "5", "c6"])
        #expect(tree.all.map(\.name) == ["Inside", "nameless", "12", "Other & id"])
        #expect(tree.all.map(\.isHidden) == [false, false, true, true])
    }

    @Test func `ids and paths are unique`() async throws {
        let tree = try await tree([
            column("c1", "A", "a", url: "a"), column("c1", "Again", "other", url: "other"),
            column("c2", "Same page", "b", url: "a"), column("c3", "Same path", "a", url: "a"),
        ])
        #expect(tree.all.map(\.id.rawValue) == ["c1", "c2"])
        #expect(tree.all.map(\.path.rawValue) == ["a", "b"])
    }

    @Test func `depth and number have limits`() async throws {
        var nested: Wire = []
        for level in (1...12).reversed() { nested = [column("c\(level)", "L\(level)", "l\(level)", children: nested)] }
        #expect(try await tree(nested).all.map(\.id.rawValue) == (1...8).map { "c\($0)" })
        let many = Wire.array((0..<2_500).map { column("c\($0)", "C", "d\($0)") })
        #expect(try await tree(many).all.count == 2_000)
    }

    @Test(arguments: [
        "{\"code\":0,\"data\":null}", "{\"code\":0}", "{\"data\":{\"name\":\"x\"}}", "{\"data\":[{\"uuid\":\"c1\"", "[",
        "{}",
    ])
    func `half a tree is an error`(json: String) async throws {
        let error = await #expect(throws: CMSError.self) { try await tree(json: json) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `an error envelope is an error`() async throws {
        let error = await #expect(throws: CMSError.self) {
            try await tree(json: #"{"code":-1,"msg":"系統維護中","data":[]}"#)
        }
        #expect(
            error?.description == "GET https://english.dotdotnews.com/columns.json: the server reports error -1: 系統維護中")
    }
}
