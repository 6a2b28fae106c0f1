import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// A fault, and what it is called.
struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: LoopbackReply
    let expected: HTTPError.Code
    /// Why Foundation on Linux cannot be asked about this; `nil` when it can.
    var unsupportedByURLSession: String?

    init(_ name: String, _ reply: LoopbackReply, _ expected: HTTPError.Code, unsupportedByURLSession: String? = nil) {
        testDescription = name
        self.reply = reply
        self.expected = expected
        self.unsupportedByURLSession = unsupportedByURLSession
    }
}

extension Fault {
    private static let proper = LoopbackReply.text(String(repeating: "新聞 news 新闻 ", count: 400))
    private static let zipped = LoopbackReply.gzip(Gzip.file(of: Data(repeating: 65, count: 20_000)))
    private static let short = Data("[1, 2".utf8)

    private static func corrupt(at offset: Int) -> LoopbackReply {
        var file = Gzip.file(of: Data(repeating: 65, count: 20_000))
        file[offset] ^= 0xFF
        return .gzip(file)
    }

    static let all: [Fault] = [
        Fault("closed without a byte", .raw(""), .connectionLost),
        Fault(
            "closed inside the header", proper.cut(after: 20, .close), .connectionLost,
            unsupportedByURLSession: "it ends the process: \"Transfer completed, but there's no response.\""),
        Fault("closed inside the content", proper.cutBody(after: 100, .close), .connectionLost),
        Fault("reset without a byte", proper.cut(after: 0, .reset), .connectionLost),
        Fault("reset inside the header", proper.cut(after: 30, .reset), .connectionLost),
        Fault("reset inside the content", proper.cutBody(after: 1_000, .reset), .connectionLost),
        Fault("compressed content closed early", zipped.cutBody(after: 5_000, .close), .connectionLost),
        Fault(
            "a chunk closed early",
            .chunked([Data(repeating: 65, count: 500)]).cutBody(after: 200, .close), .connectionLost),
        Fault(
            "the last chunk missing",
            .chunked([Data(repeating: 65, count: 500)]).cutBody(after: 508, .close), .connectionLost),
        Fault("Content-Length too large, then closed", .announcing("500", body: short).ending(.close), .connectionLost),
        Fault("Content-Length too large, then silence", .announcing("500", body: short).ending(.stall), .timedOut),
        Fault("10 GB announced", .announcing("10737418240", body: short).ending(.stall), .tooLarge),
        Fault(
            "more announced than a number holds",
            .announcing("99999999999999999999999", body: short).ending(.stall), .tooLarge),
        Fault("never an answer", .silence, .timedOut),
        Fault("silence inside the header", proper.cut(after: 25, .stall), .timedOut),
        Fault("silence inside the content", proper.cutBody(after: 300, .stall), .timedOut),
        Fault("a byte now and then", proper.dripping(every: .milliseconds(50)), .timedOut),
        Fault("HTTP/0.9", .raw("<html>old</html>"), .malformedResponse),
        Fault("garbage", .raw(Data([0x16, 0x03, 0x01, 0, 0, 0xFF, 0xFE, 0x0A])), .malformedResponse),
        Fault("SSH", .raw("SSH-2.0-OpenSSH_9.2\r\n"), .malformedResponse),
        Fault(
            "a broken chunk",
            .status(200, headers: [("Transfer-Encoding", "chunked")], body: Data("zz\r\nhi\r\n".utf8)).ending(.close),
            .malformedResponse),
        Fault("more than allowed", .status(200, body: Data(repeating: 65, count: 100_001)), .tooLarge),
        Fault(
            "content without an end", .chunkedForever, .tooLarge,
            unsupportedByURLSession: "it reads ahead of its delegate, and on a busy machine stops seconds too late"),
        Fault("a gzip bomb", .gzip(Gzip.bomb(expandingTo: 20_000_000)), .tooLarge),
        Fault(
            "a small gzip bomb in chunks",
            .chunked([Gzip.bomb(expandingTo: 200_000)], headers: [("Content-Encoding", "gzip")]), .tooLarge),
        Fault("gzip without its magic", .gzip(Data("not gzip at all".utf8)), .undecodableContent),
        Fault("gzip with a broken block", corrupt(at: 11), .undecodableContent),
        Fault("gzip with a wrong checksum", corrupt(at: 20_030 - 15), .undecodableContent),
        Fault(
            "an unknown compression", .status(200, headers: [("Content-Encoding", "lzma")], body: short),
            .undecodableContent),
        Fault(
            "10,000 header fields",
            .status(200, headers: (0..<10_000).map { ("X-\($0)", "1") }), .tooLarge,
            unsupportedByURLSession: "it has no limit, and takes seconds to read them"),
        Fault(
            "a header field of a megabyte", .status(200, headers: [("X", String(repeating: "x", count: 1 << 20))]),
            .tooLarge),
    ]
}

