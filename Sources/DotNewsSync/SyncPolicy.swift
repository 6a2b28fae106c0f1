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
        /// The columns that the reader follows (`Preferences.followed`), each with the columns inside it; all when
        /// none is followed. Columns that the site no longer has are left out.
        case followed
        /// None: bookmarked articles alone, see ``SyncPolicy/maximumBookmarks``.
        case none
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
    /// The number of articles whose images are fetched, the newest; 0 to 2,000, which is the default, as the cache could not
    /// hold the images of many more.
    public var newestImages: Int {
        didSet { newestImages = Self.bounded(newestImages, Self.imageBound) }
    }
    /// The width in which the site is asked for images of bodies, in pixels; `nil` for their own. 1,080 by default: the width of
    /// a phone's screen.
    public var imageWidth: Int?
    /// The width in which the site is asked for the images that lists show, in pixels; `nil` for their own. 360 by default.
    public var thumbnailWidth: Int?
    /// The number of bookmarked articles whose text and pictures are fetched before anything else, when they are missing; the
    /// bookmarks changed last come first. 0 to 1,000; 200 by default.
    ///
    /// Bookmarks of another device and of an import count too. An article that the site does not have is asked for
    /// again after a day, then after two, and so on, up to once in 32 days.
    public var maximumBookmarks: Int {
        didSet { maximumBookmarks = Self.bounded(maximumBookmarks, Self.bookmarkBound) }
    }
    /// How much of what has come is indexed.
    public var indexing: Indexing
    /// How many requests may be under way at once, 1 to 64.
    public var maximumConcurrentRequests: Int
    /// What is removed after the sync; `nil` removes nothing.
    public var retention: RetentionPolicy?

    private static let imageBound = 2_000
    private static let bookmarkBound = 1_000

    /// Makes a policy; everything but images unless said otherwise, the newest 1,000 articles indexed.
    public init(
        columns: Columns = .all, publishedSince: Date? = nil, bodies: Bodies = .all, images: Images = .none,
        newestImages: Int = 2_000, imageWidth: Int? = 1_080, thumbnailWidth: Int? = 360, maximumBookmarks: Int = 200,
        indexing: Indexing = .newest(1_000), maximumConcurrentRequests: Int = 16, retention: RetentionPolicy? = nil
    ) {
        self.columns = columns
        self.publishedSince = publishedSince
        self.bodies = bodies
        self.images = images
        self.newestImages = Self.bounded(newestImages, Self.imageBound)
        self.imageWidth = imageWidth
        self.thumbnailWidth = thumbnailWidth
        self.maximumBookmarks = Self.bounded(maximumBookmarks, Self.bookmarkBound)
        self.indexing = indexing
        self.maximumConcurrentRequests = min(max(maximumConcurrentRequests, 1), 64)
        self.retention = retention
    }

    private static func bounded(_ count: Int, _ bound: Int) -> Int { min(max(count, 0), bound) }

    var widths: ImageWidths { ImageWidths(body: imageWidth, thumbnail: thumbnailWidth) }
}
