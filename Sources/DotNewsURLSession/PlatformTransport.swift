#if !canImport(CCurl)
    public import DotNewsNetworking

    /// The transport to use on this system when nothing speaks for another: Foundation's.
    public typealias PlatformTransport = URLSessionTransport

    extension HTTPTransport where Self == PlatformTransport {
        /// A new ``PlatformTransport`` with its default configuration.
        public static var platformDefault: PlatformTransport { PlatformTransport() }
    }

    extension HTTPTransport where Self == CoalescingTransport {
        /// The stack that the package's clients use, over ``PlatformTransport``.
        public static func standard(retry: RetryPolicy = .standard, maximumPerHost: Int = 16) -> CoalescingTransport {
            standard(over: .platformDefault, retry: retry, maximumPerHost: maximumPerHost)
        }
    }
#endif
