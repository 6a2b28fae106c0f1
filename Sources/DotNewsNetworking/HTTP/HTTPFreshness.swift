package import DotNewsFoundation

/// Until when an answer may be used without asking the server again (RFC 9111, section 4.2).
package struct HTTPFreshness: Hashable, Sendable {
    /// When the answer stops being fresh, by the clock of this device. Already past for an answer that must be compared
    /// with the server's each time.
    package var freshUntil: Date
    /// Until when it may be shown while a new one is asked for (`stale-while-revalidate`); never before ``freshUntil``.
    package var servableUntil: Date

    /// Gives both times.
    package init(freshUntil: Date, servableUntil: Date? = nil) {
        self.freshUntil = freshUntil
        self.servableUntil = max(freshUntil, servableUntil ?? freshUntil)
    }

    /// Reads the times from an answer; `nil` when it says nothing of them. Nothing is guessed from `Last-Modified`.
    ///
    /// `max-age` counts before `Expires`. What the answer had aged on its way, by its `Age`, its `Date` and the time the
    /// request took, is taken off (section 4.2.3).
    ///
    /// - Parameters:
    ///   - headers: The answer's fields.
    ///   - requestedAt: When the request was sent.
    ///   - receivedAt: When its answer came.
    package init?(_ headers: HTTPHeaders, requestedAt: Date, receivedAt: Date) {
        let control = CacheControl(headers)
        let date = headers["Date"].flatMap { HTTPDate.date(from: $0, now: receivedAt) }
        var lifetime: Double
        if control.isNoCache || control.isNoStore {
            lifetime = 0
        } else if let maxAge = control.maxAge {
            lifetime = maxAge.timeInterval
        } else if let text = headers["Expires"] {
            // No date, "0" above all, means that it has expired (section 5.3).
            let expires = HTTPDate.date(from: text, now: receivedAt)
            lifetime = expires.map { $0.timeIntervalSince(date ?? receivedAt) } ?? 0
        } else {
            return nil
        }
        lifetime = min(max(lifetime, 0), CacheControl.maximumAge.timeInterval)

        let apparentAge = date.map { max(0, receivedAt.timeIntervalSince($0)) } ?? 0
        let saidAge = headers["Age"].flatMap(CacheControl.deltaSeconds)?.timeInterval ?? 0
        let age = max(apparentAge, saidAge + max(0, receivedAt.timeIntervalSince(requestedAt)))
        let freshUntil = receivedAt.addingTimeInterval(lifetime - age)
        let grace = control.isNoCache || control.isNoStore ? nil : control.staleWhileRevalidate
        self.init(
            freshUntil: freshUntil, servableUntil: freshUntil.addingTimeInterval(grace?.timeInterval ?? 0))
    }
}
