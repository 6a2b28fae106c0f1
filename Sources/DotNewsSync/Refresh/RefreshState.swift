package import DotNewsFoundation
package import DotNewsModels
package import DotNewsNetworking

/// What a device remembers between refreshes, from which ``RefreshSchedule`` tells when the next is due.
///
/// A value: a sync engine keeps it in the store, and a simulation a million of them in memory. Draws are random numbers
/// from 0 up to 1; they are made when something is noted, not when it is asked about, so that asking often makes
/// nothing due any sooner.
package struct RefreshState: Hashable, Sendable {
    /// A random number that this installation keeps; `nil` until it first refreshes by itself.
    package var seed: UInt64?
    /// When the last refresh ended well.
    package internal(set) var succeededAt: Date?
    /// When the last refresh failed; `nil` since one went well.
    package internal(set) var failedAt: Date?
    /// How many refreshes have failed since one went well.
    package internal(set) var consecutiveFailures = 0
    /// When the site wants to be asked again at the earliest (`Retry-After`).
    package internal(set) var retryAt: Date?
    /// When the site said that it has news; `nil` when that has been fetched.
    package internal(set) var announcedAt: Date?
    /// Until when no list of the last refresh needs to be asked for; `nil` when the site did not say so of each.
    package internal(set) var freshness: HTTPFreshness?
    /// The lists that are known to be fresh for some time, by the hash of their address; at most ``maximumLists``.
    package internal(set) var lists: [UInt64: HTTPFreshness] = [:]
    /// The draw of the last outcome.
    var draw = 0.0
    /// The draw of the announcement.
    var announcementDraw = 0.0

    /// How many lists are remembered as fresh.
    package static let maximumLists = 1_000

    /// Makes the state of an installation that has never refreshed.
    package init(seed: UInt64? = nil) { self.seed = seed }

    /// Notes that a refresh went well.
    ///
    /// - Parameters:
    ///   - now: When it ended.
    ///   - lists: Every list that was asked for or left out as fresh, and until when it needs not be asked for again.
    ///   - draw: A random number from 0 up to 1.
    package mutating func noteSuccess(
        at now: Date, lists: [(address: WebAddress, freshness: HTTPFreshness?)], draw: Double
    ) {
        note(lists, at: now)
        let known = lists.compactMap(\.freshness)
        freshness = nil
        if !known.isEmpty, known.count == lists.count {
            freshness = HTTPFreshness(
                freshUntil: known.map(\.freshUntil).min() ?? now, servableUntil: known.map(\.servableUntil).min())
        }
        succeededAt = now
        failedAt = nil
        consecutiveFailures = 0
        retryAt = nil
        announcedAt = nil
        self.draw = draw
    }

    /// Notes that a refresh brought nothing, as the site did not answer or answered that it cannot.
    ///
    /// - Parameters:
    ///   - now: When it ended.
    ///   - retryAt: When the site wants to be asked again at the earliest; `nil` when it did not say.
    ///   - draw: A random number from 0 up to 1.
    package mutating func noteFailure(at now: Date, retryAt: Date? = nil, draw: Double) {
        failedAt = now
        consecutiveFailures = min(consecutiveFailures, 1_000) + 1
        self.retryAt = retryAt
        self.draw = draw
    }

    /// Notes that the site has said it has news, such as by a push notification: no list counts as fresh any more, and
    /// the next refresh is due within ``RefreshSchedule/announcementWindow``. A second one does not put it off.
    ///
    /// - Parameters:
    ///   - now: When it said so.
    ///   - draw: A random number from 0 up to 1.
    package mutating func didReceivePushNotification(at now: Date, draw: Double) {
        freshness = nil
        lists = [:]
        guard announcedAt == nil else { return }
        announcedAt = now
        announcementDraw = draw
    }

    /// Notes lists without saying anything of a whole refresh.
    mutating func note(_ lists: [(address: WebAddress, freshness: HTTPFreshness?)], at now: Date) {
        self.lists = self.lists.filter { $0.value.servableUntil > now }
        for (address, freshness) in lists {
            let isWorthIt = freshness.map { $0.servableUntil > now } ?? false
            let key = Self.key(of: address)
            guard isWorthIt, self.lists[key] != nil || self.lists.count < Self.maximumLists else {
                self.lists[key] = nil
                continue
            }
            self.lists[key] = freshness
        }
    }

    static func key(of address: WebAddress) -> UInt64 {
        StableHash.value(of: Data(address.string.utf8))
    }
}
