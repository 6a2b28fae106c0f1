public import DotNewsFoundation

/// The content for the share sheet of a system or of a browser: the parts of Web Share's `ShareData`, and what each activity
/// of the sheet makes a card of.
///
/// On Apple systems hand over ``item(for:)`` from a `UIActivityItemSource`, or `ShareLink(item: draft.linkURL!, subject:
/// Text(draft.title), preview: SharePreview(draft.title, image: …))`.
public struct SystemShareDraft: ShareDraft, Hashable {
    /// Where it goes.
    public var target: ShareTarget { .system }
    /// The title, for targets that have a place for it such as the subject of a message.
    public let title: String
    /// The text, without the link: the target joins both, and the link shall not stand there twice.
    public let text: String
    /// The summary of the article; empty when it has none.
    let summary: String
    /// The link.
    public let link: String?
    /// The picture of the preview; `nil` when the article has none.
    public let picture: SharePicture?
    /// What is not shown as it was.
    public let changes: [ShareChange]

    /// The length of the text in characters; nothing limits it.
    public var measure: ShareMeasure { ShareMeasure(length: text.count, unit: .characters, limit: nil) }
    /// A share sheet is opened by the app, not by an address.
    public var addresses: [ShareAddress] { [] }

    /// Returns what `activity` is handed.
    ///
    /// Messages, AirDrop, WeChat and reading lists make a card of the link alone, and show text beside it twice or lose the
    /// link. WhatsApp, Telegram and the clipboard keep one text with the link on its last line. Mail has a subject, and the
    /// summary before the link.
    public func item(for activity: ShareActivity) -> ShareItem {
        let linked = [text, link ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
        switch activity {
        case .copy, .whatsApp, .telegram: return ShareItem(text: linked)
        case .mail:
            let message = [text == title ? summary : text, link ?? ""].filter { !$0.isEmpty }
            return ShareItem(text: message.joined(separator: "\n\n"), subject: title)
        default: return link == nil ? ShareItem(text: text) : ShareItem(link: link)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case title, url, picture
    }

    /// Writes the fields of every draft, and `title`, `url` and `picture`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(link, forKey: .url)
        try container.encodeIfPresent(picture, forKey: .picture)
    }
}

/// An entry of the share sheet. Open: others are handed the link alone.
public struct ShareActivity: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String

    /// Creates an activity of any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Copies to the clipboard.
    public static let copy = ShareActivity(rawValue: "copy")
    /// Sends a message with the system's app.
    public static let messages = ShareActivity(rawValue: "messages")
    /// Sends to a device nearby.
    public static let airDrop = ShareActivity(rawValue: "airDrop")
    /// Writes an e-mail.
    public static let mail = ShareActivity(rawValue: "mail")
    /// Sends to WeChat.
    public static let weChat = ShareActivity(rawValue: "weChat")
    /// Sends to WhatsApp.
    public static let whatsApp = ShareActivity(rawValue: "whatsApp")
    /// Sends to Telegram.
    public static let telegram = ShareActivity(rawValue: "telegram")
    /// Adds to a list for later.
    public static let readingList = ShareActivity(rawValue: "readingList")
}

/// The item for an activity of the share sheet: a link or a text, never both.
public struct ShareItem: Hashable, Sendable {
    /// The text; `nil` when the link goes alone.
    public var text: String?
    /// The link; `nil` when it is part of the text, or there is none.
    public var link: String?
    /// The subject of an e-mail; `nil` for other activities.
    public var subject: String?

    /// Creates an item.
    public init(text: String? = nil, link: String? = nil, subject: String? = nil) {
        self.text = text
        self.link = link
        self.subject = subject
    }

    /// The link for APIs that take a `URL`.
    public var url: URL? { link.flatMap { URL(string: $0) } }
}

/// A text that is copied: plain, Markdown or HTML.
public struct CopyDraft: ShareDraft, Hashable {
    /// Which kind of text it is.
    public let target: ShareTarget
    /// The text.
    public let text: String
    /// The link, as it stands in the text.
    public let link: String?
    /// What is not shown as it was.
    public let changes: [ShareChange]

    /// The length of the text in characters; nothing limits it.
    public var measure: ShareMeasure { ShareMeasure(length: text.count, unit: .characters, limit: nil) }
    /// A text is copied, nothing is opened.
    public var addresses: [ShareAddress] { [] }

    /// Writes the fields of every draft.
    public func encode(to encoder: any Encoder) throws { try encodeCommon(to: encoder) }
}
