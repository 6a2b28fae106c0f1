public import DotNewsModels
import DotNewsNetworking
public import DotNewsPersistence
public import DotNewsSync

/// Comments, likes and favourites. What the reader does is kept at once and sent by ``sendOutbox(progress:)``, or by an
/// ``keepSendingOutbox(_:progress:)``, which runs for as long as the app does.
extension NewsClient {
    /// Asks the site for a page of an article's comments and keeps it for reading offline.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - order: In which order.
    ///   - page: Which page, from 0.
    /// - Returns: The page with what the reader wrote and chose since.
    /// - Throws: `AccountError`, also when the edition does not say where comments are; `StoreError`.
    public func refreshComments(
        of id: ArticleID, order: CommentOrder = .newest, page: Int = 0
    ) async throws -> CommentThread {
        // Before the question: what is sent while the answer is on its way must not be taken for missing in it.
        let askedAt = store.now
        let answer = try await account.comments(of: id, order: order, page: page)
        try await store.outbox.storeComments(answer, of: id, fetchedAt: askedAt)
        return try await store.outbox.comments(of: id, order: order, page: page)
    }

    /// A page of an article's comments as it was read last, with what the reader wrote and chose since. Works without
    /// network.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - order: In which order.
    ///   - page: Which page, from 0.
    public func comments(
        of id: ArticleID, order: CommentOrder = .newest, page: Int = 0
    ) async throws(StoreError) -> CommentThread {
        try await store.outbox.comments(of: id, order: order, page: page)
    }

    /// Writes a comment about an article, or an answer to another comment, into the outbox.
    ///
    /// - Throws: `CommentTextError`; `AccountError` when the edition does not say where comments are posted;
    ///   `StoreError`, such as `StoreError.Code.commentsClosed` and `StoreError.Code.outboxFull`.
    public func post(
        _ text: String, on id: ArticleID, replyingTo parent: CommentID? = nil
    ) async throws -> OutboxEntry {
        let text = try commentText(text)
        return try await store.outbox.post(text, on: id, replyingTo: parent)
    }

    /// Changes the text of a comment that has not been sent; see `Outbox.edit(_:text:)`.
    public func editOutboxEntry(_ id: OutboxEntry.ID, text: String) async throws -> OutboxEntry {
        let text = try commentText(text)
        return try await store.outbox.edit(id, text: text)
    }

    /// Likes or dislikes a comment, or takes that back; see `Outbox.react(_:to:on:)`.
    public func react(
        _ reaction: CommentReaction?, to comment: CommentID, on id: ArticleID? = nil
    ) async throws -> OutboxEntry? {
        _ = try account.configuredService(while: "reacting to a comment")
        return try await store.outbox.react(reaction, to: comment, on: id)
    }

    /// Makes an article a favourite at the site, or no longer one; see `Outbox.setFavourite(_:for:)`.
    public func setFavourite(_ flag: Bool, for id: ArticleID) async throws -> OutboxEntry? {
        _ = try account.configuredService(while: "changing a favourite")
        return try await store.outbox.setFavourite(flag, for: id)
    }

    /// Asks the site which of some articles are favourites, and keeps the answer.
    ///
    /// - Returns: Of each article whether it is a favourite, as the reader chose last, else as the site says; `nil` where
    ///   neither is known.
    /// - Throws: `AccountError`, `StoreError`
    public func refreshFavourites(among ids: [ArticleID]) async throws -> [ArticleID: Bool?] {
        try await store.outbox.storeFavourites(try await account.favourites(among: ids))
        var flags: [ArticleID: Bool?] = [:]
        for id in ids { flags.updateValue(try await store.outbox.isFavourite(id), forKey: id) }
        return flags
    }

    /// Sends what is in the outbox and whose time has come.
    public func sendOutbox(
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws(OutboxError) -> OutboxReport {
        try await OutboxSender(store: store, client: account).send(progress: progress)
    }

    /// Sends the outbox for as long as an app runs: what is written meanwhile at once, the rest when its time comes.
    ///
    /// Ends when the calling task is cancelled, or with an error of the store.
    ///
    /// - Parameters:
    ///   - policy: How many entries are sent at once, and when a failed one is tried again.
    ///   - progress: Told of each entry that was tried.
    public func keepSendingOutbox(
        _ policy: OutboxPolicy = .standard,
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws(OutboxError) {
        try await OutboxSender(store: store, client: account, policy: policy).run(progress: progress)
    }

    private func commentText(_ text: String) throws -> CommentText {
        let service = try account.configuredService(while: "writing a comment")
        return try CommentText(text, maximum: service.maximumCharacters)
    }
}
