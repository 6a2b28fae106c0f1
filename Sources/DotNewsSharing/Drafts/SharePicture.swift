public import DotNewsModels

/// A picture that goes with a post, and the text that stands in for it.
public struct SharePicture: Hashable, Sendable, Encodable {
    /// The address of the picture in its original size.
    public var address: WebAddress
    /// The alternative text, for readers who do not see the picture: at most 1,000 characters, X's limit; empty when the article
    /// does not say.
    public var alternativeText: String

    /// Creates a picture.
    public init(address: WebAddress, alternativeText: String = "") {
        self.address = address
        self.alternativeText = alternativeText
    }

    /// The picture of an article, its alternative text or else its caption beside it.
    init(_ image: ImageAsset) {
        let text = image.alternativeText.isEmpty ? image.caption : image.alternativeText
        let line = TextCleaner.line(TextBound(characters: 1_000).applied(to: text).text)
        self.init(
            address: image.address, alternativeText: TextFitter.fit(line) { $0.count - 1_000 })
    }

    private enum CodingKeys: String, CodingKey {
        case address
        case alternativeText = "alt"
    }
}
