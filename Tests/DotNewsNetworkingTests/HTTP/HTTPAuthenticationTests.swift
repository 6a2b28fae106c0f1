import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Synchronization
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

    /// A clock that is an hour later each time it is asked.
    private static func hourlyClock() -> @Sendable () -> Date {
        let hours = Mutex(0.0)
        return {
            hours.withLock { hours in
                hours += 1
                return Date(timeIntervalSince1970: 1_369_353_600 + hours * 3_600)
            }
        }
    }

    private func transport(_ kind: TransportUnderTest, _ now: @escaping @Sendable () -> Date) -> any HTTPTransport {
        #if DOTNEWS_LIBCURL
            if kind == .curl { return CurlTransport(CurlTransport.Configuration(proxy: .none), now: now) }
        #endif
        return URLSessionTransport(now: now)
    }

    @Test(arguments: TransportUnderTest.network)
    func `what was signed is what arrives`(kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .text("x") }
        let date = Date(timeIntervalSince1970: 1_369_353_600)
        let request = HTTPRequest(
            .put, origin.address("/a$b%20c/?z&a=1+2"),
            headers: ["Content-Type": "text/plain", "X-Amz-Meta-A": "1  2", "X-Amz-Meta-B": "3"],
            body: Data(count: 2 << 20), authentication: Self.signature)
        _ = try await transport(kind) { date }.send(request)
        let received = try #require(origin.requests.first)
        // Signing what arrived leads to the same signature.
        var arrived = HTTPRequest(
            .put, origin.address(received.target), body: received.body, authentication: Self.signature)
        for name in ["Content-Type", "X-Amz-Meta-A", "X-Amz-Meta-B"] {
            arrived.headers[name] = received.headers[name]
        }
        let expected = arrived.authenticated(at: date).headers
        #expect(received.body == request.body)
        for name in ["Authorization", "X-Amz-Date", "X-Amz-Content-SHA256"] {
            #expect(received.headers[name] == expected[name], "\(name)")
        }
        #expect(received.headers["Host"] == origin.baseAddress.authority)
        #expect(!"\(received.headers)".contains("geheim"))
    }

    @Test(arguments: TransportUnderTest.network)
    func `every redirect within the origin is signed anew, and none to another`(kind: TransportUnderTest) async throws {
        let other = try LoopbackOrigin { _ in .text("x") }
        let origin = try LoopbackOrigin()
        origin.on("/a", .redirect(to: "/b", status: 307))
        origin.on("/b", .redirect(to: other.address("/c").string, status: 307))
        let request = HTTPRequest(.get, origin.address("/a"), authentication: Self.signature)
        _ = try await transport(kind, Self.hourlyClock()).send(request)
        #expect(origin.requests.map { $0.headers["X-Amz-Date"] } == ["20130524T010000Z", "20130524T020000Z"])
        let signatures = origin.requests.compactMap { $0.headers["Authorization"] }
        #expect(Set(signatures).count == 2)
        let last = try #require(other.requests.first)
        for name in ["Authorization", "X-Amz-Date", "X-Amz-Content-SHA256", "X-Amz-Security-Token"] {
            #expect(last.headers[name] == nil, "\(name)")
        }
    }

    @Test(arguments: TransportUnderTest.network)
    func `every attempt is signed anew`(kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin()
        origin.on("/a", .status(503), .status(503), .text("x"))
        let transport = RetryingTransport(
            over: transport(kind, Self.hourlyClock()), policy: RetryPolicy(baseDelay: .milliseconds(1)))
        let request = HTTPRequest(.get, origin.address("/a"), authentication: Self.signature)
        #expect(try await transport.send(request).status == 200)
        #expect(
            origin.requests.map { $0.headers["X-Amz-Date"] }
                == ["20130524T010000Z", "20130524T020000Z", "20130524T030000Z"])
        #expect(Set(origin.requests.compactMap { $0.headers["Authorization"] }).count == 3)
    }

    @Test func `a folder answers whoever asks`() async throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "a")
        let address = try #require(WebAddress("https://a.example/a"))
        for authentication in [Self.basic, Self.signature] {
            let request = HTTPRequest(.get, address, authentication: authentication)
            #expect(try await DirectoryTransport(root: folder.url).send(request).status == 200)
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
        let transport = CoalescingTransport(over: PlatformTransport())
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
