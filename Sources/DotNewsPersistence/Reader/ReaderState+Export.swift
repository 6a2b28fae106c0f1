import DotNewsDatabase
public import DotNewsFoundation
import DotNewsModels

extension ReaderState {
    /// All that belongs to the reader, as one JSON document in UTF-8: read marks, bookmarks with their labels, reading
    /// positions, visits, searches and preferences, each with the time of its change.
    ///
    /// Holds no articles, and not where "back" and "forward" lead, which is this device's alone. Equal states give equal
    /// documents, but for the time of the export. The format is described in docs/reader-state.md.
    public func exportData() async throws(StoreError) -> Data {
        let now = store.now.changeTime
        return try await store.read("exporting the reader's state") { reader in
            var document = try ReaderStateExport(connection: reader.connection).document()
            document.exportedAt = ReaderTimestamp(milliseconds: now)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            do {
                return try encoder.encode(document)
            } catch {
                throw reader.connection.unreadable("the reader's state cannot be written as JSON")
            }
        }
    }
}

/// Gathers the document of an export.
struct ReaderStateExport {
    typealias Document = ReaderStateDocument

    let connection: Connection

    func document() throws -> ReaderStateDocument {
        var document = ReaderStateDocument()
        document.articles = try articles()
        document.history = Document.History(clearedAt: try clearing(.history), visits: try visits())
        document.searches = Document.Searches(clearedAt: try clearing(.searches), entries: try words(.search))
        var preferences: [Document.Preference] = []
        try connection.forEachRegister(.preference) { register in
            preferences.append(
                Document.Preference(
                    name: .init(PreferenceName(rawValue: register.subject)), value: register.value,
                    changedAt: ReaderTimestamp(milliseconds: register.changedAt)))
        }
        document.preferences = preferences
        document.followed = try topics(.followed)
        document.muted = try topics(.muted)
        return document
    }

    /// What is known of each article, in the order of the ids.
    private func articles() throws -> [Document.Entry] {
        var entries: [ArticleID: Document.Entry] = [:]
        try connection.forEachRow(
            """
            SELECT key, is_read, read_changed_at, is_bookmarked, bookmark_changed_at FROM reader_state
            """
        ) { row in
            guard let id = row.key(0)?.id else { throw row.unreadable("an article has no id") }
            let entry = Document.Entry(id: id, read: row.flagRegister(1), bookmark: row.flagRegister(3))
            if entry.read != nil || entry.bookmark != nil { entries[id] = entry }
        }
        try connection.forEachRegister(.label) { register in
            let id = try id(of: register)
            entries[id, default: Document.Entry(id: id)].labels.add(
                Document.Member(
                    name: BookmarkLabel(validated: register.member), value: register.value != nil,
                    changedAt: ReaderTimestamp(milliseconds: register.changedAt)))
        }
        try connection.forEachRegister(.position) { register in
            let id = try id(of: register)
            let position = register.value.flatMap(StoredPosition.position(from:))
            entries[id, default: Document.Entry(id: id)].position = Document.Position(
                block: position?.block, offset: position?.offset,
                fingerprint: position.map { .init($0.fingerprint) },
                changedAt: ReaderTimestamp(milliseconds: register.changedAt))
        }
        return entries.values.sorted { $0.id < $1.id }
    }

    private func id(of register: ReaderRegister) throws -> ArticleID {
        guard let id = ArticleID(register.subject) else {
            throw connection.unreadable("a register belongs to no article")
        }
        return id
    }

    private func visits() throws -> [Document.Visit] {
        try connection.rows("SELECT visited_at, key FROM visit ORDER BY visited_at, key") { row in
            guard let id = row.key(1)?.id else { throw row.unreadable("a visit has no id") }
            return Document.Visit(id: id, visitedAt: ReaderTimestamp(milliseconds: row.integer(0)))
        }
    }

    private func clearing(_ what: ReaderRegister.Clearing) throws -> ReaderTimestamp? {
        let time = try connection.clearingTime(what)
        return time < 0 ? nil : ReaderTimestamp(milliseconds: time)
    }

    private func words(
        _ kind: ReaderRegister.Kind
    ) throws -> [Document.Member<Document.Word>] {
        var members: [Document.Member<Document.Word>] = []
        try connection.forEachRegister(kind) { register in
            members.append(
                Document.Member(
                    name: .init(register.subject), value: register.value != nil,
                    changedAt: ReaderTimestamp(milliseconds: register.changedAt)))
        }
        return members
    }

    private func topics(_ list: ReaderRegister.Kind) throws -> [Document.Topic] {
        var topics: [Document.Topic] = []
        try connection.forEachRegister(list) { register in
            guard let topic = ArticleTopic(kind: register.subject, name: register.member) else {
                throw connection.unreadable("a topic has no acceptable name")
            }
            topics.append(
                Document.Topic(
                    kind: topic.kind, name: topic.name, value: register.value != nil,
                    changedAt: ReaderTimestamp(milliseconds: register.changedAt)))
        }
        return topics
    }
}

extension [ReaderStateDocument.Member<BookmarkLabel>]? {
    /// Adds a label in place: a copy of what is there for each would cost the square of their number.
    fileprivate mutating func add(_ label: ReaderStateDocument.Member<BookmarkLabel>) {
        if self?.append(label) == nil { self = [label] }
    }
}

extension Row {
    /// The register in a column of `reader_state` and the next; `nil` when it was never set.
    fileprivate func flagRegister(_ column: Int32) -> ReaderStateDocument.Flag? {
        guard flag(column) || !isNull(column + 1) else { return nil }
        return ReaderStateDocument.Flag(
            value: flag(column), changedAt: ReaderTimestamp(milliseconds: max(integer(column + 1), 0)))
    }
}
