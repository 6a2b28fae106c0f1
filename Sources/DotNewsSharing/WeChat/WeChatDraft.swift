/// What WeChat's SDKs are handed, for an app, for a page inside WeChat, and for the code that a desktop shows.
public struct WeChatDraft: ShareDraft, Hashable {
    /// Where in WeChat something is sent to, with the numbers of the OpenSDK.
    public enum Scene: Int, Hashable, Sendable, CaseIterable {
        /// A chat (`WXSceneSession`).
        case chat = 0
        /// Moments (`WXSceneTimeline`).
        case moments = 1
        /// Favourites (`WXSceneFavorite`).
        case favourites = 2
    }

    /// A card that opens a web page (`WXMediaMessage` with `WXWebpageObject`).
    public struct WebPage: Hashable, Sendable, Encodable {
        /// At most 512 bytes.
        public let title: String
        /// At most 1,024 bytes.
        public let description: String
        /// At most 10,240 bytes.
        public let webpageURL: String
        /// An image that is meant to stay below 32,768 bytes; the app loads it and hands over its bytes.
        public let thumbnailAddress: String?

        private enum CodingKeys: String, CodingKey {
            case title, description
            case webpageURL = "webpageUrl"
            case thumbnailAddress = "thumb"
        }
    }

    /// A card that opens a mini program (`WXMiniProgramObject`).
    public struct MiniProgramCard: Hashable, Sendable, Encodable {
        /// The original id of the mini program.
        public let userName: String
        /// The page inside it; empty opens its home page.
        public let path: String
        /// The build: 0 released, 1 under development, 2 for testers.
        public let miniProgramType: Int
        /// What clients open that do not know mini programs; at most 1,024 bytes.
        public let webpageURL: String
        /// At most 512 bytes.
        public let title: String
        /// At most 1,024 bytes.
        public let description: String
        /// An image for the card, whose bytes may be 131,072 at most.
        public let imageAddress: String?

        private enum CodingKeys: String, CodingKey {
            case userName, path, miniProgramType, title, description
            case webpageURL = "webpageUrl"
            case imageAddress = "hdImage"
        }
    }

    /// The data of `updateAppMessageShareData` and, without description, of `updateTimelineShareData` in the JS-SDK.
    public struct PageData: Hashable, Sendable, Encodable {
        /// The title.
        public let title: String
        /// The description; `nil` for Moments.
        public let description: String?
        /// The link, which must be of a domain registered for the JS-SDK.
        public let link: String
        /// The address of an image; empty when there is none.
        public let imageAddress: String

        private enum CodingKeys: String, CodingKey {
            case title, link
            case description = "desc"
            case imageAddress = "imgUrl"
        }
    }

    /// Where it goes.
    public var target: ShareTarget { .wechat }
    /// The text message: title and link on two lines, at most 10,240 bytes.
    public let text: String
    /// The link; also what the QR code holds that a desktop shows.
    public let link: String?
    /// The card that opens the page; `nil` when there is no link.
    public let webPage: WebPage?
    /// The card that opens the mini program; `nil` when none is configured or there is no link.
    public let miniProgram: MiniProgramCard?
    /// The image of ``chatData`` and ``momentsData``: at least 300 pixels a side.
    let pageImageAddress: String?
    /// What is not shown as it was.
    public let changes: [ShareChange]
    /// The length of the text message in bytes.
    public let measure: ShareMeasure

    /// WeChat has no address that composes a share; apps use its SDK, desktops show ``link`` as a QR code.
    public var addresses: [ShareAddress] { [] }
    /// The data for a chat, in the JS-SDK.
    public var chatData: PageData? {
        webPage.map {
            PageData(
                title: $0.title, description: $0.description, link: $0.webpageURL,
                imageAddress: pageImageAddress ?? "")
        }
    }
    /// The data for Moments, in the JS-SDK.
    public var momentsData: PageData? {
        webPage.map {
            PageData(
                title: $0.title, description: nil, link: $0.webpageURL, imageAddress: pageImageAddress ?? "")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case webPage, miniProgram, scenes, jsSDK, qrText, lengths
    }

    private enum PageDataKeys: String, CodingKey {
        case updateAppMessageShareData, updateTimelineShareData
    }

    /// Writes the fields of every draft, and `webPage`, `miniProgram`, `scenes`, `jsSDK`, `qrText` and `lengths`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(webPage, forKey: .webPage)
        try container.encode(miniProgram, forKey: .miniProgram)
        try container.encode(
            Dictionary(uniqueKeysWithValues: Scene.allCases.map { (String(describing: $0), $0.rawValue) }),
            forKey: .scenes)
        var data = container.nestedContainer(keyedBy: PageDataKeys.self, forKey: .jsSDK)
        try data.encode(chatData, forKey: .updateAppMessageShareData)
        try data.encode(momentsData, forKey: .updateTimelineShareData)
        try container.encode(link, forKey: .qrText)
        try container.encode(lengths, forKey: .lengths)
    }

    /// The lengths of the card's fields, by their names: `title`, `description` and `webpageUrl`.
    public var lengths: [String: ShareMeasure] {
        guard let webPage else { return [:] }
        func bytes(_ text: String, _ limit: Int) -> ShareMeasure {
            ShareMeasure(length: text.utf8.count, unit: .bytes, limit: limit)
        }
        return [
            "title": bytes(webPage.title, WeChatTextMeasurer.titleLimit),
            "description": bytes(webPage.description, WeChatTextMeasurer.descriptionLimit),
            "webpageUrl": bytes(webPage.webpageURL, WeChatTextMeasurer.addressLimit),
        ]
    }
}
