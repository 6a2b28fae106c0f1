/// The part of a device's log that is known.
///
/// Each sequence number of a log has a link, 64 random bits, and knows the link before it. A link that is known vouches
/// for everything before it. A store that was copied, or restored from a backup, goes on with other links than those
/// that others have read, so that a log may have branches.
package struct ReplicaLog: Hashable, Sendable {
    /// The place of a link in its log.
    package struct Place: Hashable, Sendable {
        /// The sequence number.
        package var number: Int64
        /// The link of the number before; 0 for none.
        package var previous: UInt64
        /// Whether this device tells itself what the number told.
        package var isTold: Bool

        /// Creates a place.
        package init(number: Int64, previous: UInt64, isTold: Bool) {
            self.number = number
            self.previous = previous
            self.isTold = isTold
        }
    }

    /// The links, and where they belong.
    package private(set) var places: [UInt64: Place] = [:]

    /// The most numbers of one object, each of which has its link in it.
    package static let maximumCount = 65_536

    /// Creates a log of which nothing is known.
    package init() {}

    /// Adds a link.
    package mutating func insert(_ link: UInt64, at place: Place) {
        if places[link] == nil { places[link] = place }
    }

    /// Adds the links of a range, of which the first one is that of the number before it.
    package mutating func insert(_ links: [UInt64], of range: ClosedRange<Int64>) {
        for (index, link) in links.enumerated().dropFirst() {
            let number = range.lowerBound + Int64(index) - 1
            insert(link, at: Place(number: number, previous: links[index - 1], isTold: false))
        }
    }

    /// Whether a number has this link.
    package func contains(_ link: UInt64, at number: Int64) -> Bool { places[link]?.number == number }

    /// The links of a range, last first, on the branch that a link ends; `nil` when one of them is not known.
    package func links(of range: ClosedRange<Int64>, endingWith last: UInt64) -> [UInt64]? {
        var links: [UInt64] = []
        var link = last
        for number in range.reversed() {
            guard let place = places[link], place.number == number else { return nil }
            links.append(link)
            link = place.previous
        }
        return links
    }

    /// The numbers that are known.
    package var numbers: SequenceRanges { SequenceRanges(numbers: places.values.map(\.number)) }
}

/// A sequence number in a device's log, and its link.
package struct ReplicaMark: Hashable, Sendable, Comparable {
    /// The device whose log it is.
    package var device: ReplicaDeviceID
    /// The number.
    package var number: Int64
    /// The link.
    package var link: UInt64

    /// Creates a mark.
    package init(device: ReplicaDeviceID, number: Int64, link: UInt64) {
        self.device = device
        self.number = number
        self.link = link
    }

    /// Orders marks by device, number and link.
    package static func < (left: Self, right: Self) -> Bool {
        (left.device, left.number, left.link) < (right.device, right.number, right.link)
    }
}

extension ReplicaLog {
    /// The first number that another store has used otherwise, by what it says of this log; `nil` when all its marks are
    /// in this log.
    package func fork(from marks: some Collection<ReplicaMark>) -> Int64? {
        guard let first = marks.filter({ !contains($0.link, at: $0.number) }).map(\.number).min() else { return nil }
        // Only what is known to be common counts as common.
        return (marks.filter { $0.number < first }.map(\.number).max() ?? 0) + 1
    }
}
