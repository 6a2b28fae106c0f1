extension HTTPTransport {
    /// This transport as the package's clients use it: with one transfer for requests that are the same, with retries, and
    /// with a limit of requests per host.
    ///
    /// The limit is innermost, so that a request that waits to be sent again does not hold a place.
    ///
    /// - Parameters:
    ///   - policy: When a request is sent again.
    ///   - maximumPerHost: How many requests are under way at a time to each host, 1 or more.
    public func withRetries(
        _ policy: RetryPolicy = .standard, maximumPerHost: Int = 16
    ) -> some HTTPTransport {
        limited(perHost: maximumPerHost).retrying(policy).coalescing()
    }

    /// This transport with retries over it.
    package func retrying(_ policy: RetryPolicy = .standard) -> RetryingTransport {
        RetryingTransport(over: self, policy: policy)
    }

    /// This transport with at most `maximum` requests at a time to each host.
    package func limited(perHost maximum: Int) -> HostLimitedTransport {
        HostLimitedTransport(over: self, maximumPerHost: maximum)
    }

    /// This transport with one transfer for requests that are the same.
    package func coalescing() -> CoalescingTransport {
        CoalescingTransport(over: self)
    }
}
