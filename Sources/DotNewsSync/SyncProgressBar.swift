/// Turns the counts of a sync's phases into one fraction that never goes back.
///
/// Each phase has a share of the bar by what it usually takes. Within it the bar follows the requests that are done, of
/// those that are known or expected; when more become known than were expected, it waits until they are caught up with.
struct SyncProgressBar {
    /// The requests that the present phase may turn out to need.
    var expected = 0
    /// Whether everything is done.
    var isFull = false

    private let spans: [SyncProgress.Phase: ClosedRange<Double>]
    private var fraction = 0.0

    /// Creates an empty bar.
    init(of policy: SyncPolicy) {
        let shares: [(SyncProgress.Phase, Double)] = [
            (.bookmarks, 2), (.columns, 2), (.lists, 10), (.articles, policy.bodies == .none ? 0 : 60),
            (.indexing, policy.indexing == .none ? 0 : 5),
            (.images, policy.images == .none ? 0 : 60), (.retention, 1),
        ]
        let sum = shares.reduce(0) { $0 + $1.1 }
        var spans: [SyncProgress.Phase: ClosedRange<Double>] = [:]
        var start = 0.0
        for (phase, share) in shares {
            let end = min(1, start + share / sum)
            spans[phase] = start...end
            start = end
        }
        self.spans = spans
    }

    /// The fraction of the bar that is full by now.
    mutating func fraction(after progress: SyncProgress) -> Double {
        if isFull {
            fraction = 1
        } else if let span = spans[progress.phase] {
            let total = max(progress.total, expected)
            let part = total > 0 ? min(1, max(0, Double(progress.completed) / Double(total))) : 0
            fraction = max(fraction, span.lowerBound + part * (span.upperBound - span.lowerBound))
        }
        return fraction
    }
}
