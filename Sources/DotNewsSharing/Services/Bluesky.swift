import DotNewsFoundation

/// Bluesky: 300 graphemes and 3,000 bytes, the link in full.
struct Bluesky: ShareService {
    let target = ShareTarget.bluesky
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = 300
    let maximumHashtags = 2

    private static let byteLimit = 3_000

    func length(of text: String) -> Int { text.count }
    func excess(of text: String) -> Int { max(text.count - 300, text.utf8.count - Self.byteLimit) }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        let parameters = [("text", text(parts))]
        return [
            ShareAddress(
                .web, PercentEncoding.address("https://bsky.app/intent/compose", parameters), isDocumented: true),
            ShareAddress(.app, PercentEncoding.address("bluesky://intent/compose", parameters), isDocumented: true),
        ]
    }
}
