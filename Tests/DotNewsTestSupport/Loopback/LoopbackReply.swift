package import DotNewsNetworking
public import Foundation

/// What a ``LoopbackOrigin`` does about a request: a proper answer, or a fault.
///
/// A reply is a header and a body as bytes, and a way of sending them. The functions that make replies give a proper
/// answer; the functions that change one spoil it, and can be combined.
public struct LoopbackReply: Sendable {
    /// What becomes of the connection after the last byte.
    public enum Ending: Sendable {
        /// It waits for the next request.
        case keepAlive
        /// It is closed.
        case close
        /// It is reset (`RST`).
        case reset
        /// Nothing more comes, but it stays open until the client leaves.
        case stall
    }

    /// Status line and fields, with the empty line.
    public var head: Data
    /// The body as it goes over the wire; not sent in answer to `HEAD`.
    public var body: Data
    /// How long the origin waits before the first byte.
    public var delay = Duration.zero
    /// What the origin waits for before the first byte.
    public var gate: Gate?
    /// How many bytes of header and body are sent; `nil` for all.
    public var cut: Int?
    /// How long the origin waits after each byte; `nil` for sending at once.
    public var interval: Duration?
    /// Whether the body is sent again and again until the client leaves.
    public var isEndless = false
    /// What becomes of the connection.
    public var ending = Ending.keepAlive

    /// Makes a reply of bytes.
    public init(head: Data, body: Data = Data(), ending: Ending = .keepAlive) {
        self.head = head
        self.body = body
        self.ending = ending
    }
}

// MARK: Proper answers

extension LoopbackReply {
    /// An answer with `Content-Length`, unless the fields give one or say that the body is chunked.
    public static func status(
        _ status: Int, headers: [(String, String)] = [], body: Data = Data()
    ) -> LoopbackReply {
        var head = "HTTP/1.1 \(status) \(reason(status))\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let names = headers.map { $0.0.lowercased() }
        let isFramed = names.contains("content-length") || names.contains("transfer-encoding")
        if !isFramed, status != 204, status != 304 { head += "Content-Length: \(body.count)\r\n" }
        return LoopbackReply(head: Data((head + "\r\n").utf8), body: body)
    }

    /// 200 with a text.
    public static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> LoopbackReply {
        .status(200, headers: [("Content-Type", type)], body: Data(text.utf8))
    }

    /// 200 with JSON.
    public static func json(_ text: String) -> LoopbackReply {
        .text(text, type: "application/json; charset=utf-8")
    }

    /// A redirect; `location` may be anything.
    public static func redirect(to location: String, status: Int = 302) -> LoopbackReply {
        .status(status, headers: [("Location", location)])
    }

    /// 200 with a gzip file as it is, right or wrong, see ``Gzip``.
    public static func gzip(_ file: Data, headers: [(String, String)] = []) -> LoopbackReply {
        .status(200, headers: [("Content-Encoding", "gzip")] + headers, body: file)
    }

    /// 200 in chunks, one for each part.
    public static func chunked(_ parts: [Data], headers: [(String, String)] = []) -> LoopbackReply {
        var body = Data()
        for part in parts where !part.isEmpty {
            body += Data("\(String(part.count, radix: 16))\r\n".utf8) + part + Data("\r\n".utf8)
        }
        body += Data("0\r\n\r\n".utf8)
        return .status(200, headers: [("Transfer-Encoding", "chunked")] + headers, body: body)
    }

    /// What a transport answered, passed on.
    package static func passing(_ response: HTTPResponse) -> LoopbackReply {
        .status(response.status, headers: response.headers.fields.map { ($0.name, $0.value) }, body: response.body)
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 304: "Not Modified"
        case 404: "Not Found"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Status \(status)"
        }
    }
}

// MARK: Faults

extension LoopbackReply {
    /// Nothing at all: the request is read and never answered.
    public static let silence = LoopbackReply(head: Data(), ending: .stall)

    /// These bytes and nothing else, then the end of the connection.
    public static func raw(_ bytes: Data) -> LoopbackReply {
        LoopbackReply(head: bytes, ending: .close)
    }

    /// These bytes and nothing else, then the end of the connection.
    public static func raw(_ text: String) -> LoopbackReply { .raw(Data(text.utf8)) }

    /// 200 with a `Content-Length` that need not be true.
    public static func announcing(_ count: String, body: Data) -> LoopbackReply {
        .status(200, headers: [("Content-Length", count)], body: body)
    }

    /// The reply, after a while.
    public func delayed(by duration: Duration) -> LoopbackReply { changed { $0.delay = duration } }

    /// The reply, once the gate is open.
    public func held(at gate: Gate) -> LoopbackReply { changed { $0.gate = gate } }

    /// The reply, a byte at a time.
    public func dripping(every interval: Duration) -> LoopbackReply { changed { $0.interval = interval } }

    /// The first `count` bytes of header and body, then `ending`.
    public func cut(after count: Int, _ ending: Ending) -> LoopbackReply {
        changed {
            $0.cut = count
            $0.ending = ending
        }
    }

    /// The first `count` bytes of the body after the whole header, then `ending`.
    public func cutBody(after count: Int, _ ending: Ending) -> LoopbackReply { cut(after: head.count + count, ending) }

    /// The reply with its body sent again and again until the client leaves.
    public func endless() -> LoopbackReply { changed { $0.isEndless = true } }

    /// The reply, after which the connection ends as given.
    public func ending(_ ending: Ending) -> LoopbackReply { changed { $0.ending = ending } }

    private func changed(_ change: (inout LoopbackReply) -> Void) -> LoopbackReply {
        var copy = self
        change(&copy)
        return copy
    }
}
