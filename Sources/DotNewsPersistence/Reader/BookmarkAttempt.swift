package import DotNewsModels

/// A bookmarked article that is not complete, as a sync asks the site for it.
package struct IncompleteBookmark: Hashable, Sendable {
    /// The article.
    package var id: ArticleID
    /// Whether its text is missing or outdated, besides its pictures.
    package var needsText: Bool
}

/// The outcome of a try to complete a bookmarked article.
package struct BookmarkAttempt: Hashable, Sendable {
    /// The reason why it is not complete.
    package enum Code: String, Sendable {
        /// The site does not have the article.
        case gone
        /// Nothing tells the day of the article.
        case unknownDate
        /// The text could not be fetched.
        case text
        /// Pictures could not be fetched.
        case pictures
    }

    /// The article.
    package var id: ArticleID
    /// The failure; `nil` when there was none.
    package var code: Code?
    /// The reason, in words for developers.
    package var reason: String

    /// Creates an attempt; one that succeeded unless said otherwise.
    package init(_ id: ArticleID, _ code: Code? = nil, reason: String = "") {
        self.id = id
        self.code = code
        self.reason = reason
    }

    /// The pause after a number of failures in a row, in seconds: an hour, and twice as long each time, up to a day; for what
    /// the site does not have a day, and twice as long each time, up to 32 days.
    static func pause(after failures: Int64, _ code: Code) -> Double {
        let doublings = Double(1 << min(max(failures - 1, 0), 5))
        switch code {
        case .gone, .unknownDate: return 86_400 * doublings
        case .text, .pictures: return min(3_600 * doublings, 86_400)
        }
    }

    /// The longest pause, in seconds.
    static let longestPause = 32 * 86_400.0
}
