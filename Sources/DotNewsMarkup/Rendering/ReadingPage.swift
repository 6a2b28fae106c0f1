import DotNewsFoundation
import DotNewsModels

/// What every rendering of an article shows besides its body, in the order it is shown, as safe lines of text.
struct ReadingPage {
    /// The whole title, and its two parts.
    let title: String
    let kicker: String
    let headline: String
    /// Column, time and author.
    let facts: [String]
    /// The time among the facts, and in ISO 8601; empty when the article has none.
    let time: String
    let publishedAt: String
    let credits: String
    let tags: [String]
    let related: [RelatedLink]
    /// The body, the article's video in front when the body does not show it, and its images behind when the body has none.
    let body: ArticleBody

    init(_ article: Article, words: ReadingWords, timeZone: TimeZone) {
        title = TextFilter.line(article.title)
        let parts = ArticleTitle(title)
        kicker = parts.kicker
        headline = parts.headline
        let published = article.summary.publishedAt.map { PublicationTime.string(from: $0, timeZone: timeZone) } ?? ""
        publishedAt = published
        time = Self.spoken(published, isChinese: words.isChinese)
        let author = TextFilter.line(article.credits.author.isEmpty ? article.summary.author : article.credits.author)
        facts = [
            TextFilter.line(article.summary.column?.name ?? ""), time, author,
        ].filter { !$0.isEmpty }
        credits = Self.credits(article, words: words)
        let labels = article.summary.tags.isEmpty ? article.summary.keywords : article.summary.tags
        // The CMS writes "none" where an article has no tags.
        tags = labels.map(TextFilter.line).filter { !$0.isEmpty && $0 != "無" && $0 != "无" }
        related = article.related.map { RelatedLink(title: TextFilter.line($0.title), address: $0.address) }
        body = Self.completed(article)
    }

    private static func credits(_ article: Article, words: ReadingWords) -> String {
        let line = TextFilter.line(article.credits.line)
        if !line.isEmpty { return line }
        let source = article.credits.source.isEmpty ? article.summary.source : article.credits.source
        return [(words.source, source), (words.editor, article.credits.editor)]
            .map { ($0.0, TextFilter.line($0.1)) }
            .filter { !$0.1.isEmpty }
            .map { $0.0 + words.colon + $0.1 }
            .joined(separator: words.isChinese ? "；" : "; ")
    }

    private static func completed(_ article: Article) -> ArticleBody {
        var blocks = article.body.blocks
        if let video = article.video, !blocks.contains(where: { $0.shows(video.address) }) {
            blocks.insert(.video(video, caption: ""), at: 0)
        }
        if article.body.images.isEmpty {
            blocks += article.images.count > 1 ? [.gallery(article.images)] : article.images.map { .figure($0) }
        }
        if blocks.isEmpty, !article.summary.summary.isEmpty {
            blocks = [.paragraph(InlineText(article.summary.summary))]
        }
        return ArticleBody(blocks: blocks)
    }

    /// `2025-05-20 15:29`, or `2025年5月20日 15:29`, from the ISO 8601 form.
    private static func spoken(_ time: String, isChinese: Bool) -> String {
        guard time.utf8.count >= 16 else { return time }
        let date = time.prefix(10)
        let clock = time.dropFirst(11).prefix(5)
        guard isChinese else { return date + " " + clock }
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return date + " " + clock }
        return "\(parts[0])年\(parts[1])月\(parts[2])日 \(clock)"
    }
}

extension ArticleBody.Block {
    /// Whether the block is the video at `address`.
    fileprivate func shows(_ address: WebAddress) -> Bool {
        switch self {
        case .video(let media, _): media.address == address
        case .embed(let own, _): own == address
        default: false
        }
    }
}

extension InlineText {
    /// The same text without what ``TextFilter`` drops; line breaks are kept.
    var filtered: InlineText {
        InlineText(
            runs.map { run in
                var run = run
                run.text = TextFilter.lines(run.text)
                return run
            }
        ).merged
    }

    /// The filtered text without styles, on one line.
    var line: String { TextFilter.line(onOneLine.text) }
}
