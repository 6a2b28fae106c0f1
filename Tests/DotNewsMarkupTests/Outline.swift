import DotNewsMarkup
import DotNewsModels

/// A body in a notation short enough for tables of expectations:
/// `p(text *emphasis* **strong** ~struck~ [link](address))`, `h2(…)`, `lead(…)`, `quote{…}`, `ul{…; …}`, `ol{…}`, or
/// `ol[c, d]{…}` with other labels than 1, 2, 3,
/// `fig(address|caption|credit|alt|WxH)`, `gallery{…}`, `video(address|poster|seconds|caption)`, `table(caption){A#,B#;1,2}`,
/// `embed(address|title)`, `hr`, `pre(…)`. Addresses on the test's site are written as paths.
func outline(_ body: ArticleBody) -> String { outline(body.blocks) }

let testBase = WebAddress("https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html")!

func parse(_ html: String, limits: MarkupLimits = .standard) -> ParsedBody {
    BodyParser(base: testBase, limits: limits).parse(html)
}

private func outline(_ blocks: [ArticleBody.Block]) -> String { blocks.map(outline).joined(separator: " ") }

private func outline(_ address: WebAddress?) -> String {
    guard let address else { return "" }
    return address.origin == testBase.origin
        ? String(address.string.dropFirst(testBase.origin.string.count)) : address.string
}

private func outline(_ text: InlineText) -> String {
    text.runs.map { run in
        var result = run.text.replacing("\n", with: "⏎")
        if run.isEmphasized { result = "*\(result)*" }
        if run.isStrong { result = "**\(result)**" }
        if run.isStruck { result = "~\(result)~" }
        if let link = run.link { result = "[\(result)](\(outline(link)))" }
        return result
    }.joined()
}

private func outline(_ image: ImageAsset) -> String {
    let size = image.width == nil && image.height == nil ? "" : "\(image.width ?? 0)x\(image.height ?? 0)"
    let parts = [outline(image.address), image.caption, image.credit, image.alternativeText, size]
    return "fig(" + trimmed(parts) + ")"
}

private func trimmed(_ parts: [String]) -> String {
    var parts = parts
    while parts.last?.isEmpty == true { parts.removeLast() }
    return parts.joined(separator: "|")
}

private func outline(_ block: ArticleBody.Block) -> String {
    switch block {
    case .paragraph(let text): "p(\(outline(text)))"
    case .subhead(let text, let level): "h\(level)(\(outline(text)))"
    case .leadQuote(let text): "lead(\(outline(text)))"
    case .blockQuote(let blocks): "quote{\(outline(blocks))}"
    case .list(let list):
        (list.isOrdered ? "ol" + labels(list) : "ul") + "{\(list.items.map(outline).joined(separator: "; "))}"
    case .figure(let image): outline(image)
    case .gallery(let images): "gallery{\(images.map(outline).joined(separator: " "))}"
    case .video(let media, let caption): "video(\(outline(media, caption)))"
    case .audio(let media, let caption): "audio(\(outline(media, caption)))"
    case .table(let table):
        "table(\(table.caption)){"
            + table.rows.map { $0.map { outline($0.text) + ($0.isHeader ? "#" : "") }.joined(separator: ",") }
            .joined(separator: ";") + "}"
    case .embed(let address, let title): "embed(\(trimmed([outline(address), title])))"
    case .separator: "hr"
    case .preformatted(let text): "pre(\(text.replacing("\n", with: "⏎")))"
    }
}

private func labels(_ list: ArticleBody.List) -> String {
    let labels = list.items.indices.map(list.label)
    return labels == list.items.indices.map { "\($0 + 1)" } ? "" : "[\(labels.joined(separator: ", "))]"
}

private func outline(_ media: MediaAsset, _ caption: String) -> String {
    trimmed([outline(media.address), outline(media.poster), media.duration.map { "\($0)" } ?? "", caption])
}
