import DotNewsPersistence

/// Which objects of a device are to be read.
enum PullPlan {
    /// The objects that have what has not been taken over, as few as possible, in the order of their beginning.
    ///
    /// The widest come first: when the parts of an object are still there beside it, it stands for them.
    static func objects(toReadOf listed: [LogObject], taken: SequenceRanges) -> [LogObject] {
        var covered = taken
        var chosen: [LogObject] = []
        let byWidth = listed.sorted {
            ($0.range.count, $1.range.lowerBound) > ($1.range.count, $0.range.lowerBound)
        }
        for object in byWidth where !covered.contains(object.range) {
            chosen.append(object)
            covered.insert(object.range)
        }
        return chosen.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// When a device puts objects of its own together.
///
/// An object's tier tells its width and size in steps of sixteen. Sixteen objects in a row that are of a tier or below
/// become one. So there are at most fifteen of a tier, and what a device changes is written again once a tier: the number
/// of objects and the bytes written for a change both grow with the logarithm of all changes.
enum CompactionPlan {
    /// How many objects become one.
    static let factor = 16
    /// The size of the first tier, in bytes.
    private static let firstSize = 4_096
    /// The most bytes that are put together.
    static let maximumSize = 8 << 20

    /// The range of the objects that are to become one; `nil` when none are.
    ///
    /// - Parameter objects: A device's objects by range, none inside another, without gaps.
    static func range(toMergeOf objects: [LogObject]) -> ClosedRange<Int64>? {
        let tiers = objects.map(tier(of:))
        for limit in Set(tiers).sorted() {
            var first = objects.endIndex
            while first > objects.startIndex, tiers[first - 1] <= limit { first -= 1 }
            let run = objects[first...]
            guard run.count >= factor, let start = run.first, let end = run.last else { continue }
            guard run.reduce(0, { $0 + ($1.size ?? 0) }) <= maximumSize else { return nil }
            return start.range.lowerBound...end.range.upperBound
        }
        return nil
    }

    static func tier(of object: LogObject) -> Int {
        max(steps(from: 1, to: object.range.count), steps(from: firstSize, to: object.size ?? 0))
    }

    /// How often `start` can be multiplied by sixteen without passing `end`; one more when it is a multiple of itself.
    private static func steps(from start: Int, to end: Int) -> Int {
        var steps = 0
        var bound = start * factor
        if start > 1 {
            guard end >= start else { return 0 }
            steps = 1
        }
        while end >= bound {
            steps += 1
            bound *= factor
        }
        return steps
    }
}
