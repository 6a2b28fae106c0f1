import DotNewsFoundation
import DotNewsModels

/// A change in the form in which it is written, made before the writer is entered.
enum EncodedChange: Sendable {
    case columnTree(ColumnTree, EncodedResource)
    case articles([ListedArticle], listedIn: ColumnID, withdrawn: [ArticleID], EncodedResource)
    case article(EncodedArticle, EncodedResource)
    case bodyConfirmed(ArticleID, updatedAt: Date?)
    case withdrawn(ArticleID)
    case hotList([ListedArticle], EncodedResource)
    case resourceVersion(EncodedResource)

    private init(_ change: StoreChange, _ compressor: TextCompressor) {
        switch change {
        case .columnTree(let tree, let address, let version):
            self = .columnTree(tree, .init(address: address, version: version))
        case .articles(let articles, let column, let withdrawn, let address, let version):
            self = .articles(
                articles.map(ListedArticle.init), listedIn: column, withdrawn: withdrawn,
                .init(address: address, version: version))
        case .article(let article, let address, let version):
            self = .article(
                EncodedArticle(article, from: address, compressor), .init(address: address, version: version))
        case .bodyConfirmed(let id, let updatedAt): self = .bodyConfirmed(id, updatedAt: updatedAt)
        case .withdrawn(let id): self = .withdrawn(id)
        case .hotList(let articles, let address, let version):
            self = .hotList(articles.map(ListedArticle.init), .init(address: address, version: version))
        case .resourceVersion(let version, let address):
            self = .resourceVersion(.init(address: address, version: version))
        }
    }

    /// Changes that are worth a task and a compressor of their own. A sync brings fewer at a time, whose articles are read
    /// on all processors already.
    private static let smallestPart = 64
    private static let mostParts = 4

    /// Encodes a batch, a large one in parts at the same time where there are processors, since compressing is a third of
    /// the work of storing.
    static func encode(_ batch: [StoreChange]) async -> [EncodedChange] {
        let count = min(batch.count / smallestPart, mostParts)
        guard count > 1 else { return encodePart(batch[...]) }
        let parts = await withTaskGroup(of: (Int, [EncodedChange]).self) { group in
            for part in 0..<count {
                let changes = batch[batch.count * part / count..<batch.count * (part + 1) / count]
                group.addTask { (part, encodePart(changes)) }
            }
            return await group.reduce(into: Array(repeating: [EncodedChange](), count: count)) { $0[$1.0] = $1.1 }
        }
        return Array(parts.joined())
    }

    private static func encodePart(_ changes: ArraySlice<StoreChange>) -> [EncodedChange] {
        let compressor = TextCompressor()
        return changes.map { EncodedChange($0, compressor) }
    }
}

/// Where something came from and in which version.
struct EncodedResource: Sendable {
    let address: WebAddress
    let version: ResourceVersion?
}

/// An article as a list shows it.
struct ListedArticle: Sendable {
    let summary: ArticleSummary
    let record: SummaryRecord

    init(_ summary: ArticleSummary) {
        self.summary = summary
        record = SummaryRecord(summary)
    }
}

/// An article with its body, encoded.
struct EncodedArticle: Sendable {
    let summary: ArticleSummary
    let record: SummaryRecord
    let address: WebAddress
    /// JSON, compressed.
    let blocks: [UInt8]
    /// JSON.
    let details: [UInt8]

    init(_ article: Article, from address: WebAddress, _ compressor: TextCompressor) {
        summary = article.summary
        record = SummaryRecord(article.summary)
        self.address = address
        blocks = Self.json(article.body).withUnsafeBytes(compressor.compress)
        var writer = JSONWriter(capacity: 512)
        writer.details(of: article)
        details = writer.bytes
    }
    /// Returns a body as JSON; of one that is longer than a text may be, its beginning.
    private static func json(_ body: ArticleBody) -> [UInt8] {
        var body = body
        while true {
            var writer = JSONWriter(capacity: 6_144)
            writer.body(body)
            guard writer.bytes.count > TextCompressor.maximumCount else { return writer.bytes }
            body.blocks.removeLast((body.blocks.count + 1) / 2)
        }
    }
}
