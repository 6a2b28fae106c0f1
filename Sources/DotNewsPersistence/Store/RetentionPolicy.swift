/// What a store keeps. What a limit does not name is not limited.
///
/// Bookmarked articles are never removed, and count towards the limits. What readers did (read, bookmarked) is kept for
/// ever. A list that still shows a removed article brings it back: give the same age to what synchronises.
public struct RetentionPolicy: Hashable, Sendable {
    /// Removes articles published longer ago than this. Articles without a time have no age.
    public var maximumAge: Duration?
    /// Removes the oldest articles until there are at most this many; those without a time count as the oldest.
    public var maximumCount: Int?
    /// Removes the oldest articles until the content of the store's file has at most this many bytes.
    public var maximumBytes: Int64?

    /// Creates what is kept; all, when no limit is given.
    public init(maximumAge: Duration? = nil, maximumCount: Int? = nil, maximumBytes: Int64? = nil) {
        self.maximumAge = maximumAge
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
    }
}

/// What was removed.
public struct PruneReport: Hashable, Sendable {
    /// Articles removed.
    public var articles = 0
    /// Bytes of the store's file before.
    public var bytesBefore: Int64 = 0
    /// Bytes of the store's file after.
    public var bytesAfter: Int64 = 0

    /// Describes that nothing was removed.
    public init() {}
}
