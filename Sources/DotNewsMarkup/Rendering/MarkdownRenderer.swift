public import DotNewsFoundation
public import DotNewsModels

/// Writes articles and bodies as Markdown (CommonMark with the tables of GitHub's dialect).
///
/// Whatever an article's text says, it stays text: every character that could begin markup is escaped, so that no text
/// becomes a link, an image, HTML or a heading. Addresses are `http` or `https`.
public struct MarkdownRenderer: Sendable {
    /// The language of the words the rendering adds, such as "Related news".
    public var language: LanguageTag
    /// The zone in which times are written.
    public var timeZone: TimeZone

    /// Makes a renderer.
    public init(language: LanguageTag = .english, timeZone: TimeZone = .hongKong) {
        self.language = language
        self.timeZone = timeZone
    }

    /// An article with title, column, time, author, body, credits, tags, related articles and address; ends in a line break.
    public func render(_ article: Article) -> String {
        let words = ReadingWords(language)
        let page = ReadingPage(article, words: words, timeZone: timeZone)
        let writer = MarkdownWriter(words: words)
        var parts = ["# " + MarkdownText.escaped(page.title)]
        if !page.facts.isEmpty { parts.append(MarkdownText.escaped(page.facts.joined(separator: " · "))) }
        parts += writer.parts(page.body.blocks)
        if !page.credits.isEmpty {
            parts.append(MarkdownText.escaped(words.opening + page.credits + words.closing))
        }
        if !page.tags.isEmpty {
            parts.append(
                MarkdownText.escaped(words.tags + words.colon + page.tags.joined(separator: words.comma)))
        }
        if !page.related.isEmpty {
            parts.append("## " + MarkdownText.escaped(words.related))
            parts.append(
                page.related.map { "- " + MarkdownText.link($0.title, to: $0.address) }.joined(separator: "\n"))
        }
        parts.append(MarkdownText.link(words.original, to: article.address))
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// A body; ends in a line break unless it is empty.
    public func render(_ body: ArticleBody) -> String {
        let parts = MarkdownWriter(words: ReadingWords(language)).parts(body.blocks)
        return parts.isEmpty ? "" : parts.joined(separator: "\n\n") + "\n"
    }
}
