import DotNewsFoundation

/// When and how often a request is asked again.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent in all, the first time included; at least 1.
    public var maximumAttempts: Int
    /// The upper bound of the first delay. It doubles with every attempt.
    public var baseDelay: Duration
    /// What the upper bound does not grow beyond.
    public var maximumDelay: Duration
    /// The longest `Retry-After` that is waited for. A server that asks for more is not asked again, as it would only
    /// say the same; its answer goes to the caller.
    public var maximumRetryAfter: Duration

    /// Creates a policy; what is not given is as in ``standard``.
    public init(
        maximumAttempts: Int = 4, baseDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(20),
        maximumRetryAfter: Duration = .seconds(60)
    ) {
        self.maximumAttempts = maximumAttempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.maximumRetryAfter = maximumRetryAfter
    }

    /// Four attempts; at most 0.5, 1 and 2 seconds between them, or what `Retry-After` says up to 60 seconds.
    public static let standard = RetryPolicy()

    /// The upper bound of the delay after `attempt` attempts, from 1.
    func ceiling(afterAttempt attempt: Int) -> Duration {
        var ceiling = baseDelay
        for _ in 1..<max(attempt, 1) where ceiling < maximumDelay { ceiling *= 2 }
        return max(.zero, min(ceiling, maximumDelay))
    }

    /// Whether an answer of this status may be followed by a better one.
    static func isTransient(status: Int) -> Bool {
        switch status {
        case 408, 429, 502, 503, 504: true
        default: false
        }
    }
}

/// The `Retry-After` field (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// How long the server wants to be left alone; `nil` when it does not say or says it in no known form.
    ///
    /// A date is measured from the answer's own `Date`, so that it does not matter whether the clocks agree, or from
    /// `now` when it has none. A date that has passed is zero.
    static func delay(in headers: HTTPHeaders, now: Date) -> Duration? {
        guard let text = headers["Retry-After"] else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
            // A number that does not fit is longer than anyone waits.
            return .seconds(min(Int64(text) ?? .max, 1 << 40))
        }
        guard let date = HTTPDate.date(from: text, now: now) else { return nil }
        let sent = headers["Date"].flatMap { HTTPDate.date(from: $0, now: now) } ?? now
        return .milliseconds(Int64((max(0, date.timeIntervalSince(sent)) * 1_000).rounded(.up)))
    }
}
