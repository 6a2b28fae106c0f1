import DotNewsFoundation

/// LINE: title and link on two lines. It documents no limit.
struct LINE: ShareService {
    let target = ShareTarget.line
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = nil

    func length(of text: String) -> Int { text.count }
    func text(_ parts: SharePostParts) -> String { parts.joined(by: "\n") }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        let address = PercentEncoding.address(
            "https://social-plugins.line.me/lineit/share", [("url", parts.link ?? ""), ("text", parts.taggedWords)])
        return [ShareAddress(.web, address, isDocumented: true)]
    }
}
