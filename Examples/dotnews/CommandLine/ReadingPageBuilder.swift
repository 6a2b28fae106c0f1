import DotNews

/// Makes the HTML page of an article, with the images of the cache inside it and a row of share links.
struct ReadingPageBuilder {
    let context: CommandContext
    let store: ArticleStore
    /// In bytes: the largest image that a sync keeps.
    private static let maximumImageSize = 16 << 20

    /// The width of the page's text on most screens, in pixels.
    private static let imageWidth = 1_080

    func page(_ article: Article, _ appearance: Appearance, _ textSize: TextSize) async throws -> String {
        let images = try await cachedImages(of: article)
        return HTMLRenderer(
            appearance: appearance, textSize: textSize, language: language(of: article),
            imageSource: { images[$0.address] }
        ).render(article, shareLinks: try shareLinks(article))
    }

    /// The edition's language, but English for an English article of a Chinese edition.
    private func language(of article: Article) -> LanguageTag {
        let edition = context.options.edition.language
        let hasHan = article.title.unicodeScalars.contains { $0.properties.isIdeographic }
        return edition.isChinese && !hasHan ? .english : edition
    }

    /// The images that are there, as `data:` addresses, so that the page needs nothing but itself.
    private func cachedImages(of article: Article) async throws -> [WebAddress: String] {
        guard FileManager.default.fileExists(atPath: context.options.imageDirectory.path) else { return [:] }
        let cache = try context.openImages(store)
        var sources: [WebAddress: String] = [:]
        for image in article.allImages + [article.summary.thumbnail].compactMap({ $0 }) {
            guard let file = try await cache.file(for: image.address, width: Self.imageWidth)?.file,
                let data = NamedFile.readRegular(file.path, upTo: Self.maximumImageSize)
            else { continue }
            // The cache names files by their content and kind.
            let kind = file.pathExtension == "jpg" ? "jpeg" : file.pathExtension
            sources[image.address] = "data:image/\(kind);base64,\(data.base64EncodedString())"
        }
        try await cache.flush()
        return sources
    }

    private func shareLinks(_ article: Article) throws -> [HTMLRenderer.ShareLink] {
        let drafts = try ShareComposer(edition: context.options.edition)
            .drafts(of: ShareContent(article), for: [.x, .weibo])
        var links = drafts.compactMap { draft in
            draft.addresses.first { $0.kind == .web }.flatMap { WebAddress($0.address) }
                .map { HTMLRenderer.ShareLink(title: draft.target.displayName, address: $0) }
        }
        let weChat = try ShareComposer(edition: context.options.edition).weChat(ShareContent(article))
        if let link = weChat.link, let address = WebAddress(link) {
            let code = try QRCode(text: link).png().base64EncodedString()
            links.append(
                .init(title: weChat.target.displayName, address: address, imageSource: "data:image/png;base64,\(code)"))
        }
        return links
    }
}
