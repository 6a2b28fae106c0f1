import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

/// What an import changed.
public struct ReaderStateImport: Hashable, Sendable {
    /// Registers that took another value or a later time: read marks, bookmarks, labels, positions, searches,
    /// preferences.
    public var changes = 0
    /// Visits that were not known before, of those that are kept.
    public var visits = 0
    /// Articles that were kept for a bookmark only, which the import removed.
    public var withdrawn: [ArticleID] = []

    /// Creates an import that changed nothing.
    public init() {}

    /// Whether nothing changed.
    public var isEmpty: Bool { changes == 0 && visits == 0 && withdrawn.isEmpty }
}

extension ReaderState {
    /// The largest export that is read, in bytes: more than 300,000 articles' state.
    public static let maximumImportSize = 64 << 20

    /// Takes in what ``exportData()`` wrote, here or elsewhere: all of it in one transaction, or nothing.
    ///
    /// Of each value the later change counts, here's or there's; visits of both are kept, the newest 10,000. In which
    /// order exports are imported, and how often, makes no difference.
    ///
    /// - Parameter data: The document, at most ``maximumImportSize`` bytes.
    /// - Throws: ``StoreError/Code/newerExport`` when a newer version wrote it, ``StoreError/Code/invalidExport`` when it
    ///   is not such a document or any of its values is not acceptable.
    public func importData(_ data: Data) async throws(StoreError) -> ReaderStateImport {
        let activity = "importing the reader's state"
        let document = try ReaderStateDocument.decode(data, activity: activity, file: store.file.path)
        let now = store.options.now()
        return try await store.write(activity) { connection in
            var merge = ReaderStateMerge(connection: connection, now: now)
            try merge.take(document)
            return merge.report
        }
    }
}

extension ReaderStateDocument {
    fileprivate static func decode(
        _ data: Data, activity: String, file: String
    ) throws(StoreError) -> ReaderStateDocument {
        func failure(_ code: StoreError.Code, _ reason: String) -> StoreError {
            StoreError(code, while: activity, file: file, reason: reason)
        }
        guard data.count <= ReaderState.maximumImportSize else {
            throw failure(.invalidExport, "it has more than \(ReaderState.maximumImportSize >> 20) MiB")
        }
        guard !hasLongName(data) else { throw failure(.invalidExport, "a member's name is too long") }
        do {
            let decoder = JSONDecoder()
            let header = try decoder.decode(Header.self, from: data)
            guard header.format == format, let found = header.version, found > 0 else {
                throw failure(.invalidExport, "it does not say that it is one")
            }
            guard found <= version else {
                throw failure(.newerExport, "format version \(found); this version reads up to \(version)")
            }
            return try decoder.decode(ReaderStateDocument.self, from: data)
        } catch let error as StoreError {
            throw error
        } catch {
            throw failure(.invalidExport, reason(of: error))
        }
    }

    /// Whether a member has a name that is longer than any of the format's, in this and in later versions.
    ///
    /// The decoder keeps members by their names, and hashing one of nothing but marks takes the square of its length.
    private static func hasLongName(_ data: Data) -> Bool {
        data.withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes.bindMemory(to: UInt8.self))
            while let string = scanner.nextString() {
                if string.isName, string.raw.count > longestName { return true }
            }
            return false
        }
    }

    /// In bytes, escapes included.
    private static let longestName = 256

    /// Where the document is wrong, without what stands there.
    private static func reason(of error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\(place(context.codingPath)) is \(context.debugDescription)"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(place(context.codingPath)) is of another type"
        case DecodingError.keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
        default: "it is not JSON that can be read"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        let place = path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return place.isEmpty ? "the document" : place
    }
}

/// Merges a document into the tables, register by register.
struct ReaderStateMerge {
    let connection: Connection
    private(set) var report = ReaderStateImport()
    private let now: Date

    init(connection: Connection, now: Date) {
        self.connection = connection
        self.now = now
    }

    /// Whether a visit, a search or a clearing is further ahead than clocks are apart. It is left out, as replication does,
    /// because everything else of its kind is ordered by it.
    private func isPremature(_ time: ReaderTimestamp) -> Bool {
        time.milliseconds > Date.latestPlausibleTime(at: now.changeTime)
    }

    /// The time of a change of a value of its own. One that is too far ahead counts as unknown, which is before every other:
    /// the value is taken where none is known, and gives way to any change that the reader makes.
    private func changeTime(_ time: ReaderTimestamp) -> Int64 { isPremature(time) ? 0 : time.milliseconds }

