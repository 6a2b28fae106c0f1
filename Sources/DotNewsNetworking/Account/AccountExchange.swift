import DotNewsFoundation
import DotNewsModels

/// One question to the site and its answer, checked as far as that is the same for all.
struct AccountExchange {
    /// What is being done, for errors.
    let activity: String
    let address: WebAddress
    var method = HTTPMethod.get
    /// The JSON that is sent.
    var content: Data?
    /// Names what is sent, so that twice counts as once.
    var idempotencyKey: String?
    /// Whether the reader must be signed in.
    var isPrivate = true
    /// What is said of those who are not signed in.
    static let signInReason = "sign in first"

    /// Sends it, and returns the content of a good answer.
    func send(by client: AccountClient) async throws(AccountError) -> Data {
        var limits = AccountClient.limits
        // A changed request is another request: a redirect would turn it into a question, or take it elsewhere.
        if content != nil { limits.maximumRedirects = 0 }
        var headers: HTTPHeaders = ["Accept": "application/json"]
        let token = try client.token(while: activity)
        if let token {
            guard address.isProtected else {
                throw AccountError(
                    .credentials, while: activity, address: address,
                    reason: "the sign-in would be sent in the clear; use the site's https address")
            }
            headers["Authorization"] = "Bearer \(token.revealed)"
        } else if isPrivate {
            throw AccountError(.signInNeeded, while: activity, reason: Self.signInReason)
        }
        if content != nil { headers["Content-Type"] = "application/json" }
        // A string as structured fields have it (RFC 9651).
        if let idempotencyKey { headers["Idempotency-Key"] = "\"\(idempotencyKey)\"" }
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await client.transport.send(
                HTTPRequest(method, address, headers: headers, body: content, limits: limits))
        } catch {
            throw failure(of: error)
        }
        try check(response, now: client.now())
        return response.body
    }

    private func failure(of error: HTTPError) -> AccountError {
        // The address may have a query, and what the transport says of it is without secrets.
        let code: AccountError.Code =
            switch error.code {
            case .cancelled: .cancelled
            case .tooManyRedirects, .forbiddenRedirect: .refused
            default: .unreachable
            }
        let neverLeft = [.hostNotFound, .cannotConnect, .insecureConnection, .tooManyRedirects].contains(error.code)
        return AccountError(
            code, while: activity, address: address, reason: error.reason, mayHaveArrived: content != nil && !neverLeft,
            underlying: error)
    }

    private func check(_ response: HTTPResponse, now: Date) throws(AccountError) {
        let status = response.status
        if response.isSuccess { return }
        let wait = RetryAfter.delay(in: response.headers, now: now)
        throw failure(status: status, retryAfter: wait, said: envelope(of: response.body))
    }

    /// What an answer of this status, or an envelope with this code, means.
    func failure(status: Int, retryAfter: Duration?, said: Envelope?) -> AccountError {
        let message = said?.text ?? ""
        let tail = message.isEmpty ? "" : ": \(message)"
        let (code, reason): (AccountError.Code, String) =
            switch status {
            case 401: (.signInNeeded, "the site does not accept the sign-in any more; sign in again")
            case 403: (.refused, "the site does not allow it\(tail)")
            case 404, 410:
                (.refused, "the site does not know the article or comment, or takes no comments there\(tail)")
            // RFC 9110 has no such use of it, the draft of Idempotency-Key has: the first attempt is still under way.
            case 409 where retryAfter != nil: (.busy, "the site is still busy with the first attempt")
            case 408, 425, 429: (.busy, "the site asks for patience")
            case 503 where retryAfter != nil: (.busy, "the site asks for patience")
            case 400...499: (.refused, "the site refuses it (status \(status))\(tail)")
            default: (.unavailable, "the site answered with status \(status)\(tail)")
            }
        return AccountError(
            code, while: activity, address: address, status: status, reason: reason, retryAfter: retryAfter,
            // What failed behind the site's door may have been done before.
            mayHaveArrived: content != nil && (status >= 500 || status == 409 && retryAfter != nil || status == 408))
    }

    /// An answer that came with success and is none.
    func unreadable(_ reason: String) -> AccountError {
        AccountError(
            .unavailable, while: activity, address: address, reason: "the answer cannot be read: \(reason)",
            mayHaveArrived: content != nil)
    }

    private func envelope(of body: Data) -> Envelope? {
        guard body.count <= 64 << 10 else { return nil }
        var envelope = Envelope()
        try? body.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
            try envelope.read(from: &scanner) { (scanner: inout JSONScanner) throws(JSONFault) in try scanner.skip() }
        }
        return envelope
    }

    /// Reads a good answer: `content` reads what is in the envelope, and leaves alone what it cannot use.
    func read(
        _ body: Data, _ content: (inout JSONScanner) throws(JSONFault) -> Void
    ) throws(AccountError) {
        var envelope = Envelope()
        do throws(JSONFault) {
            try body.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try envelope.read(from: &scanner, content: content)
            }
        } catch {
            throw unreadable(error.description)
        }
        guard envelope.isSuccess else {
            // The CMS also reports failures with status 200 and a code that is, or is not, a status.
            let code = envelope.codeNumber.flatMap { (400...599).contains($0) ? $0 : nil } ?? 400
            throw failure(status: code, retryAfter: nil, said: envelope)
        }
    }
}
