public import DotNewsFoundation
public import DotNewsModels
public import DotNewsPersistence

/// What a sync brings to the device.
public struct SyncPolicy: Hashable, Sendable {
    /// Which columns are read.
    public enum Columns: Hashable, Sendable {
        /// Every column that the site shows in its menus.
        case all
        /// The columns at these paths, each with the columns inside it; hidden ones too when they are named.
        case paths([ColumnPath])
    }

    /// Which bodies are fetched. A body that is there and current is never fetched again.
    public enum Bodies: Hashable, Sendable {
        /// Of every article.
        case all
        /// Of none; lists only.
        case none
        /// Of the newest articles of each column, this many.
        case newest(Int)
    }

    /// Which images are fetched into the cache.
    public enum Images: Hashable, Sendable {
        /// None.
        case none
        /// The images that lists show.
        case thumbnails
        /// Those, and the images of every body that is there.
        case all
    }

    /// How much of what has come is indexed before the sync ends. The rest waits in the store, for
    /// `ArticleStore.indexAllPending` or the next sync.
    public enum Indexing: Hashable, Sendable {
        /// All of it.
        case all
        /// None of it.
        case none
        /// The newest articles, this many, when the sync has stored any: what a usual sync brings, without a first sync of a
        /// large site being held up, or one that brings nothing writing anything.
        case newest(Int)
    }

    /// Which columns are read.
    public var columns: Columns
    /// The earliest publication time of articles whose bodies and images are fetched; `nil` for no bound.
    public var publishedSince: Date?
    /// Which bodies are fetched.
    public var bodies: Bodies
    /// Which images are fetched.
    public var images: Images
    /// How much of what has come is indexed.
    public var indexing: Indexing
    /// How many requests may be under way at once, 1 to 64.
    public var maximumConcurrentRequests: Int
    /// What is removed after the sync; `nil` removes nothing.
    public var retention: RetentionPolicy?

    /// Makes a policy; everything but images unless said otherwise, the newest 1,000 articles indexed.
    public init(
        columns: Columns = .all, publishedSince: Date? = nil, bodies: Bodies = .all, images: Images = .none,
        indexing: Indexing = .newest(1_000), maximumConcurrentRequests: Int = 16, retention: RetentionPolicy? = nil
    ) {
        self.columns = columns
        self.publishedSince = publishedSince
        self.bodies = bodies
        self.images = images
        self.indexing = indexing
        self.maximumConcurrentRequests = min(max(maximumConcurrentRequests, 1), 64)
        self.retention = retention
    }
}
