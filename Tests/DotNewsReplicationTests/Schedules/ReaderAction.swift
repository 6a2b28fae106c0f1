import DotNewsModels
import DotNewsPersistence
import Foundation

/// One thing that a reader does.
enum ReaderAction: Hashable, Sendable {
    case bookmark(ArticleID, Bool)
    case addLabel(ArticleID, String)
    case removeLabel(ArticleID, String)
    case read([ArticleID], Bool)
    case position(ArticleID, ReadingPosition?)
    case visit(ArticleID)
    case search(String)
    case forgetSearch(String)
    case preference(String, String?)
    case follow(ArticleTopic, Bool)
    case mute(ArticleTopic, Bool)
    case clearHistory
    case clearSearches

    private static let words = ["旅遊", "旅游", "To read"]
    private static let topics = [
        (.column, "immed/hknews"), (.column, "opinion"), (.tag, "旅遊"), (.word, "旅遊"), (.author, "陳大文"),
    ].map { ArticleTopic($0, $1)! }

    /// Few articles and few words, so that devices often change the same.
    static func random(using generator: inout some RandomNumberGenerator) -> ReaderAction {
        let id = articleID(Int.random(in: 0..<4, using: &generator))
        let word = words.randomElement(using: &generator) ?? ""
        let topic = topics.randomElement(using: &generator) ?? topics[0]
        let flag = Int.random(in: 0..<5, using: &generator) < 3
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<5: return .bookmark(id, flag)
        case 5, 6: return .addLabel(id, word)
        case 7: return .removeLabel(id, word)
        case 8, 9: return .read([id, articleID(7)], flag)
        case 10:
            let position = ReadingPosition(
                block: Int.random(in: 0..<3, using: &generator), offset: 7, fingerprint: BlockFingerprint(of: word))
            return .position(id, flag ? position : nil)
        case 11, 12: return .visit(id)
        case 13: return .search(word)
        case 14: return .forgetSearch(word)
        case 15, 16:
            return .preference(flag ? "appearance" : "next", flag ? (word.utf8.count > 6 ? "dark" : "light") : nil)
        case 17: return .follow(topic, flag)
        case 18: return .mute(topic, flag)
        default:
            // Rare, or little would be left to merge.
            guard Int.random(in: 0..<3, using: &generator) == 0 else { return .visit(id) }
            return flag ? .clearHistory : .clearSearches
        }
    }
}

extension ArticleStore {
    /// Does what a reader does.
    func perform(_ action: ReaderAction) async throws {
        switch action {
        case .bookmark(let id, let flag): _ = try await reader.setBookmarked(flag, for: id)
        case .addLabel(let id, let label): _ = try await reader.addLabel(BookmarkLabel(label)!, to: id)
        case .removeLabel(let id, let label): _ = try await reader.removeLabel(BookmarkLabel(label)!, from: id)
        case .read(let ids, let flag): _ = try await reader.setRead(flag, in: .articles(ids))
        case .position(let id, let position): try await reader.setReadingPosition(position, for: id)
        case .visit(let id): try await reader.recordVisit(to: id)
        case .search(let text): try await reader.recordSearch(text)
        case .forgetSearch(let text): try await reader.removeSearch(text)
        case .preference(let name, let value): try await reader.setPreference(PreferenceName(rawValue: name), to: value)
        case .follow(let topic, let flag): try await reader.setFollowed(flag, topic)
        case .mute(let topic, let flag): try await reader.setMuted(flag, topic)
        case .clearHistory: try await reader.clearHistory()
        case .clearSearches: try await reader.clearRecentSearches()
        }
    }
}
