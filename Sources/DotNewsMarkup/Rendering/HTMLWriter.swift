import DotNewsModels

/// Blocks as HTML, and which images the page's policy has to admit for them.
struct HTMLWriter {
    let words: ReadingWords
    let allowsRemoteImages: Bool
    let imageSource: HTMLRenderer.ImageSource
    /// The sources for the policy, each once.
    private(set) var policySources = [String]()
    private var knownSources = Set<String>()

    init(words: ReadingWords, allowsRemoteImages: Bool, imageSource: @escaping HTMLRenderer.ImageSource) {
        self.words = words
        self.allowsRemoteImages = allowsRemoteImages
        self.imageSource = imageSource
    }

    mutating func html(_ blocks: [ArticleBody.Block]) -> String {
        var result = ""
        for block in blocks { result += html(block) + "\n" }
        return result
    }

    private mutating func html(_ block: ArticleBody.Block) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(HTMLText.inline(text))</p>"
        case .subhead(let text, let level):
            let name = "h\(min(max(level, 2), 6))"
            return "<\(name)>\(HTMLText.inline(text))</\(name)>"
        case .leadQuote(let text): return "<blockquote class=\"lead\"><p>\(HTMLText.inline(text))</p></blockquote>"
        case .blockQuote(let blocks): return "<blockquote>\n\(html(blocks))</blockquote>"
        case .list(let list): return html(list)
        case .figure(let image): return figure(image)
        case .gallery(let images):
            return "<div class=\"gallery\">\n\(images.map { figure($0) + "\n" }.joined())</div>"
        case .video(let media, let caption): return medium(words.video, caption, media)
        case .audio(let media, let caption): return medium(words.audio, caption, media)
        case .embed(let address, let title): return player(words.player, TextFilter.line(title), address)
        case .table(let table): return html(table)
        case .separator: return "<hr>"
        case .preformatted(let text):
            // The first line break of the element is not part of its text.
            return "<pre>\n\(HTMLText.escaped(TextFilter.lines(text)))</pre>"
        }
    }

    private mutating func html(_ list: ArticleBody.List) -> String {
        guard list.isOrdered else {
            return "<ul>\n\(list.items.map { "<li>\(item($0))</li>\n" }.joined())</ul>"
        }
        let start = list.number(at: 0)
        var attributes = start == 1 ? "" : " start=\"\(start)\""
        if list.numberStyle != .decimal { attributes += " type=\"\(list.numberStyle.rawValue)\"" }
        var items = ""
        for (index, blocks) in list.items.enumerated() {
            let number = list.number(at: index)
            let isNext = index == 0 || number == list.number(at: index - 1) &+ 1
            items += isNext ? "<li>" : "<li value=\"\(number)\">"
            items += item(blocks) + "</li>\n"
        }
        return "<ol\(attributes)>\n\(items)</ol>"
    }

    /// A list item; one paragraph alone needs no element of its own.
    private mutating func item(_ blocks: [ArticleBody.Block]) -> String {
        if blocks.count == 1, case .paragraph(let text) = blocks[0] { return HTMLText.inline(text) }
        return html(blocks)
    }

    private func html(_ table: ArticleBody.Table) -> String {
        let rows = table.rows.map { row in
            "<tr>"
                + row.map { cell in
                    let name = cell.isHeader ? "th" : "td"
                    return "<\(name)>\(HTMLText.inline(cell.text))</\(name)>"
                }.joined() + "</tr>\n"
        }
        let caption = TextFilter.line(table.caption)
        let head = caption.isEmpty ? "" : "<caption>\(HTMLText.escaped(caption))</caption>\n"
        return "<div class=\"table\"><table>\n\(head)\(rows.joined())</table></div>"
    }

    // MARK: Images and players

    private mutating func figure(_ image: ImageAsset) -> String {
        let caption = words.caption(image)
        let captionHTML = caption.isEmpty ? "" : "<figcaption>\(HTMLText.escaped(caption))</figcaption>"
        guard let source = source(of: image) else {
            let text = caption.isEmpty ? TextFilter.line(image.alternativeText) : caption
            let label = "[\(words.image)]" + (text.isEmpty ? "" : " ")
            return "<figure class=\"missing\"><figcaption>\(HTMLText.escaped(label + text))</figcaption></figure>"
        }
        var attributes = "src=\"\(HTMLText.escaped(source))\""
        let alternative = TextFilter.line(image.alternativeText.isEmpty ? image.caption : image.alternativeText)
        attributes += " alt=\"\(HTMLText.escaped(alternative))\""
        if let width = image.width, let height = image.height {
            attributes += " width=\"\(width)\" height=\"\(height)\""
        }
        return "<figure><img \(attributes)>\(captionHTML)</figure>"
    }

    private mutating func source(of image: ImageAsset) -> String? {
        if let own = imageSource(image), let admitted = admit(own) { return admitted }
        guard allowsRemoteImages else { return nil }
        addToPolicy(image.address.origin.string)
        return image.address.string
    }

    /// `source` when it is one that a page may hold, after adding it to the policy.
    mutating func admit(_ source: String) -> String? {
        guard let kind = LocalImageSource(source) else { return nil }
        for source in kind.policySources { addToPolicy(source) }
        return source
    }

    private mutating func addToPolicy(_ source: String) {
        if knownSources.insert(source).inserted { policySources.append(source) }
    }

    private mutating func medium(_ kind: String, _ caption: String, _ media: MediaAsset) -> String {
        let text = TextFilter.line(caption)
        guard let poster = media.poster, let source = source(of: ImageAsset(address: poster)) else {
            return player(kind, text, media.address)
        }
        let picture = "<img src=\"\(HTMLText.escaped(source))\" alt=\"\">"
        return "<p class=\"player\">\(HTMLText.link(picture + label(kind, text), to: media.address))</p>"
    }

    private func player(_ kind: String, _ text: String, _ address: WebAddress) -> String {
        "<p class=\"player\">\(HTMLText.link(label(kind, text), to: address))</p>"
    }

    private func label(_ kind: String, _ text: String) -> String {
        HTMLText.escaped("▶ " + (text.isEmpty ? kind : kind + words.colon + text))
    }
}

/// An image source that is no request to the network.
private enum LocalImageSource {
    case data, file, relative

    /// Recognises `source`; `nil` when it is anything else, a vector graphic, which may hold scripts, included.
    init?(_ source: String) {
        guard !source.isEmpty, source.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"'<>\\`".utf8.contains($0) })
        else {
            return nil
        }
        let lowered = source.prefix(32).lowercased()
        let formats = ["png", "jpeg", "jpg", "gif", "webp", "avif"]
        if lowered.hasPrefix("data:") {
            guard formats.contains(where: { lowered.hasPrefix("data:image/\($0);base64,") }) else { return nil }
            self = .data
        } else if lowered.hasPrefix("file:///") {
            self = .file
        } else if !lowered.hasPrefix("/"), !source.prefix(while: { $0 != "/" }).contains(":") {
            self = .relative
        } else {
            return nil
        }
    }

    /// What the policy says for it. A page opened from a file has no origin, so that a file beside it needs `file:`.
    var policySources: [String] {
        switch self {
        case .data: ["data:"]
        case .file: ["file:"]
        case .relative: ["'self'", "file:"]
        }
    }
}
