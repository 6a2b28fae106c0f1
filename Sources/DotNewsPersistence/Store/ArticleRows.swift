import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ArticleWriter {
    func articleRow(of key: ArticleKey) throws -> Int64? { try connection.articleRow(of: key) }

    /// A free position in the order for an article published at `date`.
    func freePosition(for date: Date?) throws -> Int64 {
        let range = ArticlePosition.range(for: date)
        let last =
            try connection.row(
                "SELECT max(id) FROM article WHERE id >= ? AND id < ?", range.lowerBound, range.upperBound
            ) { $0.optionalInteger(0) } ?? nil
        guard let last else { return range.lowerBound }
        guard last + 1 == range.upperBound else { return last + 1 }
        // The second is full: the next free position after it.
        return try connection.withStatement("SELECT id FROM article WHERE id >= ? ORDER BY id") { statement in
            try statement.bind(range.upperBound)
            var free = range.upperBound
            while let row = try statement.next(), row.integer(0) == free { free += 1 }
            return free
        }
    }
}

extension Connection {
    /// The row of an article.
    func articleRow(of key: ArticleKey) throws -> Int64? {
        try row("SELECT id FROM article WHERE key = ?", key) { $0.integer(0) }
    }

    /// Deletes an article with its body, its positions in columns and the version of its body; not what its reader did.
    func deleteArticle(row: Int64) throws {
        try execute("DELETE FROM resource WHERE url = (SELECT url FROM body WHERE article = ?)", row)
        try execute("DELETE FROM article WHERE id = ?", row)
    }
}

extension ArticleSummary {
    /// What is known when `other` is said later: its fields, except where it says nothing.
    ///
    /// A list and the full article each carry fields that the other lacks, so silence takes nothing away.
    /// ``updatedAt`` never goes back.
    func merging(_ other: ArticleSummary) -> ArticleSummary {
        var merged = other
        func keep<Value>(_ field: WritableKeyPath<ArticleSummary, Value?>) {
            if merged[keyPath: field] == nil { merged[keyPath: field] = self[keyPath: field] }
        }
        func keep<Value: Collection>(_ field: WritableKeyPath<ArticleSummary, Value>) {
            if merged[keyPath: field].isEmpty { merged[keyPath: field] = self[keyPath: field] }
        }
        keep(\.title)
        keep(\.summary)
        keep(\.author)
        keep(\.source)
        keep(\.keywords)
        keep(\.tags)
        keep(\.column)
        keep(\.publishedAt)
        keep(\.updatedAt)
        keep(\.shareAddress)
        keep(\.jsonAddress)
        keep(\.thumbnail)
        keep(\.mediaDuration)
        if let mine = column, merged.column?.id == mine.id {
            if merged.column?.name.isEmpty == true { merged.column?.name = mine.name }
            if merged.column?.path == nil { merged.column?.path = mine.path }
        }
        if let mine = thumbnail, var image = merged.thumbnail, image.address == mine.address {
            if image.caption.isEmpty { image.caption = mine.caption }
            if image.credit.isEmpty { image.credit = mine.credit }
            if image.alternativeText.isEmpty { image.alternativeText = mine.alternativeText }
            image.width = image.width ?? mine.width
            image.height = image.height ?? mine.height
            merged.thumbnail = image
        }
        if let mine = updatedAt, let theirs = merged.updatedAt, theirs < mine { merged.updatedAt = mine }
        // As it will be stored, so that a comparison with what is stored tells what a reader would see.
        merged.publishedAt = merged.publishedAt.map { Date(storedMilliseconds: $0.storedMilliseconds) }
        merged.updatedAt = merged.updatedAt.map { Date(storedMilliseconds: $0.storedMilliseconds) }
        merged.keywords = merged.keywords.map(SummaryRecord.storable)
        merged.tags = merged.tags.map(SummaryRecord.storable)
        if merged.mediaDuration?.isFinite == false { merged.mediaDuration = mediaDuration }
        return merged
    }
}
