public import DotNewsFoundation
public import DotNewsModels

/// What a server answered, whatever its status.
public struct HTTPResponse: Sendable {
    /// The status code, 100 to 599.
    public var status: Int
    /// The address that answered, after redirects.
    public var address: WebAddress
    /// The header fields of the final answer.
    public var headers: HTTPHeaders
    /// The content, decompressed.
    public var body: Data
    /// The bytes that came over the wire for the content, before decompression.
    public var transferSize: Int

    /// Creates an answer.
    public init(status: Int, address: WebAddress, headers: HTTPHeaders, body: Data, transferSize: Int) {
        self.status = status
        self.address = address
        self.headers = headers
        self.body = body
        self.transferSize = transferSize
    }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
}

extension ResourceVersion {
    /// The fields that make a request conditional on this version; empty when the server gave no validator.
    package var conditionalHeaders: HTTPHeaders {
        var headers = HTTPHeaders()
        if let entityTag { headers["If-None-Match"] = entityTag }
        if let lastModified { headers["If-Modified-Since"] = lastModified }
        return headers
    }
}