    mutating func take(_ document: ReaderStateDocument) throws {
        for entry in document.articles ?? [] { try take(entry) }
        try take(document.history)
        try take(document.searches)
        for preference in document.preferences ?? [] {
            try take(.preference, preference.name.name.rawValue, preference.value, preference.changedAt)
        }
        for (list, topics) in [(ReaderRegister.Kind.followed, document.followed), (.muted, document.muted)] {
            for topic in topics ?? [] {
                try take(list, topic.kind.rawValue, member: topic.name, topic.value, topic.changedAt)
            }
        }
        report.withdrawn = try connection.deleteWithdrawnWithoutBookmark(now: now)
    }

    private mutating func take(_ entry: ReaderStateDocument.Entry) throws {
        let key = ArticleKey(entry.id)
        if let read = entry.read {
            let wasRead = try connection.isRead(key)
            count(try connection.mergeRead(read.value, key, changedAt: changeTime(read.changedAt)))
            if try connection.isRead(key) != wasRead {
                try ChangeFeed(connection: connection, now: now).noteReadElsewhere(!wasRead, key)
            }
        }
        if let bookmark = entry.bookmark {
            count(try connection.mergeBookmarked(bookmark.value, key, changedAt: changeTime(bookmark.changedAt)))
        }
        for label in entry.labels ?? [] {
            try take(.label, entry.id.rawValue, member: label.name.rawValue, label.value, label.changedAt)
        }
        if let position = entry.position {
            let value = position.position.map(StoredPosition.text(of:))
            try take(.position, entry.id.rawValue, value, position.changedAt)
        }
    }

    private mutating func take(_ history: ReaderStateDocument.History?) throws {
        guard let history else { return }
        if let time = history.clearedAt, !isPremature(time) {
            try takeClearing(.history, time)
        }
        let clearedUntil = try connection.clearingTime(.history)
        var new: [ReaderStateDocument.Visit] = []
        for visit in history.visits ?? []
        where visit.visitedAt.milliseconds > clearedUntil && !isPremature(visit.visitedAt) {
            if try connection.addVisit(ArticleKey(visit.id), at: visit.visitedAt.milliseconds) { new.append(visit) }
        }
        try connection.deleteCleared(.history)
        try connection.trimVisits()
        guard let oldest = try connection.oldestVisit() else { return }
        report.visits = new.count { ($0.visitedAt.milliseconds, $0.id) >= oldest }
    }

    private mutating func take(_ searches: ReaderStateDocument.Searches?) throws {
        guard let searches else { return }
        if let time = searches.clearedAt, !isPremature(time) {
            try takeClearing(.searches, time)
        }
        let clearedUntil = try connection.clearingTime(.searches)
        let before = try registers(.search)
        for search in searches.entries ?? []
        where search.changedAt.milliseconds > clearedUntil && !isPremature(search.changedAt) {
            try connection.merge(
                ReaderRegister(
                    kind: .search, subject: search.name.text, value: search.value ? ReaderRegister.present : nil,
                    changedAt: search.changedAt.milliseconds))
        }
        try connection.deleteCleared(.searches)
        try connection.trimSearches()
        // Counted at the end: of the searches that came some may be too old to be kept.
        report.changes += try registers(.search).subtracting(before).count
    }

    private mutating func takeClearing(_ clearing: ReaderRegister.Clearing, _ time: ReaderTimestamp) throws {
        count(
            try connection.merge(
                ReaderRegister(
                    kind: .cleared, subject: clearing.rawValue, value: ReaderRegister.present,
                    changedAt: time.milliseconds)
            ))
    }

    private func registers(_ kind: ReaderRegister.Kind) throws -> Set<ReaderRegister> {
        var registers: Set<ReaderRegister> = []
        try connection.forEachRegister(kind) { registers.insert($0) }
        return registers
    }

    private mutating func take(
        _ kind: ReaderRegister.Kind, _ subject: String, member: String = "", _ isPresent: Bool, _ time: ReaderTimestamp
    ) throws {
        try take(kind, subject, member: member, isPresent ? ReaderRegister.present : nil, time)
    }

    private mutating func take(
        _ kind: ReaderRegister.Kind, _ subject: String, member: String = "", _ value: String?, _ time: ReaderTimestamp
    ) throws {
        let register = ReaderRegister(
            kind: kind, subject: subject, member: member, value: value, changedAt: changeTime(time))
        count(try connection.merge(register))
    }

    private mutating func count(_ changed: Bool) {
        if changed { report.changes += 1 }
    }
}

extension Connection {
    fileprivate func oldestVisit() throws -> (Int64, ArticleID)? {
        try row("SELECT visited_at, key FROM visit ORDER BY visited_at, key LIMIT 1") { row in
            guard let id = row.key(1)?.id else { throw row.unreadable("a visit has no id") }
            return (row.integer(0), id)
        }
    }
}
