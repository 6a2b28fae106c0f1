#if DOTNEWS_LIBCURL
    /// The transport that clients use unless they are given another: libcurl on Linux, `URLSession` on Apple systems.
    public typealias PlatformTransport = CurlTransport
#else
    /// The transport that clients use unless they are given another: libcurl on Linux, `URLSession` on Apple systems.
    public typealias PlatformTransport = URLSessionTransport
#endif

extension HTTPTransport where Self == PlatformTransport {
    /// A new ``PlatformTransport`` with its default configuration.
    public static var platformDefault: PlatformTransport { PlatformTransport() }
}
