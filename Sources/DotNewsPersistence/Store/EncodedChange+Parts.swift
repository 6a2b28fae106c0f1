import DotNewsModels

extension EncodedChange {
    /// Changes that are worth a task and a compressor of their own. A sync brings fewer at a time, whose stories are read on
    /// all processors already.
    private static let smallestPart = 64
    private static let mostParts = 4

    /// Encodes a batch, a large one in parts at the same time where there are processors, since compressing is a third of
    /// the work of storing; then puts it in the order in which it is best written.
    ///
    /// - Parameter encode: Encodes a part, in its order.
    static func encode(
        _ batch: [StoreChange], inPartsWith encode: @escaping @Sendable ([StoreChange]) -> [EncodedChange]
    ) async -> [EncodedChange] {
        let count = min(batch.count / smallestPart, mostParts)
        guard count > 1 else { return ordered(encode(batch)) }
        let parts = await withTaskGroup(of: (Int, [EncodedChange]).self) { group in
            for part in 0..<count {
                let changes = Array(batch[batch.count * part / count..<batch.count * (part + 1) / count])
                group.addTask { (part, encode(changes)) }
            }
            return await group.reduce(into: Array(repeating: [EncodedChange](), count: count)) { $0[$1.0] = $1.1 }
        }
        return ordered(Array(parts.joined()))
    }

    /// Puts bodies that follow each other in order of publication: rows that are added in ascending order fill the pages
    /// of a table, in descending order they leave them half empty.
    private static func ordered(_ changes: [EncodedChange]) -> [EncodedChange] {
        var ordered: [EncodedChange] = []
        ordered.reserveCapacity(changes.count)
        var bodies: [(article: EncodedArticle, resource: EncodedResource)] = []
        var seen: Set<ArticleID> = []
        func flush() {
            bodies.sort { $0.article.publication < $1.article.publication }
            ordered += bodies.map { .article($0.article, $0.resource) }
            bodies = []
            seen = []
        }
        for change in changes {
            guard case .article(let article, let resource) = change else {
                flush()
                ordered.append(change)
                continue
            }
            // The order of two answers about one story matters.
            if seen.contains(article.record.id) { flush() }
            seen.insert(article.record.id)
            bodies.append((article, resource))
        }
        flush()
        return ordered
    }
}
