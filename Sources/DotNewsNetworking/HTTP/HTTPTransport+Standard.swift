extension HTTPTransport {
    /// This transport with retries over it.
    public func retrying(_ policy: RetryPolicy = .standard) -> RetryingTransport {
        RetryingTransport(over: self, policy: policy)
    }

    /// This transport with at most `maximum` requests at a time to each host.
    public func limited(perHost maximum: Int) -> HostLimitedTransport {
        HostLimitedTransport(over: self, maximumPerHost: maximum)
    }

    /// This transport with one transfer for requests that are the same.
    public func coalescing() -> CoalescingTransport {
        CoalescingTransport(over: self)
    }
}

extension HTTPTransport where Self == CoalescingTransport {
    /// The stack that the package's clients use: the same requests made one, then retries, then a limit per host.
    ///
    /// The limit is innermost, so that a request that waits to be sent again does not hold a place.
    public static func standard(
        over base: some HTTPTransport, retry: RetryPolicy = .standard, maximumPerHost: Int = 16
    ) -> CoalescingTransport {
        base.limited(perHost: maximumPerHost).retrying(retry).coalescing()
    }
}
