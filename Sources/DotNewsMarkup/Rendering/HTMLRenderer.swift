public import DotNewsFoundation
public import DotNewsModels

/// Writes articles as pages that need nothing else: one file, no script, no request unless images may come from the network.
///
/// The page's Content-Security-Policy allows the one style element, by its hash, and the images that are in the page, by
/// their source; nothing else is loaded or executed, whatever an article says. Videos, sounds and players are links.
public struct HTMLRenderer: Sendable {
    /// A link of the share row.
    public struct ShareLink: Hashable, Sendable {
        /// What readers see, such as `X` or `微博`.
        public var title: String
        /// Where it leads.
        public var address: WebAddress
        /// An image shown under the row, such as the QR code to scan in WeChat: a `data:image/…;base64,` address.
        public var imageSource: String?

        /// Makes a link.
        public init(title: String, address: WebAddress, imageSource: String? = nil) {
            self.title = title
            self.address = address
            self.imageSource = imageSource
        }
    }

    /// The source of an image in the page: a `data:image/…;base64,` address, a `file:` address or a relative path; `nil` when
    /// the image is not at hand.
    ///
    /// What is none of these counts as `nil`.
    public typealias ImageSource = @Sendable (ImageAsset) -> String?

    /// Whether the page is light, dark, or as the system is set.
    public var appearance: Appearance
    /// The size of the text, in steps of ten percent.
    public var textSize: TextSize
    /// The language of the article, which chooses fonts and the words the rendering adds.
    public var language: LanguageTag
    /// The zone in which times are written.
    public var timeZone: TimeZone
    /// Whether images that are not at hand are taken from the network; if not, their captions stand without them.
    public var allowsRemoteImages: Bool
    /// Where the page finds its images.
    public var imageSource: ImageSource

    /// Makes a renderer. Without `imageSource` and with `allowsRemoteImages` unset, pages have no images.
    public init(
        appearance: Appearance = .automatic, textSize: TextSize = .standard, language: LanguageTag = .english,
        timeZone: TimeZone = .hongKong, allowsRemoteImages: Bool = false,
        imageSource: @escaping ImageSource = { _ in nil }
    ) {
        self.appearance = appearance
        self.textSize = textSize
        self.language = language
        self.timeZone = timeZone
        self.allowsRemoteImages = allowsRemoteImages
        self.imageSource = imageSource
    }

    /// A page with an article: title, column, time, author, body, credits, tags, related articles and a row of `shareLinks`.
    public func render(_ article: Article, shareLinks: [ShareLink] = []) -> String {
        let words = ReadingWords(language)
        let page = ReadingPage(article, words: words, timeZone: timeZone)
        var writer = HTMLWriter(words: words, allowsRemoteImages: allowsRemoteImages, imageSource: imageSource)
        var content = "<article>\n<header>\n"
        if !page.kicker.isEmpty { content += "<p class=\"kicker\">\(HTMLText.escaped(page.kicker))</p>\n" }
        content += "<h1>\(HTMLText.escaped(page.headline))</h1>\n" + facts(page) + "</header>\n"
        content += "<div class=\"body\">\n" + writer.html(page.body.blocks) + "</div>\n"
        content += footer(page, article: article, words: words)
        content += shareRow(shareLinks, words: words, writer: &writer)
        content += "</article>\n"
        return document(title: article.title, content: content, imageSources: writer.policySources)
    }

    /// A page with a body and nothing else.
    public func render(_ body: ArticleBody, title: String = "") -> String {
        var writer = HTMLWriter(
            words: ReadingWords(language), allowsRemoteImages: allowsRemoteImages, imageSource: imageSource)
        let content = "<article>\n<div class=\"body\">\n" + writer.html(body.blocks) + "</div>\n</article>\n"
        return document(title: title, content: content, imageSources: writer.policySources)
    }

    /// The elements of a body, for a page of one's own.
    public func renderFragment(_ body: ArticleBody) -> String {
        var writer = HTMLWriter(
            words: ReadingWords(language), allowsRemoteImages: allowsRemoteImages, imageSource: imageSource)
        return writer.html(body.blocks)
    }

    // MARK: Parts

    private func facts(_ page: ReadingPage) -> String {
        guard !page.facts.isEmpty else { return "" }
        let facts = page.facts.map { fact in
            let text = HTMLText.escaped(fact)
            return fact == page.time ? "<time datetime=\"\(HTMLText.escaped(page.publishedAt))\">\(text)</time>" : text
        }
        return "<p class=\"facts\">\(facts.joined(separator: " · "))</p>\n"
    }

    private func footer(_ page: ReadingPage, article: Article, words: ReadingWords) -> String {
        var result = "<footer>\n"
        if !page.credits.isEmpty {
            result += "<p class=\"credits\">\(HTMLText.escaped(words.opening + page.credits + words.closing))</p>\n"
        }
        if !page.tags.isEmpty {
            let tags = page.tags.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
            result += "<div class=\"tags\"><span>\(words.tags)\(words.colon)</span><ul>\(tags)</ul></div>\n"
        }
        if !page.related.isEmpty {
            let links = page.related.map { "<li>\(HTMLText.link(HTMLText.escaped($0.title), to: $0.address))</li>\n" }
            result += "<nav class=\"related\"><h2>\(words.related)</h2>\n<ul>\n\(links.joined())</ul></nav>\n"
        }
        return result + "<p class=\"original\">\(HTMLText.link(words.original, to: article.address))</p>\n</footer>\n"
    }

    private func shareRow(_ links: [ShareLink], words: ReadingWords, writer: inout HTMLWriter) -> String {
        guard !links.isEmpty else { return "" }
        var items = ""
        var codes = ""
        for link in links {
            let title = HTMLText.escaped(TextFilter.line(link.title))
            items += "<li>\(HTMLText.link(title, to: link.address))</li>"
            if let image = link.imageSource, let source = writer.admit(image) {
                codes +=
                    "<figure class=\"code\"><img src=\"\(HTMLText.escaped(source))\" alt=\"\(title)\">"
                    + "<figcaption>\(title)\(words.colon)\(words.scan)</figcaption></figure>"
            }
        }
        return "<nav class=\"share\"><span>\(words.share)\(words.colon)</span><ul>\(items)</ul>\(codes)</nav>\n"
    }

    private func document(title: String, content: String, imageSources: [String]) -> String {
        let images = imageSources.isEmpty ? "'none'" : imageSources.joined(separator: " ")
        let policy =
            "default-src 'none'; img-src \(images); style-src '\(HTMLStyle.hash)'; base-uri 'none'; form-action 'none'"
        let step = HTMLStyle.textSizeStep(textSize)
        let size = step == TextSize.standard.percent ? "" : " data-text-size=\"\(step)\""
        // A language tag is letters, digits and hyphens.
        let tag = language.rawValue.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return """
            <!DOCTYPE html>
            <html lang="\(tag.isEmpty ? "und" : tag)" data-appearance="\(appearance.rawValue)"\(size)>
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(HTMLText.escaped(TextFilter.line(title)))</title>
            <style>\(HTMLStyle.sheet)</style>
            </head>
            <body>
            \(content)</body>
            </html>

            """
    }
}
