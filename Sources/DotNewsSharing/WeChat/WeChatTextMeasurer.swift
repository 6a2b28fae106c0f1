/// Counts what WeChat's OpenSDK limits, in bytes of UTF-8.
///
/// The iOS headers say bytes, the Android code tests UTF-16 units; bytes satisfy both, as a text never has fewer bytes
/// than units.
public struct WeChatTextMeasurer: TextMeasurer {
    /// The most the field takes, in bytes.
    public let limit: Int

    /// Counts up to `limit` bytes; a text message takes 10,240.
    public init(limit: Int = WeChatTextMeasurer.textLimit) { self.limit = limit }

    /// The most a card's title takes.
    public static let titleLimit = 512
    /// The most a card's description takes.
    public static let descriptionLimit = 1_024
    /// The most a web page's address takes.
    public static let addressLimit = 10_240
    /// The most a text message takes.
    public static let textLimit = 10_240
    /// The most the web page of a mini program's card takes.
    public static let miniProgramAddressLimit = 1_024
    /// The most the thumbnail of a card takes, in bytes of the image; newer versions take twice as much.
    public static let thumbnailLimit = 32_768

    /// The length of `text` in bytes.
    public func length(of text: String) -> Int { text.utf8.count }

    /// Measures `text`, and finds its links; WeChat knows no hashtags that open outside of it.
    ///
    /// A text is valid when it is within the limit and not only white space.
    public func measure(_ text: String) -> TextMeasurement {
        let units = TextUnits(text)
        let length = text.utf8.count
        return TextMeasurement(
            measure: ShareMeasure(length: length, unit: .bytes, limit: limit),
            isValid: length <= limit && !text.allSatisfy(\.isWhitespace),
            links: WeiboLinkScanner.links(in: units).map {
                .init(text: units.string($0), start: $0.lowerBound, end: $0.upperBound)
            })
    }
}
