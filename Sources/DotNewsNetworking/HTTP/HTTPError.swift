public import DotNewsModels

/// Why a request brought no answer.
public struct HTTPError: Error, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The host's name could not be resolved.
        public static let hostNotFound = Code(rawValue: "hostNotFound")
        /// No connection: refused, unreachable or closed while connecting.
        public static let cannotConnect = Code(rawValue: "cannotConnect")
        /// Connecting, waiting or the whole request took longer than the limits allow.
        public static let timedOut = Code(rawValue: "timedOut")
        /// The connection ended before the answer was complete.
        public static let connectionLost = Code(rawValue: "connectionLost")
        /// What came was not HTTP, or contradicted itself.
        public static let malformedResponse = Code(rawValue: "malformedResponse")
        /// The answer is larger than the limits allow, before or after decompression.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// The compressed content was damaged, or compressed in a way that is not understood.
        public static let undecodableContent = Code(rawValue: "undecodableContent")
        /// More redirects than the limits allow.
        public static let tooManyRedirects = Code(rawValue: "tooManyRedirects")
        /// A redirect to something that is not an acceptable `http` or `https` address.
        public static let forbiddenRedirect = Code(rawValue: "forbiddenRedirect")
        /// The server's certificate could not be verified, or TLS failed otherwise.
        public static let insecureConnection = Code(rawValue: "insecureConnection")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// Anything else, such as a missing file or a library that could not start.
        public static let failed = Code(rawValue: "failed")
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

    /// Creates a failure.
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
