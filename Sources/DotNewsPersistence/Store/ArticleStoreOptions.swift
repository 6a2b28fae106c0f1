public import DotNewsFoundation

/// How a store is opened.
public struct ArticleStoreOptions: Sendable {
    /// How long a write waits for another process, and a read in the rare cases in which it must.
    public var busyTimeout: Duration = .seconds(10)
    /// How many reads run at once, 1 or more; others wait in the order of arrival.
    public var maximumReaders = 3
    /// How much memory the writing connection keeps of the file, in bytes.
    public var writerCacheSize = 4 << 20
    /// How much memory each reading connection keeps of the file, in bytes.
    public var readerCacheSize = 1 << 20
    /// How often an observed store looks for changes by other processes.
    public var pollInterval: Duration = .milliseconds(500)
    /// The clock of ``pollInterval``.
    public var clock: any Clock<Duration> = ContinuousClock()
    /// Tells the time, for what is stored with a time.
    public var now: @Sendable () -> Date = { Date() }
    /// Whether backups leave out the store's file, on Apple systems; `false` by default, as the file holds the reader's own.
    ///
    /// `false` leaves the mark of a file as it is. No effect on Linux, where a single file cannot be marked.
    public var isExcludedFromBackup = false
    /// The most pages that the file may have, to see what happens when no more fit.
    package var maximumPageCount: Int64?
    /// The file system that SQLite opens the file with, by its name in SQLite; `nil` for the system's own.
    package var fileSystem: String?
    /// The migrations; tests make files of other versions with it.
    var migrations = Schema.migrations

    /// The defaults.
    public init() {}
}
