#if DOTNEWS_LIBCURL
    import CDotNewsCurl
    public import DotNewsFoundation
    public import DotNewsModels

    /// Carries requests with libcurl: one thread, HTTP/2 over TLS with many requests on a connection, connections and name
    /// look-ups used again, and every kind of compression that libcurl was built with.
    ///
    /// - Names the package and libcurl in `User-Agent`; keeps no cookies, reads no `.netrc`.
    /// - Verifies certificates against the system's authorities, or those of ``Configuration/caFile``; TLS 1.2 or later.
    /// - `HTTPResponse.transferSize` is the size of the content before decompression.
    /// - A header of more than 1,000 fields or 256 KiB is refused.
    /// - Content that is compressed and cut off short at the end of an otherwise complete answer is delivered as far as it
    ///   goes, because libcurl does not tell; whoever reads it finds the end missing.
    ///
    /// The library is loaded with the first request, which starts the thread. That ends with ``shutdown()`` or with the
    /// transport's last reference; when the process ends by `exit(3)`, that waits for it, at most for a second.
    public final class CurlTransport: HTTPTransport {
        /// How a transport behaves, apart from what each request says.
        public struct Configuration: Sendable {
            /// Which proxy carries the requests.
            public enum Proxy: Hashable, Sendable {
                /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` in the environment say.
                case environment
                /// None, whatever the environment says.
                case none
                /// This one.
                case address(WebAddress)
            }

            /// The path of a file in PEM form whose certificates are trusted in place of the system's; `nil` for the
            /// system's.
            public var caFile: String?
            /// The value of `User-Agent` for requests that do not set it themselves; `nil` for ``defaultUserAgent``.
            public var userAgent: String?
            /// The most connections open at once, idle ones included.
            public var maximumConnections: Int
            /// The most connections open to one host at once. Requests beyond it wait, or share a connection by HTTP/2;
            /// waiting counts towards a request's total time.
            public var maximumConnectionsPerHost: Int
            /// Which proxy carries the requests.
            public var proxy: Proxy

            /// Creates a transport; what is not given has its default: the system's authorities, ``defaultUserAgent``, 64
            /// connections, 16 to a host, the proxy of the environment.
            public init(
                caFile: String? = nil, userAgent: String? = nil, maximumConnections: Int = 64,
                maximumConnectionsPerHost: Int = 16, proxy: Proxy = .environment
            ) {
                self.caFile = caFile
                self.userAgent = userAgent
                self.maximumConnections = maximumConnections
                self.maximumConnectionsPerHost = maximumConnectionsPerHost
                self.proxy = proxy
            }

            /// `DotNews/<version> (libcurl/<version>)`; loads the library when nothing has before.
            public static let defaultUserAgent = UserAgent.naming("libcurl/" + CurlLibrary.installed.version)
        }

        private let loop: CurlLoop
        private let now: @Sendable () -> Date

        /// Creates a transport; nothing happens before the first request.
        ///
        /// - Parameters:
        ///   - configuration: The behaviour of the transport.
        ///   - now: Returns the present time, by which requests are signed.
        public init(
            _ configuration: Configuration = Configuration(), now: @escaping @Sendable () -> Date = { Date() }
        ) {
            loop = CurlLoop(configuration)
            self.now = now
        }

        deinit { loop.stop() }

        /// Sends `request`, follows its redirects and returns the whole answer.
        public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
            try await RedirectFollower(request: request, now: now).run { hop throws(HTTPError) in
                try await self.loop.perform(hop).get()
            }
        }

        /// Ends the thread and closes every connection. Requests under way fail with ``HTTPError/Code/cancelled``, later
        /// ones with ``HTTPError/Code/failed``.
        public func shutdown() {
            loop.stop()
        }

        /// Whether the thread of any transport has not ended.
        package static var hasThreads: Bool { CurlLoop.hasThreads }

        /// The transfers that libcurl holds at the moment.
        package var activeTransfers: Int { loop.activeTransfers }
    }
#endif
