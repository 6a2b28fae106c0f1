import DotNewsModels
public import Foundation

#if DOTNEWS_URLSESSION_MODULE
    public import DotNewsNetworking
    import FoundationNetworking
#endif

/// Carries requests with Foundation's `URLSession`, for systems without libcurl.
///
/// Keeps no cookies, cache or credentials, names the package in `User-Agent` and follows redirects itself. What
/// `URLSession` does not tell or do is approximated:
///
/// - Nobody is told when a connection stands. Until the first byte of the answer, the time limits for connecting and for
///   standing still count together.
/// - Content is decompressed before it is handed over, so `HTTPResponse.transferSize` is what `Content-Length` says, or
///   the decompressed size when there is none. The limit of the transfer size is kept for what is announced; content
///   without `Content-Length` is limited by its decompressed size alone.
/// - Fields of the same name arrive joined by commas, in no order.
/// - Header sizes are limited by `URLSession` alone.
/// - The proxy is that of the system; on Linux that of the environment. A request that shows who sends it goes through none
///   over plain http; on Linux, where a session knows no such choice, it fails while the environment names a proxy.
///
/// Foundation on Linux, of Swift 6.3, has faults that no caller can make good, which is why `PlatformTransport` is
/// another one there: it ends the process when a connection closes inside an answer's header; it reads ahead of
/// whoever it reads for, so that content without an end can use much memory before the limit takes hold; it takes an
/// interim answer (103) for the final one; it needs seconds for 10,000 header fields.
public final class URLSessionTransport: HTTPTransport {
    /// A session with what hears of its tasks, which have numbers of their own in each session.
    private struct Route {
        let session: URLSession
        let exchanges = URLSessionExchanges()

        init(_ configuration: URLSessionConfiguration) {
            session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
        }
    }

    private let route: Route
    /// Without a proxy, which reads what goes over plain http.
    private let directRoute: Route
    private let environment: [String: String]
    private let userAgent: String
    private let now: @Sendable () -> Date

    /// `DotNews/<version> (URLSession)`.
    public static let defaultUserAgent = UserAgent.naming("URLSession")

    /// Creates a transport with a session of its own.
    ///
    /// - Parameters:
    ///   - userAgent: The value of `User-Agent` for requests that do not set it themselves.
    ///   - maximumConnectionsPerHost: A wish that HTTP/2 makes pointless and some systems ignore.
    ///   - now: Returns the present time, by which requests are signed.
    public convenience init(
        userAgent: String = defaultUserAgent, maximumConnectionsPerHost: Int = 16,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(
            userAgent: userAgent, maximumConnectionsPerHost: maximumConnectionsPerHost,
            environment: ProcessInfo.processInfo.environment, now: now)
    }

    /// Creates a transport in an environment, which on Linux may name a proxy.
    package init(
        userAgent: String = defaultUserAgent, maximumConnectionsPerHost: Int = 16, environment: [String: String],
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = maximumConnectionsPerHost
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // A day each: the exchange keeps the request's own limits, which may be shorter than a second.
        configuration.timeoutIntervalForRequest = 86_400
        configuration.timeoutIntervalForResource = 86_400
        route = Route(configuration)
        configuration.connectionProxyDictionary = [:]
        directRoute = Route(configuration)
        self.environment = environment
        self.userAgent = userAgent
        self.now = now
    }

    // A session holds its delegate until it is told to go.
    deinit { for route in [route, directRoute] { route.session.invalidateAndCancel() } }

    /// Sends `request`, follows its redirects and returns the whole answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await RedirectFollower(request: request, now: now).run { hop throws(HTTPError) in
            try await self.exchange(hop).get()
        }
    }

    private func exchange(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
        let isForNobodyElse = request.carriesSecret && request.address.scheme == "http"
        #if os(Linux)
            if isForNobodyElse, hasProxyForPlainHTTP {
                return .failure(
                    HTTPError(
                        .failed, method: request.method, address: request.address,
                        reason: "a secret would go through the proxy of the environment over plain http"))
            }
        #endif
        let route = isForNobodyElse ? directRoute : route
        let task = route.session.dataTask(with: foundationRequest(for: request))
        let exchange = URLSessionExchange(request, cancellation: { task.cancel() })
        route.exchanges.add(exchange, for: task.taskIdentifier)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if exchange.begin(continuation) { task.resume() }
            }
        } onCancel: {
            exchange.fail(.cancelled, "the request was cancelled")
        }
    }

    #if os(Linux)
        /// Whether the environment names a proxy for plain http, whatever exceptions it makes.
        private var hasProxyForPlainHTTP: Bool {
            ["http_proxy", "all_proxy", "ALL_PROXY"].contains { environment[$0]?.isEmpty == false }
        }
    #endif

    private func foundationRequest(for request: HTTPRequest) -> URLRequest {
        var result = URLRequest(url: request.address.url, cachePolicy: .reloadIgnoringLocalCacheData)
        result.httpMethod = request.method.rawValue
        result.httpShouldHandleCookies = false
        result.timeoutInterval = 86_400
        if request.headers["User-Agent"] == nil { result.setValue(userAgent, forHTTPHeaderField: "User-Agent") }
        for field in request.headers.fields where !HTTPHeaders.isSetByTransport(field.name) {
            result.addValue(field.value, forHTTPHeaderField: field.name)
        }
        result.httpBody = request.body
        return result
    }
}
