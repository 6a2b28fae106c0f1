public import DotNewsFoundation
import DotNewsNetworking

/// The rules by which an app decides when to refresh by itself, so that a million of them do not come at once.
///
/// Pure: what it says depends on a `RefreshState`, the ``RefreshConditions`` and the time alone.
///
/// - **Spread.** The next refresh is due an interval after the last one, made longer or shorter by ``spread``: half of it
///   belongs to the installation, so that those that came together drift apart steadily, and half is drawn anew each time.
/// - **Freshness.** Lists that the site calls fresh (RFC 9111) are not asked for; when all are, the refresh waits for the
///   first that is not, up to ``maximumFreshness``.
/// - **Back-off.** After a failure it waits for a random part of an interval ("full jitter"), of two after the next, and so
///   on up to ``maximumBackOff``. A success sets that back.
/// - **Patience.** `Retry-After` (RFC 9110, section 10.2.3) is waited for, up to ``maximumRetryAfter``, and the random part
///   counted from its end: a site may give everybody the same time.
/// - **Announcements.** After a push the refresh is due within ``announcementWindow``, at a random time in it.
///
/// A refresh that the reader asks for is none of this: it is done.
public struct RefreshSchedule: Hashable, Sendable {
    /// The time between refreshes, at least a minute. An app may use a shorter one while it is looked at.
    public var interval: Duration
    /// How much longer or shorter an interval may be, as a part of it, 0 to 0.5.
    public var spread: Double
    /// Over which time after an announcement apps come.
    public var announcementWindow: Duration
    /// The longest time of which a random part is waited for after failures.
    public var maximumBackOff: Duration
    /// How long a site may call a list fresh: a mistake in its configuration must not silence apps for a year.
    public var maximumFreshness: Duration
    /// How long a site may ask to be left alone.
    public var maximumRetryAfter: Duration

    /// Makes a schedule; what is not given is as in ``standard``.
    public init(
        interval: Duration = .seconds(1_800), spread: Double = 0.2, announcementWindow: Duration = .seconds(900),
        maximumBackOff: Duration = .seconds(7_200), maximumFreshness: Duration = .seconds(86_400),
        maximumRetryAfter: Duration = .seconds(86_400)
    ) {
        self.interval = max(interval, .seconds(60))
        self.spread = spread.isFinite ? min(max(spread, 0), 0.5) : 0
        self.announcementWindow = max(announcementWindow, .zero)
        self.maximumBackOff = max(maximumBackOff, .zero)
        self.maximumFreshness = max(maximumFreshness, .zero)
        self.maximumRetryAfter = max(maximumRetryAfter, .zero)
    }

    /// Every half an hour, a fifth more or less; a quarter of an hour for announcements; back-off up to two hours;
    /// freshness and `Retry-After` up to a day.
    public static let standard = RefreshSchedule()

    /// Says whether an automatic refresh is due.
    package func decision(
        for state: RefreshState, under conditions: RefreshConditions = RefreshConditions(), at now: Date
    ) -> RefreshDecision {
        if conditions.isBackground {
            if conditions.isConstrained { return .wait(RefreshWait(until: nil, reason: .savesData)) }
            if conditions.isLowPower { return .wait(RefreshWait(until: nil, reason: .savesPower)) }
        }
        guard let wait = wait(after: state, under: conditions, at: now), let date = wait.until, date > now else {
            return .due
        }
        return .wait(wait)
    }

    /// What is waited for after what is known; `nil` when nothing is. May have passed.
    private func wait(
        after state: RefreshState, under conditions: RefreshConditions, at now: Date
    ) -> RefreshWait? {
        if let failed = waitAfterFailure(state, at: now) { return failed }
        // A time that has not come yet is from a clock that was put back.
        guard let succeeded = state.succeededAt, succeeded <= now else { return nil }
        let interval = interval(of: state, under: conditions)
        let regular = RefreshWait(until: succeeded.addingTimeInterval(interval), reason: .interval)
        if let announcement = announcementWait(state, at: now) {
            return [announcement, regular].min { $0.until ?? .distantPast < $1.until ?? .distantPast }
        }
        guard let freshUntil = freshUntil(state.freshness, under: conditions) else { return regular }
        // Everybody has the same copy, which goes stale at the same moment for all.
        let stale = min(freshUntil, succeeded.addingTimeInterval(maximumFreshness / .seconds(1)))
        guard let date = regular.until, stale > date else { return regular }
        let delay = state.draw * spread * (self.interval / .seconds(1))
        return RefreshWait(until: stale.addingTimeInterval(delay), reason: .fresh)
    }

