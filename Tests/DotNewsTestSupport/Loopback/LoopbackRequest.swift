public import DotNewsNetworking
public import Foundation

/// A request as it reached a ``LoopbackOrigin``.
public struct LoopbackRequest: Sendable {
    /// The method.
    public let method: String
    /// What stands in the request line: path and query, or a whole address when the origin is asked as a proxy.
    public let target: String
    /// The fields.
    public let headers: HTTPHeaders
    /// The content.
    public let body: Data
    /// Which connection it came on, counted from 1.
    public let connection: Int

    /// The target up to the question mark.
    public var path: String { String(target.prefix { $0 != "?" }) }
    /// What follows the question mark.
    public var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }
}

/// Reads requests from a connection.
struct LoopbackRequestReader {
    private static let largestHead = 1 << 20

    let socket: LoopbackSocket
    let connection: Int
    private var buffer = Data()

    init(socket: LoopbackSocket, connection: Int) {
        self.socket = socket
        self.connection = connection
    }

    /// The next request; `nil` when the connection has ended or what comes is not HTTP.
    mutating func next() -> LoopbackRequest? {
        guard let head = readHead() else { return nil }
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let requestLine = lines.removeFirst().split(separator: " ")
        guard requestLine.count == 3 else { return nil }
        var headers = HTTPHeaders()
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers.append(String(line[..<colon]), String(line[line.index(after: colon)...]))
        }
        if headers["Expect"] != nil { _ = socket.send(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        guard let body = readBody(headers) else { return nil }
        return LoopbackRequest(
            method: String(requestLine[0]), target: String(requestLine[1]), headers: headers, body: body,
            connection: connection)
    }

    private mutating func readHead() -> String? {
        let end = Data("\r\n\r\n".utf8)
        while true {
            if let range = buffer.range(of: end) {
                let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer = Data(buffer[range.upperBound...])
                return head
            }
            guard buffer.count < Self.largestHead, fill() else { return nil }
            // The greeting of TLS, which has no line to wait for.
            if buffer.first == 0x16 {
                _ = socket.send(Data("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))
                return nil
            }
        }
    }

    private mutating func readBody(_ headers: HTTPHeaders) -> Data? {
        if headers["Transfer-Encoding"]?.lowercased() == "chunked" { return readChunks() }
        return take(headers["Content-Length"].flatMap(Int.init) ?? 0)
    }

    private mutating func readChunks() -> Data? {
        var body = Data()
        while true {
            guard let line = takeLine(), let count = Int(line, radix: 16), let chunk = take(count), takeLine() != nil
            else { return nil }
            if count == 0 { return body }
            body += chunk
        }
    }

    private mutating func takeLine() -> String? {
        while true {
            if let range = buffer.range(of: Data("\r\n".utf8)) {
                let line = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer = Data(buffer[range.upperBound...])
                return line
            }
            guard fill() else { return nil }
        }
    }

    private mutating func take(_ count: Int) -> Data? {
        while buffer.count < count {
            guard fill() else { return nil }
        }
        defer { buffer = Data(buffer.dropFirst(count)) }
        return Data(buffer.prefix(count))
    }

    private mutating func fill() -> Bool {
        guard let data = socket.receive() else { return false }
        buffer += data
        return true
    }
}
