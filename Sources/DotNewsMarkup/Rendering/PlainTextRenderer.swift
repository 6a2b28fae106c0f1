public import DotNewsFoundation
public import DotNewsModels

/// Writes articles and bodies as plain text for a terminal or a file.
///
/// Lines are wrapped by the columns a terminal gives them: Han, full-width forms and emoji two, marks none. Latin text
/// breaks between words, Chinese anywhere but before closing and after opening marks. The text holds no control character but
/// the line break, so no escape sequence, and no override of the text's direction.
public struct PlainTextRenderer: Sendable {
    /// The columns of a line, at least 20.
    public var width: Int
    /// The language of the words the rendering adds, such as "Related news".
    public var language: LanguageTag
    /// The zone in which times are written.
    public var timeZone: TimeZone
    /// Whether links are numbered and their addresses listed at the end.
    public var listsLinks: Bool

    /// Makes a renderer.
    public init(
        width: Int = 80, language: LanguageTag = .english, timeZone: TimeZone = .hongKong, listsLinks: Bool = false
    ) {
        self.width = max(20, width)
        self.language = language
        self.timeZone = timeZone
        self.listsLinks = listsLinks
    }

    /// An article with title, column, time, author, body, credits, tags, related articles and address; ends in a line break.
    public func render(_ article: Article) -> String {
        let words = ReadingWords(language)
        let page = ReadingPage(article, words: words, timeZone: timeZone)
        var writer = PlainTextWriter(words: words, listsLinks: listsLinks)
        let wrapper = LineWrapper(width: width)
        var lines = wrapper.wrap(page.title)
        if !page.facts.isEmpty { lines += wrapper.wrap(page.facts.joined(separator: " · ")) }
        append(writer.lines(page.body.blocks, width: width), to: &lines)
        append(writer.linkLines(width: width), to: &lines)
        if !page.credits.isEmpty {
            append(wrapper.wrap(words.opening + page.credits + words.closing), to: &lines)
        }
        if !page.tags.isEmpty {
            append(wrapper.wrap(words.tags + words.colon + page.tags.joined(separator: words.comma)), to: &lines)
        }
        if !page.related.isEmpty {
            append(wrapper.wrap(words.related + words.colon.trimmed()), to: &lines)
            for link in page.related {
                lines += writer.hanging(wrapping: link.title, width: width, first: "- ", rest: "  ")
                lines += writer.hanging(wrapping: link.address.string, width: width, first: "  ", rest: "  ")
            }
        }
        append(wrapper.wrap(article.address.string), to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// A body; ends in a line break unless it is empty.
    public func render(_ body: ArticleBody) -> String {
        var writer = PlainTextWriter(words: ReadingWords(language), listsLinks: listsLinks)
        var lines = writer.lines(body.blocks, width: width)
        append(writer.linkLines(width: width), to: &lines)
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private func append(_ more: [String], to lines: inout [String]) {
        guard !more.isEmpty else { return }
        if !lines.isEmpty { lines.append("") }
        lines += more
    }
}
