import DotNewsFoundation
import DotNewsModels

/// What an article has besides its summary and its blocks.
struct ArticleDetails: Equatable {
    var credits: Credits?
    var images: [ImageAsset]?
    var video: MediaAsset?
    var related: [RelatedLink]?
    var channelID: ChannelID?
}

extension JSONWriter {
    /// Writes what ``ArticleDetails`` reads; what is empty is left out.
    mutating func details(of article: Article) {
        var isFirst = true
        func next(_ key: StaticString, _ writer: inout JSONWriter) {
            if isFirst { writer.raw("{") } else { writer.raw(",") }
            writer.raw(key)
            isFirst = false
        }
        if article.credits != Credits() {
            next(#""credits":"#, &self)
            raw(#"{"author":"#)
            string(article.credits.author)
            raw(#","editor":"#)
            string(article.credits.editor)
            raw(#","source":"#)
            string(article.credits.source)
            raw(#","line":"#)
            string(article.credits.line)
            raw("}")
        }
        if !article.images.isEmpty {
            next(#""images":"#, &self)
            array(article.images) { $0.image($1) }
        }
        if let video = article.video {
            next(#""video":"#, &self)
            media(video)
        }
        if !article.related.isEmpty {
            next(#""related":"#, &self)
            array(article.related) { writer, link in
                writer.raw(#"{"title":"#)
                writer.string(link.title)
                writer.raw(#","url":"#)
                writer.string(link.address.string)
                writer.raw("}")
            }
        }
        if let channelID = article.channelID {
            next(#""channelID":"#, &self)
            string(channelID.rawValue)
        }
        if isFirst { raw("{") }
        raw("}")
    }
}
