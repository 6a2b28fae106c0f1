public import DotNewsFoundation
public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence
public import DotNewsSync

/// Reads one edition: from its site into a store, and from the store to the reader.
///
/// ```swift
/// let client = try NewsClient(edition: .dotdotnews)
///
/// let report = try await client.sync().report
/// print("\(report.progress.new) new articles")
///
/// for article in try await client.articles(limit: 20).items {
///     print(article.title, article.address)
/// }
/// ```
///
/// What asks the site says so; everything else reads and writes the store alone, and works without network.
public struct NewsClient: Sendable {
    /// The edition that is read.
    public let edition: Edition
    /// Where it is kept.
    public let store: ArticleStore
    /// Where its images are kept; `nil` when none are.
    public let images: ArticleImageCache?
    /// Asks the site.
    let cms: CMSClient
    /// Asks the site for what it does for readers: profile, favourites, comments.
    public let account: AccountClient
    /// Syncs the site into the store.
    let engine: SyncEngine

    /// Creates a client that keeps articles and images where the system wants an app's files; opens the store and the image
    /// cache, and creates them when they do not exist.
    ///
    /// The files are at `ArticleStore.defaultLocation(for:in:environment:)` and
    /// `ArticleImageCache.defaultLocation(for:in:environment:)`. Backups have the store, which holds the reader's own, and leave out
    /// the images.
    ///
    /// - Parameters:
    ///   - edition: The edition to read.
    ///   - container: A folder that the app shares with its extensions, such as an App Group's; `nil` for the app's own.
    ///   - transport: Carries requests; the system's best, with retries and limits, by default.
    ///   - credentials: Keeps the reader's token; in memory alone by default.
    /// - Throws: `StoreError`, as `ArticleStore.init(at:options:)` does.
    public init(
        edition: Edition, in container: URL? = nil, transport: (any HTTPTransport)? = nil,
        credentials: any CredentialStore = MemoryCredentialStore()
    ) throws(StoreError) {
        let store = try ArticleStore(at: ArticleStore.defaultLocation(for: edition, in: container))
        let images = try ArticleImageCache(
            in: ArticleImageCache.defaultLocation(for: edition, in: container), of: store)
        self.init(edition: edition, store: store, images: images, transport: transport, credentials: credentials)
    }

    /// Wires the parts of a client.
    ///
    /// - Parameters:
    ///   - edition: The edition to read.
    ///   - store: Where it is kept; a store holds one edition.
    ///   - images: Where images are kept; without it, none are fetched.
    ///   - transport: Carries requests; the system's best, with retries and limits, unless given.
    ///   - credentials: Where the reader's token is kept; in memory alone unless given.
    public init(
        edition: Edition, store: ArticleStore, images: ArticleImageCache? = nil, transport: (any HTTPTransport)? = nil,
        credentials: any CredentialStore = MemoryCredentialStore()
    ) {
        self.edition = edition
        self.store = store
        self.images = images
        let transport = transport ?? Self.standardTransport()
        cms = CMSClient(edition: edition, transport: transport)
        account = AccountClient(edition: edition, transport: transport, credentials: credentials)
        engine = SyncEngine(client: cms, store: store, images: images)
    }

    /// What carries requests when the app does not say.
    static func standardTransport() -> any HTTPTransport { PlatformTransport().withRetries() }

    /// Starts bringing the site's news into the store.
    public func sync(_ policy: SyncPolicy = SyncPolicy()) -> SyncRun {
        engine.start(policy)
    }

    /// The columns of the site, as of the last sync.
    public func columns() async throws(StoreError) -> ColumnTree {
        try await store.columns()
    }

    /// A page of articles, newest first.
    ///
    /// - Parameters:
    ///   - query: Which articles.
    ///   - limit: How many, 1 to 1,000.
    ///   - cursor: The end of the page before; `nil` for the first.
    public func articles(
        _ query: ArticleQuery = ArticleQuery(), limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleRow> {
        try await store.articles(query, limit: limit, after: cursor)
    }

    /// The article with `id`, its body when it has been fetched, and what the reader did with it.
    public func article(_ id: ArticleID) async throws(StoreError) -> StoredArticle? {
        try await store.article(id)
    }

    /// Observes a query: its present value, then its value after each change of what it reads, by this process or
    /// another. Ends with the task that iterates.
    ///
    /// ```swift
    /// let newest = client.observe { reader in
    ///     try reader.articles(ArticleQuery(), limit: 20)
    /// }
    /// for try await page in newest {
    ///     show(page.items)
    /// }
    /// ```
    ///
    /// - Parameter query: Reads the value; sees the store as it is at one moment.
    public func observe<Value: Sendable & Equatable>(
        _ query: @escaping @Sendable (StoreReader) throws -> Value
    ) -> StoreObservation<Value> {
        store.observe(query)
    }
}
