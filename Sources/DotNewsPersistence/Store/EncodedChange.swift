import DotNewsFoundation
import DotNewsModels

/// A change in the form in which it is written, made before the writer is entered.
enum EncodedChange: Sendable {
    case columnTree(ColumnTree, EncodedResource)
    case stories([ListedStory], listedIn: ColumnID, withdrawn: [ArticleID], EncodedResource)
    case article(EncodedArticle, EncodedResource)
    case bodyConfirmed(ArticleID, updatedAt: Date?)
    case withdrawn(ArticleID)
    case hotList([ListedStory], EncodedResource)

    private init(_ change: StoreChange, _ compressor: BodyCompressor) {
        switch change {
        case .columnTree(let tree, let address, let version):
            self = .columnTree(tree, .init(address: address, version: version))
        case .stories(let stories, let column, let withdrawn, let address, let version):
            self = .stories(
                stories.map(ListedStory.init), listedIn: column, withdrawn: withdrawn,
                .init(address: address, version: version))
        case .article(let article, let address, let version):
            self = .article(
                EncodedArticle(article, from: address, compressor), .init(address: address, version: version))
        case .bodyConfirmed(let id, let updatedAt): self = .bodyConfirmed(id, updatedAt: updatedAt)
        case .withdrawn(let id): self = .withdrawn(id)
        case .hotList(let stories, let address, let version):
            self = .hotList(stories.map(ListedStory.init), .init(address: address, version: version))
        }
    }

    /// Encodes a batch, or a part of one, in its order.
    ///
    /// - Parameter dictionaries: What the store's bodies have in common, as far as it knows.
    static func encode(_ batch: [StoreChange], dictionaries: [TextDictionary]) -> [EncodedChange] {
        let compressor = BodyCompressor(dictionaries)
        return batch.map { EncodedChange($0, compressor) }
    }
}

/// Where something came from and in which version.
struct EncodedResource: Sendable {
    let address: WebAddress
    let version: ResourceVersion?
}

/// A story as a list shows it.
struct ListedStory: Sendable {
    let summary: ArticleSummary
    let record: SummaryRecord
    let digest: Int64

    init(_ summary: ArticleSummary) {
        self.summary = summary
        record = SummaryRecord(summary)
        digest = record.digest
    }
}

/// A story with its body, encoded.
struct EncodedArticle: Sendable {
    let summary: ArticleSummary
    let record: SummaryRecord
    let address: WebAddress
    /// Compressed JSON.
    let blocks: [UInt8]
    /// JSON.
    let details: [UInt8]

    init(_ article: Article, from address: WebAddress, _ compressor: BodyCompressor) {
        summary = article.summary
        record = SummaryRecord(article.summary)
        self.address = address
        var writer = JSONWriter(capacity: 6_144)
        writer.body(article.body)
        blocks = writer.bytes.withUnsafeBytes(compressor.compress)
        writer = JSONWriter(capacity: 512)
        writer.details(of: article)
        details = writer.bytes
    }

    var publication: Int64 { ArticlePosition.range(for: summary.publishedAt).lowerBound }
}
