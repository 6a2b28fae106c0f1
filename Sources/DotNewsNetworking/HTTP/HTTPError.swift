public import DotNewsModels

/// Why a request brought no answer.
public struct HTTPError: Error, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// The host's name could not be resolved.
        case hostNotFound
        /// No connection: refused, unreachable or closed while connecting.
        case cannotConnect
        /// Connecting, waiting or the whole request took longer than the limits allow.
        case timedOut
        /// The connection ended before the answer was complete.
        case connectionLost
        /// What came was not HTTP, or contradicted itself.
        case malformedResponse
        /// The answer is larger than the limits allow, before or after decompression.
        case tooLarge
        /// The compressed content was damaged, or compressed in a way that is not understood.
        case undecodableContent
        /// More redirects than the limits allow.
        case tooManyRedirects
        /// A redirect to something that is not an acceptable `http` or `https` address.
        case forbiddenRedirect
        /// The server's certificate could not be verified, or TLS failed otherwise.
        case insecureConnection
        /// The calling task was cancelled.
        case cancelled
        /// Anything else, such as a missing file or a library that could not start.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// The method that was asked for.
    public let method: HTTPMethod
    /// The address that was asked.
    public let address: WebAddress
    /// What the transport says of it, without secrets.
    public let reason: String
    /// The error underneath, when there is one.
    public let underlying: (any Error)?

    /// Describes a failure.
    public init(
        _ code: Code, method: HTTPMethod = .get, address: WebAddress, reason: String, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.method = method
        self.address = address
        self.reason = reason
        self.underlying = underlying
    }

    /// Whether asking again may help, provided the request is idempotent.
    public var isTransient: Bool {
        switch code {
        case .hostNotFound, .cannotConnect, .timedOut, .connectionLost, .malformedResponse: true
        default: false
        }
    }
}

extension HTTPError: CustomStringConvertible {
    /// One sentence: what was asked, and what went wrong. The query of the address is left out, as it may hold
    /// secrets.
    public var description: String {
        "\(method.rawValue) \(address.withoutQuery): \(reason)"
    }
}
