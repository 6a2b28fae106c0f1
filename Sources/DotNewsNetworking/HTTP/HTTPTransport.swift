/// Carries one request to a server and brings the answer back.
///
/// Everything above this protocol is blind to how that is done. A conformer:
///
/// - answers with any status; only what is not an HTTP answer at all is an error;
/// - follows redirects itself, to `http` and `https` only, within the request's ``HTTPLimits``;
/// - keeps every bound of the request's limits, and fails with the matching ``HTTPError/Code``;
/// - keeps and sends no cookies, and no credentials but those of ``HTTPRequest/authenticated(at:)``, to the origin that was
///   asked and no other;
/// - when the calling task is cancelled, removes the transfer and fails with ``HTTPError/Code/cancelled``.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the whole answer.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