extension LoopbackReply {
    fileprivate static let chunkedForever = LoopbackReply(
        head: Data("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8),
        body: Data("1000\r\n".utf8) + Data(repeating: 65, count: 4_096) + Data("\r\n".utf8)
    ).endless()
}

/// Every misbehaviour of a server has its name, over every transport, and leaves nothing behind.
@Suite(.timeLimit(.minutes(2)))
struct NetworkFaultTests {
    private static let limits = HTTPLimits(
        connectTimeout: .milliseconds(200), idleTimeout: .milliseconds(300), totalTimeout: .milliseconds(900),
        maximumTransferSize: 100_000, maximumBodySize: 100_000)

    /// Every fault over every transport, less those that Foundation on Linux cannot meet, each with its reason.
    static let cases = TransportUnderTest.network.flatMap { kind in
        Fault.all.filter { !kind.isFoundationOnLinux || $0.unsupportedByURLSession == nil }.map { (kind, $0) }
    }

    @Test(arguments: cases)
    func `a fault has its name, and the next request is answered`(
        _ kind: TransportUnderTest, _ fault: Fault
    ) async throws {
        let origin = try LoopbackOrigin()
        origin.on("/fault", fault.reply)
        origin.on("/fine", .text("fine"))
        let transport = kind.makeForNetwork()
        let request = HTTPRequest(.get, origin.address("/fault"), limits: Self.limits)
        let code = await failure(of: request, over: transport)
        #expect(code == fault.expected)
        let fine = try await transport.send(HTTPRequest(.get, origin.address("/fine")))
        #expect(fine.body == Data("fine".utf8))
    }

    @Test(arguments: TransportUnderTest.network)
    func `a port that nobody listens on cannot be connected to`(_ kind: TransportUnderTest) async throws {
        let port = try ClosedPort()
        let request = HTTPRequest(.get, port.address, limits: Self.limits)
        #expect(await failure(of: request, over: kind.makeForNetwork()) == .cannotConnect)
    }

    @Test(arguments: TransportUnderTest.network)
    func `a name that cannot exist is not found`(_ kind: TransportUnderTest) async throws {
        let address = try #require(WebAddress("http://dotnews.invalid/"))
        let request = HTTPRequest(.get, address, limits: HTTPLimits(connectTimeout: .seconds(20)))
        #expect(await failure(of: request, over: kind.makeForNetwork()) == .hostNotFound)
    }

    @Test(arguments: TransportUnderTest.network)
    func `a cancelled request is removed, and its connection closed`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .silence }
        let transport = kind.makeForNetwork()
        let request = HTTPRequest(.get, origin.address("/"))
        let task = Task { await failure(of: request, over: transport) }
        await origin.wait { $0.underWay == 1 }
        task.cancel()
        #expect(await task.value == .cancelled)
        await origin.wait { $0.openConnections == 0 }
        #expect(origin.activity.underWay == 0)
    }

    @Test(arguments: TransportUnderTest.network)
    func `cancelling at any moment ends in an answer or in cancelled`(_ kind: TransportUnderTest) async throws {
        let origin = try LoopbackOrigin { _ in .text("ok") }
        let transport = kind.makeForNetwork()
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<100 {
            let request = HTTPRequest(.get, origin.address("/"))
            let task = Task { () -> HTTPError.Code? in
                do throws(HTTPError) {
                    _ = try await transport.send(request)
                    return nil
                } catch {
                    return error.code
                }
            }
            for _ in 0..<Int.random(in: 0...30, using: &generator) { await Task.yield() }
            task.cancel()
            let code = await task.value
            #expect(code == nil || code == .cancelled)
        }
        await origin.wait { $0.underWay == 0 }
    }
}
