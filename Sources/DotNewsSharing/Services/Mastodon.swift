import DotNewsFoundation

internal import DotNewsModels

/// Mastodon: 500 graphemes, of which a link is 23. Servers may allow more.
struct Mastodon: ShareService {
    /// The reader's server; without one there is no address to open.
    let server: WebAddress?

    let target = ShareTarget.mastodon
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = 500
    let maximumHashtags = 2

    private static let linkLength = 23

    func length(of text: String) -> Int {
        let units = TextUnits(text)
        return XLinkScanner.links(in: units).reduce(text.count) { length, link in
            link.hasScheme ? length + Self.linkLength - units.string(link.range).count : length
        }
    }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        guard let page = server?.resolving("/share") else { return [] }
        return [ShareAddress(.web, PercentEncoding.address(page.string, [("text", text(parts))]), isDocumented: false)]
    }
}
