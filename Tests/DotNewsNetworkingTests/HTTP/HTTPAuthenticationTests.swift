import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

#if os(Linux)
    import DotNewsURLSession
#endif

@Suite struct HTTPAuthenticationTests {
    private static let basic = HTTPAuthentication.basic(user: "reader", password: Secret("開門 geheim"))
    private static let signature = HTTPAuthentication.awsSignature(
        AWSSignature(accessKeyID: "KEY", secretKey: Secret("geheim"), region: "eu-west-1"))

    @Test(arguments: TransportUnderTest.network)
    func `a name and password are sent, and to the same origin again`(kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin()
        origin.on("/old", .redirect(to: "/new"))
        origin.on("/new", .text("x"))
        let request = HTTPRequest(.get, origin.address("/old"), authentication: Self.basic)
        let transport = kind.makeForNetwork()
        #expect(try await transport.send(request).status == 200)
        let expected = "Basic " + Data("reader:開門 geheim".utf8).base64EncodedString()
        #expect(origin.requests.map { $0.headers["Authorization"] } == [expected, expected])
    }

    @Test(arguments: TransportUnderTest.network)
    func `another origin gets nothing`(kind: TransportUnderTest) async throws {
        let other = try LoopbackOrigin { _ in .text("x") }
        let origin = try LoopbackOrigin { _ in .redirect(to: other.address("/").string, status: 307) }
        let request = HTTPRequest(.put, origin.address("/"), body: Data("x".utf8), authentication: Self.basic)
        let transport = kind.makeForNetwork()
        #expect(try await transport.send(request).status == 200)
        #expect(origin.requests.first?.headers["Authorization"] != nil)
        #expect(other.requests.count == 1 && other.requests.first?.headers["Authorization"] == nil)
        // And the next request over the same transport shows nobody either.
        _ = try await transport.send(HTTPRequest(.get, other.address("/")))
        #expect(other.requests.last?.headers["Authorization"] == nil)
    }

    @Test func `a signed request names the key, region and service, and not the secret`() async throws {
        let origin = try LoopbackOrigin { _ in .text("x") }
        let other = try LoopbackOrigin { _ in .redirect(to: origin.address("/away").string, status: 307) }
        let transport = CurlTransport()
        let body = Data(count: 2 << 20)
        _ = try await transport.send(
            HTTPRequest(
                .put, origin.address("/a"), headers: ["Content-Type": "text/plain"], body: body,
                authentication: Self.signature))
        _ = try await transport.send(HTTPRequest(.get, origin.address("/b")))
        _ = try await transport.send(HTTPRequest(.get, other.address("/c"), authentication: Self.signature))
        let fields = origin.requests.map { $0.headers["Authorization"] }
        #expect(fields[0]?.hasPrefix("AWS4-HMAC-SHA256 Credential=KEY/") == true)
        #expect(fields[0]?.contains("/eu-west-1/s3/aws4_request, SignedHeaders=content-type;host;x-amz-date,") == true)
        #expect(fields[1...] == [nil, nil])
        #expect(origin.requests[0].body == body)
        #expect(origin.requests.allSatisfy { !"\($0.headers)".contains("geheim") })
    }

    @Test func `transports that cannot sign say so`() async throws {
        let folder = try TemporaryDirectory()
        let address = try #require(WebAddress("http://127.0.0.1:1/"))
        let request = HTTPRequest(.get, address, authentication: Self.signature)
        for transport in [URLSessionTransport(), DirectoryTransport(root: folder.url)] as [any HTTPTransport] {
            let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
            #expect(error?.code == .failed)
            #expect(error?.reason.contains("cannot sign") == true)
        }
    }

    @Test(arguments: [basic, signature])
    func `a secret is in nothing that is printed`(authentication: HTTPAuthentication) throws {
        let request = HTTPRequest(
            .get, try #require(WebAddress("https://a.example/")), authentication: authentication)
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped, "\(authentication)"] {
            #expect(!text.contains("geheim"))
            #expect(text.contains("secret"))
        }
    }

    @Test func `requests of different users are not made one`() async throws {
        let gate = Gate()
        let origin = try LoopbackOrigin { request in
            LoopbackReply.text(request.headers["Authorization"] ?? "nobody").held(at: gate)
        }
        let transport = CoalescingTransport(over: CurlTransport())
        let users: [HTTPAuthentication?] = [
            nil, .basic(user: "a", password: Secret("x")), .basic(user: "a", password: Secret("y")),
        ]
        let answers = try await withThrowingTaskGroup(of: Data.self) { group in
            for user in users {
                group.addTask {
                    try await transport.send(HTTPRequest(.get, origin.address("/"), authentication: user)).body
                }
            }
            await origin.wait { $0.requests.count == 3 }
            gate.open()
            return try await group.reduce(into: Set<Data>()) { $0.insert($1) }
        }
        #expect(answers.count == 3)
    }
}
