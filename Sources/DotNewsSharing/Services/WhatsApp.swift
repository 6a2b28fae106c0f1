import DotNewsFoundation

/// WhatsApp: title and link on two lines. It documents no limit, and makes a card of the link.
struct WhatsApp: ShareService {
    let target = ShareTarget.whatsApp
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = nil

    func length(of text: String) -> Int { text.count }
    func text(_ parts: SharePostParts) -> String { parts.joined(by: "\n") }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        let parameters = [("text", text(parts))]
        return [
            ShareAddress(.web, PercentEncoding.address("https://wa.me/", parameters), isDocumented: true),
            ShareAddress(.app, PercentEncoding.address("whatsapp://send", parameters), isDocumented: false),
        ]
    }
}
