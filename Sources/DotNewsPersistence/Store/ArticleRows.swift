import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ArticleWriter {
    func articleRow(of key: ArticleKey) throws -> Int64? { try connection.articleRow(of: key) }

    /// A free position in the order for an article published at `date`: in its second, or in the seconds after it when
    /// that is full.
    ///
    /// - Throws: ``StoreError/Code/unreadableContent`` when a damaged file leaves no position.
    /// - Complexity: O(log² *n*) for the *n*th article of a second: each range of positions that is looked into is twice as
    ///   large as the last.
    func freePosition(for date: Date?) throws -> Int64 {
        var range = ArticlePosition.range(for: date)
        let first = range.lowerBound
        while range.upperBound - first <= ArticlePosition.largestReach {
            let last =
                try connection.row(
                    "SELECT max(id) FROM article WHERE id >= ? AND id < ?", range.lowerBound, range.upperBound
                ) { $0.optionalInteger(0) } ?? nil
            guard let last else { return range.lowerBound }
            if last + 1 < range.upperBound { return last + 1 }
            range = range.upperBound..<range.upperBound + (range.upperBound - first)
        }
        throw connection.unreadable("the store has no position left for an article")
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
