import DotNewsFoundation

/// Facebook: the link alone. What readers see comes from the page's own tags.
///
/// The documented dialog needs an app's id; without one the older page is used, which is not documented.
struct Facebook: ShareService {
    /// The id of the app with Facebook: digits.
    let appID: String?

    let target = ShareTarget.facebook
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = nil

    func length(of text: String) -> Int { text.count }
    /// Without a link there is nothing that Facebook's dialog takes, and the words are for the clipboard.
    func text(_ parts: SharePostParts) -> String { parts.link ?? parts.words }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        guard let link = parts.link else { return [] }
        let page = ShareAddress(
            .web, PercentEncoding.address("https://www.facebook.com/sharer/sharer.php", [("u", link)]),
            isDocumented: false)
        guard let appID, !appID.isEmpty else { return [page] }
        let dialog = PercentEncoding.address(
            "https://www.facebook.com/dialog/share", [("app_id", appID), ("display", "page"), ("href", link)])
        return [ShareAddress(.web, dialog, isDocumented: true), page]
    }
}
