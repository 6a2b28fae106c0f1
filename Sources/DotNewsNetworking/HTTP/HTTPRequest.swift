public import DotNewsFoundation
public import DotNewsModels

/// What is asked of a server.
public struct HTTPRequest: Hashable, Sendable {
    /// What the server is asked to do.
    public var method: HTTPMethod
    /// The resource.
    public var address: WebAddress
    /// The header fields, besides those the transport sets itself (`Host`, `Accept-Encoding`, `Content-Length` and,
    /// when absent, `User-Agent`).
    public var headers: HTTPHeaders
    /// The content sent with the request; `nil` for none.
    public var body: Data?
    /// How the request shows who sends it; `nil` for not at all.
    package var authentication: HTTPAuthentication?
    /// The bounds within which the answer must come.
    public var limits: HTTPLimits

    /// Creates a request; a plain `GET` unless said otherwise.
    public init(
        _ method: HTTPMethod = .get, _ address: WebAddress, headers: HTTPHeaders = [:], body: Data? = nil,
        limits: HTTPLimits = .standard
    ) {
        self.init(method, address, headers: headers, body: body, authentication: nil, limits: limits)
    }

    /// Creates a request that shows who sends it.
    package init(
        _ method: HTTPMethod = .get, _ address: WebAddress, headers: HTTPHeaders = [:], body: Data? = nil,
        authentication: HTTPAuthentication?, limits: HTTPLimits = .standard
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.authentication = authentication
        self.limits = limits
    }
}

extension HTTPRequest {
    /// Checks that no header field was refused.
    ///
    /// - Throws: ``HTTPError`` of the code ``HTTPError/Code/failed``, which names the first refused field and never its value.
    package func checkHeaders() throws(HTTPError) {
        guard let name = headers.refusedNames.first else { return }
        throw HTTPError(
            .failed, method: method, address: address,
            reason:
                "the header field \(String(name.prefix(100)).debugDescription) has a name or value that HTTP does not allow"
        )
    }
}

/// A request method. Open: a server may be asked with methods that are not listed.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable {
    /// The method as it stands in the request line.
    public let rawValue: String

    /// Takes any method; it is sent as given.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Reads a resource.
    public static let get = HTTPMethod(rawValue: "GET")
    /// Reads the header of a resource.
    public static let head = HTTPMethod(rawValue: "HEAD")
    /// Sends content to a resource.
    public static let post = HTTPMethod(rawValue: "POST")
    /// Stores content under an address.
    public static let put = HTTPMethod(rawValue: "PUT")
    /// Removes a resource.
    public static let delete = HTTPMethod(rawValue: "DELETE")

    /// Whether sending the request twice has the effect of sending it once (RFC 9110, section 9.2.2).
    public var isIdempotent: Bool {
        ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"].contains(rawValue)
    }
}

/// The bounds of one request.
public struct HTTPLimits: Hashable, Sendable {
    /// How long connecting may take, name resolution and TLS included.
    public var connectTimeout: Duration
    /// How long the transfer may stand still (less than one byte a second).
    public var idleTimeout: Duration
    /// How long the whole request may take, redirects included.
    public var totalTimeout: Duration
    /// The largest body accepted as it comes over the wire, in bytes.
    public var maximumTransferSize: Int
    /// The largest body accepted after decompression, in bytes.
    public var maximumBodySize: Int
    /// How many redirects are followed.
    public var maximumRedirects: Int

    /// Sets bounds; what is not given is as in ``standard``.
    public init(
        connectTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(20),
        totalTimeout: Duration = .seconds(60), maximumTransferSize: Int = 16 << 20, maximumBodySize: Int = 32 << 20,
        maximumRedirects: Int = 5
    ) {
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.totalTimeout = totalTimeout
        self.maximumTransferSize = maximumTransferSize
        self.maximumBodySize = maximumBodySize
        self.maximumRedirects = maximumRedirects
    }

    /// 10 seconds to connect, 20 seconds without a byte, 60 seconds in all, 16 MiB on the wire, 32 MiB decompressed,
    /// 5 redirects.
    public static let standard = HTTPLimits()
}
