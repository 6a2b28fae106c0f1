package import DotNewsModels

/// What devices tell each other of: one thing that a reader can set, and what is known of it.
package struct ReplicaEntry: Hashable, Sendable {
    /// Which thing.
    package var key: ReplicaKey
    /// What is known.
    package var content: ReplicaContent

    /// Creates what is known of a thing.
    package init(_ key: ReplicaKey, _ content: ReplicaContent) {
        self.key = key
        self.content = content
    }
}

/// One thing that a reader can set.
package enum ReplicaKey: Hashable, Sendable {
    /// Whether an article is read; a register.
    case read(ArticleKey)
    /// Whether an article is bookmarked; a member of a set.
    case bookmark(ArticleKey)
    /// Whether a bookmark has a label; a member of a set.
    case label(ArticleKey, String)
    /// How far an article has been read; a register.
    case position(ArticleKey)
    /// Whether a search is remembered; a register.
    case search(String)
    /// A preference; a register.
    case preference(String)
    /// Whether a topic is followed; a member of a set.
    case followed(ArticleTopic)
    /// Whether a topic is muted; a member of a set.
    case muted(ArticleTopic)
    /// Until when history, or searches, were cleared; a register whose value never changes.
    case cleared(ReaderClearing)
    /// That an article was opened, and when, in milliseconds since 1970.
    case visit(ArticleKey, at: Int64)

    /// Whether a time far ahead of this device's clock keeps it from being taken over: what is ordered by time with
    /// everything else of its kind, rather than with itself alone.
    var isOrderedByTime: Bool {
        switch self {
        case .search, .cleared, .visit: true
        default: false
        }
    }
}

/// What can be cleared as a whole.
package enum ReaderClearing: String, Hashable, Sendable, CaseIterable {
    /// The visits.
    case history
    /// The searches.
    case searches
}

/// What is known of one thing. Everything that can be known of it is partially ordered, and any two have a least upper
/// bound, ``joined(with:)``: joining is commutative, associative and idempotent.
package enum ReplicaContent: Hashable, Sendable {
    /// A value, `nil` when it was removed, and the time of its last change in milliseconds since 1970.
    case register(String?, changedAt: Int64)
    /// Who added the member how often, and the time of the last change. Ascending by device, each once.
    case additions([ReplicaAddition], changedAt: Int64)
    /// There is nothing to know but that it was.
    case fact

    /// The time of the change; `nil` for a fact.
    package var changedAt: Int64? {
        switch self {
        case .register(_, let time), .additions(_, let time): time
        case .fact: nil
        }
    }

    /// The value that the reader sees; ``ReaderRegister/present`` for a member that is there.
    package var value: String? {
        switch self {
        case .register(let value, _): value
        case .additions(let additions, _): additions.contains(where: \.isPresent) ? ReaderRegister.present : nil
        case .fact: ReaderRegister.present
        }
    }

    /// What is known when both are known.
    ///
    /// Of registers the later, and of two at one time the one with the greater value by bytes, a removal being the
    /// least. Of additions the greater counts of each device; of their times the later. Contents of different kinds,
    /// which no key has, leave the first.
    package func joined(with other: ReplicaContent) -> ReplicaContent {
        switch (self, other) {
        case (.register(let mine, let myTime), .register(let theirs, let theirTime)):
            if myTime != theirTime { return myTime < theirTime ? other : self }
            return (mine ?? "").utf8.lexicographicallyPrecedes((theirs ?? "").utf8) ? other : self
        case (.additions(let mine, let myTime), .additions(let theirs, let theirTime)):
            return .additions(ReplicaAddition.joined(mine, theirs), changedAt: max(myTime, theirTime))
        default:
            return self
        }
    }
}

extension ReplicaContent {
    /// Values are compared by bytes, as they are joined: texts that are the same in other code points are two values, of
    /// which every device has to keep the same one.
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.register(let mine, let myTime), .register(let theirs, let theirTime)):
            guard myTime == theirTime, let mine, let theirs else { return myTime == theirTime && mine == theirs }
            return mine.utf8.elementsEqual(theirs.utf8)
        case (.additions(let mine, let myTime), .additions(let theirs, let theirTime)):
            return myTime == theirTime && mine == theirs
        case (.fact, .fact): return true
        default: return false
        }
    }
}

/// How often one device has added a member of a set, and how many of its additions somebody has seen and removed.
package struct ReplicaAddition: Hashable, Sendable {
    /// The device that added.
    package var device: ReplicaDeviceID
    /// The number of its last addition, from 1.
    package var added: Int64
    /// The number of its last addition that was removed, 0 for none; at most ``added``.
    package var removed: Int64

    /// Creates a device's additions.
    package init(device: ReplicaDeviceID, added: Int64, removed: Int64) {
        self.device = device
        self.added = added
        self.removed = removed
    }

    /// The greatest count. Devices stop counting there, so that nobody can bring about one that others refuse.
    package static let maximumCount: Int64 = 1 << 53

    /// Whether there is an addition that nobody has removed.
    package var isPresent: Bool { added > removed }

    /// The greater counts of each device.
    static func joined(_ left: [ReplicaAddition], _ right: [ReplicaAddition]) -> [ReplicaAddition] {
        if left == right { return left }
        var joined: [ReplicaAddition] = []
        joined.reserveCapacity(max(left.count, right.count))
        var (left, right) = (left[...], right[...])
        while let mine = left.first, let theirs = right.first {
            if mine.device == theirs.device {
                joined.append(
                    ReplicaAddition(
                        device: mine.device, added: max(mine.added, theirs.added),
                        removed: max(mine.removed, theirs.removed)))
                left.removeFirst()
                right.removeFirst()
            } else if mine.device < theirs.device {
                joined.append(left.removeFirst())
            } else {
                joined.append(right.removeFirst())
            }
        }
        return joined + left + right
    }
}
