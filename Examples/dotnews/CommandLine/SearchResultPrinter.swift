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
        let language = context.options.edition.language
        if answer.results.isEmpty, isFirstPage {
            terminal.print(EndWords.noResult.text(in: language))
        } else if !answer.hasMore {
            terminal.print(EndWords.noMore.text(in: language))
        }
        if answer.total > 0 { terminal.report(EndWords.total(answer.total).text(in: language)) }
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
enum EndWords {
    static let noResult = LocalizedText("No Result found", hant: "沒有搜尋結果", hans: "没有搜索结果")
    static let noMore = LocalizedText("No more", hant: "沒有更多了", hans: "没有更多了")

    static func total(_ count: Int) -> LocalizedText {
        LocalizedText(count == 1 ? "1 result" : "\(count) results", hant: "共找到 \(count) 條", hans: "共找到 \(count) 条")
    }
}
