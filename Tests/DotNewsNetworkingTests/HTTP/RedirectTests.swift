import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// Redirects, over every transport that can meet one.
@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    @Test(arguments: TransportUnderTest.network, [301, 302, 303, 307, 308])
    func `a redirect is followed to the answer`(_ kind: TransportUnderTest, _ status: Int) async throws {
        let origin = try LoopbackOrigin()
        origin.on("/a/old", .redirect(to: "../b?x=1", status: status))
        origin.on("/b", .text("moved"))
        let response = try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/a/old")))
        #expect(response.status == 200)
        #expect(response.body == Data("moved".utf8))
        #expect(response.address == origin.address("/b?x=1"))
        #expect(origin.requests.map(\.target) == ["/a/old", "/b?x=1"])
    }

    @Test func `a redirect has the time that is left, not all of it again`() async throws {
        let request = HTTPRequest(
            .get, HTTPRequest.example("/0").address, limits: HTTPLimits(totalTimeout: .seconds(30)))
        var timeouts: [Duration] = []
        _ = try await RedirectFollower(request: request, now: { Date() }).run { hop throws(HTTPError) in
            timeouts.append(hop.limits.totalTimeout)
            try? await Task.sleep(for: .milliseconds(20))
            return HTTPResponse(
                status: timeouts.count < 3 ? 302 : 200, address: hop.address,
                headers: ["Location": "/\(timeouts.count)"], body: Data(), transferSize: 0)
        }
        try #require(timeouts.count == 3)
        #expect(timeouts[0] == .seconds(30))
        #expect(timeouts[1] <= timeouts[0] - .milliseconds(20) && timeouts[2] <= timeouts[1] - .milliseconds(20))
    }

    @Test(arguments: TransportUnderTest.network)
    func `a redirect that says nowhere is an answer`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .status(302) }
        #expect(try await kind.makeForNetwork().send(HTTPRequest(.get, origin.address("/"))).status == 302)
    }

    @Test(arguments: TransportUnderTest.network)
    func `as many redirects as allowed are followed, and not one more`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { request in
            let number = Int(request.path.dropFirst()) ?? 0
            return number == 0 ? .text("end") : .redirect(to: "/\(number - 1)")
        }
        let transport = kind.makeForNetwork()
        let limits = HTTPLimits(maximumRedirects: 3)
        let enough = HTTPRequest(.get, origin.address("/3"), limits: limits)
        #expect(try await transport.send(enough).body == Data("end".utf8))
        let tooMany = HTTPRequest(.get, origin.address("/4"), limits: limits)
        #expect(await failure(of: tooMany, over: transport) == .tooManyRedirects)
        #expect(origin.activity.requests.count == 8)
    }

    @Test(arguments: TransportUnderTest.network)
    func `a loop ends`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .redirect(to: "/loop") }
        let request = HTTPRequest(.get, origin.address("/loop"))
        #expect(await failure(of: request, over: kind.makeForNetwork()) == .tooManyRedirects)
        #expect(origin.requests.count == 6)
    }

    @Test(
        arguments: TransportUnderTest.network,
        [
            "file:///etc/passwd", "FILE:/etc/passwd", "ftp://127.0.0.1/a", "data:text/html,hi", "gopher://127.0.0.1/",
            "javascript:alert(1)", "http://user:secret@127.0.0.1/", "http://", "https://exa mple/", "http://%31/",
        ])
    func `a redirect to anything but a proper web address is refused`(
        _ kind: TransportUnderTest, _ location: String
    ) async throws {
        let origin = try LoopbackOrigin { _ in .redirect(to: location) }
        let transport = kind.makeForNetwork()
        do {
            let response = try await transport.send(HTTPRequest(.get, origin.address("/")))
            Issue.record("answered with \(response.status)")
        } catch {
            #expect(error.code == .forbiddenRedirect)
            #expect(!error.description.contains("secret"))
            #expect(!error.description.contains("passwd"))
        }
    }

    @Test(arguments: TransportUnderTest.network)
    func `what was meant for one server is not sent to another`(_ kind: TransportUnderTest) async throws {
        let other = try LoopbackOrigin { _ in .text("other") }
        let origin = try LoopbackOrigin()
        origin.on("/same", .redirect(to: "/here"))
        origin.on("/here", .redirect(to: other.address("/there").string))
        let headers: HTTPHeaders = ["Authorization": "Bearer t", "Cookie": "a=b", "X-Kept": "1"]
        let request = HTTPRequest(.get, origin.address("/same"), headers: headers)
        #expect(try await kind.makeForNetwork().send(request).body == Data("other".utf8))
        #expect(origin.requests.map { $0.headers["Authorization"] } == ["Bearer t", "Bearer t"])
        let stranger = try #require(other.requests.first)
        #expect(stranger.headers["Authorization"] == nil)
        #expect(stranger.headers["Cookie"] == nil)
        #expect(stranger.headers["X-Kept"] == "1")
    }

    @Test(
        arguments: TransportUnderTest.network,
        [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
    func `a redirected POST becomes a GET where HTTP says so`(
        _ kind: TransportUnderTest, _ expected: (status: Int, method: String)
    ) async throws {
        let origin = try LoopbackOrigin()
        origin.on("/form", .redirect(to: "/done", status: expected.status))
        origin.on("/done", .text("done"))
        let headers: HTTPHeaders = ["Content-Type": "text/plain"]
        let request = HTTPRequest(.post, origin.address("/form"), headers: headers, body: Data("香港".utf8))
        _ = try await kind.makeForNetwork().send(request)
        let last = try #require(origin.requests.last)
        #expect(last.path == "/done")
        #expect(last.method == expected.method)
        #expect(last.body == (expected.method == "POST" ? Data("香港".utf8) : Data()))
        #expect(last.headers["Content-Type"] == (expected.method == "POST" ? "text/plain" : nil))
    }

    @Test(arguments: TransportUnderTest.network)
    func `redirects share one time limit`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .redirect(to: "/again").delayed(by: .milliseconds(120)) }
        let limits = HTTPLimits(totalTimeout: .milliseconds(300), maximumRedirects: 1_000)
        let request = HTTPRequest(.get, origin.address("/"), limits: limits)
        #expect(await failure(of: request, over: kind.makeForNetwork()) == .timedOut)
    }
}
