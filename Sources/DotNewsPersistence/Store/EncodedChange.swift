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

    private init(_ change: StoreChange, _ compressor: TextCompressor, now: Date) {
        switch change {
        case .columnTree(let tree, let address, let version):
            self = .columnTree(tree, .init(address: address, version: version))
        case .articles(let articles, let column, let withdrawn, let address, let version):
            self = .articles(
                articles.map { ListedArticle($0, now: now) }, listedIn: column, withdrawn: withdrawn,
                .init(address: address, version: version))
        case .article(let article, let address, let version):
            self = .article(
                EncodedArticle(article, from: address, compressor, now: now), .init(address: address, version: version))
        case .bodyConfirmed(let id, let updatedAt): self = .bodyConfirmed(id, updatedAt: updatedAt)
        case .withdrawn(let id): self = .withdrawn(id)
        case .hotList(let articles, let address, let version):
            self = .hotList(articles.map { ListedArticle($0, now: now) }, .init(address: address, version: version))
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
    ///
    /// - Parameter now: The latest time at which an article can have been changed.
    static func encode(_ batch: [StoreChange], now: Date) async -> [EncodedChange] {
        let count = min(batch.count / smallestPart, mostParts)
        guard count > 1 else { return encodePart(batch[...], now: now) }
        let parts = await withTaskGroup(of: (Int, [EncodedChange]).self) { group in
            for part in 0..<count {
                let changes = batch[batch.count * part / count..<batch.count * (part + 1) / count]
                group.addTask { (part, encodePart(changes, now: now)) }
            }
            return await group.reduce(into: Array(repeating: [EncodedChange](), count: count)) { $0[$1.0] = $1.1 }
        }
        return Array(parts.joined())
    }

    private static func encodePart(_ changes: ArraySlice<StoreChange>, now: Date) -> [EncodedChange] {
        let compressor = TextCompressor()
        return changes.map { EncodedChange($0, compressor, now: now) }
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

    init(_ summary: ArticleSummary, now: Date) {
        record = SummaryRecord(summary, now: now)
        self.summary = summary.changed(before: now)
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
    /// JSON: the addresses of the images of its body, without their queries.
    let images: String

    init(_ article: Article, from address: WebAddress, _ compressor: TextCompressor, now: Date) {
        record = SummaryRecord(article.summary, now: now)
        summary = article.summary.changed(before: now)
        self.address = address
        blocks = Self.json(article.body).withUnsafeBytes(compressor.compress)
        var writer = JSONWriter(capacity: 512)
        writer.details(of: article)
        details = writer.bytes
        images = Self.imageList(article)
    }

    private static func imageList(_ article: Article) -> String {
        var seen: Set<WebAddress> = []
        var writer = JSONWriter(capacity: 512)
        writer.array(article.bodyImageAddresses.map(\.withoutQuery).filter { seen.insert($0).inserted }) {
            $0.string($1.string)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
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

extension ArticleSummary {
    /// This summary with a time of its last change that is not after `now`: a site whose clock or zone is wrong would have
    /// what it says next taken for old.
    fileprivate func changed(before now: Date) -> ArticleSummary {
        guard let updatedAt, updatedAt > now else { return self }
        var summary = self
        summary.updatedAt = now
        return summary
    }
}
