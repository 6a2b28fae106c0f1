/// A set of sequence numbers, kept as ascending ranges that do not touch.
package struct SequenceRanges: Hashable, Sendable {
    /// The ranges.
    package private(set) var ranges: [ClosedRange<Int64>] = []

    /// The greatest number; with room above, so that the next one never overflows.
    package static let maximum: Int64 = 9_999_999_999

    /// An empty set.
    package init() {}

    /// The set of all numbers in `ranges`, which may overlap and be in any order.
    package init(_ ranges: some Sequence<ClosedRange<Int64>>) {
        for range in ranges { insert(range) }
    }

    /// The set of some numbers, in any order.
    package init(numbers: some Sequence<Int64>) {
        for number in numbers.sorted() {
            if let last = ranges.last, number <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, number)
            } else {
                ranges.append(number...number)
            }
        }
    }

    /// Adds the numbers of a range.
    package mutating func insert(_ range: ClosedRange<Int64>) {
        var merged = range
        var result: [ClosedRange<Int64>] = []
        result.reserveCapacity(ranges.count + 1)
        for old in ranges {
            if old.upperBound < range.lowerBound - 1 || old.lowerBound > range.upperBound + 1 {
                result.append(old)
            } else {
                merged = min(merged.lowerBound, old.lowerBound)...max(merged.upperBound, old.upperBound)
            }
        }
        let storage = result.firstIndex { $0.lowerBound > merged.upperBound } ?? result.endIndex
        result.insert(merged, at: storage)
        ranges = result
    }

    /// Whether all numbers of a range are in the set.
    package func contains(_ range: ClosedRange<Int64>) -> Bool {
        ranges.contains { $0.lowerBound <= range.lowerBound && $0.upperBound >= range.upperBound }
    }

    /// The ranges between the numbers of the set, from 1.
    package var gaps: [ClosedRange<Int64>] {
        var next: Int64 = 1
        var gaps: [ClosedRange<Int64>] = []
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        return gaps
    }

    /// The greatest number; 0 for none.
    package var last: Int64 { ranges.last?.upperBound ?? 0 }
}
