import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

/// The articles of an edition in an SQLite file, with what their reader did with them.
///
/// One connection writes, a few read at the same time; each works on a queue of its own. Several processes may use
/// one file: writes take turns, and observers notice what others wrote.
///
/// An app calls ``suspend()`` before the system suspends it, and ``resume()`` when it goes on.
///
/// Cancellation: a read stops where it is, and throws ``StoreError/Code/cancelled``. A write that has not begun is
/// given up; one that has begun is completed, so what it returns is what is stored.
public final class ArticleStore: Sendable {
    /// The file, without symbolic links in its path.
    public var file: URL { storeFile.url }
    /// Whether the file may only be read, as on read-only media. Everything can be read, searched and exported then, and
    /// whatever writes throws ``StoreError/Code/readOnly``.
    public let isReadOnly: Bool
    /// The repair that another process began, and that opening this store has finished; `nil` usually.
    public let finishedRecovery: StoreRecovery?
    let storeFile: StoreFile
    let options: ArticleStoreOptions
    /// Ends work that uses the store, when the app is suspended.
    package let suspension: Suspension
    let database: Database

    /// Opens the store in `file`; makes it, and its folder, when they do not exist, readable by their owner only.
    ///
    /// Does its work on the calling thread: some milliseconds, more when an older file must be migrated or a repair that was
    /// interrupted be finished. Waits for a repair that is under way.
    ///
    /// A store may be opened several times, in one process and in several.
    ///
    /// - Throws: ``StoreError``. A file that is not a store, or of a newer version, is left as it is; so is one of the
    ///   ``StoreError/Code/earlierFormat``, which ``recover(at:options:)`` replaces.
    public init(at file: URL, options: ArticleStoreOptions = .init()) throws(StoreError) {
        let file = StoreFile(file)
        do {
            try SQLiteLibrary.installed.check(path: file.path)
            let suspension = Suspension()
            finishedRecovery = try StoreRepair(of: file, options: options).finishInterrupted()
            let opening = StoreOpening(file: file, options: options, suspension: suspension)
            database = try Database(
                suspension: suspension, maximumReaders: options.maximumReaders, pollInterval: options.pollInterval,
                clock: options.clock, openWriter: { try opening.openWriter() }, openReader: { try opening.openReader() }
            )
            self.suspension = suspension
        } catch {
            throw StoreError(error, while: "opening the store", file: file.path)
        }
        isReadOnly = !file.isWritable
        storeFile = file
        self.options = options
    }

    /// Waits for what is under way and closes the file. Observations end, and later calls throw
    /// ``StoreError/Code/closed``.
    public func close() async { await database.close() }

    /// The time, as the store tells it.
    package var now: Date { options.now() }

    // MARK: Access

    /// Reads on the calling thread, which waits until one of ``ArticleStoreOptions/maximumReaders`` connections is free:
    /// for programs and threads that have nothing else to do. From a task use the method of the same name that is
    /// awaited, or the methods for single values.
    ///
    /// Everything that `body` reads is of one moment. `body` must not keep the reader.
    ///
    /// - Throws: ``StoreError``, or the error of `body`; ``StoreError/Code/failed`` when called inside another read.
    public func read<Value: Sendable>(_ body: @Sendable (StoreReader) throws -> Value) throws -> Value {
        do {
            return try database.readers.readBlocking("reading the store") { connection in
                try body(StoreReader(connection: connection))
            }
        } catch let error as DatabaseError {
            throw StoreError(error, while: error.activity, file: database.path)
        }
    }

    /// Reads several things of one moment; stops when the task is cancelled. `body` must not keep the reader.
    ///
    /// - Throws: ``StoreError``, or the error of `body`.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (StoreReader) throws -> Value) async throws -> Value {
        do {
            return try await database.read("reading the store") { try body(StoreReader(connection: $0)) }
        } catch let error as DatabaseError {
            throw StoreError(error, while: error.activity, file: database.path)
        }
    }

    /// Reads for a public function, which names itself by `activity`, and converts its errors.
    func read<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (StoreReader) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.read(activity) { try body(StoreReader(connection: $0)) }
        } catch {
            throw StoreError(error, while: activity, file: database.path)
        }
    }

    /// Writes in one transaction for a public function, and converts its errors.
    func write<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.write(activity, body)
        } catch {
            throw StoreError(error, while: activity, file: database.path)
        }
    }

    /// Uses the writing connection outside of a transaction for a public function, and converts its errors.
    func writeWithoutTransaction<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.writeWithoutTransaction(activity, body)
        } catch {
            throw StoreError(error, while: activity, file: database.path)
        }
    }
}

