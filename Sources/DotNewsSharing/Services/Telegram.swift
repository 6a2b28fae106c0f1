import DotNewsFoundation

/// Telegram: the link, then the title on a line of its own, as its share page joins them. A message takes 4,096
/// characters, counted here in UTF-16 units, which are never fewer.
struct Telegram: ShareService {
    let target = ShareTarget.telegram
    let unit = ShareMeasure.Unit.utf16
    let limit: Int? = 4_096

    func length(of text: String) -> Int { text.utf16.count }

    func text(_ parts: SharePostParts) -> String {
        [parts.link ?? "", parts.taggedWords].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        let parameters = [("url", parts.link ?? ""), ("text", parts.taggedWords)]
        return [
            ShareAddress(.web, PercentEncoding.address("https://t.me/share/url", parameters), isDocumented: true),
            ShareAddress(.app, PercentEncoding.address("tg://msg_url", parameters), isDocumented: true),
        ]
    }
}