    private func waitAfterFailure(_ state: RefreshState, at now: Date) -> RefreshWait? {
        guard let failed = state.failedAt, failed <= now, state.consecutiveFailures > 0 else { return nil }
        var bound = min(interval, maximumBackOff)
        for _ in 1..<state.consecutiveFailures where bound < maximumBackOff { bound *= 2 }
        let pause = state.draw * (min(bound, maximumBackOff) / .seconds(1))
        let limit = failed.addingTimeInterval(maximumRetryAfter / .seconds(1))
        guard let retryAt = state.retryAt, retryAt > failed else {
            return RefreshWait(until: failed.addingTimeInterval(pause), reason: .backOff)
        }
        return RefreshWait(until: min(retryAt, limit).addingTimeInterval(pause), reason: .retryAfter)
    }

    private func announcementWait(_ state: RefreshState, at now: Date) -> RefreshWait? {
        guard let announced = state.announcedAt, announced <= now else { return nil }
        let delay = state.announcementDraw * (announcementWindow / .seconds(1))
        return RefreshWait(until: announced.addingTimeInterval(delay), reason: .announcement)
    }

    /// The interval of an installation under these conditions, in seconds.
    private func interval(of state: RefreshState, under conditions: RefreshConditions) -> Double {
        let own = state.seed.map(\.unitInterval) ?? 0.5
        let factor = 1 + spread * (own - 0.5 + state.draw - 0.5)
        return interval / .seconds(1) * conditions.intervalFactor * factor
    }

    /// Whether a list of which this is known needs not be asked for by an automatic refresh at `now`. What would be
    /// fresh for longer than a list can be is from a clock that was put back.
    func isFresh(_ freshness: HTTPFreshness, under conditions: RefreshConditions, at now: Date) -> Bool {
        freshUntil(freshness, under: conditions).map { $0 > now && $0 <= latest(from: now) } ?? false
    }

    /// What a site says of an answer that has come at `now`, within ``maximumFreshness``.
    func bounded(_ freshness: HTTPFreshness?, at now: Date) -> HTTPFreshness? {
        freshness.map {
            HTTPFreshness(
                freshUntil: min($0.freshUntil, latest(from: now)),
                servableUntil: min($0.servableUntil, latest(from: now)))
        }
    }

    private func latest(from now: Date) -> Date { now.addingTimeInterval(maximumFreshness / .seconds(1)) }

    /// Who saves data or power does with what may be shown while a new one is asked for.
    private func freshUntil(_ freshness: HTTPFreshness?, under conditions: RefreshConditions) -> Date? {
        conditions.asksToSave ? freshness?.servableUntil : freshness?.freshUntil
    }
}

/// Whether an automatic refresh is due.
package enum RefreshDecision: Hashable, Sendable {
    /// It is.
    case due
    /// It is not.
    case wait(RefreshWait)

    /// What is waited for; `nil` when a refresh is due.
    package var wait: RefreshWait? {
        if case .wait(let wait) = self { wait } else { nil }
    }
}

/// Why an automatic refresh is not due, and when it will be.
public struct RefreshWait: Hashable, Sendable {
    /// What is waited for.
    public enum Reason: String, Hashable, Sendable {
        /// The interval since the last refresh.
        case interval
        /// The site says that nothing can have changed.
        case fresh
        /// The site has asked to be left alone.
        case retryAfter
        /// The last refresh failed.
        case backOff
        /// The site has news, and not everybody fetches it at once.
        case announcement
        /// The reader saves data, and nobody is looking.
        case savesData
        /// The reader saves power, and nobody is looking.
        case savesPower
    }

    /// When it will be due; `nil` when that is for the conditions to change.
    public let until: Date?
    /// What is waited for.
    public let reason: Reason

    /// Creates a wait.
    public init(until: Date?, reason: Reason) {
        self.until = until
        self.reason = reason
    }
}

extension UInt64 {
    /// A random number as one from 0 up to 1, of which it has 53 bits.
    var unitInterval: Double { Double(self >> 11) / Double(1 << 53) }
}
