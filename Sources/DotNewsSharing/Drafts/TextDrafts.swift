/// What the share sheet of a system or of a browser is handed: the parts of Web Share's `ShareData`.
public struct SystemShareDraft: ShareDraft, Hashable {
    /// Where it goes.
    public var target: ShareTarget { .system }
    /// The title, for targets that have a place for it such as the subject of a message.
    public let title: String
    /// The text, without the link: the target joins both, and the link shall not stand there twice.
    public let text: String
    /// The link.
    public let link: String?
    /// What is not shown as it was.
    public let changes: [ShareChange]

    /// The length of the text in characters; nothing limits it.
    public var measure: ShareMeasure { ShareMeasure(length: text.count, unit: .characters, limit: nil) }
    /// A share sheet is opened by the app, not by an address.
    public var addresses: [ShareAddress] { [] }

    private enum CodingKeys: String, CodingKey {
        case title, url
    }

    /// Writes the fields of every draft, and `title` and `url`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(link, forKey: .url)
    }
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
