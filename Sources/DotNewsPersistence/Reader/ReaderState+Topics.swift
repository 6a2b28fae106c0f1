import DotNewsDatabase
public import DotNewsModels

extension ReaderState {
    /// Follows a topic, or stops following it; see ``followedArticles(limit:after:)``.
    ///
    /// - Returns: Whether that changed anything.
    /// - Throws: As ``setMuted(_:_:)`` does.
    @discardableResult
    public func setFollowed(_ flag: Bool, _ topic: ArticleTopic) async throws(StoreError) -> Bool {
        try await set(flag, topic, in: .followed, "following a topic")
    }

    /// Mutes a topic, or shows its articles again.
    ///
    /// Muted articles are left out of lists, the feed of what is followed, the hot list, related articles, observations of these,
    /// and ``beginVisit()``, from the next read on; nothing is deleted. A mute outweighs what is followed. Search,
    /// bookmarks, history, the articles of a tag or an author, and links find them still, and unread counts count them.
    ///
    /// Spellings that search takes for the same are one topic: one that is muted already is not added, and all of them are
    /// removed together.
    ///
    /// - Returns: Whether that changed anything.
    /// - Throws: ``StoreError/Code/invalidValue`` for a word without letters and digits, and for more than
    ///   `ArticleTopic.maximumCount` topics.
    @discardableResult
    public func setMuted(_ flag: Bool, _ topic: ArticleTopic) async throws(StoreError) -> Bool {
        try await set(flag, topic, in: .muted, "muting a topic")
    }

    private func set(
        _ flag: Bool, _ topic: ArticleTopic, in list: ReaderRegister.Kind, _ activity: String
    ) async throws(StoreError) -> Bool {
        let now = store.now.changeTime
        return try await store.write(activity) { connection in
            let old = Set(try connection.topics(list))
            let same = old.filter { $0.kind == topic.kind && $0.key == topic.key }
            guard same.isEmpty == flag else { return false }
            try connection.setTopics(list, from: old, to: flag ? old.union([topic]) : old.subtracting(same), now: now)
            return true
        }
    }

    /// Returns those of some articles that no mute hides, in their order, for alerts about what is new.
    ///
    /// Articles that are not stored are left out.
    ///
    /// ```swift
    /// let changes = try await client.store.changes(since: token)
    /// notify(try await client.store.reader.unmuted(among: changes.new))
    /// ```
    public func unmuted(among ids: [ArticleID]) async throws(StoreError) -> [ArticleID] {
        try await store.read("leaving out muted articles") { reader in
            let muted = try TopicMatcher(muting: reader.connection)
            return try ids.filter { id in
                guard let row = try reader.connection.articleRow(of: ArticleKey(id)) else { return false }
                return try muted == nil || reader.connection.listRow(at: row, without: muted) != nil
            }
        }
    }
}

extension ArticleTopic {
    /// Reads a topic from its register; `nil` for what no version wrote.
    init?(kind: String, name: String) {
        guard let kind = Kind(rawValue: kind) else { return nil }
        self.init(kind, name)
    }

    /// The text that is the same for all spellings of the name.
    var key: String { kind == .column ? name : SearchTokenizer.key(of: name) }
}

extension Connection {
    /// The topics of a list: those changed last, when devices together have more than one may have.
    func topics(_ list: ReaderRegister.Kind) throws -> [ArticleTopic] {
        let sql = "SELECT subject, member FROM reader_register WHERE kind = ? AND value IS NOT NULL"
        func topics(_ sql: String) throws -> [ArticleTopic?] {
            try rows(sql, list.rawValue) { row in
                ArticleTopic.Kind(rawValue: row.text(0)).map { ArticleTopic($0, validated: row.text(1)) }
            }
        }
        let maximum = ArticleTopic.maximumCount
        // Every list reads what is muted; hardly one has to put it in order.
        var found = try topics(sql + " LIMIT \(maximum + 1)")
        if found.count > maximum {
            found = try topics(sql + " ORDER BY changed_at DESC, subject, member LIMIT \(maximum)")
        }
        return found.compactMap(\.self)
    }

    /// Makes a list of topics another one, writing the difference.
    func setTopics(
        _ list: ReaderRegister.Kind, from old: Set<ArticleTopic>, to new: Set<ArticleTopic>, now: Int64
    ) throws {
        let added = new.subtracting(old)
        guard added.allSatisfy({ $0.kind != .word || MatchExpression.Phrase($0.name) != nil }) else {
            throw StoreError(
                .invalidValue, while: activity, file: path, reason: "a word has at least one letter or digit")
        }
        for topic in old.symmetricDifference(new) {
            try set(
                ReaderRegister(
                    kind: list, subject: topic.kind.rawValue, member: topic.name,
                    value: new.contains(topic) ? ReaderRegister.present : nil, changedAt: now))
        }
        let count = try integer(
            "SELECT count(*) FROM reader_register WHERE kind = ? AND value IS NOT NULL", list.rawValue)
        guard added.isEmpty || count <= ArticleTopic.maximumCount else {
            throw StoreError(
                .invalidValue, while: activity, file: path,
                reason: "at most \(ArticleTopic.maximumCount) topics can be followed, or muted")
        }
    }
}