// MARK: - Reading

extension ArticleStore {
    /// The site's columns, in its order.
    public func columns() async throws(StoreError) -> ColumnTree {
        try await read("reading the columns") { reader in try reader.columns() }
    }

    /// A page of articles, newest first; those without a time last.
    ///
    /// Stable while articles are added: an article is neither shown twice nor left out because others came. Times of
    /// publication count to the second; articles of one second are in the order of their arrival.
    ///
    /// - Parameters:
    ///   - query: Which articles.
    ///   - limit: How many at most, 1 to 1,000; fewer, also none, come with a `next` when of 2,000 articles most are muted.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        _ query: ArticleQuery = .init(), limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleRow> {
        try await read("reading a page of articles") { reader in
            try reader.articles(query, limit: limit, after: cursor)
        }
    }

    /// An article with its body and what its reader did with it; `nil` when it is not stored.
    public func article(_ id: ArticleID) async throws(StoreError) -> StoredArticle? {
        try await read("reading an article") { reader in try reader.article(id) }
    }

    /// The most read articles, in the order of the site, without muted ones.
    public func hotList() async throws(StoreError) -> [ArticleRow] {
        try await read("reading the hot list") { reader in try reader.hotList() }
    }

    /// The version of a resource whose content is stored; `nil` when there is none.
    package func version(of address: WebAddress) async throws(StoreError) -> ResourceVersion? {
        try await read("reading a version") { reader in try reader.version(of: address) }
    }

    /// A value that was set; `nil` when it was not.
    package func setting(_ key: StoreSetting) async throws(StoreError) -> String? {
        try await read("reading a setting") { reader in try reader.setting(key) }
    }

    /// All articles whose body is missing or older than the article, newest first.
    ///
    /// Holds a summary of each in memory: for a large store prefer
    /// ``pendingBodies(in:publishedSince:newest:limit:after:)``.
    package func pendingBodies(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest limit: Int? = nil
    ) async throws(StoreError) -> [PendingBody] {
        try await read("reading which bodies to fetch") { reader in
            var all: [PendingBody] = []
            var cursor: PageCursor?
            repeat {
                let page = try reader.pendingBodies(
                    in: columns, publishedSince: publishedSince, newest: limit, limit: 1_000, after: cursor)
                all += page.items
                cursor = page.next
            } while cursor != nil
            return all
        }
    }

    /// The number of articles whose body is missing or older than the article, withdrawn ones left out.
    package func pendingBodyCount() async throws(StoreError) -> Int {
        try await read("counting which bodies to fetch") { try $0.pendingBodyCount() }
    }

    /// Returns an article as the site is asked for its body; see ``StoreReader/pendingBody(of:)``.
    package func pendingBody(of id: ArticleID) async throws(StoreError) -> PendingBody? {
        try await read("reading which body to fetch") { reader in try reader.pendingBody(of: id) }
    }

    /// A page of articles whose body is missing or older than the article, newest first. Withdrawn articles are left out.
    ///
    /// - Parameters:
    ///   - columns: Only articles of these columns; `nil` for all. Columns inside them do not count.
    ///   - publishedSince: Only articles published at this time or later.
    ///   - count: Only articles among the newest `count` of those, whether their bodies are missing or not.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    package func pendingBodies(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest count: Int? = nil, limit: Int,
        after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<PendingBody> {
        try await read("reading which bodies to fetch") { reader in
            try reader.pendingBodies(
                in: columns, publishedSince: publishedSince, newest: count, limit: limit, after: cursor)
        }
    }
}

// MARK: - Writing

extension ArticleStore {
    /// Stores what a server said, all of it or nothing, and returns what changed for readers.
    ///
    /// What is stored already is not written again. Bodies are encoded before the writer is entered, so that others
    /// can write meanwhile. Batches of some hundred changes are best: each is one transaction.
    package func apply(_ batch: [StoreChange]) async throws(StoreError) -> StoreChangeSummary {
        guard !batch.isEmpty else { return StoreChangeSummary() }
        let now = options.now()
        let encoded = await EncodedChange.encode(batch, now: now)
        return try await write("storing articles") { connection in
            var writer = ArticleWriter(connection: connection, now: now)
            for change in encoded { try writer.apply(change) }
            return try writer.finish()
        }
    }

    /// Sets a value, or removes it.
    package func setSetting(_ key: StoreSetting, to value: String?) async throws(StoreError) {
        try await write("storing a setting") { connection in
            try connection.setSetting(key, to: value)
        }
    }
}
