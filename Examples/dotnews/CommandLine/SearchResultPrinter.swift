import DotNews

/// Shows results to people, with what was found in bold, and says when there are none or no more, in the edition's
/// language.
struct SearchResultPrinter {
    let context: CommandContext

    func show(_ answer: SearchAnswer, isFirstPage: Bool) {
        let terminal = context.terminal
        for result in answer.results {
            let time = result.article.publishedAt.map { String(PublicationTime.string(from: $0).prefix(10)) } ?? ""
            terminal.print(
                terminal.faint("\(result.id)  \(time)") + " " + result.article.marks + " "
                    + marked(result.article.title, result.titleMatches))
            if !result.snippet.isEmpty { terminal.print("    " + marked(result.snippet, result.matches)) }
        }
        guard !context.options.isQuiet else { return }
        let words = EndWords(context.options.edition.language)
        if answer.results.isEmpty, isFirstPage {
            terminal.print(words.noResult)
        } else if !answer.hasMore {
            terminal.print(words.noMore)
        }
        if answer.total > 0 { terminal.report(words.total(answer.total)) }
    }

    /// The text with its matches in bold. Positions are those of the text as it is, so each piece is made harmless by
    /// itself.
    private func marked(_ text: String, _ matches: [TextMatch]) -> String {
        guard context.terminal.hasColors else { return TerminalText.sanitized(text) }
        var result = ""
        var rest = text[...]
        var position = 0
        for match in matches where match.start >= position {
            result += Self.piece(String(rest.prefix(match.start - position)))
            rest = rest.dropFirst(match.start - position)
            result += context.terminal.bold(Self.piece(String(rest.prefix(match.length))))
            rest = rest.dropFirst(match.length)
            position = match.start + match.length
        }
        return result + Self.piece(String(rest))
    }

    private static func piece(_ text: String) -> String {
        TerminalText.sanitizedLines(text).replacing("\n", with: " ")
    }
}

/// What the site says at the end of a list, in its languages.
struct EndWords {
    let noResult: String
    let noMore: String
    private let language: LanguageTag

    init(_ language: LanguageTag) {
        self.language = language
        switch language {
        case .simplifiedChinese: (noResult, noMore) = ("没有搜索结果", "没有更多了")
        case _ where language.isChinese: (noResult, noMore) = ("沒有搜尋結果", "沒有更多了")
        default: (noResult, noMore) = ("No Result found", "No more")
        }
    }

    func total(_ count: Int) -> String {
        switch language {
        case .simplifiedChinese: "共找到 \(count) 条"
        case _ where language.isChinese: "共找到 \(count) 條"
        default: count == 1 ? "1 result" : "\(count) results"
        }
    }
}
