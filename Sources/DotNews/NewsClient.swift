public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence
public import DotNewsSync

/// Reads one edition: from its site into a store, and from the store to the reader.
///
/// ```swift
/// let store = try ArticleStore(at: URL(filePath: "news.sqlite"))
/// let client = NewsClient(edition: .dotdotnews, store: store)
/// _ = try await client.sync().report
/// for story in try await client.articles(limit: 20).items {
///     print(story.title, story.address)
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
    public let images: ImageCache?
    /// Asks the site.
    public let cms: CMSClient
    /// Asks the site for what it does for readers: profile, favourites, comments.
    public let account: AccountClient

    /// Wires the parts of a client.
    ///
    /// - Parameters:
    ///   - edition: The edition to read.
    ///   - store: Where it is kept; a store holds one edition.
    ///   - images: Where images are kept; without it, none are fetched.
    ///   - transport: Carries requests; the system's best, with retries and limits, unless given.
    ///   - credentials: Where the reader's token is kept; in memory alone unless given.
    public init(
        edition: Edition, store: ArticleStore, images: ImageCache? = nil, transport: (any HTTPTransport)? = nil,
        credentials: any CredentialStore = MemoryCredentialStore()
    ) {
        self.edition = edition
        self.store = store
        self.images = images
        let transport = transport ?? Self.standardTransport()
        cms = CMSClient(edition: edition, transport: transport)
        account = AccountClient(edition: edition, transport: transport, credentials: credentials)
    }

    /// What carries requests when the app does not say.
    static func standardTransport() -> any HTTPTransport { CoalescingTransport.standard() }

    /// Starts bringing the site's news into the store.
    public func sync(_ policy: SyncPolicy = SyncPolicy()) -> SyncRun {
        SyncEngine(client: cms, store: store, images: images).start(policy)
    }

    /// The columns of the site, as of the last sync.
    public func columns() async throws(StoreError) -> ColumnTree {
        try await store.columns()
    }

    /// A page of stories, newest first.
    ///
    /// - Parameters:
    ///   - query: Which stories.
    ///   - limit: How many, 1 to 1,000.
    ///   - cursor: The end of the page before; `nil` for the first.
    public func articles(
        _ query: ArticleQuery = ArticleQuery(), limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleSummary> {
        try await store.articles(query, limit: limit, after: cursor)
    }

    /// The story with `id`, its body when it has been fetched, and what the reader did with it.
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
