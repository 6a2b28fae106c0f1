import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ArticleWriter {
    func articleRow(of key: ArticleKey) throws(StoreError) -> Int64? { try connection.articleRow(of: key) }

    /// A free place in the order for a story published at `date`.
    func freePosition(for date: Date?) throws(StoreError) -> Int64 {
        let range = ArticlePosition.range(for: date)
        let last = try connection.use("SELECT max(id) FROM article WHERE id >= ?1 AND id < ?2") {
            (statement) throws(StoreError) -> Int64? in
            statement.bind(range.lowerBound, at: 1)
            statement.bind(range.upperBound, at: 2)
            return try statement.step() ? statement.optionalInteger(0) : nil
        }
        guard let last else { return range.lowerBound }
        guard last + 1 == range.upperBound else { return last + 1 }
        // The second is full: the next free place after it.
        return try connection.use("SELECT id FROM article WHERE id >= ?1 ORDER BY id") {
            (statement) throws(StoreError) in
            statement.bind(range.upperBound, at: 1)
            var free = range.upperBound
            while try statement.step(), statement.integer(0) == free { free += 1 }
            return free
        }
    }
}

extension Connection {
    /// The row of a story.
    func articleRow(of key: ArticleKey) throws(StoreError) -> Int64? {
        try use("SELECT id FROM article WHERE key = ?1") { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }

    /// Deletes a story with its body, its places in columns and the version of its body; not what its reader did.
    func deleteArticle(row: Int64) throws(StoreError) {
        try use("DELETE FROM resource WHERE url = (SELECT url FROM body WHERE article = ?1)") {
            (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
        try use("DELETE FROM article WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
    }
}

extension ArticleSummary {
    /// What is known when `other` is said later: its fields, except where it says nothing.
    ///
    /// A list and the full story each carry fields that the other lacks, so silence takes nothing away.
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
