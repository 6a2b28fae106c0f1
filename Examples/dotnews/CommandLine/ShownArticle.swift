import DotNews

/// The article that an operand names: by its ID, the beginning of one, or its address.
enum ShownArticle: Sendable {
    case id(ArticleID)
    case prefix(String)
    case address(String)

    init(operand: String) throws(UsageError) {
        if let id = ArticleID(operand) {
            self = .id(id)
        } else if operand.contains(":") || operand.hasPrefix("//") {
            self = .address(operand)
        } else if operand.hasPrefix("AP"), (4...25).contains(operand.utf8.count),
            operand.dropFirst(2).allSatisfy({ $0.isASCII && $0.isHexDigit })
        {
            self = .prefix(operand)
        } else {
            throw UsageError("an article's ID is AP and 24 hexadecimal digits, or its beginning, not \"\(operand)\"")
        }
    }

    /// The link that leads to the article.
    func link(in store: ArticleStore, _ edition: Edition) async throws -> DeepLink {
        switch self {
        case .id(let id): return DeepLink(.article(id, date: nil), site: edition.site)
        case .address(let text):
            guard let link = DeepLink(text, editions: [edition] + Edition.builtIn),
                case .article = link.destination
            else {
                let text = TerminalText.sanitized(text)
                throw CommandFailure(
                    "\"\(text)\" is not the address of an article.", hant: "「\(text)」不是文章的網址。",
                    hans: "“\(text)”不是文章的网址。")
            }
            return link
        case .prefix(let prefix):
            let found = try await store.read { reader in try reader.articleIDs(beginningWith: prefix, limit: 4) }
            guard let id = found.first else {
                throw CommandFailure(
                    "The store has no article whose ID begins with \(prefix).", hant: "沒有儲存編號以 \(prefix) 開頭的文章。",
                    hans: "没有存储编号以 \(prefix) 开头的文章。")
            }
            guard found.count == 1 else {
                let names = found.prefix(3).map(\.rawValue).joined(separator: ", ") + (found.count > 3 ? ", …" : "")
                throw CommandFailure(
                    "Several articles' IDs begin with \(prefix): \(names)", hant: "多篇文章的編號以 \(prefix) 開頭：\(names)",
                    hans: "多篇文章的编号以 \(prefix) 开头：\(names)")
            }
            return DeepLink(.article(id, date: nil), site: edition.site)
        }
    }
}
