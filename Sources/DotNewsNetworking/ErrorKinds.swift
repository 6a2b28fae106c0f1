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

    /// `http.` and the code.
    public var qualifiedCode: String { "http.\(code.rawValue)" }
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

    /// `cms.` and a name of the failure, or the name of the error underneath when there was no answer.
    public var qualifiedCode: String {
        switch self {
        case .http(let error): error.qualifiedCode
        case .status: "cms.status"
        case .notJSON: "cms.notJSON"
        case .notImage: "cms.notImage"
        case .envelope: "cms.envelope"
        case .malformed: "cms.malformed"
        case .wrongArticle: "cms.wrongArticle"
        case .slowBody: "cms.slowBody"
        case .unexpectedNotModified: "cms.unexpectedNotModified"
        case .noSearch: "cms.noSearch"
        case .noArticle: "cms.noArticle"
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

    /// `account.` and the code, or the name of the error underneath when the site was not reached.
    public var qualifiedCode: String {
        let cause = code == .unreachable ? underlying as? any DotNewsError : nil
        return cause?.qualifiedCode ?? "account.\(code.rawValue)"
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

    /// `document.` and the code.
    public var qualifiedCode: String { "document.\(code.rawValue)" }
}

extension CredentialError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .fileAccess }

    /// `credential.failed`.
    public var qualifiedCode: String { "credential.failed" }
}
