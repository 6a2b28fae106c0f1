package import DotNewsFoundation
import DotNewsModels

/// Follows redirects on behalf of a transport that makes single exchanges, so that every transport follows them alike
/// and no address is asked that did not pass ``WebAddress``.
package struct RedirectFollower {
    /// The request as the caller made it.
    let request: HTTPRequest
    /// Returns the present time, by which requests are signed.
    let now: @Sendable () -> Date

    /// Follows the redirects of `request`, as the caller made it.
    package init(request: HTTPRequest, now: @escaping @Sendable () -> Date) {
        self.request = request
        self.now = now
    }

    /// Makes exchanges until an answer is not a redirect.
    ///
    /// `exchange` gets the request of each hop, with the fields that authenticate it; its total time limit is what is left
    /// of the caller's.
    ///
    /// - Throws: ``HTTPError``; also, before anything is sent, for a request with a refused header field.
    package func run(
        _ exchange: (HTTPRequest) async throws(HTTPError) -> HTTPResponse
    ) async throws(HTTPError) -> HTTPResponse {
        let start = ContinuousClock.now
        var hop = request
        var followed = 0
        while true {
            let authenticated = hop.authenticated(at: now())
            try authenticated.checkHeaders()
            let response = try await exchange(authenticated)
            guard let location = Self.location(in: response) else { return response }
            guard followed < request.limits.maximumRedirects else {
                throw HTTPError(
                    .tooManyRedirects, method: request.method, address: request.address,
                    reason: "the server redirected more than \(request.limits.maximumRedirects) times")
            }
            guard let target = WebAddress(location, relativeTo: hop.address) else {
                throw HTTPError(
                    .forbiddenRedirect, method: hop.method, address: hop.address,
                    reason: "the server redirected to \(Self.describe(location)), which is refused")
            }
            followed += 1
            let left = request.limits.totalTimeout - (ContinuousClock.now - start)
            guard left > .zero else {
                throw HTTPError(
                    .timedOut, method: request.method, address: request.address,
                    reason: "the request and its redirects took longer than \(request.limits.totalTimeout)")
            }
            hop = Self.next(after: hop, status: response.status, target: target)
            hop.limits.totalTimeout = left
        }
    }

    /// The text of the `Location` field when the status is one that is followed.
    private static func location(in response: HTTPResponse) -> String? {
        switch response.status {
        case 301, 302, 303, 307, 308: response.headers["Location"]
        default: nil
        }
    }

    /// The request that follows from a redirect (RFC 9110, sections 15.4 and 9.3).
    static func next(after request: HTTPRequest, status: Int, target: WebAddress) -> HTTPRequest {
        var next = request
        next.address = target
        let becomesGet =
            status == 303 ? request.method != .head : request.method == .post && (status == 301 || status == 302)
        if becomesGet {
            next.method = .get
            next.body = nil
            for name in ["Content-Type", "Content-Encoding", "Content-Language"] { next.headers[name] = nil }
        }
        if target.origin != request.address.origin {
            // What was meant for one server is none of another's business.
            next.authentication = nil
            for name in ["Authorization", "Cookie", "Proxy-Authorization"] { next.headers[name] = nil }
        }
        return next
    }

    /// Names what a server redirected to without repeating its text, which may hold anything.
    private static func describe(_ location: String) -> String {
        let scheme = location.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
        let isScheme = !scheme.isEmpty && scheme.utf8.count <= 20 && location.dropFirst(scheme.count).first == ":"
        guard isScheme else { return "something that is not an address" }
        let name = scheme.lowercased()
        return name == "http" || name == "https" ? "a malformed \(name) address" : "an address of the scheme \(name)"
    }
}
