public import DotNews
public import Observation

/// An article's page: opened from a list, a search, a bookmark or a link.
@Observable
public final class ArticleModel {
    /// The article, as the store has it; `nil` until it has come.
    public private(set) var article: StoredArticle?
    /// Articles that belong to it.
    public private(set) var related: [ArticleRow] = []
    /// A message for the reader, such as that the text could not be had.
    public private(set) var message: ReaderMessage?

    private let reader: ReaderModel
    private let id: ArticleID

    init(_ reader: ReaderModel, id: ArticleID) {
        self.reader = reader
        self.id = id
    }

    /// The page for a web view; `nil` while there is no text.
    public var page: String? {
        article?.article.map { HTMLRenderer(language: reader.client.edition.language).render($0) }
    }

    /// Brings the article, from the site when its text is not stored, and notes that it was opened.
    public func open() async {
        do {
            let opened = try await reader.client.article(at: id)
            article = opened.article
            message = opened.failure.map(reader.message)
            article = try await reader.client.open(id) ?? article
            related = try await reader.client.related(to: id)
        } catch {
            message = reader.message(error)
        }
    }

    /// Follows the store until the task is cancelled: a bookmark set elsewhere, a text that was corrected.
    public func follow() async {
        do {
            for try await article in reader.client.observeArticle(id) where article != nil { self.article = article }
        } catch {
            message = reader.message(error)
        }
    }

    /// Sets or removes the bookmark.
    public func toggleBookmark() async {
        guard let article else { return }
        do {
            try await reader.client.store.reader.setBookmarked(!article.isBookmarked, for: id)
        } catch {
            message = reader.message(error)
        }
    }

    /// Returns the place to which a tap on a link of the text leads.
    public func destination(of link: WebAddress) -> LinkDestination { reader.client.edition.destination(of: link) }
}
