/// How patiently the outbox is sent.
public struct OutboxPolicy: Hashable, Sendable {
    /// The longest pause after the first failure. It doubles with every attempt.
    public var baseDelay: Duration
    /// What the pause does not grow beyond; at most a day.
    public var maximumDelay: Duration
    /// How many articles are sent for at once; at least 1. Of one article there is never more than one request.
    public var maximumConcurrentArticles: Int

    /// Creates a policy; what is not given is as in ``standard``.
    public init(
        baseDelay: Duration = .seconds(5), maximumDelay: Duration = .seconds(1_800), maximumConcurrentArticles: Int = 4
    ) {
        self.baseDelay = baseDelay
        self.maximumDelay = min(maximumDelay, .seconds(86_400))
        self.maximumConcurrentArticles = max(maximumConcurrentArticles, 1)
    }

    /// Five seconds, doubling up to half an hour; four articles at once.
    public static let standard = OutboxPolicy()

    /// The pause after so many attempts, from 1: between half of the bound and all of it, so that many clients that
    /// failed together do not come back together, and none comes back at once.
    func delay(afterAttempt attempt: Int, random: Double) -> Duration {
        var bound = baseDelay
        var doublings = attempt - 1
        while doublings > 0, bound != .zero, maximumDelay > bound {
            bound *= 2
            doublings -= 1
        }
        return max(.zero, min(bound, maximumDelay)) * (0.5 + min(max(random, 0), 1) / 2)
    }
}
