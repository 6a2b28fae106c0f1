public import DotNewsFoundation
public import DotNewsSync

/// Refreshes that the app makes by itself: when it is woken, when it comes to the front, when a push notification says that
/// there is news. docs/scale.md has the rules.
///
/// ```swift
/// // Once a minute while the app is open, and whenever the system wakes it:
/// let conditions = RefreshConditions(isMetered: path.isExpensive, isConstrained: path.isConstrained)
/// let report = try await client.refresh(SyncPolicy(images: .thumbnails), under: conditions).report
/// if let wait = report.postponed { request.earliestBeginDate = wait.until }
/// ```
extension NewsClient {
    /// Starts bringing the site's news into the store if that is due; `SyncReport.postponed` says when it is not.
    ///
    /// What the reader asks for by hand is ``sync(_:under:)``, which always asks the site.
    ///
    /// - Parameters:
    ///   - policy: What to bring at most.
    ///   - conditions: What the device has to save; of the policy, that is left out.
    ///   - schedule: When refreshes are due; `RefreshSchedule.standard` when `nil`. An app may use a shorter interval while it
    ///     is looked at.
    public func refresh(
        _ policy: SyncPolicy = SyncPolicy(), under conditions: RefreshConditions = RefreshConditions(),
        schedule: RefreshSchedule? = nil
    ) -> SyncRun {
        engine.refresh(policy, under: conditions, schedule: schedule)
    }

    /// The wait until the next refresh is due; `nil` when it is due now. Asks nobody, writes nothing.
    public func refreshWait(
        under conditions: RefreshConditions = RefreshConditions(), schedule: RefreshSchedule? = nil
    ) async throws(SyncError) -> RefreshWait? {
        try await engine.refreshDecision(under: conditions, schedule: schedule).wait
    }

    /// Notes that the site has said it has news, such as by a push notification, and says when to fetch it: at a random
    /// time within the schedule's window, as everybody was told at once.
    public func didReceivePushNotification(
        under conditions: RefreshConditions = RefreshConditions(), schedule: RefreshSchedule? = nil
    ) async throws(SyncError) -> RefreshWait? {
        try await engine.didReceivePushNotification(under: conditions, schedule: schedule).wait
    }

    /// The time of the last sync that the site answered; `nil` before the first.
    public func lastSync() async throws(SyncError) -> Date? { try await engine.lastSync() }
}
