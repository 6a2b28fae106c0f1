import Foundation

#if DOTNEWS_URLSESSION_MODULE
    import DotNewsNetworking
    import FoundationNetworking
#endif

/// What the errors of `URLSession` mean to a caller.
enum URLSessionFailure {
    /// The error's code and reason.
    static func describe(_ error: any Error) -> (code: HTTPError.Code, reason: String) {
        guard let error = error as? URLError else { return (.failed, "the request failed") }
        #if DOTNEWS_URLSESSION_MODULE
            let (code, sentence) = classifyText(error.localizedDescription) ?? classify(error.code)
        #else
            let (code, sentence) = classify(error.code)
        #endif
        return (code, "\(sentence) (URLError \(error.code.rawValue))")
    }

    #if DOTNEWS_URLSESSION_MODULE
        /// Foundation on Linux stands on libcurl, and gives most of its results the same code; only the text tells.
        private static func classifyText(_ text: String) -> (HTTPError.Code, String)? {
            if text.contains("transfer closed with") || text.contains("Empty reply") {
                return (.connectionLost, "the connection ended before the answer was complete")
            }
            if text.contains("chunked-encoding") {
                return (.malformedResponse, "the answer's chunks are not as HTTP has them")
            }
            if text.contains("content unencoding") || text.contains("content encoding") {
                return (.undecodableContent, "the compressed content is damaged or of an unknown kind")
            }
            if text.contains("SSL") || text.contains("certificate") {
                return (.insecureConnection, "no secure connection could be made")
            }
            return text == "Out of memory" ? (.tooLarge, "the answer's header is larger than allowed") : nil
        }
    #endif

    private static func classify(_ code: URLError.Code) -> (HTTPError.Code, String) {
        switch code {
        case .cannotFindHost, .dnsLookupFailed:
            (.hostNotFound, "the host's name could not be resolved")
        case .cannotConnectToHost, .notConnectedToInternet, .internationalRoamingOff, .callIsActive,
            .dataNotAllowed:
            (.cannotConnect, "no connection could be made")
        case .timedOut:
            (.timedOut, "the answer took too long")
        case .networkConnectionLost:
            (.connectionLost, "the connection ended before the answer was complete")
        case .badServerResponse, .cannotParseResponse, .zeroByteResource:
            (.malformedResponse, "what came is not an HTTP answer")
        case .unsupportedURL:
            // Every address is http or https; on Linux this is libcurl's word for an answer without a status line.
            (.malformedResponse, "what came is not an HTTP answer")
        case .cannotDecodeContentData, .cannotDecodeRawData:
            (.undecodableContent, "the compressed content is damaged or of an unknown kind")
        case .dataLengthExceedsMaximum:
            (.tooLarge, "the answer is larger than allowed")
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired, .appTransportSecurityRequiresSecureConnection:
            (.insecureConnection, "no secure connection could be made")
        case .cancelled:
            (.cancelled, "the request was cancelled")
        default:
            (.failed, "the request failed")
        }
    }
}
