import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsNetworking

/// docs/comments.openapi.yaml, the site that tests use, and the client say the same.
@Suite(.timeLimit(.minutes(5))) struct CommentContractTests {
    private let lines: [Substring]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/comments.openapi.yaml").standardizedFileURL
        lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    }

    /// The names at `indent` below a line, up to the next line that is indented less.
    private func names(below heading: String, indent: Int) -> [String] {
        guard let start = lines.firstIndex(where: { $0 == heading }) else { return [] }
        let margin = String(repeating: " ", count: indent)
        return lines[(start + 1)...].prefix { $0.hasPrefix(" ") && ($0.hasPrefix(margin) || indent == 2) }
            .filter { $0.hasPrefix(margin) && $0.dropFirst(indent).first != " " }
            .map { String($0.dropFirst(indent).prefix { $0 != ":" }) }
    }

    @Test func `the paths and methods are those of the tests' site`() {
        let documented = names(below: "paths:", indent: 2)
        #expect(Set(documented) == Set(CommentOrigin.routes.map(\.path)))
        for route in CommentOrigin.routes {
            let methods = names(below: "  \(route.path):", indent: 4).filter { ["get", "post", "put"].contains($0) }
            #expect(methods == [route.method.lowercased()], "\(route.path)")
        }
    }

    @Test func `the standard addresses are the documented ones`() {
        let service = CommentService()
        let documented = names(below: "paths:", indent: 2)
        for template in [
            service.threadAddress, service.postAddress, service.reactionAddress, service.favouriteAddress,
        ] {
            let path = String(template.text.dropFirst("{site}".count).prefix { $0 != "?" })
            #expect(documented.contains(path), "\(path)")
        }
    }

    @Test func `the fields of a comment and a page are those that the site sends and the client reads`() async throws {
        let site = try CommentOrigin()
        let article = "AP690800aae4b0e343b0e2aa01"
        site.seed("留言", on: article)
        let address = site.origin.address("/comments/api/v1/articles/\(article)/comments?page=0&order=0")
        let answer = try await PlatformTransport().send(HTTPRequest(.get, address))
        let object = try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
        let page = try #require(object["data"] as? [String: Any])
        let comment = try #require((page["comments"] as? [[String: Any]])?.first)
        let margin = String(repeating: " ", count: 6)
        func properties(_ schema: String) -> Set<String> {
            guard let start = lines.firstIndex(where: { $0 == "    \(schema):" }) else { return [] }
            let part = lines[(start + 1)...].prefix { $0.hasPrefix(margin) }
            guard let heading = part.firstIndex(where: { $0 == "      properties:" }) else { return [] }
            return Set(
                part[(heading + 1)...].filter { $0.hasPrefix("        ") && $0.dropFirst(8).first != " " }
                    .map { String($0.dropFirst(8).prefix { $0 != ":" }) })
        }
        #expect(Set(page.keys) == properties("CommentPage"))
        #expect(Set(comment.keys) == properties("Comment"))
        let documented = properties("CommentPage").union(properties("Comment")).union(properties("Favourite"))
        #expect(Set(CommentField.allCases.map(\.rawValue)) == documented)
    }
}
