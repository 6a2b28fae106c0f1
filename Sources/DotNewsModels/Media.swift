/// An image of an article.
public struct ImageAsset: Hashable, Sendable {
    /// The address of the image in its original size.
    public var address: WebAddress
    /// What the page prints under the image; empty when nothing.
    public var caption: String
    /// Who made the image, when the caption says so at its end; empty when not.
    public var credit: String
    /// The text that stands in for the image; empty when the page gives none.
    public var alternativeText: String
    /// Width in pixels; `nil` when not known.
    public var width: Int?
    /// Height in pixels; `nil` when not known.
    public var height: Int?

    /// Creates an image. Sizes that are not positive count as not known.
    public init(
        address: WebAddress, caption: String = "", credit: String = "", alternativeText: String = "",
        width: Int? = nil, height: Int? = nil
    ) {
        self.address = address
        self.caption = caption
        self.credit = credit
        self.alternativeText = alternativeText
        self.width = width.flatMap { $0 > 0 ? $0 : nil }
        self.height = height.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The address of the image scaled by the CMS's image service to `width` pixels, 1 to 4,096.
    ///
    /// Uses the parameter `x-oss-process=image/resize,w_…`, replacing one that is there already; the rest of the
    /// query is kept.
    public func address(forWidth width: Int) -> WebAddress { address.scaled(toWidth: width) }
}

/// A video or a sound of an article.
public struct MediaAsset: Hashable, Sendable {
    /// The address of the stream or file.
    public var address: WebAddress
    /// The still shown before it plays.
    public var poster: WebAddress?
    /// How long it plays, in seconds; `nil` when not known.
    public var duration: Double?

    /// Creates a video or a sound. A duration that is not positive counts as not known.
    public init(address: WebAddress, poster: WebAddress? = nil, duration: Double? = nil) {
        self.address = address
        self.poster = poster
        self.duration = duration.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }
}

extension ImageAsset: Codable {
    private enum CodingKeys: String, CodingKey {
        case url, caption, credit, alt, width, height
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            address: try container.decode(WebAddress.self, forKey: .url),
            caption: try container.decodeIfPresent(String.self, forKey: .caption) ?? "",
            credit: try container.decodeIfPresent(String.self, forKey: .credit) ?? "",
            alternativeText: try container.decodeIfPresent(String.self, forKey: .alt) ?? "",
            width: try container.decodeIfPresent(Int.self, forKey: .width),
            height: try container.decodeIfPresent(Int.self, forKey: .height))
    }

    /// Writes `url` and `caption`, and of `credit`, `alt`, `width` and `height` what is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address, forKey: .url)
        try container.encode(caption, forKey: .caption)
        if !credit.isEmpty { try container.encode(credit, forKey: .credit) }
        if !alternativeText.isEmpty { try container.encode(alternativeText, forKey: .alt) }
        try container.encodeIfPresent(width, forKey: .width)
        try container.encodeIfPresent(height, forKey: .height)
    }
}

extension MediaAsset: Codable {
    private enum CodingKeys: String, CodingKey {
        case address = "url"
        case poster, duration
    }
}
