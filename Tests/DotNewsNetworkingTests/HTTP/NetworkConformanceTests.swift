import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// What every transport that speaks HTTP sends, and how it reads proper answers.
@Suite(.timeLimit(.minutes(1)))
struct NetworkConformanceTests {
    @Test(arguments: TransportUnderTest.network)
    func `a request carries its fields, a User-Agent and nothing that identifies the reader`(
        _ kind: TransportUnderTest
    ) async throws {
        let origin = try LoopbackOrigin { _ in .status(200, headers: [("Set-Cookie", "id=1; Path=/")]) }
        let transport = kind.makeForNetwork()
        let fields: HTTPHeaders = ["Accept": "application/json", "X-Empty": ""]
        for _ in 0..<2 {
            let response = try await transport.send(
                HTTPRequest(.get, origin.address("/a?keyword=%E9%A6%99%E6%B8%AF"), headers: fields))
            #expect(response.headers["Set-Cookie"] == "id=1; Path=/")
        }
        let sent = try #require(origin.requests.last)
        #expect(origin.requests.count == 2)
        #expect(sent.method == "GET")
        #expect(sent.target == "/a?keyword=%E9%A6%99%E6%B8%AF")
        #expect(sent.headers["Host"] == "127.0.0.1:\(origin.port)")
        #expect(sent.headers["Accept"] == "application/json")
        #expect(sent.headers["User-Agent"]?.hasPrefix("DotNews/") == true)
        #expect(sent.headers["Accept-Encoding"]?.contains("gzip") == true)
        for name in ["Cookie", "Authorization", "Referer"] { #expect(sent.headers[name] == nil) }
    }

    @Test(arguments: TransportUnderTest.network)
    func `a User-Agent of the request's own is sent instead`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .status(204) }
        let headers: HTTPHeaders = ["User-Agent": "Reader/2", "Host": "elsewhere.example", "Content-Length": "7"]
        let response = try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/"), headers: headers))
        #expect(response.status == 204)
        let sent = try #require(origin.requests.first)
        #expect(sent.headers.values(of: "User-Agent") == ["Reader/2"])
        #expect(sent.headers.values(of: "Host") == ["127.0.0.1:\(origin.port)"])
        #expect(sent.body.isEmpty)
    }

    @Test(arguments: TransportUnderTest.network, [HTTPMethod.post, .put])
    func `content is sent whole`(_ kind: TransportUnderTest, _ method: HTTPMethod) async throws {
        let origin = try LoopbackOrigin { _ in .json("{}") }
        var generator = SeededGenerator(seed: 7)
        let body = Data((0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let headers: HTTPHeaders = ["Content-Type": "application/octet-stream"]
        let request = HTTPRequest(method, origin.address("/notes"), headers: headers, body: body)
        #expect(try await kind.makeForNetwork().send(request).status == 200)
        let sent = try #require(origin.requests.first)
        #expect(sent.method == method.rawValue)
        #expect(sent.body == body)
        #expect(sent.headers["Content-Type"] == "application/octet-stream")
    }

    @Test(arguments: TransportUnderTest.network)
    func `POST without content, and methods nobody listed, are sent as they are`(
        _ kind: TransportUnderTest
    ) async throws {
        let origin = try LoopbackOrigin { _ in .status(200) }
        let transport = kind.makeForNetwork()
        for method in [HTTPMethod.post, .delete, HTTPMethod(rawValue: "OPTIONS")] {
            #expect(try await transport.send(HTTPRequest(method, origin.address("/"))).status == 200)
        }
        #expect(origin.requests.map(\.method) == ["POST", "DELETE", "OPTIONS"])
        #expect(origin.requests.allSatisfy { $0.body.isEmpty })
    }

    @Test(arguments: TransportUnderTest.network, [204, 301, 400, 401, 404, 410, 429, 500, 503])
    func `every status is an answer`(_ kind: TransportUnderTest, _ status: Int) async throws {
        let origin = try LoopbackOrigin { _ in .status(status, headers: [("X-Order", "first")]) }
        let response = try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/")))
        #expect(response.status == status)
        #expect(response.headers["x-order"] == "first")
    }

    @Test(arguments: TransportUnderTest.network)
    func `interim answers are passed over`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in
            .raw(
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Final: yes\r\n\r\n[]")
        }
        try await withKnownIssue("Foundation on Linux takes the first interim answer for the final one") {
            let response = try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/")))
            #expect(response.status == 200)
            #expect(response.headers["X-Final"] == "yes")
            #expect(response.body == Data("[]".utf8))
        } when: {
            kind.isFoundationOnLinux
        }
    }

    @Test(arguments: TransportUnderTest.network)
    func `gzip and chunks are undone`(_ kind: TransportUnderTest) async throws {
        let text = String(repeating: "點新聞 dotdotnews 点新闻 ", count: 5_000)
        let file = Gzip.file(of: Data(text.utf8))
        let origin = try LoopbackOrigin()
        origin.on("/length", .gzip(file))
        let parts = [Data(file.prefix(1)), Data(file.dropFirst(1).prefix(70_000)), Data(file.dropFirst(70_001))]
        origin.on("/chunked", .chunked(parts, headers: [("Content-Encoding", "gzip")]))
        let transport = kind.makeForNetwork()
        for path in ["/length", "/chunked"] {
            let response = try await transport.send(HTTPRequest(.get, origin.address(path)))
            #expect(response.body == Data(text.utf8))
            if kind.knowsTransferSize || path == "/length" { #expect(response.transferSize >= file.count) }
        }
    }

    @Test(arguments: TransportUnderTest.network)
    func `content without a length ends with the connection`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>完</p>") }
        let response = try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/")))
        #expect(response.body == Data("<p>完</p>".utf8))
    }

    @Test(arguments: TransportUnderTest.network)
    func `a connection carries one request after the other`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .text("ok") }
        let transport = kind.makeForNetwork()
        for _ in 0..<10 { _ = try await transport.send(HTTPRequest(.get, origin.address("/"))) }
        #expect(origin.activity.connections == 1)
    }
}
