internal import DotNewsModels

extension ShareComposer {
    /// The payloads for WeChat: cards, text message, data for the JS-SDK, and the link for a QR code.
    ///
    /// Each field is cut to WeChat's limit in bytes of UTF-8, between graphemes. Throws ``ShareError`` when there is
    /// nothing to share, or the link is longer than WeChat takes.
    public func weChat(_ content: ShareContent) throws(ShareError) -> WeChatDraft {
        try weChat(PreparedContent(content, composer: self))
    }

    func weChat(_ content: PreparedContent) throws(ShareError) -> WeChatDraft {
        var (address, changes) = linkAndChanges(of: content, for: .wechat)
        if let address, address.string.utf8.count > WeChatTextMeasurer.addressLimit {
            throw ShareError(
                .linkTooLong, target: .wechat,
                reason: "the link has \(address.string.utf8.count) of \(WeChatTextMeasurer.addressLimit) bytes.")
        }
        let name = content.title.isEmpty ? edition.name : content.title
        let title = fitted(Lead(name), .title, limit: WeChatTextMeasurer.titleLimit, &changes)
        let summary = content.summary.isEmpty ? firstSentence(of: content.content.body) : content.summary
        let description = fitted(
            content.quote ?? Lead(summary), .summary, limit: WeChatTextMeasurer.descriptionLimit, &changes)
        let image = content.content.images.first
        let webPage = address.map {
            WeChatDraft.WebPage(
                title: title, description: description, webpageURL: $0.string,
                thumbnailAddress: image.map { Thumbnail.address(of: $0).string })
        }
        let miniProgram = webPage.flatMap { miniProgramCard(content, $0, image: image, &changes) }
        let text = textMessage(content.lead, link: address?.string, &changes)
        return WeChatDraft(
            text: text, link: address?.string, webPage: webPage, miniProgram: miniProgram,
            pageImageAddress: image.map { Thumbnail.pageAddress(of: $0).string }, changes: changes,
            measure: ShareMeasure(length: text.utf8.count, unit: .bytes, limit: WeChatTextMeasurer.textLimit))
    }

    private func fitted(
        _ lead: Lead, _ field: ShareChange.Field, limit: Int, _ changes: inout [ShareChange]
    ) -> String {
        let text = lead.whole
        if text.utf8.count <= limit { return text }
        let result = lead.fitted { $0.utf8.count - limit }
        changes.append(
            ShareChange(field, result.isEmpty ? .dropped : .shortened, reason: "the limit is \(limit) bytes"))
        return result
    }

    /// The first sentence of the first paragraph: a card without a description looks like an advertisement.
    private func firstSentence(of body: ArticleBody) -> String {
        for case .paragraph(let text) in body.blocks.prefix(8) {
            let sentence = Sentences.first(of: TextCleaner.line(TextBound.field.applied(to: text.text).text))
            if !sentence.isEmpty { return sentence }
        }
        return ""
    }

    private func textMessage(_ lead: Lead, link: String?, _ changes: inout [ShareChange]) -> String {
        func joined(_ title: String) -> String {
            guard let link else { return title }
            return title.isEmpty ? link : title + "\n" + link
        }
        let limit = WeChatTextMeasurer.textLimit
        let shown = lead.fitted { joined($0).utf8.count - limit }
        if shown != lead.whole {
            changes.append(
                ShareChange(.text, shown.isEmpty ? .dropped : .shortened, reason: "the limit is \(limit) bytes"))
        }
        return joined(shown)
    }

    private func miniProgramCard(
        _ content: PreparedContent, _ page: WeChatDraft.WebPage, image: ImageAsset?, _ changes: inout [ShareChange]
    ) -> WeChatDraft.MiniProgramCard? {
        guard let program = options.weChat.miniProgram else { return nil }
        guard page.webpageURL.utf8.count <= WeChatTextMeasurer.miniProgramAddressLimit, !program.userName.isEmpty else {
            let limit = WeChatTextMeasurer.miniProgramAddressLimit
            let reason =
                program.userName.isEmpty ? "it has no original id" : "its web page may have \(limit) bytes at most"
            changes.append(ShareChange(.miniProgram, .dropped, reason: reason))
            return nil
        }
        let id = content.content.articleID?.rawValue ?? ""
        return WeChatDraft.MiniProgramCard(
            userName: program.userName,
            path: program.path.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: id),
            miniProgramType: program.build.rawValue, webpageURL: page.webpageURL, title: page.title,
            description: page.description, imageAddress: image?.address(forWidth: Thumbnail.cardWidth).string)
    }
}

/// The images of WeChat's cards, scaled by the CMS's image service.
enum Thumbnail {
    /// The width of the image of a mini program's card, which may have 131,072 bytes: 5 by 4, as WeChat shows it.
    static let cardWidth = 360
    /// The least side of the image that a page inside WeChat names: smaller ones are not shown.
    private static let pageSide = 300
    /// The width of that image when its shape is not known: 16 by 9 is 337 high.
    private static let safePageWidth = 600
    /// The most a thumbnail is wide; WeChat shows it smaller.
    private static let widest = 200
    /// The width when the image's shape is not known; leaves room for portraits.
    private static let safeWidth = 150

    /// The address of `image` with at least 300 pixels a side, for the JS-SDK, which limits no bytes.
    static func pageAddress(of image: ImageAsset) -> WebAddress {
        guard let width = image.width, let height = image.height else { return image.address(forWidth: safePageWidth) }
        let needed = (Double(pageSide) * Double(width) / Double(height)).rounded(.up)
        return image.address(forWidth: Int(min(max(needed, Double(pageSide)), 4_096)))
    }

    /// The address of `image` so scaled that its bytes stay within the 32,768 of a thumbnail.
    ///
    /// How many bytes an image has is known only when it is loaded. JPEG takes well below one byte a pixel at these
    /// sizes, so the width is chosen that gives at most as many pixels as there may be bytes.
    static func address(of image: ImageAsset) -> WebAddress {
        var width = safeWidth
        if let imageWidth = image.width, let imageHeight = image.height {
            let ratio = Double(imageWidth) / Double(imageHeight)
            let fitting = (Double(WeChatTextMeasurer.thumbnailLimit) * ratio).squareRoot()
            width = max(min(Int(fitting), widest), 1)
        }
        return image.address(forWidth: width)
    }
}
