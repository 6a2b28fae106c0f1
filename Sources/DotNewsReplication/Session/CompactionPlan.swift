import DotNewsPersistence

/// When a device puts objects of its own together.
///
/// An object's tier tells its width and size in steps of sixteen. The newest objects of a tier and below become one when
/// sixteen of them are of that tier, so that what a device changes is written again about once a tier: the number of
/// objects and the bytes written for a change both grow with the logarithm of all changes. Small objects that stand
/// between large ones wait for those; 128 in a row do not.
struct CompactionPlan {
    /// How many objects become one, 2 or more.
    var factor = 16
    /// The size from which an object is of the next tier, in bytes.
    private static let firstSize = 4_096
    /// How many objects of any tier become one.
    static let maximumRun = 128
    /// The most bytes that are put together.
    static let maximumSize = 8 << 20

    /// The range of the objects that are to become one; `nil` when none are.
    ///
    /// - Parameter objects: A device's objects by range, none inside another, without gaps.
    func range(toMergeOf objects: [LogObject]) -> ClosedRange<Int64>? {
        let tiers = objects.map(tier(of:))
        for limit in Set(tiers).sorted() {
            var first = objects.endIndex
            while first > objects.startIndex, tiers[first - 1] <= limit { first -= 1 }
            let run = objects[first...]
            let isDue = tiers[first...].count { $0 == limit } >= factor || run.count >= Self.maximumRun
            guard isDue, let start = run.first, let end = run.last else { continue }
            let range = start.range.lowerBound...end.range.upperBound
            guard run.reduce(0, { $0 + ($1.size ?? 0) }) <= Self.maximumSize, range.count <= ReplicaLog.maximumCount
            else { return nil }
            return range
        }
        return nil
    }

    func tier(of object: LogObject) -> Int {
        max(steps(from: factor, to: object.range.count), steps(from: Self.firstSize, to: object.size ?? 0))
    }

    /// How many of `start`, `start` times the factor, and so on, `end` reaches.
    private func steps(from start: Int, to end: Int) -> Int {
        var steps = 0
        var bound = start
        while end >= bound {
            steps += 1
            bound *= factor
        }
        return steps
    }
}
