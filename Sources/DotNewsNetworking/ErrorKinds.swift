public import DotNewsModels

extension HTTPError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .hostNotFound, .cannotConnect, .timedOut, .connectionLost: .offline
        case .malformedResponse, .tooLarge, .undecodableContent, .tooManyRedirects, .forbiddenRedirect,
            .insecureConnection:
            .siteUnavailable
        case .cancelled: .cancelled
        default: .other
        }
    }
}

extension CMSError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch self {
        case .http(let error): error.kind
        case .status(401, _, _): .signInNeeded
        case .status where isGone: .notFound
        case .status(let status, _, _): (400..<500).contains(status) && status != 429 ? .refused : .siteUnavailable
        case .notJSON, .notImage, .envelope, .malformed, .wrongArticle, .unexpectedNotModified, .slowBody:
            .siteUnavailable
        case .noSearch: .unsupported
        case .noArticle: .invalidInput
        }
    }
}

extension AccountError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .notConfigured: .unsupported
        case .signInNeeded: .signInNeeded
        case .refused: .refused
        case .busy, .unavailable: .siteUnavailable
        case .unreachable: (underlying as? any DotNewsError)?.kind ?? .offline
        case .cancelled: .cancelled
        case .credentials: .fileAccess
        default: .other
        }
    }
}

extension SiteDocumentError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .empty, .tooLarge, .unrecognised, .wrongKind: .invalidInput
        case .malformed, .slow: .damaged
        case .withdrawn: .notFound
        default: .other
        }
    }
}

extension CredentialError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .fileAccess }
}
