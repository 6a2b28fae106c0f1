public import DotNews

/// The state of a reader app that all its screens share.
///
/// Every screen has a model of its own. A model follows the store while its `follow()` runs, which a view calls in a
/// task that ends with the view.
public struct ReaderModel {
    /// Reads the edition.
    public let client: NewsClient
    /// The language of the app's messages.
    public let language: LanguageTag

    /// Creates the state of an app that reads an edition.
    public init(client: NewsClient, language: LanguageTag? = nil) {
        self.client = client
        self.language = language ?? client.edition.language
    }

    /// The list of the newest articles, or of those of a column.
    public func feed(column: ColumnID? = nil) -> FeedModel { FeedModel(self, column: column) }

    /// An article's page.
    public func article(_ id: ArticleID) -> ArticleModel { ArticleModel(self, id: id) }

    /// The search screen.
    public func search() -> SearchModel { SearchModel(self) }

    /// The bookmarks.
    public func bookmarks() -> BookmarksModel { BookmarksModel(self) }

    /// The share sheet of an article.
    public func share(_ article: Article) -> ShareModel { ShareModel(self, article: article) }

    /// Returns the message for the reader about a failure.
    func message(_ error: any Error) -> ReaderMessage { ReaderMessage(error, in: language) }
}
