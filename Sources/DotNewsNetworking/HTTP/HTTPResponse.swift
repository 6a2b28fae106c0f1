public import DotNewsModels
public import Foundation

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

    /// Describes an answer.
    public init(status: Int, address: WebAddress, headers: HTTPHeaders, body: Data, transferSize: Int) {
        self.status = status
        self.address = address
        self.headers = headers
        self.body = body
        self.transferSize = transferSize
    }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// What to send along next time, so that the server can answer "not modified".
    public var validators: HTTPValidators {
        HTTPValidators(entityTag: headers["ETag"], lastModified: headers["Last-Modified"])
    }
}

/// What a server gave to recognise a version of a resource by (RFC 9110, section 8.8).
public struct HTTPValidators: Hashable, Sendable {
    /// The value of `ETag`, with its quotes.
    public var entityTag: String?
    /// The value of `Last-Modified`, as the server wrote it.
    public var lastModified: String?

    /// Keeps validators; a value longer than 1,024 bytes is not kept.
    public init(entityTag: String? = nil, lastModified: String? = nil) {
        self.entityTag = entityTag.flatMap { $0.utf8.count <= 1_024 ? $0 : nil }
        self.lastModified = lastModified.flatMap { $0.utf8.count <= 1_024 ? $0 : nil }
    }

    /// Whether there is nothing to recognise a version by.
    public var isEmpty: Bool { entityTag == nil && lastModified == nil }

    /// The fields that make a request conditional.
    public var conditionalHeaders: HTTPHeaders {
        var headers = HTTPHeaders()
        if let entityTag { headers["If-None-Match"] = entityTag }
        if let lastModified { headers["If-Modified-Since"] = lastModified }
        return headers
    }
}
