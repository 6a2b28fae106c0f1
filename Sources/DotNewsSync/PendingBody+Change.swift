import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// The changes to the store that follow from the site's answers about an article.
extension PendingBody {
    /// The version to send to an address; `nil` when the stored body came from another.
    func version(at asked: WebAddress) -> ResourceVersion? { address == asked ? version : nil }

    /// Returns what the article's JSON changes.
    func change(_ answer: CMSAnswer<ArticleAnswer>, from address: WebAddress) -> StoreChange {
        switch answer.value {
        case .published(let article): .article(article, address: address, version: answer.version)
        case .withdrawn(let id): .withdrawn(id)
        case nil: .bodyConfirmed(summary.id, updatedAt: summary.updatedAt)
        }
    }

    /// Returns what the article's page changes; `nil` when it has no text.
    func change(_ answer: CMSAnswer<ArticlePage>, from address: WebAddress) -> StoreChange? {
        guard let page = answer.value, !page.article.body.blocks.isEmpty else { return nil }
        return .article(page.article, address: address, version: nil)
    }
}

extension StoreChange {
    /// This change with an article's column as the tree has it.
    func corrected(by directory: ColumnDirectory) -> StoreChange {
        guard case .article(var article, let address, let version) = self else { return self }
        article.summary = directory.corrected(article.summary)
        return .article(article, address: address, version: version)
    }
}
